import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { OrderState } from "@/db/enums";
import { auditEntries, auditEvents, purchaseOrders, users } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
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
  const [last] = await ctx.db
    .select({ name: users.name, at: auditEntries.occurredAt })
    .from(auditEntries)
    .innerJoin(auditEvents, and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.id, auditEntries.eventId)))
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(
      and(
        eq(auditEntries.accountId, ctx.accountId),
        eq(auditEntries.subjectKind, "order"),
        eq(auditEntries.subjectId, orderId),
        eq(auditEntries.action, action),
      ),
    )
    .orderBy(desc(auditEntries.occurredAt))
    .limit(1);
  if (!last) return "Somebody else";
  const { timeZone } = await getAccountSettings(ctx);
  return `${last.name ?? "Countersign"}, ${formatInstant(last.at, timeZone)}`;
}
