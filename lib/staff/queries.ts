import "server-only";
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, sql } from "drizzle-orm";
import {
  accountSettings,
  accounts,
  contracts,
  disputeSettlements,
  escrowDisputes,
  escrowRefundRequests,
  ledgerAccounts,
  milestoneSubmissions,
  milestones,
  moneyMoves,
  users,
} from "@/db/schema";
import type { PlanActor, StaffActor } from "../actor";
import { listWaitingMoves } from "../billing/list-moves";
import { countWaitingPayouts, listWaitingPayouts } from "../billing/list-payouts";
import { findContract } from "../contracts/queries";
import { type ReadCtx, readAs } from "../ctx";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { type Cursor, isInstantText, pageSize, toPage } from "../paging";
import { canSeeDisputes, decidableKinds } from "./rules";

/**
 * The planner's reach, in which staff see what waits in all companies: amounts, instants, titles. What a case holds is
 * read in its own company. Nothing can be written in it.
 */
const across: PlanActor = { kind: "plan", accountId: null, userId: null, via: "web" };

/** Staff at work in one company, or null: unknown and malformed names look alike. */
export async function findStaffIn(
  staff: StaffActor,
  slug: string,
): Promise<(StaffActor & { accountId: string }) | null> {
  if (!/^[a-z0-9-]{3,40}$/.test(slug)) return null;
  const accountId = await readAs(staff, async ({ db }) => {
    const [row] = await db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.slug, slug), eq(accounts.state, "active")));
    return row?.id ?? null;
  });
  return accountId ? { ...staff, accountId } : null;
}

/** The same for a deed or a download. @throws NotFoundError when there is no such company. */
export async function staffIn(staff: StaffActor, slug: string): Promise<StaffActor & { accountId: string }> {
  const found = await findStaffIn(staff, slug);
  if (!found) throw new NotFoundError("company");
  return found;
}

/**
 * The contract that a freelancer names when they write to support: its company's short name and its number, as a mediator
 * types them. Null where there is none in the mediator's reach; unknown, malformed and out of reach look alike.
 */
export async function findNamedContract(staff: StaffActor, { company, number }: { company: string; number: string }) {
  const slug = company.trim().toLowerCase();
  const atWork = await findStaffIn(staff, slug);
  const contract = atWork && (await readAs(atWork, (ctx) => findContract(ctx, number.trim())));
  return contract ? { slug, contract } : null;
}

/** Money moves that wait and that this person may decide, the one due first at the top. */
export function listMovesFor(staff: StaffActor, cursor: Cursor | null) {
  const kinds = decidableKinds(staff);
  return readAs(across, (ctx) => listWaitingMoves(ctx, inArray(moneyMoves.kind, [...kinds]), cursor));
}

/** Payouts that freelancers of all companies ask for and nobody has recorded, who waits longest first. */
export function listAskedPayouts(cursor: Cursor | null) {
  return readAs(across, (ctx) => listWaitingPayouts(ctx, cursor));
}

/** How many those are, counted up to a hundred. */
export const countAskedPayouts = () => readAs(across, countWaitingPayouts);

export type CompanyRow = { slug: string; name: string; currency: string };

/** Companies by their short name, for payment operations, from `search` on, a page at a time. */
export async function listCompanies({ search, after }: { search: string; after: string | null }) {
  const rows: CompanyRow[] = await readAs(across, ({ db }) =>
    db
      .select({ slug: accounts.slug, name: accountSettings.name, currency: accountSettings.currency })
      .from(accounts)
      .innerJoin(accountSettings, eq(accountSettings.accountId, accounts.id))
      .where(
        and(
          eq(accounts.state, "active"),
          search ? and(gte(accounts.slug, search), sql`${accounts.slug} < ${search} || ${"\u{10ffff}"}`) : undefined,
          after ? gt(accounts.slug, after) : undefined,
        ),
      )
      .orderBy(asc(accounts.slug))
      .limit(pageSize + 1),
  );
  const shown = rows.slice(0, pageSize);
  return { rows: shown, next: rows.length > pageSize ? (shown.at(-1)?.slug ?? null) : null };
}

export type DisputeRow = Awaited<ReturnType<typeof listDisputes>>["rows"][number];

