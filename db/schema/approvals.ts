import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  contractTypes,
  decisionChannels,
  decisionKinds,
  envelopeModes,
  membershipStates,
  offerKinds,
  orderChoices,
  requestOutcomes,
  requestStates,
  slotStates,
} from "../enums";
import { approvalPolicies, memberships, teams } from "./accounts";
import { accountId, auditId, bytes, instant, oneOf } from "./columns";
import { purchaseOrders } from "./orders";
import { jobPosts } from "./posts";

/**
 * Permission to send one offer: what is asked for, by whom, and where it stands.
 * Amounts are minor units of `currency`. `weeklyHours` null means "No limit" on an hourly request.
 * `expiresAt` is null while a live offer holds the request (its clock stands still, `clockLeftMs` keeps the remainder).
 */
export const approvalRequests = pgTable(
  "approval_requests",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    requesterId: uuid().notNull(),
    teamId: uuid().notNull(),
    policyVersion: integer().notNull(),
    state: text({ enum: requestStates }).notNull(),
    decidedAs: text({ enum: requestOutcomes }),
    contentVersion: integer().notNull(),
    title: text().notNull(),
    talentName: text(),
    talentEmail: text(),
    offerKind: text({ enum: offerKinds }).notNull(),
    contractType: text({ enum: contractTypes }).notNull(),
    currency: char({ length: 3 }).notNull(),
    rateMinor: bigint({ mode: "bigint" }),
    weeklyHours: smallint(),
    budgetMinor: bigint({ mode: "bigint" }),
    estimatedTotalMinor: bigint({ mode: "bigint" }).notNull(),
    /** the client fee in the estimated total, and how much of it its purchase order reserves */
    feeMinor: bigint({ mode: "bigint" }).notNull().default(sql`0`),
    orderFeeMinor: bigint({ mode: "bigint" }).notNull().default(sql`0`),
    openEnded: boolean().notNull(),
    startDate: date({ mode: "string" }),
    endDate: date({ mode: "string" }),
    neededBy: date({ mode: "string" }),
    reason: text().notNull(),
    postId: uuid(),
    orderChoice: text({ enum: orderChoices }).notNull().default("none"),
    orderId: uuid(),
    copiedFrom: uuid(),
    currentStep: smallint().notNull(),
    stepCount: smallint().notNull(),
    requestedAt: instant().notNull(),
    decidedAt: instant(),
    expiresAt: instant(),
    clockLeftMs: bigint({ mode: "number" }),
    /** the `expiresAt` whose nearing has been told; another one is told anew */
    warnedFor: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "approval_requests_pk", columns: [t.accountId, t.id] }),
    unique("approval_requests_state_pin").on(t.accountId, t.id, t.state),
    unique("approval_requests_outcome_pin").on(t.accountId, t.id, t.decidedAs),
    unique("approval_requests_requester_pin").on(t.accountId, t.id, t.requesterId),
    unique("approval_requests_content_pin").on(t.accountId, t.id, t.contentVersion),
    foreignKey({
      name: "approval_requests_requester_fk",
      columns: [t.accountId, t.requesterId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    foreignKey({
      name: "approval_requests_team_fk",
      columns: [t.accountId, t.teamId],
      foreignColumns: [teams.accountId, teams.id],
    }),
    foreignKey({
      name: "approval_requests_policy_fk",
      columns: [t.accountId, t.policyVersion],
      foreignColumns: [approvalPolicies.accountId, approvalPolicies.version],
    }),
    foreignKey({
      name: "approval_requests_copied_fk",
      columns: [t.accountId, t.copiedFrom],
      foreignColumns: [t.accountId, t.id],
    }),
    foreignKey({
      name: "approval_requests_post_fk",
      columns: [t.accountId, t.postId],
      foreignColumns: [jobPosts.accountId, jobPosts.id],
    }),
    foreignKey({
      name: "approval_requests_order_fk",
      columns: [t.accountId, t.orderId, t.currency],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id, purchaseOrders.currency],
    }),
    index("approval_requests_by_order").on(t.accountId, t.orderId).where(sql`${t.orderId} is not null`),
    check("approval_requests_choice_known", oneOf(t.orderChoice, orderChoices)),
    check("approval_requests_order_chosen", sql`(${t.orderChoice} = 'order') = (${t.orderId} is not null)`),
    index("approval_requests_newest").on(t.accountId, t.requestedAt, t.id),
    index("approval_requests_by_state").on(t.accountId, t.state, t.requestedAt, t.id),
    index("approval_requests_by_total").on(t.accountId, t.estimatedTotalMinor, t.id),
    index("approval_requests_state_total").on(t.accountId, t.state, t.estimatedTotalMinor, t.id),
    index("approval_requests_own").on(t.accountId, t.requesterId, t.requestedAt, t.id),
    index("approval_requests_own_state").on(t.accountId, t.requesterId, t.state, t.requestedAt, t.id),
    index("approval_requests_due").on(t.expiresAt).where(sql`${t.state} in ('pending', 'approved')`),
    index("approval_requests_unwarned")
      .on(t.expiresAt)
      .where(sql`${t.state} in ('pending', 'approved') and ${t.warnedFor} is distinct from ${t.expiresAt}`),
    check("approval_requests_state_known", oneOf(t.state, requestStates)),
    check("approval_requests_outcome_known", oneOf(t.decidedAs, requestOutcomes)),
    check("approval_requests_kind_known", oneOf(t.offerKind, offerKinds)),
    check("approval_requests_type_known", oneOf(t.contractType, contractTypes)),
    check("approval_requests_title_length", sql`char_length(${t.title}) between 1 and 120`),
    check("approval_requests_reason_length", sql`char_length(${t.reason}) between 1 and 2000`),
    check(
      "approval_requests_hourly_terms",
      sql`(${t.contractType} = 'hourly') = (${t.rateMinor} is not null) and (${t.rateMinor} is null or ${t.rateMinor} > 0) and (${t.weeklyHours} is null or (${t.contractType} = 'hourly' and ${t.weeklyHours} between 1 and 168))`,
    ),
    check(
      "approval_requests_fixed_terms",
      sql`(${t.contractType} = 'fixed_price') = (${t.budgetMinor} is not null) and (${t.budgetMinor} is null or ${t.budgetMinor} > 0)`,
    ),
    check("approval_requests_total_positive", sql`${t.estimatedTotalMinor} > 0`),
    check(
      "approval_requests_fee",
      sql`${t.feeMinor} >= 0 and ${t.feeMinor} < ${t.estimatedTotalMinor} and ${t.orderFeeMinor} in (0, ${t.feeMinor})`,
    ),
    check(
      "approval_requests_dates",
      sql`${t.endDate} is null or ${t.startDate} is null or ${t.endDate} >= ${t.startDate}`,
    ),
    check("approval_requests_steps", sql`${t.currentStep} between 1 and ${t.stepCount} and ${t.stepCount} in (1, 2)`),
    check(
      "approval_requests_pending_undecided",
      sql`(${t.state} = 'pending') = (${t.decidedAs} is null) and (${t.state} = 'pending') = (${t.decidedAt} is null)`,
    ),
    check(
      "approval_requests_outcome_state",
      sql`case ${t.state} when 'pending' then true when 'approved' then ${t.decidedAs} = 'approved' when 'consumed' then ${t.decidedAs} = 'approved' when 'expired' then ${t.decidedAs} in ('approved', 'expired') else ${t.decidedAs} = ${t.state} end`,
    ),
    check(
      "approval_requests_clock",
      sql`(${t.state} in ('pending', 'approved')) = (${t.expiresAt} is not null) and (${t.state} = 'consumed') = (${t.clockLeftMs} is not null)`,
    ),
  ],
);

