import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ConflictError, ForbiddenError } from "../errors";
import { changeOrder, whoDid } from "./move-order";
import { getOrderForChange } from "./queries";
import { canManageOrders } from "./rules";
import type { OrderIdInput } from "./schema";

export type ArchiveOrderResult = { ok: true } | { ok: false; reason: "already-archived"; message: string };

/**
 * Takes a purchase order out of every list for choosing. Posts and contracts that use it keep it, and it may be spent as
 * before. Rule: product.md §4.
 * @throws NotFoundError out of reach; ForbiddenError for who may not manage purchase orders.
 */
export async function archiveOrder(ctx: Ctx, { orderId }: OrderIdInput): Promise<ArchiveOrderResult> {
  const order = await getOrderForChange(ctx, orderId);
  if (!canManageOrders(ctx.actor)) throw new ForbiddenError("archive purchase orders");
  if (order.state === "archived") {
    const who = await whoDid(ctx, order.id, "order.archived");
    return { ok: false, reason: "already-archived", message: `It is archived already: ${who}. Nothing was done.` };
  }
  if (!(await changeOrder(ctx, order, { state: "archived" }))) throw new ConflictError();
  recordEvent(ctx, "order.archived", "order", order.id, { number: order.number });
  return { ok: true };
}
