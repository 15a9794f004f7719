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
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  contractOrigins,
  contractStates,
  contractTypes,
  envelopeModes,
  offerGates,
  offerKinds,
  offerOutcomes,
  offerStates,
  orderChoices,
} from "../enums";
import { memberships, teams, users } from "./accounts";
import { approvalEnvelopes, approvalRequests } from "./approvals";
import { accountId, auditId, instant, oneOf } from "./columns";
import { purchaseOrders } from "./orders";
import { jobPosts } from "./posts";

/**
 * A proposal of a contract to one freelancer. Its terms stand in `offer_versions`; `version` is the current one.
 * `needs` pins the request: while this offer is live, its request can only be `consumed` (reliability.md §4.6).
 */
export const offers = pgTable(
  "offers",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    number: integer().notNull(),
    requestId: uuid(),
    gate: text({ enum: offerGates }).notNull(),
    state: text({ enum: offerStates }).notNull(),
    needs: text().generatedAlwaysAs(
      sql`case when state in ('pending', 'accepted') and gate = 'approved' then 'consumed' end`,
    ),
    version: integer().notNull(),
    kind: text({ enum: offerKinds }).notNull(),
    teamId: uuid().notNull(),
    senderId: uuid().notNull(),
    contactId: uuid().notNull(),
    talentUserId: uuid().notNull(),
    talentName: text().notNull(),
    talentEmail: text().notNull(),
    companyName: text().notNull(),
    title: text().notNull(),
    contractType: text({ enum: contractTypes }).notNull(),
    currency: char({ length: 3 }).notNull(),
    estimatedTotalMinor: bigint({ mode: "bigint" }).notNull(),
    /** the client fee that its purchase order holds on top; the estimated total is what the freelancer may earn */
    orderFeeMinor: bigint({ mode: "bigint" }).notNull().default(sql`0`),
    postId: uuid(),
    orderChoice: text({ enum: orderChoices }).notNull().default("none"),
    orderId: uuid(),
    sentAt: instant().notNull(),
    validUntil: instant().notNull(),
    endedAt: instant(),
    /** the `validUntil` whose nearing has been told; another one is told anew */
    warnedFor: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "offers_pk", columns: [t.accountId, t.id] }),
    unique("offers_number_once").on(t.accountId, t.number),
    unique("offers_state_pin").on(t.accountId, t.id, t.state),
    unique("offers_request_pin").on(t.accountId, t.id, t.requestId),
    unique("offers_gate_pin").on(t.accountId, t.id, t.gate, t.kind, t.talentEmail),
    foreignKey({
      name: "offers_request_fk",
      columns: [t.accountId, t.requestId],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id],
    }),
    foreignKey({
      name: "offers_need_consumed_request",
      columns: [t.accountId, t.requestId, t.needs],
      foreignColumns: [approvalRequests.accountId, approvalRequests.id, approvalRequests.state],
    }),
    foreignKey({
      name: "offers_team_fk",
      columns: [t.accountId, t.teamId],
      foreignColumns: [teams.accountId, teams.id],
    }),
    foreignKey({
      name: "offers_sender_fk",
      columns: [t.accountId, t.senderId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    foreignKey({
      name: "offers_contact_fk",
      columns: [t.accountId, t.contactId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    foreignKey({ name: "offers_talent_fk", columns: [t.talentUserId], foreignColumns: [users.id] }),
    foreignKey({
      name: "offers_post_fk",
      columns: [t.accountId, t.postId],
      foreignColumns: [jobPosts.accountId, jobPosts.id],
    }),
    foreignKey({
      name: "offers_order_fk",
      columns: [t.accountId, t.orderId, t.currency],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id, purchaseOrders.currency],
    }),
    index("offers_by_order").on(t.accountId, t.orderId).where(sql`${t.orderId} is not null`),
    index("offers_by_post").on(t.accountId, t.postId).where(sql`${t.postId} is not null`),
    check("offers_choice_known", oneOf(t.orderChoice, orderChoices)),
    check("offers_order_chosen", sql`(${t.orderChoice} = 'order') = (${t.orderId} is not null)`),
    uniqueIndex("one_live_offer").on(t.accountId, t.requestId).where(sql`${t.state} in ('pending', 'accepted')`),
    index("offers_newest").on(t.accountId, t.sentAt, t.id),
    index("offers_by_state").on(t.accountId, t.state, t.sentAt, t.id),
    index("offers_by_sender").on(t.accountId, t.senderId, t.sentAt, t.id),
    index("offers_by_request").on(t.accountId, t.requestId, t.sentAt),
    index("offers_by_talent").on(t.talentUserId, t.sentAt, t.id),
    index("offers_due").on(t.validUntil).where(sql`${t.state} = 'pending'`),
    index("offers_unwarned")
      .on(t.validUntil)
      .where(sql`${t.state} = 'pending' and ${t.warnedFor} is distinct from ${t.validUntil}`),
    check("offers_state_known", oneOf(t.state, offerStates)),
    check("offers_gate_known", oneOf(t.gate, offerGates)),
    check("offers_kind_known", oneOf(t.kind, offerKinds)),
    check("offers_type_known", oneOf(t.contractType, contractTypes)),
    check("offers_gate_has_request", sql`(${t.gate} = 'approved') = (${t.requestId} is not null)`),
    check("offers_order_fee", sql`${t.orderFeeMinor} >= 0`),
    check("offers_ended_has_instant", sql`(${t.state} = 'pending') = (${t.endedAt} is null)`),
  ],
);

/**
 * The terms of an offer as sent or modified; rows are only added. `env…` are the approved limits, copied by foreign
 * key. Outside them an offer lives only because the account's policy carries approvals over, and then says so.
 * `gate` says whether this version names an approval; it must be the offer's, so that no version can leave it out.
 */
export const offerVersions = pgTable(
  "offer_versions",
  {
    accountId: accountId(),
    offerId: uuid().notNull(),
    version: integer().notNull(),
    title: text().notNull(),
    description: text().notNull(),
    contractType: text({ enum: contractTypes }).notNull(),
    currency: char({ length: 3 }).notNull(),
    rateMinor: bigint({ mode: "bigint" }),
    weeklyHours: smallint(),
    manualTime: boolean().notNull(),
    workDiary: boolean().notNull(),
    budgetMinor: bigint({ mode: "bigint" }),
    estimatedTotalMinor: bigint({ mode: "bigint" }).notNull(),
    openEnded: boolean().notNull(),
    startDate: date({ mode: "string" }).notNull(),
    endDate: date({ mode: "string" }),
    message: text(),
    employer: text(),
    countryOfWork: text(),
    madeBy: uuid().notNull(),
    madeAt: instant().notNull(),
    requestId: uuid(),
    gate: text({ enum: offerGates }).generatedAlwaysAs(
      sql`case when request_id is null then 'not_required' else 'approved' end`,
    ),
    offerKind: text({ enum: offerKinds }).notNull(),
    talentEmail: text().notNull(),
    envKind: text({ enum: offerKinds }),
    envType: text({ enum: contractTypes }),
    envTalentEmail: text(),
    envTotalMinor: bigint({ mode: "bigint" }),
    envRateMinor: bigint({ mode: "bigint" }),
    envWeeklyHours: smallint(),
    envLatestEnd: date({ mode: "string" }),
    /** The company's rule under which it was approved; without an approval it rules nothing. */
    envMode: text({ enum: envelopeModes }).notNull().default("carry_over_always"),
    envPercent: smallint().notNull().default(10),
    inside: boolean().notNull(),
    carriedOver: boolean().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "offer_versions_pk", columns: [t.accountId, t.offerId, t.version] }),
    foreignKey({
      name: "offer_versions_offer_fk",
      columns: [t.accountId, t.offerId],
      foreignColumns: [offers.accountId, offers.id],
    }),
    foreignKey({
      name: "offer_versions_request_fk",
      columns: [t.accountId, t.offerId, t.requestId],
      foreignColumns: [offers.accountId, offers.id, offers.requestId],
    }),
    foreignKey({
      name: "offer_versions_gate_fk",
      columns: [t.accountId, t.offerId, t.gate, t.offerKind, t.talentEmail],
      foreignColumns: [offers.accountId, offers.id, offers.gate, offers.kind, offers.talentEmail],
    }),
    foreignKey({
      name: "offer_versions_envelope_fk",
      columns: [
        t.accountId,
        t.requestId,
        t.envKind,
        t.envType,
        t.envTalentEmail,
        t.envTotalMinor,
        t.envRateMinor,
        t.envWeeklyHours,
        t.envLatestEnd,
        t.envMode,
        t.envPercent,
      ],
      foreignColumns: [
        approvalEnvelopes.accountId,
        approvalEnvelopes.requestId,
        approvalEnvelopes.offerKind,
        approvalEnvelopes.contractType,
        approvalEnvelopes.talentEmail,
        approvalEnvelopes.maxTotalMinor,
        approvalEnvelopes.maxRateMinor,
        approvalEnvelopes.maxWeeklyHours,
        approvalEnvelopes.latestEnd,
        approvalEnvelopes.mode,
        approvalEnvelopes.percent,
      ],
    }),
    check(
      "offer_versions_envelope_whole",
      sql`num_nulls(${t.requestId}, ${t.envKind}, ${t.envType}, ${t.envTalentEmail}, ${t.envTotalMinor}, ${t.envRateMinor}, ${t.envWeeklyHours}, ${t.envLatestEnd}) in (0, 8)`,
    ),
    check(
      "offer_versions_inside_is_true",
      sql`${t.inside} = (${t.requestId} is null or (${t.offerKind} = ${t.envKind} and ${t.contractType} = ${t.envType} and (${t.envTalentEmail} = '' or ${t.talentEmail} = ${t.envTalentEmail}) and ${t.estimatedTotalMinor} <= ${t.envTotalMinor} and coalesce(${t.rateMinor}, 0) <= ${t.envRateMinor} and (${t.contractType} = 'fixed_price' or coalesce(${t.weeklyHours}, 999) <= ${t.envWeeklyHours}) and coalesce(${t.endDate}, '9999-12-31'::date) <= ${t.envLatestEnd}))`,
    ),
    check(
      "offer_versions_within_rule",
      sql`${t.requestId} is null or ${t.envMode} = 'carry_over_always' or ${t.inside} or (${t.envMode} = 'percent' and ${t.offerKind} = ${t.envKind} and (${t.envTalentEmail} = '' or ${t.talentEmail} = ${t.envTalentEmail}) and ${t.estimatedTotalMinor}::numeric * 100 <= ${t.envTotalMinor}::numeric * (100 + ${t.envPercent}) and coalesce(${t.rateMinor}, 0)::numeric * 100 <= ${t.envRateMinor}::numeric * (100 + ${t.envPercent}) and (${t.contractType} = 'fixed_price' or ${t.envWeeklyHours} = 999 or coalesce(${t.weeklyHours}, 999) * 100 <= ${t.envWeeklyHours} * (100 + ${t.envPercent})))`,
    ),
    check("offer_versions_inside_or_carried", sql`${t.inside} or ${t.carriedOver}`),
    check(
      "offer_versions_hourly_terms",
      sql`(${t.contractType} = 'hourly') = (${t.rateMinor} is not null) and (${t.rateMinor} is null or ${t.rateMinor} > 0) and (${t.weeklyHours} is null or (${t.contractType} = 'hourly' and ${t.weeklyHours} between 1 and 168))`,
    ),
    check(
      "offer_versions_fixed_terms",
      sql`(${t.contractType} = 'fixed_price') = (${t.budgetMinor} is not null) and (${t.budgetMinor} is null or ${t.budgetMinor} > 0)`,
    ),
    check("offer_versions_dates", sql`${t.endDate} is null or ${t.endDate} >= ${t.startDate}`),
    check("offer_versions_title_length", sql`char_length(${t.title}) between 1 and 120`),
    check("offer_versions_text_length", sql`char_length(${t.description}) between 1 and 5000`),
  ],
);

/** A portion of fixed-price work agreed with one version of an offer. */
export const offerMilestones = pgTable(
  "offer_milestones",
  {
    accountId: accountId(),
    offerId: uuid().notNull(),
    version: integer().notNull(),
    position: smallint().notNull(),
    title: text().notNull(),
    amountMinor: bigint({ mode: "bigint" }).notNull(),
    dueDate: date({ mode: "string" }),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "offer_milestones_pk", columns: [t.accountId, t.offerId, t.version, t.position] }),
    foreignKey({
      name: "offer_milestones_version_fk",
      columns: [t.accountId, t.offerId, t.version],
      foreignColumns: [offerVersions.accountId, offerVersions.offerId, offerVersions.version],
    }),
    check("offer_milestones_amount_positive", sql`${t.amountMinor} > 0`),
    check("offer_milestones_title_length", sql`char_length(${t.title}) between 1 and 120`),
  ],
);

