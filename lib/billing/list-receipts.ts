import "server-only";
import { and, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { ReceiptKind } from "@/db/enums";
import { contracts, invoiceLines, invoices, milestones, moneyMoves, purchaseOrders, receipts } from "@/db/schema";
import { clean } from "../approvals/schema";
import type { ReadCtx } from "../ctx";
import { addLocalDays, type LocalDate } from "../dates";
import { isId } from "../ids";
import { endOfLocalDay } from "../local-day";
import { canSeeMoney } from "../milestones/rules";
import { type Cursor, isInstantText, type Page, pageSize, toPage } from "../paging";
import { canSeeBilling, takingKinds } from "./rules";

export type ReceiptFilter = {
  kind: ReceiptKind | null;
  /** a contract's number */
  contract: number | null;
  /** a purchase order's number as typed */
  order: string | null;
  /** first and last day in `zone`, both included */
  from: LocalDate | null;
  to: LocalDate | null;
  zone: string;
  cursor: Cursor | null;
};

export const everyReceipt: ReceiptFilter = {
  kind: null,
  contract: null,
  order: null,
  from: null,
  to: null,
  zone: "UTC",
  cursor: null,
};

const columns = {
  id: receipts.id,
  year: receipts.year,
  number: receipts.number,
  kind: receipts.kind,
  title: receipts.title,
  method: receipts.method,
  currency: receipts.currency,
  amountMinor: receipts.amountMinor,
  issuedAt: receipts.issuedAt,
  orderNumber: receipts.orderNumber,
  contractNumber: contracts.number,
  contractTitle: contracts.title,
  talentName: contracts.talentName,
};

/** What a fee was charged on or returned with. */
const charged = alias(receipts, "charged");

const withContract = (ctx: ReadCtx) =>
  and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, receipts.contractId));

export type ReceiptRow = Awaited<ReturnType<typeof listReceipts>>["rows"][number];

/**
 * A company's movements of money, newest first, a page at a time. A contract or a purchase order that is not there finds
 * nothing. Ask only for people who see billing.
 */
export async function listReceipts(ctx: ReadCtx, filter: ReceiptFilter, size = pageSize) {
  const which = await conditions(ctx, filter);
  if (!which) return { rows: [], next: null } satisfies Page<never>;
  const rows = await ctx.db
    .select(columns)
    .from(receipts)
    .leftJoin(contracts, withContract(ctx))
    .where(and(eq(receipts.accountId, ctx.accountId), ...which, older(filter.cursor)))
    .orderBy(desc(receipts.issuedAt), desc(receipts.id))
    .limit(size + 1);
  return toPage(rows, (row) => ({ value: row.issuedAt.toISOString(), id: row.id }), size);
}

