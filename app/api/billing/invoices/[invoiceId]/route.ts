import { invoiceLetter } from "@/lib/billing/letters";
import { findInvoice, listInvoiceLines } from "@/lib/billing/list-invoices";
import { headAnswer, route } from "@/lib/http";
import { letterLines } from "@/lib/pdf/letter";
import { pdfResponse } from "@/lib/pdf/pdf-response";
import { answerMember } from "../../reader";

type Context = RouteContext<"/api/billing/invoices/[invoiceId]">;

/** One invoice with its lines as a PDF. Unknown, foreign and malformed ids answer alike. */
export const GET = route(async (_request, { params }: Context) => {
  const { invoiceId } = await params;
  return answerMember(async (ctx) => {
    const invoice = await findInvoice(ctx, invoiceId);
    if (!invoice) return null;
    const lines = await listInvoiceLines(ctx, invoice.id, 0, letterLines);
    return invoiceLetter(invoice, lines.rows, lines.next !== null);
  }, pdfResponse);
});

export const HEAD = headAnswer;
