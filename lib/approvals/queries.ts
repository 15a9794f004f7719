import "server-only";
import { and, asc, desc, eq, inArray, ne, notInArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import {
  accountSettings,
  approvalDecisions,
  approvalEnvelopes,
  approvalOutcomes,
  approvalPolicies,
  approvalRequests,
  approvalSlots,
  auditEntries,
  auditEvents,
  jobPosts,
  memberships,
  offers,
  purchaseOrders,
  teams,
  users,
} from "@/db/schema";
import { type Db, statement } from "@/db/statement";
import type { ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { listAttachments } from "../files/queries";
import { isId } from "../ids";
import { type Cursor, isInstantText, type Page, pageSize, toPage } from "../paging";
import { fingerprintOf } from "./fingerprint";
import { isAdmin } from "./rules";

const requester = alias(users, "requester");

const requestColumns = {
  id: approvalRequests.id,
  companyName: accountSettings.name,
  requesterId: approvalRequests.requesterId,
  requesterName: requester.name,
  requesterEmail: requester.email,
  requesterZone: requester.timeZone,
  teamId: approvalRequests.teamId,
  teamName: teams.name,
  policyVersion: approvalRequests.policyVersion,
  expiryDays: approvalPolicies.expiryDays,
  declineReasonRequired: approvalPolicies.declineReasonRequired,
  envelopeMode: approvalPolicies.envelope,
  envelopePercent: approvalPolicies.envelopePercent,
  state: approvalRequests.state,
  decidedAs: approvalRequests.decidedAs,
  contentVersion: approvalRequests.contentVersion,
  title: approvalRequests.title,
  talentName: approvalRequests.talentName,
  talentEmail: approvalRequests.talentEmail,
  offerKind: approvalRequests.offerKind,
  contractType: approvalRequests.contractType,
  currency: approvalRequests.currency,
  rateMinor: approvalRequests.rateMinor,
  weeklyHours: approvalRequests.weeklyHours,
  budgetMinor: approvalRequests.budgetMinor,
  estimatedTotalMinor: approvalRequests.estimatedTotalMinor,
  feeMinor: approvalRequests.feeMinor,
  orderFeeMinor: approvalRequests.orderFeeMinor,
  openEnded: approvalRequests.openEnded,
  startDate: approvalRequests.startDate,
  endDate: approvalRequests.endDate,
  neededBy: approvalRequests.neededBy,
  reason: approvalRequests.reason,
  postId: approvalRequests.postId,
  postTitle: jobPosts.title,
  orderId: approvalRequests.orderId,
  orderChoice: approvalRequests.orderChoice,
  orderNumber: purchaseOrders.number,
  copiedFrom: approvalRequests.copiedFrom,
  currentStep: approvalRequests.currentStep,
  stepCount: approvalRequests.stepCount,
  requestedAt: approvalRequests.requestedAt,
  decidedAt: approvalRequests.decidedAt,
  expiresAt: approvalRequests.expiresAt,
  clockLeftMs: approvalRequests.clockLeftMs,
  warnedFor: approvalRequests.warnedFor,
};

/** Everything about one request that its page, its mails and its verbs need; approvers who were replaced are not in it. */
export type Request = Awaited<ReturnType<typeof loadRequest>> & {};

/** One request in the actor's reach with its slots and decisions, or null: unknown, foreign and malformed look alike. */
export async function findRequest(ctx: ReadCtx, requestId: string): Promise<Request | null> {
  return loadRequest(ctx, requestId, false);
}

/**
 * The same for a verb: the request's row is locked until the end of the transaction, so deeds on one request queue up.
 * @throws NotFoundError when it is out of reach.
 */
export async function getRequestForChange(ctx: ReadCtx, requestId: string): Promise<Request> {
  const request = await loadRequest(ctx, requestId, true);
  if (!request) throw new NotFoundError("approval request");
  return request;
}

type OneRequest = { accountId: string; requestId: string };

const requestById = (db: Db, given: OneRequest) =>
  db
    .select(requestColumns)
    .from(approvalRequests)
    .innerJoin(requester, eq(requester.id, approvalRequests.requesterId))
    .innerJoin(accountSettings, eq(accountSettings.accountId, given.accountId))
    .innerJoin(teams, and(eq(teams.accountId, given.accountId), eq(teams.id, approvalRequests.teamId)))
    .innerJoin(
      approvalPolicies,
      and(
        eq(approvalPolicies.accountId, given.accountId),
        eq(approvalPolicies.version, approvalRequests.policyVersion),
      ),
    )
    .leftJoin(jobPosts, and(eq(jobPosts.accountId, given.accountId), eq(jobPosts.id, approvalRequests.postId)))
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.accountId, given.accountId), eq(purchaseOrders.id, approvalRequests.orderId)),
    )
    .where(and(eq(approvalRequests.accountId, given.accountId), eq(approvalRequests.id, given.requestId)));