/**
 * One approver's place in one request. `requestState` follows the request by its foreign key, so that an approver's
 * lists are one index scan; `seatState` follows the approver's seat in the same way, so that a slot whose holder has left
 * is known as such in that moment ("No approver"), whoever took the seat. A slot begins with somebody who holds one.
 */
export const approvalSlots = pgTable(
  "approval_slots",
  {
    accountId: accountId(),
    requestId: uuid().notNull(),
    step: smallint().notNull(),
    approverId: uuid().notNull(),
    state: text({ enum: slotStates }).notNull(),
    openedAt: instant(),
    /** when the next reminder is due; null when no more will come by itself */
    remindAt: instant(),
    /** when the requester last pressed "Remind" */
    nudgedAt: instant(),
    /** when the admins were told that its holder has left */
    missingSince: instant(),
    requestState: text({ enum: requestStates }).notNull(),
    seatState: text({ enum: membershipStates }).notNull(),
    requestedAt: instant().notNull(),
    neededBy: date({ mode: "string" }).notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "approval_slots_pk", columns: [t.accountId, t.requestId, t.step, t.approverId] }),
    uniqueIndex("approval_slots_person_once")
      .on(t.accountId, t.requestId, t.approverId)
      .where(sql`${t.state} <> 'replaced'`),
    foreignKey({
      name: "approval_slots_request_fk",
      columns: [t.accountId, t.requestId, t.requestState],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id, approvalRequests.state],
    }).onUpdate("cascade"),
    foreignKey({
      name: "approval_slots_seat_fk",
      columns: [t.accountId, t.approverId, t.seatState],
      foreignColumns: [memberships.accountId, memberships.userId, memberships.state],
    }).onUpdate("cascade"),
    index("approval_slots_unheld")
      .on(t.openedAt)
      .where(sql`${t.state} = 'open' and ${t.seatState} = 'removed' and ${t.missingSince} is null`),
    index("approval_slots_queue")
      .on(t.accountId, t.approverId, t.neededBy, t.openedAt, t.requestId)
      .where(sql`${t.state} = 'open'`),
    index("approval_slots_remind").on(t.remindAt).where(sql`${t.state} = 'open'`),
    index("approval_slots_assigned").on(t.accountId, t.approverId, t.requestedAt, t.requestId),
    index("approval_slots_assigned_state").on(t.accountId, t.approverId, t.requestState, t.requestedAt, t.requestId),
    check("approval_slots_state_known", oneOf(t.state, slotStates)),
    check(
      "approval_slots_opened",
      sql`${t.state} <> 'open' or (${t.openedAt} is not null and ${t.requestState} = 'pending')`,
    ),
  ],
);

