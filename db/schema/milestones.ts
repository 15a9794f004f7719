import { sql } from "drizzle-orm";
import {
  bigint,
  char,
  check,
  date,
  foreignKey,
  index,
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
  askStates,
  contractSides,
  disputeOrigins,
  disputeStates,
  earningKinds,
  milestoneStates,
  pauseCauses,
  proposalStates,
  refundAnswers,
  releasedBy,
  settlementStates,
} from "../enums";
import { users } from "./accounts";
import { accountId, auditId, instant, oneOf } from "./columns";
import { contentOfFile, files } from "./files";
import { contracts } from "./offers";

const minor = () => bigint({ mode: "bigint" });

/**
 * Why a contract is paused and since when. A contract is paused as long as one pause is open; each cause is lifted by
 * itself, so a client's own pause outlives the platform's (product.md §9).
 */
export const contractPauses = pgTable(
  "contract_pauses",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    contractId: uuid().notNull(),
    cause: text({ enum: pauseCauses }).notNull(),
    pausedBy: uuid(),
    pausedAt: instant().notNull(),
    liftedBy: uuid(),
    liftedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "contract_pauses_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "contract_pauses_contract_fk",
      columns: [t.accountId, t.contractId],
      foreignColumns: [contracts.accountId, contracts.id],
    }),
    uniqueIndex("contract_pauses_open_once").on(t.accountId, t.contractId, t.cause).where(sql`${t.liftedAt} is null`),
    index("contract_pauses_open_by_cause").on(t.accountId, t.cause).where(sql`${t.liftedAt} is null`),
    check("contract_pauses_cause_known", oneOf(t.cause, pauseCauses)),
    check("contract_pauses_lifted_later", sql`${t.liftedAt} >= ${t.pausedAt}`),
  ],
);

/**
 * An agreed portion of fixed-price work, and the money set aside for it. The figures repeat the milestone's one guarded
 * escrow account in the ledger: funded less what rolled on = held + released + refunded, each ≥ 0 (I20).
 *
 * `since` is the instant from which the timers of the present state count, `step` how many of them have run, `dueAt` when
 * the next one is due. One milestone of a contract is at work at a time; a disputed one does not count.
 */
export const milestones = pgTable(
  "milestones",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    contractId: uuid().notNull(),
    number: smallint().notNull(),
    position: smallint().notNull(),
    title: text().notNull(),
    description: text().notNull(),
    currency: char({ length: 3 }).notNull(),
    amountMinor: minor().notNull(),
    dueDate: date({ mode: "string" }),
    state: text({ enum: milestoneStates }).notNull(),
    rounds: smallint().notNull(),
    fundedMinor: minor().notNull(),
    rolledMinor: minor().notNull(),
    releasedMinor: minor().notNull(),
    refundedMinor: minor().notNull(),
    heldMinor: minor().generatedAlwaysAs(sql`funded_minor - rolled_minor - released_minor - refunded_minor`).notNull(),
    fundedAt: instant(),
    since: instant().notNull(),
    step: smallint().notNull(),
    dueAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "milestones_pk", columns: [t.accountId, t.id] }),
    unique("milestones_number_once").on(t.accountId, t.contractId, t.number),
    unique("milestones_currency_pin").on(t.accountId, t.id, t.currency),
    unique("milestones_contract_pin").on(t.accountId, t.id, t.contractId),
    unique("milestones_freeze_pin").on(t.accountId, t.id, t.state, t.heldMinor),
    foreignKey({
      name: "milestones_contract_fk",
      columns: [t.accountId, t.contractId, t.currency],
      foreignColumns: [contracts.accountId, contracts.id, contracts.currency],
    }),
    uniqueIndex("milestones_one_at_work")
      .on(t.accountId, t.contractId)
      .where(sql`${t.state} in ('funded', 'submitted', 'changes_requested', 'release_requested', 'refund_requested')`),
    index("milestones_in_order").on(t.accountId, t.contractId, t.position, t.id),
    index("milestones_due").on(t.dueAt).where(sql`${t.dueAt} is not null`),
    check("milestones_state_known", oneOf(t.state, milestoneStates)),
    check("milestones_title_length", sql`char_length(${t.title}) between 1 and 120`),
    check("milestones_text_length", sql`char_length(${t.description}) <= 5000`),
    check("milestones_amount_positive", sql`${t.amountMinor} > 0`),
    check(
      "milestones_figures",
      sql`least(${t.fundedMinor}, ${t.rolledMinor}, ${t.releasedMinor}, ${t.refundedMinor}, ${t.heldMinor}) >= 0`,
    ),
    check(
      "milestones_held_by_state",
      sql`case when ${t.state} in ('funded', 'submitted', 'changes_requested', 'release_requested', 'refund_requested', 'disputed') then ${t.heldMinor} > 0 when ${t.state} = 'agreed' then true else ${t.heldMinor} = 0 end`,
    ),
    check(
      "milestones_never_without_timer",
      sql`${t.dueAt} is not null or ${t.heldMinor} = 0 or ${t.state} = 'disputed'`,
    ),
    check("milestones_unfunded", sql`${t.state} <> 'agreed' or (${t.releasedMinor} = 0 and ${t.fundedAt} is null)`),
  ],
);

