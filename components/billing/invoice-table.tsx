import { DataTable, TitleCell } from "@/components/layout/data-table";
import type { InvoiceRow } from "@/lib/billing/list-invoices";
import { invoiceWords, monthText, numberText } from "@/lib/billing/words";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { InvoiceStatus } from "./statuses";

/** Invoices and credit notes, newest first. `linked`: whether the reader has a page of each. */
export function InvoiceTable({ invoices, linked = true }: { invoices: readonly InvoiceRow[]; linked?: boolean }) {
  return (
    <DataTable
      label="Invoices"
      columns={[
        { label: "Invoice" },
        { label: "Issued", from: "md" },
        { label: "Due", from: "md" },
        { label: "Total", align: "end" },
        { label: "Unpaid", align: "end", from: "lg" },
        { label: "Status" },
      ]}
    >
      {invoices.map((invoice) => (
        <tr key={invoice.id}>
          <TitleCell
            href={linked ? `/ab/billing/invoices/${invoice.id}` : undefined}
            title={`${invoiceWords[invoice.kind]} ${numberText(invoice)}`}
            second={
              <>
                {monthText(invoice.month)}
                <span className="md:hidden">, due {formatDay(invoice.dueOn)}</span>
              </>
            }
          />
          <td data-from="md">{formatDay(invoice.issuedOn)}</td>
          <td data-from="md">{invoice.kind === "monthly" ? formatDay(invoice.dueOn) : "Not due"}</td>
          <td data-at="amount">{formatMoney({ minor: invoice.totalMinor, currency: invoice.currency })}</td>
          <td data-from="lg" className="text-end tabular-nums">
            {formatMoney({ minor: invoice.unpaidMinor, currency: invoice.currency })}
          </td>
          <td data-at="status">
            <InvoiceStatus state={invoice.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