/**
 * The onboarding plan of one version of an offer: what must be done before the work may begin, each by one person.
 * `ownerId` names a member; null is the freelancer the offer goes to.
 */
export const offerTasks = pgTable(
  "offer_tasks",
  {
    accountId: accountId(),
    offerId: uuid().notNull(),
    version: integer().notNull(),
    position: smallint().notNull(),
    title: text().notNull(),
    ownerId: uuid(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "offer_tasks_pk", columns: [t.accountId, t.offerId, t.version, t.position] }),
    foreignKey({
      name: "offer_tasks_version_fk",
      columns: [t.accountId, t.offerId, t.version],
      foreignColumns: [offerVersions.accountId, offerVersions.offerId, offerVersions.version],
    }),
    foreignKey({
      name: "offer_tasks_owner_fk",
      columns: [t.accountId, t.ownerId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    check("offer_tasks_ten", sql`${t.position} between 1 and 10`),
    check("offer_tasks_title_length", sql`char_length(${t.title}) between 1 and 120`),
  ],
);

/** How an offer ended, once. Pinned to the state of the offer. */
export const offerOutcomesTable = pgTable(
  "offer_outcomes",
  {
    accountId: accountId(),
    offerId: uuid().notNull(),
    outcome: text({ enum: offerOutcomes }).notNull(),
    endedBy: uuid(),
    reason: text(),
    endedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "offer_outcomes_pk", columns: [t.accountId, t.offerId] }),
    foreignKey({
      name: "offer_outcomes_offer_fk",
      columns: [t.accountId, t.offerId, t.outcome],
      foreignColumns: [offers.accountId, offers.id, offers.state],
    }),
    check("offer_outcomes_known", oneOf(t.outcome, offerOutcomes)),
    check("offer_outcomes_reason", sql`char_length(${t.reason}) between 1 and 1000`),
  ],
);