/** One delivery of work, and the note with which changes were asked. A round has one of each at most. */
export const milestoneSubmissions = pgTable(
  "milestone_submissions",
  {
    accountId: accountId(),
    milestoneId: uuid().notNull(),
    round: smallint().notNull(),
    key: uuid().notNull(),
    message: text().notNull(),
    links: text().array().notNull(),
    submittedBy: uuid().notNull(),
    submittedAt: instant().notNull(),
    changesNote: text(),
    changesBy: uuid(),
    changesAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "milestone_submissions_pk", columns: [t.accountId, t.milestoneId, t.round] }),
    unique("milestone_submissions_key_once").on(t.accountId, t.key),
    foreignKey({
      name: "milestone_submissions_fk",
      columns: [t.accountId, t.milestoneId],
      foreignColumns: [milestones.accountId, milestones.id],
    }),
    check("milestone_submissions_message", sql`char_length(${t.message}) between 1 and 5000`),
    check("milestone_submissions_links", sql`cardinality(${t.links}) <= 10`),
    check("milestone_submissions_note", sql`char_length(${t.changesNote}) between 1 and 5000`),
    check("milestone_submissions_answer", sql`num_nulls(${t.changesNote}, ${t.changesBy}, ${t.changesAt}) in (0, 3)`),
  ],
);

/** A file as part of a submission, pinned as those of requests are: rows are only added. */
export const submissionFiles = pgTable(
  "submission_files",
  {
    accountId: accountId(),
    milestoneId: uuid().notNull(),
    round: smallint().notNull(),
    position: smallint().notNull(),
    fileId: uuid().notNull(),
    ...contentOfFile,
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "submission_files_pk", columns: [t.accountId, t.milestoneId, t.round, t.position] }),
    unique("submission_files_once").on(t.accountId, t.milestoneId, t.round, t.fileId),
    foreignKey({
      name: "submission_files_submission_fk",
      columns: [t.accountId, t.milestoneId, t.round],
      foreignColumns: [milestoneSubmissions.accountId, milestoneSubmissions.milestoneId, milestoneSubmissions.round],
    }),
    foreignKey({
      name: "submission_files_content_fk",
      columns: [t.accountId, t.fileId, t.fileState, t.name, t.mediaType, t.sizeBytes, t.sha256],
      foreignColumns: [
        files.accountId,
        files.id,
        files.state,
        files.name,
        files.mediaType,
        files.sizeBytes,
        files.sha256,
      ],
    }),
    index("submission_files_by_file").on(t.accountId, t.fileId),
    check("submission_files_attached", sql`${t.fileState} = 'attached'`),
    check("submission_files_ten", sql`${t.position} between 1 and 10`),
  ],
);

/** What the list of milestones shall become; amounts in minor units as text, `id` null for a new one. */
export type ProposedMilestone = {
  id: string | null;
  title: string;
  description: string;
  amountMinor: string;
  dueDate: string | null;
};

/**
 * A proposal to change what was agreed: the whole list as it shall be, in order. `seen` is a fingerprint of the list it
 * was made from; one that changed meanwhile cannot be accepted. One is open at a time.
 */
