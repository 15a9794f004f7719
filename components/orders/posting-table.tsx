import { DataTable } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import { TextLink } from "@/components/ui/text-link";
import { formatMoney } from "@/lib/money";
import type { PostingRow } from "@/lib/orders/list-postings";
import { movesText, postingText } from "./words";

/** Every movement of a purchase order's money, latest first, with the contract it was for. */
export function PostingTable({ rows, reader }: { rows: readonly PostingRow[]; reader: Reader }) {
  return (
    <DataTable
      label="Postings"
      columns={[
        { label: "What" },
        { label: "Contract", from: "md" },
        { label: "By", from: "xl" },
        { label: "Amount", align: "end" },
        { label: "Counts from" },
      ]}
    >
      {rows.map(({ id, kind, amount, currency, from, to, note, occurredAt, contract, byName }) => (
        <tr key={id}>
          <td data-at="title">
            <span className="row-title">
              <span className="font-medium">{postingText(kind)}</span>
              <span className="row-second wrap-anywhere">
                {movesText(from, to)}
                {note && ` · ${note}`}
              </span>
              {contract && (
                <span className="row-second md:hidden">
                  Contract {contract.number}, {contract.title}
                </span>
              )}
            </span>
          </td>
          <td data-from="md">
            {contract ? (
              <TextLink href={`/ab/jobs/contracts/${contract.number}`}>
                {contract.number} · {contract.title}
              </TextLink>
            ) : (
              "–"
            )}
          </td>
          <td data-from="xl" data-cut>
            {byName ?? "Countersign"}
          </td>
          <td data-at="amount">
            {/* The funds' own side of a posting: what went out of them stands below zero. */}
            {to === "funds" ? "−" : ""}
            {formatMoney({ minor: amount, currency })}
          </td>
          <td data-at="status">
            <Moment at={occurredAt} reader={reader} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
