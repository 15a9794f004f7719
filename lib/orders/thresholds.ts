import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { orderCrossings, orderThresholds, purchaseOrders } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { among } from "../among";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { orderFigures } from "./figures";
import { mailThresholdsReached } from "./mails";
import { type Figures, isOneDollar, isReached } from "./rules";

/** The highest threshold that a deed made an order reach. */
export type Crossing = {
  order: { id: string; number: string; description: string; currency: string; validThrough: string | null };
  figures: Figures;
  percent: number;
  arming: number;
};

/**
 * Writes down every armed threshold that is reached, once per arming (I24), and mails the highest of each order. Orders
 * to which funds were added arm again what is no longer reached. A one-dollar order is exempt while the company says so.
 * Part of every deed that moves funds or spend.
 *
 * @param orderIds locked by the caller: see `lockOrders`
 */
export async function checkThresholds(
  ctx: Ctx,
  orderIds: string | readonly string[],
  { fundsAdded = [] }: { fundsAdded?: readonly string[] } = {},
): Promise<void> {
  const ids = typeof orderIds === "string" ? [orderIds] : orderIds;
  const rows = await listThresholds(ctx, ids);
  if (rows.length === 0) return;
  const figures = await orderFigures(ctx, [...new Set(rows.map((row) => row.orderId))]);
  const { oneDollarExempt } = await getAccountSettings(ctx);
  const raised = new Set(fundsAdded);
  const changed: { order: string; percent: number; arming: number; crossed: boolean }[] = [];
  const highest = new Map<string, Crossing>();
  for (const { orderId, percent, arming, active, crossedAt, ...order } of rows) {
    const now = figures.get(orderId);
    if (!now || now.funds <= 0n) continue;
    const reached = isReached(now, percent);
    const exempt = oneDollarExempt && isOneDollar(now, order.currency);
    if (crossedAt && !reached && raised.has(orderId)) {
      changed.push({ order: orderId, percent, arming: arming + 1, crossed: false });
    } else if (!crossedAt && active && reached && !exempt) {
      changed.push({ order: orderId, percent, arming, crossed: true });
      if (percent > (highest.get(orderId)?.percent ?? 0))
        highest.set(orderId, { order: { id: orderId, ...order }, figures: now, percent, arming });
    }
  }
  if (changed.length === 0) return;
  await writeDown(ctx, changed);
  for (const { order, percent, figures: at } of highest.values()) {
    recordEvent(ctx, "order.threshold-reached", "order", order.id, {
      percent: String(percent),
      spent: at.spent.toString(),
      funds: at.funds.toString(),
      currency: order.currency,
    });
  }
  await mailThresholdsReached(ctx, [...highest.values()]);
}

function listThresholds(ctx: Ctx, orderIds: readonly string[]) {
  return ctx.db
    .select({
      orderId: orderThresholds.orderId,
      percent: orderThresholds.percent,
      active: orderThresholds.active,
      arming: orderThresholds.arming,
      crossedAt: orderThresholds.crossedAt,
      number: purchaseOrders.number,
      description: purchaseOrders.description,
      currency: purchaseOrders.currency,
      validThrough: purchaseOrders.validThrough,
    })
    .from(orderThresholds)
    .innerJoin(
      purchaseOrders,
      and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, orderThresholds.orderId)),
    )
    .where(and(eq(orderThresholds.accountId, ctx.accountId), among(orderThresholds.orderId, orderIds)));
}

/** Two statements for any number of thresholds; the key of the crossings refuses a second one in the same arming. */
async function writeDown(
  ctx: Ctx,
  changed: readonly { order: string; percent: number; arming: number; crossed: boolean }[],
): Promise<void> {
  const at = ctx.now.toISOString();
  await ctx.db.execute(sql`
    update ${orderThresholds} t
    set arming = c.arming, crossed_at = case when c.crossed then ${at}::timestamptz end, audit_id = ${ctx.auditId}::uuid
    from json_to_recordset(${JSON.stringify(changed)}::json) as c("order" uuid, percent smallint, arming integer, crossed boolean)
    where t.account_id = ${ctx.accountId} and t.order_id = c."order" and t.percent = c.percent`);
  const crossings = changed
    .filter(({ crossed }) => crossed)
    .map(({ order, percent, arming }) => ({
      accountId: ctx.accountId,
      orderId: order,
      percent,
      arming,
      crossedAt: ctx.now,
      auditId: ctx.auditId,
    }));
  if (crossings.length > 0) await ctx.db.insert(orderCrossings).values(crossings);
}