export const milestoneProposals = pgTable(
  "milestone_proposals",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    contractId: uuid().notNull(),
    side: text({ enum: contractSides }).notNull(),
    target: jsonb().$type<ProposedMilestone[]>().notNull(),
    seen: text().notNull(),
    note: text(),
    state: text({ enum: proposalStates }).notNull(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
    lapsesAt: instant().notNull(),
    answeredBy: uuid(),
    answeredAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "milestone_proposals_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "milestone_proposals_contract_fk",
      columns: [t.accountId, t.contractId],
      foreignColumns: [contracts.accountId, contracts.id],
    }),
    uniqueIndex("milestone_proposals_one_open").on(t.accountId, t.contractId).where(sql`${t.state} = 'open'`),
    index("milestone_proposals_due").on(t.lapsesAt).where(sql`${t.state} = 'open'`),
    check("milestone_proposals_state_known", oneOf(t.state, proposalStates)),
    check("milestone_proposals_side_known", oneOf(t.side, contractSides)),
    check("milestone_proposals_note", sql`char_length(${t.note}) between 1 and 1000`),
    check("milestone_proposals_answered", sql`(${t.state} = 'open') = (${t.answeredAt} is null)`),
  ],
);

/** The client asks for what is held; the milestone carries the 7 days. */
export const escrowRefundRequests = pgTable(
  "escrow_refund_requests",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    milestoneId: uuid().notNull(),
    reason: text().notNull(),
    amountMinor: minor().notNull(),
    requestedBy: uuid(),
    requestedAt: instant().notNull(),
    answer: text({ enum: refundAnswers }),
    answeredBy: uuid(),
    answeredAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "escrow_refund_requests_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "escrow_refund_requests_fk",
      columns: [t.accountId, t.milestoneId],
      foreignColumns: [milestones.accountId, milestones.id],
    }),
    uniqueIndex("escrow_refund_requests_one_open").on(t.accountId, t.milestoneId).where(sql`${t.answer} is null`),
    check("escrow_refund_requests_amount", sql`${t.amountMinor} > 0`),
    check("escrow_refund_requests_reason", sql`char_length(${t.reason}) between 1 and 1000`),
    check("escrow_refund_requests_answer", oneOf(t.answer, refundAnswers)),
    check("escrow_refund_requests_answered", sql`(${t.answer} is null) = (${t.answeredAt} is null)`),
  ],
);

/**
 * A dispute over what is held by one milestone; it freezes that milestone and nothing else (§11.6). `since`, `step` and
 * `dueAt` are its timers, as on the milestone. `formerState` is where the milestone goes back to after a withdrawal.
 *
 * While it is open a deferred foreign key on `frozenState` and `frozenMinor` holds the milestone at `disputed` and at what
 * it held, whoever writes: only a deed that closes the dispute moves the money (migration 0021).
 */
export const escrowDisputes = pgTable(
  "escrow_disputes",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    milestoneId: uuid().notNull(),
    contractId: uuid().notNull(),
    origin: text({ enum: disputeOrigins }).notNull(),
    formerState: text({ enum: milestoneStates }).notNull(),
    state: text({ enum: disputeStates }).notNull(),
    description: text().notNull(),
    /** what is disputed; unknown of those that were closed before it was written down */
    heldMinor: minor(),
    openedBy: uuid().notNull(),
    openedAt: instant().notNull(),
    clientEvidence: text(),
    clientAnsweredAt: instant(),
    mediationAt: instant(),
    clientFiledAt: instant(),
    talentFiledAt: instant(),
    since: instant().notNull(),
    step: smallint().notNull(),
    dueAt: instant(),
    closedAt: instant(),
    frozenState: text().generatedAlwaysAs(sql`case when closed_at is null then 'disputed' end`),
    frozenMinor: minor().generatedAlwaysAs(sql`case when closed_at is null then held_minor end`),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "escrow_disputes_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "escrow_disputes_milestone_fk",
      columns: [t.accountId, t.milestoneId, t.contractId],
      foreignColumns: [milestones.accountId, milestones.id, milestones.contractId],
    }),
    uniqueIndex("escrow_disputes_one_open").on(t.accountId, t.milestoneId).where(sql`${t.closedAt} is null`),
    index("escrow_disputes_by_milestone").on(t.accountId, t.milestoneId),
    index("escrow_disputes_by_contract").on(t.accountId, t.contractId, t.openedAt, t.id),
    index("escrow_disputes_due").on(t.dueAt).where(sql`${t.dueAt} is not null`),
    check("escrow_disputes_origin_known", oneOf(t.origin, disputeOrigins)),
    check("escrow_disputes_state_known", oneOf(t.state, disputeStates)),
    check("escrow_disputes_description", sql`char_length(${t.description}) between 1 and 5000`),
    check("escrow_disputes_held", sql`${t.heldMinor} is not null or ${t.closedAt} is not null`),
    check("escrow_disputes_evidence", sql`char_length(${t.clientEvidence}) between 1 and 5000`),
    check(
      "escrow_disputes_timer_or_end",
      sql`(${t.closedAt} is null) = (${t.dueAt} is not null) and (${t.closedAt} is null) = (${t.state} not in ('closed', 'withdrawn'))`,
    ),
  ],
);

