import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { ReceiptRow } from "@/lib/billing/list-receipts";
import { spendSign } from "@/lib/billing/rules";
import { methodWords, numberText, receiptWords } from "@/lib/billing/words";
import { formatMoney } from "@/lib/money";

/** Movements of a company's money, newest first; what came back or was paid stands with a plus. */
export function ReceiptTable({ receipts, reader }: { receipts: readonly ReceiptRow[]; reader: Reader }) {
  return (
    <DataTable
      label="Transactions"
      columns={[
        { label: "Transaction" },
        { label: "Contract", from: "lg" },
        { label: "PO", from: "md" },
        { label: "Method", from: "xl" },
        { label: "Date", from: "md" },
        { label: "Amount", align: "end" },
      ]}
    >
      {receipts.map((receipt) => (
        <tr key={receipt.id}>
          <TitleCell
            href={`/ab/billing/receipts/${receipt.id}`}
            title={`${receiptWords[receipt.kind]}: ${receipt.title}`}
            second={
              <>
                Receipt {numberText(receipt)}
                {receipt.talentName && ` · ${receipt.talentName}`}
                <span className="md:hidden">
                  {" · "}
                  <Moment at={receipt.issuedAt} reader={reader} />
                </span>
              </>
            }
          />
          <td data-from="lg">
            {receipt.contractNumber === null ? (
              <span className="text-ink-soft">None</span>
            ) : (
              <>
                {receipt.contractTitle}
                <span className="block text-xs text-ink-soft">Contract {receipt.contractNumber}</span>
              </>
            )}
          </td>
          <td data-from="md">{receipt.orderNumber ?? <span className="text-ink-soft">None</span>}</td>
          <td data-from="xl">{methodWords[receipt.method]}</td>
          <td data-from="md">
            <Moment at={receipt.issuedAt} reader={reader} />
          </td>
          <td data-at="amount">{signed(receipt)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function signed({ kind, amountMinor, currency }: ReceiptRow): string {
  const amount = formatMoney({ minor: amountMinor, currency });
  return spendSign(kind) > 0n ? amount : `+${amount}`;
}
