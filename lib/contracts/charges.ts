import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { contractCharges, purchaseOrders, users } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { isLocalDate } from "../dates";
import { isId } from "../ids";
import { type Cursor, pageSize, toPage } from "../paging";

const reverser = alias(users, "reverser");

const chargeRow = {
  id: contractCharges.id,
  contractId: contractCharges.contractId,
  chargedOn: contractCharges.chargedOn,
  currency: contractCharges.currency,
  amountMinor: contractCharges.amountMinor,
  note: contractCharges.note,
  orderId: contractCharges.orderId,
  orderNumber: purchaseOrders.number,
  recordedByName: users.name,
  recordedAt: contractCharges.recordedAt,
  reversedAt: contractCharges.reversedAt,
  reversedByName: reverser.name,
  reversalReason: contractCharges.reversalReason,
};

export type ChargeRow = Awaited<ReturnType<typeof listCharges>>["rows"][number];

/** Charges of a contract, latest day first, a page at a time, the ones taken back among them. Ask only after the contract was found. */
export async function listCharges(ctx: ReadCtx, contractId: string, { cursor }: { cursor: Cursor | null }) {
  const rows = await ctx.db
    .select(chargeRow)
    .from(contractCharges)
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, contractCharges.orderId)),
    )
    .leftJoin(users, eq(users.id, contractCharges.recordedBy))
    .leftJoin(reverser, eq(reverser.id, contractCharges.reversedBy))
    .where(
      and(
        eq(contractCharges.accountId, ctx.accountId),
        eq(contractCharges.contractId, contractId),
        cursor && isLocalDate(cursor.value)
          ? sql`(${contractCharges.chargedOn}, ${contractCharges.id}) < (${cursor.value}::date, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(contractCharges.chargedOn), desc(contractCharges.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: row.chargedOn, id: row.id }));
}

/** How many charges were ever recorded on a contract, and what of them stands, in minor units: one look. */
export async function chargeFigures(ctx: ReadCtx, contractId: string): Promise<{ count: number; sum: bigint }> {
  const [row] = await ctx.db
    .select({
      count: sql<number>`count(*)::int`,
      sum: sql<string>`coalesce(sum(${contractCharges.amountMinor}) filter (where ${contractCharges.reversedAt} is null), 0)`,
    })
    .from(contractCharges)
    .where(and(eq(contractCharges.accountId, ctx.accountId), eq(contractCharges.contractId, contractId)));
  return { count: row?.count ?? 0, sum: BigInt(row?.sum ?? 0) };
}

/** One charge by its id, with its row locked, or null. */
export async function findChargeForChange(ctx: ReadCtx, chargeId: string) {
  if (!isId(chargeId)) return null;
  const [charge] = await ctx.db
    .select({
      id: contractCharges.id,
      contractId: contractCharges.contractId,
      chargedOn: contractCharges.chargedOn,
      amountMinor: contractCharges.amountMinor,
      note: contractCharges.note,
      reversedAt: contractCharges.reversedAt,
    })
    .from(contractCharges)
    .where(and(eq(contractCharges.accountId, ctx.accountId), eq(contractCharges.id, chargeId)))
    .for("update");
  return charge ?? null;
}
