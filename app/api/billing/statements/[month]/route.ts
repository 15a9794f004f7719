import { loadStatement } from "@/lib/billing/load-statement";
import { canSeeBilling, isMonth } from "@/lib/billing/rules";
import { localDateOf } from "@/lib/dates";
import { headAnswer, route } from "@/lib/http";
import { letterLines } from "@/lib/pdf/letter";
import { pdfResponse } from "@/lib/pdf/pdf-response";
import { answerMember } from "../../reader";

type Context = RouteContext<"/api/billing/statements/[month]">;

/** The statement of one month as a PDF, for people who see billing; months to come are not there. */
export const GET = route(async (_request, { params }: Context) => {
  const { month } = await params;
  return answerMember(async (ctx, { companyName, currency, timeZone }) => {
    const there = isMonth(month) && month <= localDateOf(ctx.now, "UTC").slice(0, 7);
    if (!there || !canSeeBilling(ctx.actor)) return null;
    return loadStatement(ctx, { month, lines: letterLines, companyName, currency, zone: timeZone });
  }, pdfResponse);
});

export const HEAD = headAnswer;