/** How a mediator proposes to share what is held; both sides answer, silence is no. */
export const disputeSettlements = pgTable(
  "dispute_settlements",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    disputeId: uuid().notNull(),
    state: text({ enum: settlementStates }).notNull(),
    releaseMinor: minor().notNull(),
    refundMinor: minor().notNull(),
    note: text().notNull(),
    mediatorId: uuid().notNull(),
    proposedAt: instant().notNull(),
    answerBy: instant().notNull(),
    clientAcceptedAt: instant(),
    talentAcceptedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "dispute_settlements_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "dispute_settlements_dispute_fk",
      columns: [t.accountId, t.disputeId],
      foreignColumns: [escrowDisputes.accountId, escrowDisputes.id],
    }),
    foreignKey({ name: "dispute_settlements_mediator_fk", columns: [t.mediatorId], foreignColumns: [users.id] }),
    uniqueIndex("dispute_settlements_one_open")
      .on(t.accountId, t.disputeId)
      .where(sql`${t.state} in ('open', 'agreed')`),
    check("dispute_settlements_state_known", oneOf(t.state, settlementStates)),
    check("dispute_settlements_shares", sql`least(${t.releaseMinor}, ${t.refundMinor}) >= 0`),
    check("dispute_settlements_note", sql`char_length(${t.note}) between 1 and 5000`),
    check(
      "dispute_settlements_both_accepted",
      sql`${t.state} not in ('agreed', 'executed') or num_nulls(${t.clientAcceptedAt}, ${t.talentAcceptedAt}) = 0`,
    ),
  ],
);

/**
 * What a freelancer earned: a release or a bonus. It is pending until `availableAt`, five days later (§11.4); `movedAt` is
 * when it became available. `refundedMinor` of it went back to the company since, `leftMinor` is what is left (§12.5); what
 * is refunded whole while it is pending never becomes available.
 */
export const earnings = pgTable(
  "earnings",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    talentUserId: uuid().notNull(),
    contractId: uuid().notNull(),
    milestoneId: uuid(),
    kind: text({ enum: earningKinds }).notNull(),
    currency: char({ length: 3 }).notNull(),
    amountMinor: minor().notNull(),
    refundedMinor: minor().notNull(),
    leftMinor: minor().generatedAlwaysAs(sql`amount_minor - refunded_minor`).notNull(),
    releasedBy: text({ enum: releasedBy }).notNull(),
    note: text(),
    earnedAt: instant().notNull(),
    availableAt: instant().notNull(),
    movedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "earnings_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "earnings_contract_fk",
      columns: [t.accountId, t.contractId, t.currency],
      foreignColumns: [contracts.accountId, contracts.id, contracts.currency],
    }),
    foreignKey({
      name: "earnings_milestone_fk",
      columns: [t.accountId, t.milestoneId, t.contractId],
      foreignColumns: [milestones.accountId, milestones.id, milestones.contractId],
    }),
    foreignKey({ name: "earnings_talent_fk", columns: [t.talentUserId], foreignColumns: [users.id] }),
    index("earnings_due").on(t.availableAt).where(sql`${t.movedAt} is null and ${t.leftMinor} > 0`),
    index("earnings_by_talent").on(t.talentUserId, t.earnedAt, t.id),
    index("earnings_by_contract").on(t.accountId, t.contractId, t.earnedAt, t.id),
    check("earnings_kind_known", oneOf(t.kind, earningKinds)),
    check("earnings_amount_positive", sql`${t.amountMinor} > 0`),
    check("earnings_refunded", sql`${t.refundedMinor} between 0 and ${t.amountMinor}`),
    check("earnings_of_milestone", sql`(${t.kind} = 'release') = (${t.milestoneId} is not null)`),
    check("earnings_five_days", sql`${t.availableAt} >= ${t.earnedAt} and ${t.movedAt} >= ${t.availableAt}`),
    check("earnings_released_by_known", oneOf(t.releasedBy, releasedBy)),
  ],
);