/** Disputes that are open in all companies, the one due first at the top, a page at a time. */
export async function listDisputes(cursor: Cursor | null) {
  const rows = await readAs(across, ({ db }) =>
    db
      .select({
        id: escrowDisputes.id,
        state: escrowDisputes.state,
        openedAt: escrowDisputes.openedAt,
        dueAt: escrowDisputes.dueAt,
        slug: accounts.slug,
        companyName: contracts.companyName,
        talentName: contracts.talentName,
        contractNumber: contracts.number,
        contractTitle: contracts.title,
        milestoneTitle: milestones.title,
        heldMinor: milestones.heldMinor,
        currency: milestones.currency,
      })
      .from(escrowDisputes)
      .innerJoin(accounts, eq(accounts.id, escrowDisputes.accountId))
      .innerJoin(
        contracts,
        and(eq(contracts.accountId, escrowDisputes.accountId), eq(contracts.id, escrowDisputes.contractId)),
      )
      .innerJoin(
        milestones,
        and(eq(milestones.accountId, escrowDisputes.accountId), eq(milestones.id, escrowDisputes.milestoneId)),
      )
      .where(
        and(
          isNotNull(escrowDisputes.dueAt),
          cursor && isInstantText(cursor.value)
            ? sql`(${escrowDisputes.dueAt}, ${escrowDisputes.id}) > (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
            : undefined,
        ),
      )
      .orderBy(asc(escrowDisputes.dueAt), asc(escrowDisputes.id))
      .limit(pageSize + 1),
  );
  return toPage(rows, (row) => ({ value: row.dueAt?.toISOString() ?? "", id: row.id }));
}

export type Case = NonNullable<Awaited<ReturnType<typeof findCase>>>;

/** A dispute as a case: what both sides said, what is held, what was proposed so far. Null when it is not there. */
export async function findCase(ctx: ReadCtx, disputeId: string) {
  if (!isId(disputeId) || !canSeeDisputes(ctx.actor)) return null;
  const [dispute] = await ctx.db
    .select({
      id: escrowDisputes.id,
      state: escrowDisputes.state,
      origin: escrowDisputes.origin,
      description: escrowDisputes.description,
      openedAt: escrowDisputes.openedAt,
      clientEvidence: escrowDisputes.clientEvidence,
      clientAnsweredAt: escrowDisputes.clientAnsweredAt,
      mediationAt: escrowDisputes.mediationAt,
      clientFiledAt: escrowDisputes.clientFiledAt,
      talentFiledAt: escrowDisputes.talentFiledAt,
      since: escrowDisputes.since,
      dueAt: escrowDisputes.dueAt,
      closedAt: escrowDisputes.closedAt,
      companyName: contracts.companyName,
      talentName: contracts.talentName,
      contractNumber: contracts.number,
      contractTitle: contracts.title,
      contractId: escrowDisputes.contractId,
      milestoneId: milestones.id,
      milestoneNumber: milestones.number,
      milestoneTitle: milestones.title,
      milestoneDescription: milestones.description,
      amountMinor: milestones.amountMinor,
      heldMinor: milestones.heldMinor,
      releasedMinor: milestones.releasedMinor,
      refundedMinor: milestones.refundedMinor,
      currency: milestones.currency,
    })
    .from(escrowDisputes)
    .innerJoin(contracts, and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, escrowDisputes.contractId)))
    .innerJoin(milestones, and(eq(milestones.accountId, ctx.accountId), eq(milestones.id, escrowDisputes.milestoneId)))
    .where(and(eq(escrowDisputes.accountId, ctx.accountId), eq(escrowDisputes.id, disputeId)));
  if (!dispute) return null;
  const settlements = await ctx.db
    .select({
      id: disputeSettlements.id,
      state: disputeSettlements.state,
      releaseMinor: disputeSettlements.releaseMinor,
      refundMinor: disputeSettlements.refundMinor,
      note: disputeSettlements.note,
      proposedAt: disputeSettlements.proposedAt,
      answerBy: disputeSettlements.answerBy,
      clientAcceptedAt: disputeSettlements.clientAcceptedAt,
      talentAcceptedAt: disputeSettlements.talentAcceptedAt,
      mediatorName: users.name,
    })
    .from(disputeSettlements)
    .innerJoin(users, eq(users.id, disputeSettlements.mediatorId))
    .where(and(eq(disputeSettlements.accountId, ctx.accountId), eq(disputeSettlements.disputeId, disputeId)))
    .orderBy(desc(disputeSettlements.proposedAt), desc(disputeSettlements.id))
    .limit(50);
  const [refund] = await ctx.db
    .select({ reason: escrowRefundRequests.reason, requestedAt: escrowRefundRequests.requestedAt })
    .from(escrowRefundRequests)
    .where(
      and(eq(escrowRefundRequests.accountId, ctx.accountId), eq(escrowRefundRequests.milestoneId, dispute.milestoneId)),
    )
    .orderBy(desc(escrowRefundRequests.requestedAt))
    .limit(1);
  return { ...dispute, settlements, refund: refund ?? null };
}

/** What was submitted for a milestone, round by round, with the changes that were asked for; up to 100. */
export function listSubmissions(ctx: ReadCtx, milestoneId: string) {
  return ctx.db
    .select({
      round: milestoneSubmissions.round,
      message: milestoneSubmissions.message,
      submittedAt: milestoneSubmissions.submittedAt,
      changesNote: milestoneSubmissions.changesNote,
    })
    .from(milestoneSubmissions)
    .where(and(eq(milestoneSubmissions.accountId, ctx.accountId), eq(milestoneSubmissions.milestoneId, milestoneId)))
    .orderBy(asc(milestoneSubmissions.round))
    .limit(100);
}

/** Freelancers who have available earnings in this company, by id, up to 100, with how much. */
export async function listPayable(ctx: ReadCtx) {
  const rows = await ctx.db
    .select({
      userId: users.id,
      name: users.name,
      availableMinor: ledgerAccounts.balance,
    })
    .from(ledgerAccounts)
    .innerJoin(users, eq(users.id, ledgerAccounts.subjectId))
    .where(
      and(
        eq(ledgerAccounts.accountId, ctx.accountId),
        eq(ledgerAccounts.subjectKind, "talent"),
        eq(ledgerAccounts.code, "available"),
        gt(ledgerAccounts.balance, 0n),
      ),
    )
    .orderBy(asc(ledgerAccounts.subjectId))
    .limit(100);
  return rows;
}
