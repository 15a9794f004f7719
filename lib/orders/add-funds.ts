import "server-only";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { localDateOf } from "../dates";
import { ForbiddenError } from "../errors";
import { formatMoney, maxMinor } from "../money";
import { countsAt, fundingKey, wasPosted } from "./funding";
import { getOrderForChange } from "./queries";
import { canManageOrders } from "./rules";
import type { AddFundsInput } from "./schema";
import { fundOrder } from "./stages";
import { type Invalid, invalid } from "./words";

/**
 * Adds to the funds of a purchase order, also when it is expired, archived or overdrawn: a dated posting with its note.
 * Thresholds that are no longer reached are armed again. The same form sent again adds nothing.
 * Refused with `invalid` at `date` for a day in the future, at `amount` for more than a purchase order can hold.
 * Rule: product.md §4.
 * @throws NotFoundError out of reach; ForbiddenError for who may not manage purchase orders.
 */
export async function addFunds(ctx: Ctx, input: AddFundsInput): Promise<{ ok: true } | Invalid> {
  const order = await getOrderForChange(ctx, input.orderId);
  if (!canManageOrders(ctx.actor)) throw new ForbiddenError("add funds to purchase orders");
  const key = fundingKey(order.id, input.id);
  if (await wasPosted(ctx, key)) return { ok: true };
  const { timeZone } = await getAccountSettings(ctx);
  if (input.date && input.date > localDateOf(ctx.now, timeZone))
    return invalid("date", "Choose today or an earlier day: funds are added when they are there.");
  const { currency } = order;
  const room = maxMinor - order.figures.funds;
  if (input.amountMinor > room)
    return invalid("amount", `Add at most ${formatMoney({ minor: room > 0n ? room : 0n, currency })}.`);
  const occurredAt = countsAt(input.date, timeZone, ctx.now);
  await fundOrder(ctx, { id: order.id, currency }, input.amountMinor, {
    kind: "order_funded",
    key,
    note: input.note,
    occurredAt,
  });
  recordEvent(ctx, "order.funded", "order", order.id, {
    amount: input.amountMinor.toString(),
    currency,
    date: input.date,
    note: input.note,
  });
  return { ok: true };
}
