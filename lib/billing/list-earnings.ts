import "server-only";
import { and, asc, desc, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import { contracts, earnings, milestones } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { isId } from "../ids";
import { type Cursor, isInstantText, pageSize, toPage } from "../paging";
import { heldBack } from "./available-earnings";
import { sumPayouts } from "./list-payouts";
import { standingOf } from "./rules";

const ofContract = and(eq(contracts.accountId, earnings.accountId), eq(contracts.id, earnings.contractId));
const ofMilestone = and(eq(milestones.accountId, earnings.accountId), eq(milestones.id, earnings.milestoneId));

const columns = {
  accountId: earnings.accountId,
  id: earnings.id,
  kind: earnings.kind,
  currency: earnings.currency,
  amountMinor: earnings.amountMinor,
  refundedMinor: earnings.refundedMinor,
  leftMinor: earnings.leftMinor,
  releasedBy: earnings.releasedBy,
  note: earnings.note,
  earnedAt: earnings.earnedAt,
  availableAt: earnings.availableAt,
  movedAt: earnings.movedAt,
  contractId: earnings.contractId,
  contractNumber: contracts.number,
  contractTitle: contracts.title,
  companyName: contracts.companyName,
  milestoneTitle: milestones.title,
};

/** Own earnings only: the freelancer's reach says so, and so does every query here. */
const own = (ctx: ReadCtx) => eq(earnings.talentUserId, ctx.actor.userId ?? "");

const earningsOf = (ctx: ReadCtx) =>
  ctx.db
    .select({ ...columns, held: heldBack })
    .from(earnings)
    .innerJoin(contracts, ofContract)
    .leftJoin(milestones, ofMilestone);

type EarningRow = Awaited<ReturnType<typeof earningsOf>>[number];
export type Earning = NonNullable<Awaited<ReturnType<typeof findEarning>>>;

/** A freelancer's earnings with all companies, or of one contract, latest first, a page at a time. */
export async function listEarnings(
  ctx: ReadCtx,
  { cursor, contractId }: { cursor: Cursor | null; contractId: string | null },
) {
  const rows = await earningsOf(ctx)
    .where(
      and(
        own(ctx),
        contractId ? eq(earnings.contractId, contractId) : undefined,
        cursor && isInstantText(cursor.value)
          ? sql`(${earnings.earnedAt}, ${earnings.id}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(earnings.earnedAt), desc(earnings.id))
    .limit(pageSize + 1);
  const page = toPage(rows, (row) => ({ value: row.earnedAt.toISOString(), id: row.id }));
  return { ...page, rows: await withStanding(ctx, page.rows) };
}

/** One own earning, or null: unknown, somebody else's and malformed ids look alike. */
export async function findEarning(ctx: ReadCtx, earningId: string) {
  if (!isId(earningId)) return null;
  const rows = await earningsOf(ctx).where(and(own(ctx), eq(earnings.id, earningId)));
  const [row] = await withStanding(ctx, rows);
  return row ?? null;
}

/**
 * Where each earning stands. A payout names no earnings, it takes from one pot for each company; so what was paid out
 * counts against the earnings of the company in the order in which they became available.
 */
async function withStanding<Row extends EarningRow>(ctx: ReadCtx, rows: readonly Row[]) {
  const moved = rows.filter(({ movedAt }) => movedAt !== null).map(({ id }) => id);
  if (moved.length === 0) return rows.map((row) => ({ ...row, standing: standingOf(row, null) }));
  const inOrder = ctx.db
    .select({
      accountId: earnings.accountId,
      id: earnings.id,
      upTo: sql<string>`sum(${earnings.leftMinor}) over (partition by ${earnings.accountId} order by ${earnings.movedAt}, ${earnings.id})`.as(
        "up_to",
      ),
    })
    .from(earnings)
    .where(and(own(ctx), isNotNull(earnings.movedAt)))
    .as("in_order");
  const places = await ctx.db.select().from(inOrder).where(inArray(inOrder.id, moved));
  const paid = new Map((await sumPayouts(ctx)).map(({ accountId, paidMinor }) => [accountId, paidMinor]));
  const unpaid = new Map(
    places.map(({ id, accountId, upTo }) => [id, BigInt(upTo) - (paid.get(accountId) ?? 0n)] as const),
  );
  return rows.map((row) => ({ ...row, standing: standingOf(row, unpaid.get(row.id) ?? null) }));
}

export type Held = Awaited<ReturnType<typeof listHeld>>[number];

/** Milestones of the freelancer's contracts that hold money, with what happens to each by itself and when; up to 100. */
export async function listHeld(ctx: ReadCtx, contractId: string | null) {
  return ctx.db
    .select({
      id: milestones.id,
      title: milestones.title,
      state: milestones.state,
      currency: milestones.currency,
      heldMinor: milestones.heldMinor,
      since: milestones.since,
      step: milestones.step,
      contractId: contracts.id,
      contractNumber: contracts.number,
      contractTitle: contracts.title,
      companyName: contracts.companyName,
    })
    .from(contracts)
    .innerJoin(milestones, and(eq(milestones.accountId, contracts.accountId), eq(milestones.contractId, contracts.id)))
    .where(
      and(
        eq(contracts.talentUserId, ctx.actor.userId ?? ""),
        contractId ? eq(contracts.id, contractId) : undefined,
        gt(milestones.heldMinor, 0n),
      ),
    )
    .orderBy(asc(milestones.dueAt), asc(milestones.id))
    .limit(100);
}

export type EarningTotals = {
  currency: string;
  pending: bigint;
  /** what of it the platform holds back: it becomes available when the hold ends, whatever its day */
  heldBack: bigint;
  /** the next instant at which some of the rest becomes available */
  nextAt: Date | null;
  available: bigint;
  /** does the platform hold back what comes from one of the companies? Then none of that can be paid out */
  held: boolean;
  paidOut: bigint;
};

/** Per currency: what is pending and until when, what is available and not paid out yet, and what was paid out. */
export async function sumEarnings(ctx: ReadCtx): Promise<EarningTotals[]> {
  const payouts = await sumPayouts(ctx);
  const rows = await ctx.db
    .select({
      currency: earnings.currency,
      pending: sql<string>`coalesce(sum(${earnings.leftMinor}) filter (where ${earnings.movedAt} is null), 0)`,
      moved: sql<string>`coalesce(sum(${earnings.leftMinor}) filter (where ${earnings.movedAt} is not null), 0)`,
      heldBack: sql<string>`coalesce(sum(${earnings.leftMinor}) filter (where ${earnings.movedAt} is null and ${heldBack}), 0)`,
      held: sql<boolean>`bool_or(${heldBack} and ${earnings.leftMinor} > 0)`,
      nextAt: sql<
        string | null
      >`(min(${earnings.availableAt}) filter (where ${earnings.movedAt} is null and ${earnings.leftMinor} > 0 and not ${heldBack}))::text`,
    })
    .from(earnings)
    .where(own(ctx))
    .groupBy(earnings.currency)
    .orderBy(earnings.currency);
  return rows.map((row) => {
    const paidOut = payouts
      .filter(({ currency }) => currency === row.currency)
      .reduce((sum, { paidMinor }) => sum + paidMinor, 0n);
    return {
      currency: row.currency,
      pending: BigInt(row.pending),
      heldBack: BigInt(row.heldBack),
      nextAt: row.nextAt ? new Date(row.nextAt) : null,
      available: BigInt(row.moved) - paidOut,
      held: row.held,
      paidOut,
    };
  });
}