const seeRequest = statement(requestById);
const lockRequest = statement((db, given: OneRequest) =>
  requestById(db, given).for("update", { of: approvalRequests }),
);

const slotsOf = statement((db, given: OneRequest) =>
  db
    .select({
      step: approvalSlots.step,
      approverId: approvalSlots.approverId,
      approverName: users.name,
      approverEmail: users.email,
      approverZone: users.timeZone,
      state: approvalSlots.state,
      seatState: approvalSlots.seatState,
      missingSince: approvalSlots.missingSince,
      openedAt: approvalSlots.openedAt,
      remindAt: approvalSlots.remindAt,
      nudgedAt: approvalSlots.nudgedAt,
      decision: approvalDecisions.kind,
      reason: approvalDecisions.reason,
      channel: approvalDecisions.channel,
      decidedAt: approvalDecisions.decidedAt,
    })
    .from(approvalSlots)
    .innerJoin(users, eq(users.id, approvalSlots.approverId))
    .leftJoin(
      approvalDecisions,
      and(
        eq(approvalDecisions.accountId, given.accountId),
        eq(approvalDecisions.requestId, approvalSlots.requestId),
        eq(approvalDecisions.step, approvalSlots.step),
        eq(approvalDecisions.approverId, approvalSlots.approverId),
      ),
    )
    .where(
      and(
        eq(approvalSlots.accountId, given.accountId),
        eq(approvalSlots.requestId, given.requestId),
        ne(approvalSlots.state, "replaced"),
      ),
    )
    .orderBy(asc(approvalSlots.step), asc(users.name), asc(users.id)),
);

async function loadRequest(ctx: ReadCtx, requestId: string, lock: boolean) {
  if (!isId(requestId)) return null;
  const one: OneRequest = { accountId: ctx.accountId, requestId };
  // Sent together and answered in this order, so everything else is read under the lock.
  const [[found], slots, attachments] = await Promise.all([
    (lock ? lockRequest : seeRequest)(ctx.db, one),
    slotsOf(ctx.db, one),
    listAttachments(ctx, requestId),
  ]);
  if (!found) return null;
  const { envelopeMode, envelopePercent, ...columns } = found;
  const request = { ...columns, rule: { mode: envelopeMode, percent: envelopePercent } };
  const inReach =
    ctx.actor.kind === "system" ||
    isAdmin(ctx.actor) ||
    (ctx.actor.kind === "member" &&
      (request.requesterId === ctx.actor.userId || slots.some((slot) => slot.approverId === ctx.actor.userId)));
  if (!inReach) return null;
  return { ...request, slots, attachments, fingerprint: fingerprintOf({ ...request, slots, attachments }) };
}

/** How the request ended: outcome, who, why; null while it is pending. */
export async function findOutcome(ctx: ReadCtx, requestId: string) {
  const [outcome] = await ctx.db
    .select({
      outcome: approvalOutcomes.outcome,
      reason: approvalOutcomes.reason,
      decidedAt: approvalOutcomes.decidedAt,
      byName: users.name,
    })
    .from(approvalOutcomes)
    .leftJoin(users, eq(users.id, approvalOutcomes.decidedBy))
    .where(and(eq(approvalOutcomes.accountId, ctx.accountId), eq(approvalOutcomes.requestId, requestId)));
  return outcome ?? null;
}

/** Offers that used the request, newest first. At most one of them is live. */
export async function listOffersOfRequest(ctx: ReadCtx, requestId: string) {
  return ctx.db
    .select({
      id: offers.id,
      number: offers.number,
      state: offers.state,
      title: offers.title,
      talentName: offers.talentName,
      sentAt: offers.sentAt,
      endedAt: offers.endedAt,
      version: offers.version,
      currency: offers.currency,
      estimatedTotalMinor: offers.estimatedTotalMinor,
    })
    .from(offers)
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.requestId, requestId)))
    .orderBy(desc(offers.sentAt))
    .limit(50);
}

export type HistoryLine = {
  at: Date;
  action: string;
  actorKind: string;
  actorName: string | null;
  via: string;
  data: Record<string, string>;
};

const historyColumns = {
  at: auditEntries.occurredAt,
  action: auditEntries.action,
  actorKind: auditEvents.actorKind,
  actorName: users.name,
  via: auditEvents.via,
  data: auditEntries.data,
};

const eventOfEntry = (ctx: ReadCtx) =>
  and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.id, auditEntries.eventId));

const aboutThing = (ctx: ReadCtx, subjectKind: string, subjectId: string) =>
  and(
    eq(auditEntries.accountId, ctx.accountId),
    eq(auditEntries.subjectKind, subjectKind),
    eq(auditEntries.subjectId, subjectId),
  );