/** One answer of one approver. An approver answers once a step and never on an own request. */
export const approvalDecisions = pgTable(
  "approval_decisions",
  {
    accountId: accountId(),
    requestId: uuid().notNull(),
    step: smallint().notNull(),
    approverId: uuid().notNull(),
    requesterId: uuid().notNull(),
    contentVersion: integer().notNull(),
    kind: text({ enum: decisionKinds }).notNull(),
    reason: text(),
    channel: text({ enum: decisionChannels }).notNull(),
    decidedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "approval_decisions_pk", columns: [t.accountId, t.requestId, t.step, t.approverId] }),
    foreignKey({
      name: "approval_decisions_slot_fk",
      columns: [t.accountId, t.requestId, t.step, t.approverId],
      foreignColumns: [approvalSlots.accountId, approvalSlots.requestId, approvalSlots.step, approvalSlots.approverId],
    }),
    foreignKey({
      name: "approval_decisions_requester_fk",
      columns: [t.accountId, t.requestId, t.requesterId],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id, approvalRequests.requesterId],
    }),
    foreignKey({
      name: "approval_decisions_content_fk",
      columns: [t.accountId, t.requestId, t.contentVersion],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id, approvalRequests.contentVersion],
    }),
    check("approval_decisions_kind_known", oneOf(t.kind, decisionKinds)),
    check("approval_decisions_channel_known", oneOf(t.channel, decisionChannels)),
    check("approval_decisions_not_own", sql`${t.approverId} <> ${t.requesterId}`),
    check("approval_decisions_reason", sql`char_length(${t.reason}) between 1 and 1000`),
  ],
);

