import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, max, sql } from "drizzle-orm";
import {
  accountSettings,
  accounts,
  contractPauses,
  contracts,
  earnings,
  moneyMoves,
  payoutRequests,
  users,
} from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { isId } from "../ids";
import { type Cursor, isInstantText, pageSize, toPage } from "../paging";
import { availableTo, isUnderHold } from "./available-earnings";

const self = (ctx: ReadCtx) => ctx.actor.userId ?? "";

/** Payouts to the reader, whatever the company. */
const toTalent = (ctx: ReadCtx) => and(eq(moneyMoves.kind, "payout"), eq(moneyMoves.subjectId, self(ctx)));

/** What was paid out to the reader so far, per company, in minor units of its currency. */
export async function sumPayouts(ctx: ReadCtx) {
  const rows = await ctx.db
    .select({
      accountId: moneyMoves.accountId,
      currency: moneyMoves.currency,
      sum: sql<string>`sum(${moneyMoves.talentMinor})`,
    })
    .from(moneyMoves)
    .where(and(toTalent(ctx), eq(moneyMoves.state, "confirmed")))
    .groupBy(moneyMoves.accountId, moneyMoves.currency);
  return rows.map(({ sum, ...row }) => ({ ...row, paidMinor: BigInt(sum) }));
}

/** What payouts were recorded for this freelancer in the actor's company and wait for the second person, minor units. */
export async function sumRecordedPayouts(ctx: ReadCtx, talentUserId: string): Promise<bigint> {
  const [row] = await ctx.db
    .select({ sum: sql<string>`coalesce(sum(${moneyMoves.talentMinor}), 0)` })
    .from(moneyMoves)
    .where(
      and(
        eq(moneyMoves.accountId, ctx.accountId),
        eq(moneyMoves.kind, "payout"),
        eq(moneyMoves.subjectId, talentUserId),
        eq(moneyMoves.state, "proposed"),
      ),
    );
  return BigInt(row?.sum ?? 0);
}

export type PayoutRow = Awaited<ReturnType<typeof listPayouts>>["rows"][number];

/**
 * What a freelancer asked for and was paid, across companies, latest first, a page at a time (ids are made in the order of
 * time). What staff have recorded stands here as their money move.
 */
export async function listPayouts(ctx: ReadCtx, cursor: Cursor | null) {
  const before = cursor?.id ?? "ffffffff-ffff-ffff-ffff-ffffffffffff";
  const moves = ctx.db
    .select({
      id: moneyMoves.id,
      accountId: moneyMoves.accountId,
      state: sql<
        "proposed" | "confirmed" | "refused" | "lapsed" | "open" | "declined" | "withdrawn"
      >`${moneyMoves.state}`.as("state"),
      currency: moneyMoves.currency,
      amountMinor: moneyMoves.talentMinor,
      at: sql<string>`coalesce(${moneyMoves.decidedAt}, ${moneyMoves.proposedAt})`.as("at"),
      reference: sql<string | null>`${moneyMoves.externalRef}`.as("reference"),
      reason: sql<string | null>`null::text`.as("reason"),
    })
    .from(moneyMoves)
    .where(and(toTalent(ctx), lt(moneyMoves.id, before)))
    .orderBy(desc(moneyMoves.id))
    .limit(pageSize + 1);
  const requests = ctx.db
    .select({
      id: payoutRequests.id,
      accountId: payoutRequests.accountId,
      state: sql<"open" | "declined" | "withdrawn">`${payoutRequests.state}`.as("state"),
      currency: payoutRequests.currency,
      amountMinor: payoutRequests.amountMinor,
      at: sql<string>`coalesce(${payoutRequests.closedAt}, ${payoutRequests.askedAt})`.as("at"),
      reference: sql<string | null>`null::text`.as("reference"),
      reason: payoutRequests.reason,
    })
    .from(payoutRequests)
    .where(
      and(
        eq(payoutRequests.talentUserId, self(ctx)),
        inArray(payoutRequests.state, ["open", "declined", "withdrawn"]),
        lt(payoutRequests.id, before),
      ),
    )
    .orderBy(desc(payoutRequests.id))
    .limit(pageSize + 1);
  const [a, b] = [await moves, await requests];
  const rows = [...a, ...b]
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
    .slice(0, pageSize + 1)
    .map((row) => ({ ...row, at: new Date(row.at) }));
  const page = toPage(rows, (row) => ({ value: "id", id: row.id }));
  const names = await namesOfCompanies(ctx, [...new Set(page.rows.map(({ accountId }) => accountId))]);
  return { ...page, rows: page.rows.map((row) => ({ ...row, companyName: names.get(row.accountId) ?? "" })) };
}