const older = (cursor: Cursor | null) =>
  cursor && isInstantText(cursor.value)
    ? sql`(${receipts.issuedAt}, ${receipts.id}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
    : undefined;

/** Names become ids first, so that each filter is served by its index; null where a name leads nowhere. */
async function conditions(ctx: ReadCtx, filter: ReceiptFilter): Promise<(SQL | undefined)[] | null> {
  const { kind, contract, order, from, to, zone } = filter;
  const found: (SQL | undefined)[] = [
    kind ? eq(receipts.kind, kind) : undefined,
    from ? gte(receipts.issuedAt, endOfLocalDay(addLocalDays(from, -1), zone)) : undefined,
    to ? lt(receipts.issuedAt, endOfLocalDay(to, zone)) : undefined,
  ];
  if (contract !== null) {
    const [row] = await ctx.db
      .select({ id: contracts.id })
      .from(contracts)
      .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.number, contract)));
    if (!row) return null;
    found.push(eq(receipts.contractId, row.id));
  }
  if (order !== null) {
    const [row] = await ctx.db
      .select({ id: purchaseOrders.id })
      .from(purchaseOrders)
      .where(
        and(
          eq(purchaseOrders.accountId, ctx.accountId),
          sql`${purchaseOrders.numberKey} = lower(${clean(order).trim()})`,
        ),
      );
    if (!row) return null;
    found.push(eq(receipts.orderId, row.id));
  }
  return found;
}

export type Receipt = NonNullable<Awaited<ReturnType<typeof findReceipt>>>;

/**
 * One receipt with everything that stands on it, for people who see the company's billing or the contract's money;
 * else null: unknown, foreign and malformed ids look alike.
 */
export async function findReceipt(ctx: ReadCtx, receiptId: string) {
  if (!isId(receiptId)) return null;
  const [row] = await ctx.db
    .select({
      ...columns,
      contactId: contracts.contactId,
      teamId: contracts.teamId,
      companyName: contracts.companyName,
      milestoneNumber: milestones.number,
      milestoneTitle: milestones.title,
      reference: moneyMoves.externalRef,
      receivedOn: moneyMoves.receivedOn,
      chargedYear: charged.year,
      chargedNumber: charged.number,
      invoiceId: invoices.id,
      invoiceYear: invoices.year,
      invoiceNumber: invoices.number,
    })
    .from(receipts)
    .leftJoin(contracts, withContract(ctx))
    .leftJoin(milestones, and(eq(milestones.accountId, ctx.accountId), eq(milestones.id, receipts.milestoneId)))
    .leftJoin(moneyMoves, and(eq(moneyMoves.accountId, ctx.accountId), eq(moneyMoves.id, receipts.moveId)))
    .leftJoin(charged, and(eq(charged.accountId, ctx.accountId), eq(charged.id, receipts.feeOf)))
    .leftJoin(invoiceLines, and(eq(invoiceLines.accountId, ctx.accountId), eq(invoiceLines.receiptId, receipts.id)))
    .leftJoin(invoices, and(eq(invoices.accountId, ctx.accountId), eq(invoices.id, invoiceLines.invoiceId)))
    .where(and(eq(receipts.accountId, ctx.accountId), eq(receipts.id, receiptId)));
  if (!row) return null;
  const { contactId, teamId } = row;
  const may = canSeeBilling(ctx.actor) || (contactId && teamId ? canSeeMoney(ctx.actor, { contactId, teamId }) : false);
  return may ? row : null;
}

export type MonthTotals = { kind: ReceiptKind; orderNumber: string | null; totalMinor: bigint; count: number };

/** What a month moved, by kind and purchase order, and what was charged less paid and returned before it (UTC). */
export async function sumMonth(ctx: ReadCtx, from: Date, to: Date): Promise<{ before: bigint; totals: MonthTotals[] }> {
  const signed = sql<string>`coalesce(sum(case when ${inArray(receipts.kind, takingKinds)} then ${receipts.amountMinor} else -${receipts.amountMinor} end), 0)`;
  const own = eq(receipts.accountId, ctx.accountId);
  const [before] = await ctx.db
    .select({ sum: signed })
    .from(receipts)
    .where(and(own, lt(receipts.issuedAt, from)));
  const totals = await ctx.db
    .select({
      kind: receipts.kind,
      orderNumber: receipts.orderNumber,
      totalMinor: sql<string>`sum(${receipts.amountMinor})`,
      count: sql<number>`count(*)::int`,
    })
    .from(receipts)
    .where(and(own, gte(receipts.issuedAt, from), lt(receipts.issuedAt, to)))
    .groupBy(receipts.kind, receipts.orderNumber)
    .orderBy(receipts.kind, receipts.orderNumber);
  return {
    before: BigInt(before?.sum ?? 0),
    totals: totals.map((row) => ({ ...row, totalMinor: BigInt(row.totalMinor) })),
  };
}

/** The instant of the company's first movement, or null. */
export async function findFirstMovement(ctx: ReadCtx): Promise<Date | null> {
  const [row] = await ctx.db
    .select({ at: receipts.issuedAt })
    .from(receipts)
    .where(eq(receipts.accountId, ctx.accountId))
    .orderBy(receipts.issuedAt, receipts.id)
    .limit(1);
  return row?.at ?? null;
}
