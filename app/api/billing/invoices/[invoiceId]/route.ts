import { invoiceLetter } from "@/lib/billing/letters";
import { findInvoice, listInvoiceLines } from "@/lib/billing/list-invoices";
import { headAnswer, route } from "@/lib/http";
import { pdfResponse } from "@/lib/pdf/pdf-response";
import { answerMember } from "../../reader";

type Context = RouteContext<"/api/billing/invoices/[invoiceId]">;

/** The lines one invoice can have (an invoice is made of at most as many movements). */
const everyLine = 5_000;

/** One invoice with all of its lines as a PDF. Unknown, foreign and malformed ids answer alike. */
export const GET = route(async (_request, { params }: Context) => {
  const { invoiceId } = await params;
  return answerMember(async (ctx) => {
    const invoice = await findInvoice(ctx, invoiceId);
    return invoice && invoiceLetter(invoice, (await listInvoiceLines(ctx, invoice.id, 0, everyLine)).rows);
  }, pdfResponse);
});

export const HEAD = headAnswer;
