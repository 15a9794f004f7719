import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { formatMoney, maxMinor } from "../money";
import { fundingKey, wasPosted } from "./funding";
import { getOrderForChange } from "./queries";
import { canCorrect, mostToTakeAway } from "./rules";
import type { CorrectFundsInput } from "./schema";
import { fundOrder } from "./stages";
import { type Invalid, invalid } from "./words";

/**
 * Corrects the funds of a purchase order up or down with a reason: a posting of this moment, never a rewrite. The same
 * form sent again corrects nothing. Refused with `invalid` at `amount` where total funds would not stay above zero.
 * Rule: product.md §4.
 * @throws NotFoundError out of reach; ForbiddenError for anybody but admins and program owners.
 */
export async function correctFunds(ctx: Ctx, input: CorrectFundsInput): Promise<{ ok: true } | Invalid> {
  const order = await getOrderForChange(ctx, input.orderId);
  if (!canCorrect(ctx.actor)) throw new ForbiddenError("correct the funds of purchase orders");
  const key = fundingKey(order.id, input.id);
  if (await wasPosted(ctx, key)) return { ok: true };
  const { currency, figures } = order;
  const after = figures.funds + input.amountMinor;
  if (after <= 0n)
    return invalid(
      "amount",
      `Take away at most ${formatMoney(mostToTakeAway(figures, currency))}: funds stay above zero.`,
    );
  if (after > maxMinor)
    return invalid("amount", `Add at most ${formatMoney({ minor: maxMinor - figures.funds, currency })}.`);
  await fundOrder(ctx, { id: order.id, currency }, input.amountMinor, {
    kind: "order_corrected",
    key,
    note: input.reason,
    occurredAt: ctx.now,
  });
  recordEvent(ctx, "order.corrected", "order", order.id, {
    amount: input.amountMinor.toString(),
    currency,
    reason: input.reason,
  });
  return { ok: true };
}
