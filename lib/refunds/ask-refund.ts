import "server-only";
import { refundAsks } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { afterDays, formatInstant } from "../dates";
import { ForbiddenError, usedKey } from "../errors";
import type { Refusal } from "../milestones/open-milestone";
import { getWorkForChange, isClientSideNow } from "../milestones/queries";
import { formatMoney } from "../money";
import { answerAsk } from "./answer-ask";
import { mailRefundAsked } from "./mails";
import { findAsk, findOpenAsk, findRefundable } from "./queries";
import { askDays, isOpenAsk, paidMinor } from "./rules";
import type { AskRefundInput } from "./schema";

export type AskRefundResult = { ok: true } | Refusal<"already-asked" | "not-positive" | "more-than-paid">;

/**
 * "Request a refund" of what a contract paid in 180 days, by the client side. The freelancer may pay it or not; unanswered
 * it lapses after 14 days. One waits at a time (§12.5). More than was paid is never asked for; whether the freelancer has as
 * much, is not told.
 * @throws NotFoundError; ForbiddenError for anybody but the client side; ConflictError for a used key.
 */
export async function askRefund(ctx: Ctx, input: AskRefundInput): Promise<AskRefundResult> {
  const { contract } = await getWorkForChange(ctx, input.contractId);
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("ask for a refund on this contract");
  const { key, amountMinor, reason } = input;
  const { currency } = contract;
  const sent = await findAsk(ctx, key);
  if (sent && sent.contractId === contract.id && sent.amountMinor === amountMinor) return { ok: true };
  if (sent) throw usedKey();
  const open = await findOpenAsk(ctx, contract.id);
  if (open && isOpenAsk(open, ctx.now)) {
    const until = formatInstant(open.lapsesAt, contract.contactZone);
    const message = `A refund is asked for already. The freelancer can answer it until ${until}.`;
    return { ok: false, reason: "already-asked", message };
  }
  if (amountMinor <= 0n) return { ok: false, reason: "not-positive", message: "Enter an amount above zero." };
  const paid = paidMinor(await findRefundable(ctx, contract));
  if (amountMinor > paid) {
    const words = formatMoney({ minor: paid, currency });
    return { ok: false, reason: "more-than-paid", message: `At most ${words} can be refunded.` };
  }
  // The tick has not come by yet.
  if (open) await answerAsk(ctx, open, { state: "lapsed" });
  const ask = { id: key, amountMinor, reason, lapsesAt: afterDays(ctx.now, askDays) };
  await ctx.db.insert(refundAsks).values({
    ...ask,
    accountId: ctx.accountId,
    contractId: contract.id,
    currency,
    state: "open",
    askedBy: ctx.actor.userId ?? "",
    askedAt: ctx.now,
    auditId: ctx.auditId,
  });
  recordEvent(ctx, "refund.asked", "contract", contract.id, { amount: amountMinor.toString(), currency, reason });
  await mailRefundAsked(ctx, contract, ask);
  return { ok: true };
}
