import "server-only";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { localDateOf } from "../dates";
import { ConflictError, ForbiddenError } from "../errors";
import { changeOrder, whoDid } from "./move-order";
import { getOrderForChange } from "./queries";
import { canManageOrders, isExpired } from "./rules";
import type { OrderIdInput } from "./schema";

export type UnarchiveOrderResult =
  | { ok: true }
  | { ok: false; reason: "not-archived"; message: string }
  | { ok: false; reason: "expired"; message: string };

/**
 * Makes an archived purchase order selectable again. Refused with `expired` while its last day is over: that is extended
 * first. Rule: product.md §4.
 * @throws NotFoundError out of reach; ForbiddenError for who may not manage purchase orders.
 */
export async function unarchiveOrder(ctx: Ctx, { orderId }: OrderIdInput): Promise<UnarchiveOrderResult> {
  const order = await getOrderForChange(ctx, orderId);
  if (!canManageOrders(ctx.actor)) throw new ForbiddenError("unarchive purchase orders");
  if (order.state !== "archived") {
    const who = await whoDid(ctx, order.id, "order.unarchived");
    return { ok: false, reason: "not-archived", message: `It is not archived any more: ${who}. Nothing was done.` };
  }
  const { timeZone } = await getAccountSettings(ctx);
  if (isExpired(order, localDateOf(ctx.now, timeZone)))
    return { ok: false, reason: "expired", message: "Extend the valid-through date first. Nothing was done." };
  if (!(await changeOrder(ctx, order, { state: "active" }))) throw new ConflictError();
  recordEvent(ctx, "order.unarchived", "order", order.id, { number: order.number });
  return { ok: true };
}
