import "server-only";
import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { contractCharges, contracts } from "@/db/schema";
import { among } from "../among";
import type { ReadCtx } from "../ctx";

/** What was charged on each of these contracts while no purchase order was linked, and not taken back: minor units. */
export async function sumUnlinkedCharges(ctx: ReadCtx, contractIds: readonly string[]): Promise<Map<string, bigint>> {
  if (contractIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: contractCharges.contractId, minor: sql<string>`sum(${contractCharges.amountMinor})` })
    .from(contractCharges)
    .where(
      and(
        eq(contractCharges.accountId, ctx.accountId),
        among(contractCharges.contractId, contractIds),
        isNull(contractCharges.orderId),
        isNull(contractCharges.reversedAt),
      ),
    )
    .groupBy(contractCharges.contractId);
  return new Map(rows.map((row) => [row.id, BigInt(row.minor)]));
}

/** Contact persons of the contracts that run on these purchase orders and have not ended, each pair once. */
export async function listContactsOfOrders(
  ctx: ReadCtx,
  orderIds: readonly string[],
): Promise<{ orderId: string; userId: string }[]> {
  if (orderIds.length === 0) return [];
  const rows = await ctx.db
    .selectDistinct({ orderId: contracts.orderId, userId: contracts.contactId })
    .from(contracts)
    .where(
      and(eq(contracts.accountId, ctx.accountId), among(contracts.orderId, orderIds), ne(contracts.state, "ended")),
    );
  return rows.map((row) => ({ orderId: row.orderId ?? "", userId: row.userId }));
}
