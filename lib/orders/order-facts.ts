import "server-only";
import { getAccountSettings } from "../accounts/queries";
import type { ReadCtx } from "../ctx";
import { findOrder, statusOf } from "./queries";

export type OrderFacts = NonNullable<Awaited<ReturnType<typeof findOrderFacts>>>;

/**
 * What a request, post, offer or contract shows of its purchase order, or null where none is linked or the actor may not
 * see its figures. Amounts are minor units of its currency.
 */
export async function findOrderFacts(ctx: ReadCtx, orderId: string | null) {
  const order = orderId ? await findOrder(ctx, orderId) : null;
  if (!order) return null;
  const { id, number, currency, validThrough, figures } = order;
  const status = statusOf(ctx, order, await getAccountSettings(ctx));
  return { id, number, currency, validThrough, status, funds: figures.funds, left: figures.left, free: figures.free };
}