/** What was typed into the offer form and kept. Nothing is reserved and nothing mailed. */
export const offerDrafts = pgTable(
  "offer_drafts",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    ownerId: uuid().notNull(),
    title: text().notNull(),
    fields: jsonb().$type<Record<string, string>>().notNull(),
    savedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ name: "offer_drafts_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "offer_drafts_owner_fk",
      columns: [t.accountId, t.ownerId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    index("offer_drafts_by_owner").on(t.accountId, t.ownerId, t.savedAt, t.id),
  ],
);

/**
 * Agreed work. Pinned to its accepted offer; one that was brought in by an import has none, and its `externalRef` is its
 * natural key. It is `pending` until its onboarding plan is done (`contract_tasks`), and `startedAt` is the moment it became
 * active; while it never did, the moment it was accepted. Terms stand in `contract_terms`. `orderId` is the purchase order in force, null where "I don't have one
 * yet" was chosen or nobody asked. `titleKey` is the title in lower case, for search by prefix.
 */
export const contracts = pgTable(
  "contracts",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    number: integer().notNull(),
    origin: text({ enum: contractOrigins }).notNull().default("offer"),
    externalRef: text(),
    offerId: uuid(),
    offerState: text({ enum: ["accepted"] }),
    offerVersion: integer(),
    state: text({ enum: contractStates }).notNull(),
    /** the pin of open tasks: none of them stands on a contract that runs */
    takesOpenTasks: boolean().generatedAlwaysAs(sql`state in ('pending', 'ended')`).notNull(),
    kind: text({ enum: offerKinds }).notNull(),
    contractType: text({ enum: contractTypes }).notNull(),
    title: text().notNull(),
    titleKey: text().generatedAlwaysAs(sql`lower(title)`).notNull(),
    teamId: uuid().notNull(),
    contactId: uuid().notNull(),
    talentUserId: uuid().notNull(),
    talentName: text().notNull(),
    companyName: text().notNull(),
    currency: char({ length: 3 }).notNull(),
    estimatedTotalMinor: bigint({ mode: "bigint" }).notNull(),
    /** the client fee that its purchase order holds on top; the estimated total is what the freelancer may earn */
    orderFeeMinor: bigint({ mode: "bigint" }).notNull().default(sql`0`),
    startDate: date({ mode: "string" }).notNull(),
    endDate: date({ mode: "string" }),
    orderId: uuid(),
    orderChoice: text({ enum: orderChoices }).notNull().default("none"),
    postId: uuid(),
    startedAt: instant().notNull(),
    endedAt: instant(),
    endedBy: uuid(),
    endReason: text(),
    version: integer().notNull().default(1),
    /** the `endDate` whose nearing has been told; another one is told anew */
    endWarnedFor: date({ mode: "string" }),
    /** when something was last recorded on it or it was restarted; null before the first time */
    activeAt: instant(),
    /** the last instant of silence that its contact person was told of: so many times 30 days after it began */
    idleToldAt: instant(),
    /** when whoever has an open task of the onboarding plan is reminded next; null once that is over */
    remindAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "contracts_pk", columns: [t.accountId, t.id] }),
    unique("contracts_number_once").on(t.accountId, t.number),
    unique("contracts_offer_once").on(t.accountId, t.offerId),
    unique("contracts_external_once").on(t.accountId, t.externalRef),
    unique("contracts_tasks_pin").on(t.accountId, t.id, t.takesOpenTasks),
    unique("contracts_currency_pin").on(t.accountId, t.id, t.currency),
    foreignKey({
      name: "contracts_accepted_offer_fk",
      columns: [t.accountId, t.offerId, t.offerState],
      foreignColumns: [offers.accountId, offers.id, offers.state],
    }),
    foreignKey({
      name: "contracts_version_fk",
      columns: [t.accountId, t.offerId, t.offerVersion],
      foreignColumns: [offerVersions.accountId, offerVersions.offerId, offerVersions.version],
    }),
    foreignKey({
      name: "contracts_team_fk",
      columns: [t.accountId, t.teamId],
      foreignColumns: [teams.accountId, teams.id],
    }),
    foreignKey({
      name: "contracts_contact_fk",
      columns: [t.accountId, t.contactId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    foreignKey({ name: "contracts_talent_fk", columns: [t.talentUserId], foreignColumns: [users.id] }),
    foreignKey({
      name: "contracts_order_fk",
      columns: [t.accountId, t.orderId, t.currency],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id, purchaseOrders.currency],
    }),
    foreignKey({
      name: "contracts_post_fk",
      columns: [t.accountId, t.postId],
      foreignColumns: [jobPosts.accountId, jobPosts.id],
    }),
    index("contracts_by_order").on(t.accountId, t.orderId, t.state).where(sql`${t.orderId} is not null`),
    index("contracts_of_order").on(t.accountId, t.orderId, t.startedAt, t.id).where(sql`${t.orderId} is not null`),
    index("contracts_by_contact").on(t.accountId, t.contactId, t.startedAt, t.id),
    index("contracts_past_end")
      .on(t.accountId, t.endDate)
      .where(sql`${t.contractType} = 'fixed_price' and ${t.state} in ('active', 'paused')`),
    index("contracts_end_untold")
      .on(t.endDate)
      .where(sql`${t.state} <> 'ended' and ${t.endWarnedFor} is distinct from ${t.endDate}`),
    index("contracts_quiet")
      .on(sql`greatest(${t.startedAt}, ${t.activeAt}, ${t.idleToldAt})`)
      .where(sql`${t.contractType} = 'hourly' and ${t.state} = 'active'`),
    index("contracts_tasks_due").on(t.remindAt).where(sql`${t.remindAt} is not null`),
    index("contracts_newest").on(t.accountId, t.startedAt, t.id),
    index("contracts_by_title").on(t.accountId, t.titleKey),
    index("contracts_by_state").on(t.accountId, t.state, t.startedAt, t.id),
    index("contracts_by_talent").on(t.talentUserId, t.startedAt, t.id),
    check("contracts_offer_is_accepted", sql`${t.offerState} = 'accepted'`),
    check("contracts_origin_known", oneOf(t.origin, contractOrigins)),
    check(
      "contracts_offer_whole",
      sql`num_nonnulls(${t.offerId}, ${t.offerState}, ${t.offerVersion}) = case when ${t.origin} = 'offer' then 3 else 0 end`,
    ),
    check("contracts_choice_known", oneOf(t.orderChoice, orderChoices)),
    check("contracts_order_chosen", sql`(${t.orderChoice} = 'order') = (${t.orderId} is not null)`),
    check("contracts_order_fee", sql`${t.orderFeeMinor} >= 0`),
    check("contracts_ended", sql`(${t.state} = 'ended') = (${t.endedAt} is not null)`),
    check("contracts_reminds_pending", sql`${t.remindAt} is null or ${t.state} = 'pending'`),
    check("contracts_end_reason", sql`char_length(${t.endReason}) between 1 and 1000`),
    check("contracts_state_known", oneOf(t.state, contractStates)),
  ],
);