/** How a request ended, once. Pinned: the request can never show another outcome. */
export const approvalOutcomes = pgTable(
  "approval_outcomes",
  {
    accountId: accountId(),
    requestId: uuid().notNull(),
    outcome: text({ enum: requestOutcomes }).notNull(),
    decidedBy: uuid(),
    reason: text(),
    decidedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "approval_outcomes_pk", columns: [t.accountId, t.requestId] }),
    foreignKey({
      name: "approval_outcomes_request_fk",
      columns: [t.accountId, t.requestId, t.outcome],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id, approvalRequests.decidedAs],
    }),
    check("approval_outcomes_known", oneOf(t.outcome, requestOutcomes)),
  ],
);

/**
 * The frozen terms that were approved; every offer version copies them by foreign key. "Any" is an explicit extreme
 * value, never null: a null would switch the foreign key off.
 */
export const approvalEnvelopes = pgTable(
  "approval_envelopes",
  {
    accountId: accountId(),
    requestId: uuid().notNull(),
    offerKind: text({ enum: offerKinds }).notNull(),
    contractType: text({ enum: contractTypes }).notNull(),
    talentEmail: text().notNull(),
    maxTotalMinor: bigint({ mode: "bigint" }).notNull(),
    maxRateMinor: bigint({ mode: "bigint" }).notNull(),
    maxWeeklyHours: smallint().notNull(),
    latestEnd: date({ mode: "string" }).notNull(),
    mode: text({ enum: envelopeModes }).notNull().default("carry_over_always"),
    percent: smallint().notNull().default(10),
    frozenAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "approval_envelopes_pk", columns: [t.accountId, t.requestId] }),
    unique("approval_envelopes_copy").on(
      t.accountId,
      t.requestId,
      t.offerKind,
      t.contractType,
      t.talentEmail,
      t.maxTotalMinor,
      t.maxRateMinor,
      t.maxWeeklyHours,
      t.latestEnd,
      t.mode,
      t.percent,
    ),
    check("approval_envelopes_mode_known", oneOf(t.mode, envelopeModes)),
    check("approval_envelopes_percent", sql`${t.percent} between 0 and 100`),
    foreignKey({
      name: "approval_envelopes_request_fk",
      columns: [t.accountId, t.requestId],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id],
    }),
  ],
);

/** A decision link. Only the hash is stored; it names one approver, one request and one content. */
export const decisionLinks = pgTable(
  "decision_links",
  {
    accountId: accountId(),
    tokenHash: bytes().notNull(),
    requestId: uuid().notNull(),
    approverId: uuid().notNull(),
    step: smallint().notNull(),
    fingerprint: text().notNull(),
    issuedAt: instant().notNull(),
    deadSince: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "decision_links_pk", columns: [t.accountId, t.tokenHash] }),
    foreignKey({
      name: "decision_links_slot_fk",
      columns: [t.accountId, t.requestId, t.step, t.approverId],
      foreignColumns: [approvalSlots.accountId, approvalSlots.requestId, approvalSlots.step, approvalSlots.approverId],
    }),
    index("decision_links_alive").on(t.accountId, t.requestId).where(sql`${t.deadSince} is null`),
  ],
);

/** Lower-case words of a request, for prefix search: LIKE and full text cannot use an index under row-level security. */
export const approvalTerms = pgTable(
  "approval_terms",
  {
    accountId: accountId(),
    term: text().notNull(),
    requestId: uuid().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "approval_terms_pk", columns: [t.accountId, t.term, t.requestId] }),
    foreignKey({
      name: "approval_terms_request_fk",
      columns: [t.accountId, t.requestId],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id],
    }),
    index("approval_terms_by_request").on(t.accountId, t.requestId, t.term),
  ],
);