export type PaidPayout = NonNullable<Awaited<ReturnType<typeof findPayout>>>;

/** One own payout that was made, or null: unknown, waiting, somebody else's and malformed ids look alike. */
export async function findPayout(ctx: ReadCtx, moveId: string) {
  if (!isId(moveId)) return null;
  const [row] = await ctx.db
    .select({
      id: moneyMoves.id,
      accountId: moneyMoves.accountId,
      currency: moneyMoves.currency,
      amountMinor: moneyMoves.talentMinor,
      reference: moneyMoves.externalRef,
      paidAt: moneyMoves.decidedAt,
    })
    .from(moneyMoves)
    .where(and(toTalent(ctx), eq(moneyMoves.id, moveId), eq(moneyMoves.state, "confirmed")));
  if (!row?.paidAt) return null;
  const names = await namesOfCompanies(ctx, [row.accountId]);
  return { ...row, paidAt: row.paidAt, companyName: names.get(row.accountId) ?? "" };
}

/** Names of companies as they stand on the reader's contracts with them. */
async function namesOfCompanies(ctx: ReadCtx, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db
    .selectDistinctOn([contracts.accountId], { accountId: contracts.accountId, companyName: contracts.companyName })
    .from(contracts)
    .where(and(eq(contracts.talentUserId, self(ctx)), inArray(contracts.accountId, accountIds)))
    .orderBy(contracts.accountId, desc(contracts.number));
  return new Map(rows.map((row) => [row.accountId, row.companyName]));
}

export type Payable = Awaited<ReturnType<typeof listPayableByCompany>>[number];

/**
 * Where the reader can be paid out, or has asked to be: per company what is available, what is asked for and how much of it
 * payment operations have recorded, and whether the platform holds it back; by the company's name, up to 100.
 */
export async function listPayableByCompany(ctx: ReadCtx) {
  const earned = await ctx.db
    .select({
      accountId: earnings.accountId,
      currency: earnings.currency,
      companyName: max(contracts.companyName),
      movedMinor: sql<string>`sum(${earnings.leftMinor})`,
    })
    .from(earnings)
    .innerJoin(contracts, and(eq(contracts.accountId, earnings.accountId), eq(contracts.id, earnings.contractId)))
    .where(and(eq(earnings.talentUserId, self(ctx)), isNotNull(earnings.movedAt)))
    .groupBy(earnings.accountId, earnings.currency);
  const paid = new Map((await sumPayouts(ctx)).map((row) => [row.accountId, row.paidMinor]));
  const asked = await ctx.db
    .select({
      accountId: payoutRequests.accountId,
      id: payoutRequests.id,
      state: payoutRequests.state,
      amountMinor: payoutRequests.amountMinor,
      askedAt: payoutRequests.askedAt,
      recordedMinor: moneyMoves.talentMinor,
    })
    .from(payoutRequests)
    .leftJoin(
      moneyMoves,
      and(eq(moneyMoves.accountId, payoutRequests.accountId), eq(moneyMoves.id, payoutRequests.moveId)),
    )
    .where(and(eq(payoutRequests.talentUserId, self(ctx)), inArray(payoutRequests.state, ["open", "recorded"])));
  const held = new Set(
    (
      await ctx.db
        .select({ accountId: contractPauses.accountId })
        .from(contractPauses)
        .innerJoin(
          contracts,
          and(eq(contracts.accountId, contractPauses.accountId), eq(contracts.id, contractPauses.contractId)),
        )
        .where(
          and(eq(contracts.talentUserId, self(ctx)), eq(contractPauses.cause, "risk"), isNull(contractPauses.liftedAt)),
        )
    ).map(({ accountId }) => accountId),
  );
  return earned
    .map(({ movedMinor, companyName, ...row }) => ({
      ...row,
      companyName: companyName ?? "",
      availableMinor: BigInt(movedMinor) - (paid.get(row.accountId) ?? 0n),
      held: held.has(row.accountId),
      asked: asked.find(({ accountId }) => accountId === row.accountId) ?? null,
    }))
    .filter(({ availableMinor, asked: open }) => availableMinor > 0n || open)
    .toSorted((a, b) => a.companyName.localeCompare(b.companyName, "en"))
    .slice(0, 100);
}

