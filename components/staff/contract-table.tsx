import { ContractStatus } from "@/components/contracts/contract-status";
import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { ContractRow } from "@/lib/contracts/queries";
import { formatMoney } from "@/lib/money";
import { typeWords } from "@/lib/words";

type StaffContractTableProps = { slug: string; contracts: readonly ContractRow[]; reader: Reader };

/** Contracts of one company as staff see them. */
export function StaffContractTable({ slug, contracts, reader }: StaffContractTableProps) {
  return (
    <DataTable
      label="Contracts"
      columns={[
        { label: "Title" },
        { label: "Freelancer", from: "md" },
        { label: "Type", from: "lg" },
        { label: "Estimated total", align: "end" },
        { label: "Status" },
      ]}
    >
      {contracts.map((contract) => (
        <tr key={contract.id}>
          <TitleCell
            href={`/staff/companies/${slug}/contracts/${contract.number}`}
            title={contract.title}
            second={
              <>
                Contract {contract.number}, since <Moment at={contract.startedAt} reader={reader} />
                <span className="md:hidden"> · {contract.talentName}</span>
              </>
            }
          />
          <td data-from="md">{contract.talentName}</td>
          <td data-from="lg">{typeWords[contract.contractType]}</td>
          <td data-at="amount">{formatMoney({ minor: contract.estimatedTotalMinor, currency: contract.currency })}</td>
          <td data-at="status">
            <ContractStatus state={contract.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