/**
 * The terms of a contract from an instant on; rows are only added, and the latest that counts is in force. Amounts are
 * minor units of the contract's currency.
 */
export const contractTerms = pgTable(
  "contract_terms",
  {
    accountId: accountId(),
    contractId: uuid().notNull(),
    version: integer().notNull(),
    countsFrom: instant().notNull(),
    description: text().notNull(),
    rateMinor: bigint({ mode: "bigint" }),
    weeklyHours: smallint(),
    manualTime: boolean().notNull(),
    workDiary: boolean().notNull(),
    budgetMinor: bigint({ mode: "bigint" }),
    employer: text(),
    countryOfWork: text(),
    madeBy: uuid(),
    madeAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "contract_terms_pk", columns: [t.accountId, t.contractId, t.version] }),
    foreignKey({
      name: "contract_terms_contract_fk",
      columns: [t.accountId, t.contractId],
      foreignColumns: [contracts.accountId, contracts.id],
    }),
    check("contract_terms_rate", sql`${t.rateMinor} is null or ${t.rateMinor} > 0`),
    check("contract_terms_hours", sql`${t.weeklyHours} is null or ${t.weeklyHours} between 1 and 168`),
    check("contract_terms_budget", sql`${t.budgetMinor} is null or ${t.budgetMinor} > 0`),
    check("contract_terms_version", sql`${t.version} >= 1`),
  ],
);

