import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { ContractRow } from "@/lib/contracts/queries";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { typeWords } from "@/lib/words";
import { ContractStatus } from "./contract-status";

/** Contracts as the client sees them. */
export function ContractTable({ contracts, reader }: { contracts: readonly ContractRow[]; reader: Reader }) {
  return (
    <DataTable
      label="Contracts"
      columns={[
        { label: "Title" },
        { label: "Talent", from: "md" },
        { label: "Contact person", from: "xl" },
        { label: "Team", from: "lg" },
        { label: "Type", from: "lg" },
        { label: "Estimated total", align: "end" },
        { label: "Start – end", from: "xl" },
        { label: "Status" },
      ]}
    >
      {contracts.map((contract) => (
        <tr key={contract.id}>
          <TitleCell
            href={`/ab/jobs/contracts/${contract.number}`}
            title={contract.title}
            second={
              <>
                Contract {contract.number}, since <Moment at={contract.startedAt} reader={reader} />
                <span className="md:hidden"> · {contract.talentName}</span>
              </>
            }
          />
          <td data-from="md">{contract.talentName}</td>
          <td data-from="xl">{contract.contactName}</td>
          <td data-from="lg">{contract.teamName}</td>
          <td data-from="lg">{typeWords[contract.contractType]}</td>
          <td data-at="amount">{formatMoney({ minor: contract.estimatedTotalMinor, currency: contract.currency })}</td>
          <td data-from="xl">
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
