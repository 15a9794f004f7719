import "server-only";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { localDateOf } from "../dates";
import { ConflictError, ForbiddenError } from "../errors";
import { changeOrder } from "./move-order";
import { getOrderForChange } from "./queries";
import { canManageOrders } from "./rules";
import type { ExtendOrderInput } from "./schema";
import { type Invalid, invalid } from "./words";

/**
 * Gives a purchase order a new last day, also when it is expired or archived; the same day again changes nothing.
 * Refused with `invalid` at `validThrough` for a day in the past. Rule: product.md §4.
 * @throws NotFoundError out of reach; ForbiddenError for who may not manage purchase orders.
 */
export async function extendOrder(
  ctx: Ctx,
  { orderId, validThrough }: ExtendOrderInput,
): Promise<{ ok: true } | Invalid> {
  const order = await getOrderForChange(ctx, orderId);
  if (!canManageOrders(ctx.actor)) throw new ForbiddenError("extend purchase orders");
  const { timeZone } = await getAccountSettings(ctx);
  if (!validThrough || validThrough < localDateOf(ctx.now, timeZone))
    return invalid("validThrough", "Choose today or a later day.");
  if (validThrough === order.validThrough) return { ok: true };
  if (!(await changeOrder(ctx, order, { validThrough }))) throw new ConflictError();
  recordEvent(ctx, "order.extended", "order", order.id, { from: order.validThrough, to: validThrough });
  return { ok: true };
}