/**
 * The onboarding plan of a contract, as its offer agreed it. Nothing of a task changes but that it is done, once: by its
 * owner (null is the freelancer), or by an admin for a member who can no longer do it (decision 028). While one is open,
 * its contract is pending, or it has ended.
 */
export const contractTasks = pgTable(
  "contract_tasks",
  {
    accountId: accountId(),
    contractId: uuid().notNull(),
    position: smallint().notNull(),
    title: text().notNull(),
    ownerId: uuid(),
    doneAt: instant(),
    doneBy: uuid(),
    /** true while it is to be done, null afterwards: then the pin asks for nothing */
    open: boolean().generatedAlwaysAs(sql`case when done_at is null then true end`),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "contract_tasks_pk", columns: [t.accountId, t.contractId, t.position] }),
    foreignKey({
      name: "contract_tasks_contract_fk",
      columns: [t.accountId, t.contractId],
      foreignColumns: [contracts.accountId, contracts.id],
    }),
    foreignKey({
      name: "contract_tasks_open_fk",
      columns: [t.accountId, t.contractId, t.open],
      foreignColumns: [contracts.accountId, contracts.id, contracts.takesOpenTasks],
    }),
    foreignKey({
      name: "contract_tasks_owner_fk",
      columns: [t.accountId, t.ownerId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    foreignKey({ name: "contract_tasks_done_by_fk", columns: [t.doneBy], foreignColumns: [users.id] }),
    check("contract_tasks_ten", sql`${t.position} between 1 and 10`),
    check("contract_tasks_title_length", sql`char_length(${t.title}) between 1 and 120`),
    check("contract_tasks_done_whole", sql`num_nulls(${t.doneAt}, ${t.doneBy}) in (0, 2)`),
  ],
);

/** Which purchase order a contract ran on, from when, by whom: the history of `contracts.orderId`. Rows are only added. */
export const contractOrders = pgTable(
  "contract_orders",
  {
    accountId: accountId(),
    contractId: uuid().notNull(),
    version: integer().notNull(),
    orderId: uuid(),
    linkedBy: uuid(),
    linkedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "contract_orders_pk", columns: [t.accountId, t.contractId, t.version] }),
    foreignKey({
      name: "contract_orders_contract_fk",
      columns: [t.accountId, t.contractId],
      foreignColumns: [contracts.accountId, contracts.id],
    }),
    foreignKey({
      name: "contract_orders_order_fk",
      columns: [t.accountId, t.orderId],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id],
    }),
  ],
);

