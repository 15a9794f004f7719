import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LetterSheet, PdfLink } from "@/components/billing/letter-sheet";
import { InvoiceStatus } from "@/components/billing/statuses";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Pagination } from "@/components/ui/pagination";
import { invoiceLetter } from "@/lib/billing/letters";
import { findInvoice, listInvoiceLines } from "@/lib/billing/list-invoices";
import { readAs } from "@/lib/ctx";
import { formatMoney } from "@/lib/money";
import { loadBilling } from "../../load-billing";

export const metadata: Metadata = { title: "Invoice" };

/** One invoice: its lines, a page at a time, its total, and what is unpaid of it. */
export default async function InvoicePage({ params, searchParams }: PageProps<"/ab/billing/invoices/[invoiceId]">) {
  const { actor } = await loadBilling();
  const { invoiceId } = await params;
  const { after } = await searchParams;
  const position = typeof after === "string" && /^\d{1,9}$/.test(after) ? Number(after) : 0;
  const loaded = await readAs(actor, async (ctx) => {
    const invoice = await findInvoice(ctx, invoiceId);
    return invoice && { invoice, lines: await listInvoiceLines(ctx, invoice.id, position) };
  });
  if (!loaded) notFound();
  const { invoice, lines } = loaded;
  const letter = invoiceLetter(invoice, lines.rows);
  const address = `/ab/billing/invoices/${invoice.id}`;
  return (
    <Page width="table">
      <PageHeader
        title={letter.title}
        back={{ href: "/ab/billing/invoices", label: "Invoices" }}
        status={<InvoiceStatus state={invoice.state} />}
        sentence={
          invoice.unpaidMinor > 0n
            ? `${formatMoney({ minor: invoice.unpaidMinor, currency: invoice.currency })} of it is unpaid.`
            : undefined
        }
        action={<PdfLink href={`/api/billing/invoices/${invoice.id}`} />}
      />
      <LetterSheet letter={letter} />
      <Pagination
        newer={position > 0 ? address : undefined}
        older={lines.next ? `${address}?after=${lines.next}` : undefined}
        words={{ newer: "First lines", older: "Further lines" }}
      />
    </Page>
  );
}
