import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { listForTalent } from "@/lib/contracts/queries";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { typeWords } from "@/lib/words";
import { ContractStatus } from "./contract-status";

type TalentContract = Awaited<ReturnType<typeof listForTalent>>["rows"][number];

/** A freelancer's contracts with all companies. */
export function TalentContractTable({ contracts, reader }: { contracts: readonly TalentContract[]; reader: Reader }) {
  return (
    <DataTable
      label="Contracts"
      columns={[
        { label: "Title" },
        { label: "Company", from: "md" },
        { label: "Type", from: "lg" },
        { label: "Estimated total", align: "end" },
        { label: "Start – end", from: "lg" },
        { label: "Status" },
      ]}
    >
      {contracts.map((contract) => (
        <tr key={contract.id}>
          <TitleCell
            href={`/talent/contracts/${contract.id}`}
            title={contract.title}
            second={
              <>
                Contract {contract.number}, since <Moment at={contract.startedAt} reader={reader} />
                <span className="md:hidden"> · {contract.companyName}</span>
              </>
            }
          />
          <td data-from="md">{contract.companyName}</td>
          <td data-from="lg">{typeWords[contract.contractType]}</td>
          <td data-at="amount">{formatMoney({ minor: contract.estimatedTotalMinor, currency: contract.currency })}</td>
          <td data-from="lg">
            {formatDay(contract.startDate)} – {contract.endDate ? formatDay(contract.endDate) : "open"}
          </td>
          <td data-at="status">
            <ContractStatus state={contract.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