/**
 * Money charged on a contract, recorded by finance: it counts as invoiced on the purchase order of that moment, for good
 * (product.md §4, never retroactive). A mistake is taken back by `reversedAt`, never changed.
 */
export const contractCharges = pgTable(
  "contract_charges",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    contractId: uuid().notNull(),
    orderId: uuid(),
    chargedOn: date({ mode: "string" }).notNull(),
    currency: char({ length: 3 }).notNull(),
    amountMinor: bigint({ mode: "bigint" }).notNull(),
    note: text(),
    recordedBy: uuid(),
    recordedAt: instant().notNull(),
    reversedAt: instant(),
    reversedBy: uuid(),
    reversalReason: text(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "contract_charges_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "contract_charges_contract_fk",
      columns: [t.accountId, t.contractId, t.currency],
      foreignColumns: [contracts.accountId, contracts.id, contracts.currency],
    }),
    foreignKey({
      name: "contract_charges_order_fk",
      columns: [t.accountId, t.orderId, t.currency],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id, purchaseOrders.currency],
    }),
    index("contract_charges_newest").on(t.accountId, t.contractId, t.chargedOn, t.id),
    check("contract_charges_amount_positive", sql`${t.amountMinor} > 0`),
    check("contract_charges_note_length", sql`char_length(${t.note}) between 1 and 500`),
    check("contract_charges_reversal", sql`(${t.reversedAt} is null) = (${t.reversalReason} is null)`),
  ],
);
