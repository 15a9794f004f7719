import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { OrderState } from "@/db/enums";
import { purchaseOrders } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { findLastDeed } from "../audit/overtaken";
import type { Ctx } from "../ctx";
import { formatInstant } from "../dates";
import type { Order } from "./queries";

type Change = Partial<{
  state: OrderState;
  validThrough: string | null;
  number: string;
  description: string;
  permission: Order["permission"];
}>;

/** Changes the order's row if it is still as it was loaded, and counts its version up. @returns false when it is not. */
export async function changeOrder(ctx: Ctx, order: Pick<Order, "id" | "state" | "version">, change: Change) {
  const changed = await ctx.db
    .update(purchaseOrders)
    .set({ ...change, version: sql`${purchaseOrders.version} + 1`, auditId: ctx.auditId })
    .where(
      and(
        eq(purchaseOrders.accountId, ctx.accountId),
        eq(purchaseOrders.id, order.id),
        eq(purchaseOrders.state, order.state),
        eq(purchaseOrders.version, order.version),
      ),
    )
    .returning({ id: purchaseOrders.id });
  return changed.length === 1;
}

/** "Fiona Castell, 4 May 2026, 14:03 GMT+2": who did this to the order last, for whoever comes second. */
export async function whoDid(ctx: Ctx, orderId: string, action: string): Promise<string> {
  const last = await findLastDeed(ctx, "order", orderId, action);
  if (!last) return "Somebody else";
  const { timeZone } = await getAccountSettings(ctx);
  return `${last.name ?? "Countersign"}, ${formatInstant(last.at, timeZone)}`;
}