/**
 * The client asks the freelancer for money that was paid on a contract (§12.5). Nobody has to give it: the freelancer pays,
 * declines or lets it lapse at `lapsesAt`; the client may withdraw it. One is open at a time. `note`: why it was declined.
 */
export const refundAsks = pgTable(
  "refund_asks",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    contractId: uuid().notNull(),
    currency: char({ length: 3 }).notNull(),
    amountMinor: minor().notNull(),
    reason: text().notNull(),
    state: text({ enum: askStates }).notNull(),
    askedBy: uuid().notNull(),
    askedAt: instant().notNull(),
    lapsesAt: instant().notNull(),
    note: text(),
    answeredBy: uuid(),
    answeredAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "refund_asks_pk", columns: [t.accountId, t.id] }),
    unique("refund_asks_contract_pin").on(t.accountId, t.id, t.contractId),
    foreignKey({
      name: "refund_asks_contract_fk",
      columns: [t.accountId, t.contractId, t.currency],
      foreignColumns: [contracts.accountId, contracts.id, contracts.currency],
    }),
    foreignKey({ name: "refund_asks_asked_by_fk", columns: [t.askedBy], foreignColumns: [users.id] }),
    uniqueIndex("refund_asks_one_open").on(t.accountId, t.contractId).where(sql`${t.state} = 'open'`),
    index("refund_asks_by_contract").on(t.accountId, t.contractId, t.askedAt, t.id),
    index("refund_asks_due").on(t.lapsesAt).where(sql`${t.state} = 'open'`),
    check("refund_asks_state_known", oneOf(t.state, askStates)),
    check("refund_asks_amount", sql`${t.amountMinor} > 0`),
    check("refund_asks_reason", sql`char_length(${t.reason}) between 1 and 1000`),
    check("refund_asks_note", sql`char_length(${t.note}) between 1 and 1000`),
    check("refund_asks_answered", sql`(${t.state} = 'open') = (${t.answeredAt} is null)`),
    check("refund_asks_declined_with_reason", sql`(${t.state} = 'declined') = (${t.note} is not null)`),
  ],
);

/**
 * Money that a freelancer gave back of what a contract paid (§12.5). Final: rows are only added. Its earnings say how much
 * of each it took. `askId`: the request it answers.
 */
export const refunds = pgTable(
  "refunds",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    contractId: uuid().notNull(),
    currency: char({ length: 3 }).notNull(),
    amountMinor: minor().notNull(),
    reason: text().notNull(),
    askId: uuid(),
    refundedBy: uuid().notNull(),
    refundedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "refunds_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "refunds_contract_fk",
      columns: [t.accountId, t.contractId, t.currency],
      foreignColumns: [contracts.accountId, contracts.id, contracts.currency],
    }),
    foreignKey({
      name: "refunds_ask_fk",
      columns: [t.accountId, t.askId, t.contractId],
      foreignColumns: [refundAsks.accountId, refundAsks.id, refundAsks.contractId],
    }),
    foreignKey({ name: "refunds_by_fk", columns: [t.refundedBy], foreignColumns: [users.id] }),
    uniqueIndex("refunds_ask_once").on(t.accountId, t.askId).where(sql`${t.askId} is not null`),
    index("refunds_by_contract").on(t.accountId, t.contractId, t.refundedAt, t.id),
    check("refunds_amount", sql`${t.amountMinor} > 0`),
    check("refunds_reason", sql`char_length(${t.reason}) between 1 and 1000`),
  ],
);
