import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import { cn } from "@/lib/cn";
import type { ContractRow, HourlyTerms } from "@/lib/contracts/queries";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { orderAnswer } from "@/lib/orders/rules";
import { shortTerms, typeWords } from "@/lib/words";
import { ContractStatus } from "./contract-status";

type ContractTableProps = {
  contracts: readonly ContractRow[];
  /** What is left on purchase orders by id, where the reader may see it; null while they are off. */
  left: ReadonlyMap<string, bigint> | null;
  /** What is held in escrow on contracts by id. */
  held: ReadonlyMap<string, bigint>;
  /** Rates and weekly limits of the hourly ones by id. */
  terms: ReadonlyMap<string, HourlyTerms>;
  reader: Reader;
};

/** Contracts as the client sees them. */
export function ContractTable({ contracts, left, held, terms, reader }: ContractTableProps) {
  return (
    <DataTable
      label="Contracts"
      columns={[
        { label: "Title" },
        { label: "Talent", from: "md" },
        { label: "Contact person", from: "3xl" },
        { label: "Team", from: "xl" },
        { label: "Type and rate", from: "2xl" },
        ...(left ? [{ label: "PO", from: "lg" as const }] : []),
        { label: "In escrow", align: "end", from: "xl" },
        { label: "Estimated total", align: "end" },
        { label: "End date", from: "lg" },
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
          <td data-from="3xl">{contract.contactName}</td>
          <td data-from="xl">{contract.teamName}</td>
          <td data-from="2xl">
            <TypeCell contract={contract} terms={terms.get(contract.id)} />
          </td>
          {left && (
            <td data-from="lg">
              <OrderCell contract={contract} left={left} />
            </td>
          )}
          <td data-from="xl" className="text-end tabular-nums">
            <HeldCell contract={contract} minor={held.get(contract.id) ?? 0n} />
          </td>
          <td data-at="amount">{formatMoney({ minor: contract.estimatedTotalMinor, currency: contract.currency })}</td>
          <td data-from="lg">{contract.endDate ? formatDay(contract.endDate) : "Open"}</td>
          <td data-at="status">
            <ContractStatus state={contract.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function TypeCell({ contract, terms }: { contract: ContractRow; terms: HourlyTerms | undefined }) {
  return (
    <>
      {typeWords[contract.contractType]}
      {terms && (
        <span className="row-second tabular-nums">
          {shortTerms({ ...terms, contractType: "hourly", currency: contract.currency, budgetMinor: null })}
        </span>
      )}
    </>
  );
}

function HeldCell({ contract, minor }: { contract: ContractRow; minor: bigint }) {
  if (contract.contractType === "hourly") return <span className="text-ink-soft">Hourly</span>;
  if (minor === 0n) return <span className="text-ink-soft">Nothing</span>;
  return formatMoney({ minor, currency: contract.currency });
}

function OrderCell({ contract, left }: { contract: ContractRow; left: ReadonlyMap<string, bigint> }) {
  const words = orderAnswer(contract);
  const minor = contract.orderId ? left.get(contract.orderId) : undefined;
  if (!words) return <span className="text-ink-soft">None</span>;
  return (
    <>
      {words}
      {minor !== undefined && (
        <span className={cn("block text-xs tabular-nums", minor <= 0n ? "text-warn" : "text-ink-soft")}>
          {formatMoney({ minor, currency: contract.currency })} left
        </span>
      )}
    </>
  );
}