/** The history of one thing, oldest first: the lines of the audit chain about it. Ask only after the thing itself was found. */
export async function listHistory(ctx: ReadCtx, subjectKind: string, subjectId: string): Promise<HistoryLine[]> {
  return ctx.db
    .select(historyColumns)
    .from(auditEntries)
    .innerJoin(auditEvents, eventOfEntry(ctx))
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(aboutThing(ctx, subjectKind, subjectId))
    .orderBy(asc(auditEntries.occurredAt), asc(auditEvents.seq), asc(auditEntries.position))
    .limit(500);
}

/**
 * The same, newest first and a page at a time, for things that go on for years. Ask only after the thing itself was found.
 * The cursor's value is an instant and the place within its event.
 * @param without deeds that are not this reader's to see
 */
export async function listLatestHistory(
  ctx: ReadCtx,
  subjectKind: string,
  subjectId: string,
  { cursor, without = [] }: { cursor: Cursor | null; without?: readonly string[] },
): Promise<Page<HistoryLine & { eventId: string }>> {
  const [, instant = "", position = ""] = /^(.+) #(\d{1,6})$/.exec(cursor?.value ?? "") ?? [];
  const before =
    cursor && isInstantText(instant)
      ? sql`(${auditEntries.occurredAt}, ${auditEntries.eventId}, ${auditEntries.position}) < (${instant}::timestamptz, ${cursor.id}::uuid, ${Number(position)}::int)`
      : undefined;
  const rows = await ctx.db
    .select({
      ...historyColumns,
      eventId: auditEntries.eventId,
      position: auditEntries.position,
      sortValue: sql<string>`${auditEntries.occurredAt}::text`,
    })
    .from(auditEntries)
    .innerJoin(auditEvents, eventOfEntry(ctx))
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(
      and(
        aboutThing(ctx, subjectKind, subjectId),
        without.length > 0 ? notInArray(auditEntries.action, [...without]) : undefined,
        before,
      ),
    )
    .orderBy(desc(auditEntries.occurredAt), desc(auditEntries.eventId), desc(auditEntries.position))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: `${row.sortValue} #${row.position}`, id: row.eventId }));
}

/** Approved requests of the actor that no live offer holds, newest first: the choices of the offer form. */
export async function listAvailableRequests(ctx: ReadCtx) {
  return ctx.db
    .select({
      id: approvalRequests.id,
      title: approvalRequests.title,
      teamId: approvalRequests.teamId,
      talentName: approvalRequests.talentName,
      talentEmail: approvalRequests.talentEmail,
      offerKind: approvalRequests.offerKind,
      contractType: approvalRequests.contractType,
      currency: approvalRequests.currency,
      rateMinor: approvalRequests.rateMinor,
      weeklyHours: approvalRequests.weeklyHours,
      budgetMinor: approvalRequests.budgetMinor,
      estimatedTotalMinor: approvalRequests.estimatedTotalMinor,
      feeMinor: approvalRequests.feeMinor,
      startDate: approvalRequests.startDate,
      endDate: approvalRequests.endDate,
      expiresAt: approvalRequests.expiresAt,
      postId: approvalRequests.postId,
      orderId: approvalRequests.orderId,
      orderChoice: approvalRequests.orderChoice,
      orderNumber: purchaseOrders.number,
      rule: { mode: approvalEnvelopes.mode, percent: approvalEnvelopes.percent },
    })
    .from(approvalRequests)
    .innerJoin(
      approvalEnvelopes,
      and(eq(approvalEnvelopes.accountId, ctx.accountId), eq(approvalEnvelopes.requestId, approvalRequests.id)),
    )
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, approvalRequests.orderId)),
    )
    .where(
      and(
        eq(approvalRequests.accountId, ctx.accountId),
        eq(approvalRequests.requesterId, ctx.actor.userId ?? ""),
        eq(approvalRequests.state, "approved"),
        sql`${approvalRequests.expiresAt} > ${ctx.now.toISOString()}::timestamptz`,
      ),
    )
    .orderBy(desc(approvalRequests.requestedAt))
    .limit(200);
}

/** Names of people of this company by id, for filters and chips; ids of anybody else find nothing. */
export async function listNames(ctx: ReadCtx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, ctx.accountId), inArray(memberships.userId, ids)));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/**
 * How many of the actor's latest hundred requests they decided since `since`: for an empty queue, which says what was
 * done instead. Bounded, so that it costs the same after ten years.
 */
export async function countDecisions(ctx: ReadCtx, since: Date): Promise<number> {
  const [row] = await ctx.db.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select s.request_id, s.step from approval_slots s
      where s.account_id = ${ctx.accountId} and s.approver_id = ${ctx.actor.userId} order by s.requested_at desc, s.request_id desc limit 100
    ) s join approval_decisions d
      on d.account_id = ${ctx.accountId} and d.request_id = s.request_id and d.step = s.step and d.approver_id = ${ctx.actor.userId}
    where d.decided_at >= ${since.toISOString()}::timestamptz`);
  return row?.n ?? 0;
}