/** The company that owes the reader earnings, by its id in a form, or null: theirs is only one that has a contract with them. */
export async function findPayingAccount(ctx: ReadCtx, company: string): Promise<string | null> {
  if (!isId(company)) return null;
  const [row] = await ctx.db
    .select({ accountId: contracts.accountId })
    .from(contracts)
    .where(and(eq(contracts.accountId, company), eq(contracts.talentUserId, self(ctx))))
    .limit(1);
  return row?.accountId ?? null;
}

export type WaitingPayout = Awaited<ReturnType<typeof listWaitingPayouts>>["rows"][number];

/** What freelancers of all companies wait for and nobody has recorded, the one who waits longest first. Read in the planner's reach. */
export async function listWaitingPayouts(ctx: ReadCtx, cursor: Cursor | null) {
  const rows = await ctx.db
    .select({
      id: payoutRequests.id,
      slug: accounts.slug,
      companyName: accountSettings.name,
      talentName: users.name,
      currency: payoutRequests.currency,
      amountMinor: payoutRequests.amountMinor,
      askedAt: payoutRequests.askedAt,
      dueAt: payoutRequests.dueAt,
    })
    .from(payoutRequests)
    .innerJoin(accounts, eq(accounts.id, payoutRequests.accountId))
    .innerJoin(accountSettings, eq(accountSettings.accountId, payoutRequests.accountId))
    .innerJoin(users, eq(users.id, payoutRequests.talentUserId))
    .where(
      and(
        eq(payoutRequests.state, "open"),
        cursor && isInstantText(cursor.value)
          ? sql`(${payoutRequests.askedAt}, ${payoutRequests.id}) > (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(payoutRequests.askedAt), asc(payoutRequests.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: row.askedAt.toISOString(), id: row.id }));
}

/** How many requests wait, counted up to a hundred. Read in the planner's reach. */
export async function countWaitingPayouts(ctx: ReadCtx): Promise<number> {
  const rows = await ctx.db
    .select({ id: payoutRequests.id })
    .from(payoutRequests)
    .where(eq(payoutRequests.state, "open"))
    .limit(100);
  return rows.length;
}

/** One request as payment operations work on it, with what is available now; null where there is none in this company. */
export async function findPayoutRequest(ctx: ReadCtx, requestId: string) {
  if (!isId(requestId)) return null;
  const [request] = await ctx.db
    .select({
      id: payoutRequests.id,
      talentUserId: payoutRequests.talentUserId,
      talentName: users.name,
      talentEmail: users.email,
      state: payoutRequests.state,
      currency: payoutRequests.currency,
      amountMinor: payoutRequests.amountMinor,
      askedAt: payoutRequests.askedAt,
      moveId: payoutRequests.moveId,
      reason: payoutRequests.reason,
      dueAt: payoutRequests.dueAt,
      closedAt: payoutRequests.closedAt,
    })
    .from(payoutRequests)
    .innerJoin(users, eq(users.id, payoutRequests.talentUserId))
    .where(and(eq(payoutRequests.accountId, ctx.accountId), eq(payoutRequests.id, requestId)));
  if (!request) return null;
  return {
    ...request,
    availableMinor: await availableTo(ctx, request.talentUserId),
    held: await isUnderHold(ctx, request.talentUserId),
  };
}
