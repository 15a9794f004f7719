import "server-only";
import { refunds } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { refundToCompany } from "../billing/company-money";
import { earningPot } from "../billing/rules";
import type { Ctx } from "../ctx";
import { ForbiddenError, usedKey } from "../errors";
import type { Refusal } from "../milestones/open-milestone";
import { getWorkForChange } from "../milestones/queries";
import { listPaidForChange, takeFromEarnings } from "../milestones/refund-earnings";
import { isTalentSide } from "../milestones/rules";
import { formatMoney } from "../money";
import { answerAsk, endOfAsk } from "./answer-ask";
import { mailRefundPaid } from "./mails";
import { findAsk, findRefund, findRefundable } from "./queries";
import { isOpenAsk, mostRefundable, refundableSince, shareOfRefund, takesRefund } from "./rules";
import type { PayRefundInput } from "./schema";

export type PayRefundResult =
  | { ok: true }
  | Refusal<"not-started" | "not-positive" | "more-than-refundable" | "more-than-asked" | "not-asked">;

/**
 * "Refund a payment" by the freelancer, for good: earnings, what is pending first, go back to the company, with the
 * purchase order and the receipts; on terms they settle what is owed (§12.5). Possible while the contract is paused, after
 * its end, and while the company is suspended: money that comes back is never refused for that.
 * @throws NotFoundError; ForbiddenError for anybody but the freelancer; ConflictError for a used key.
 */
export async function payRefund(ctx: Ctx, input: PayRefundInput): Promise<PayRefundResult> {
  const { contract } = await getWorkForChange(ctx, input.contractId);
  if (!isTalentSide(ctx.actor, contract)) throw new ForbiddenError("refund a payment on this contract");
  const { key, amountMinor: amount, reason, askId = null } = input;
  const { currency, talentUserId } = contract;
  const sent = await findRefund(ctx, key);
  if (sent && sent.contractId === contract.id && sent.amountMinor === amount && sent.askId === askId)
    return { ok: true };
  if (sent) throw usedKey();
  if (!takesRefund(contract))
    return { ok: false, reason: "not-started", message: `Contract ${contract.number} has not started yet.` };
  const found = askId ? await findAsk(ctx, askId) : null;
  const ask = found?.contractId === contract.id ? found : null;
  if (askId && !(ask && isOpenAsk(ask, ctx.now))) {
    const end = ask ? endOfAsk(ask, contract.talentZone) : "This request is not there any more.";
    return { ok: false, reason: "not-asked", message: `${end} Nothing was refunded.` };
  }
  if (amount <= 0n) return { ok: false, reason: "not-positive", message: "Enter an amount above zero." };
  if (ask && amount > ask.amountMinor) {
    const words = formatMoney({ minor: ask.amountMinor, currency });
    return {
      ok: false,
      reason: "more-than-asked",
      message: `${words} was asked for. Pay that first; then “Refund a payment” takes more.`,
    };
  }
  const paid = await listPaidForChange(ctx, contract.id, refundableSince(ctx.now));
  const most = mostRefundable(await findRefundable(ctx, contract));
  if (amount > most) {
    const words = formatMoney({ minor: most, currency });
    return { ok: false, reason: "more-than-refundable", message: `At most ${words} can be refunded.` };
  }
  const { parts, from } = shareOfRefund(paid, amount);
  await refundToCompany(ctx, contract, {
    key,
    receiptId: key,
    kind: "payment_refunded",
    from: (["pending", "available"] as const).map((code) => ({
      pot: earningPot(talentUserId, code),
      amount: from[code],
    })),
    coming: parts.map((part) => ({ ...part, from: "earning" })),
    subject: { kind: "contract", id: contract.id },
    title: `Contract ${contract.number}, refund of a payment`,
  });
  await takeFromEarnings(ctx, parts);
  const refund = { id: key, contractId: contract.id, currency, amountMinor: amount, reason, askId };
  await ctx.db.insert(refunds).values({
    ...refund,
    accountId: ctx.accountId,
    refundedBy: talentUserId,
    refundedAt: ctx.now,
    auditId: ctx.auditId,
  });
  if (ask) await answerAsk(ctx, ask, { state: "paid" });
  recordEvent(ctx, "refund.paid", "contract", contract.id, { amount: amount.toString(), currency, reason });
  await mailRefundPaid(ctx, contract, refund);
  return { ok: true };
}
