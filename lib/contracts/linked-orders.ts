import "server-only";
import { sql } from "drizzle-orm";
import { purchaseOrders } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { orderFigures } from "../orders/figures";
import { visibleTo } from "../orders/reach";

/** What is left on these purchase orders, in minor units, for those the actor may see the figures of. */
export async function listLeftOn(ctx: ReadCtx, orderIds: readonly (string | null)[]): Promise<Map<string, bigint>> {
  const ids = [...new Set(orderIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const seen = await ctx.db.execute<{ id: string }>(sql`
    select o.id from ${purchaseOrders} o where o.account_id = ${ctx.accountId} and o.id in (${list}) and ${visibleTo(ctx)}`);
  const figures = await orderFigures(
    ctx,
    seen.map((row) => row.id),
  );
  return new Map([...figures].map(([id, { left }]) => [id, left]));
}
