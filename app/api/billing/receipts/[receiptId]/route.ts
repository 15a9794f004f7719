import { receiptLetter } from "@/lib/billing/letters";
import { findReceipt } from "@/lib/billing/list-receipts";
import { headAnswer, route } from "@/lib/http";
import { pdfResponse } from "@/lib/pdf/pdf-response";
import { answerMember } from "../../reader";

type Context = RouteContext<"/api/billing/receipts/[receiptId]">;

/** One receipt as a PDF, for whoever may see it. Unknown, foreign and malformed ids answer alike. */
export const GET = route(async (_request, { params }: Context) => {
  const { receiptId } = await params;
  return answerMember(async (ctx, { companyName, timeZone }) => {
    const receipt = await findReceipt(ctx, receiptId);
    return receipt && receiptLetter(receipt, companyName, timeZone);
  }, pdfResponse);
});

export const HEAD = headAnswer;
