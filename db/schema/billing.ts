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
import { billingModes, invoiceKinds, moveKinds, moveStates, payoutStates, receiptKinds } from "../enums";
import { users } from "./accounts";
import { accountId, auditId, instant, oneOf } from "./columns";
import { files } from "./files";
import { contracts } from "./offers";
import { purchaseOrders } from "./orders";

const minor = () => bigint({ mode: "bigint" });

/**
 * How a company pays: `on_terms` draws on its credit line and gets one invoice a month, `charged` pays from what it
 * deposited. A credit limit of null is no cap. One row per account; its lock orders the deeds that move its money.
 */
export const companyBilling = pgTable(
  "company_billing",
  {
    accountId: accountId(),
    mode: text({ enum: billingModes }).notNull(),
    creditLimitMinor: minor(),
    termsDays: smallint().notNull(),
    /** the first instant of the month (UTC) after the last one that was looked at; null where nothing is drawn yet */
    invoiceAt: instant(),
    /** the first instant of the day (UTC) on which the age of what is owed is looked at next; null where no invoice is due */
    collectAt: instant(),
    /** the due day of the oldest unpaid invoice of which finance was told last; null where the last look found none */
    pastDueSince: date({ mode: "string" }),
    /** pays no client fee; the money move of kind `fee_exemption` that made it so says who and why */
    feeExempt: boolean().notNull().default(false),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "company_billing_pk", columns: [t.accountId] }),
    index("company_billing_due").on(t.invoiceAt).where(sql`${t.invoiceAt} is not null`),
    index("company_billing_collect").on(t.collectAt).where(sql`${t.collectAt} is not null`),
    check("company_billing_mode_known", oneOf(t.mode, billingModes)),
    check("company_billing_limit", sql`${t.creditLimitMinor} >= 0`),
    check("company_billing_terms", sql`${t.termsDays} between 1 and 90`),
  ],
);

/**
 * A company blocked for debt, from when to when (§13.3). One is open at most. The reasons are those of staff, for staff;
 * the clock gives none.
 */
export const companySuspensions = pgTable(
  "company_suspensions",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    startedAt: instant().notNull(),
    startedBy: uuid(),
    reason: text(),
    endedAt: instant(),
    endedBy: uuid(),
    endReason: text(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "company_suspensions_pk", columns: [t.accountId, t.id] }),
    foreignKey({ name: "company_suspensions_starter_fk", columns: [t.startedBy], foreignColumns: [users.id] }),
    foreignKey({ name: "company_suspensions_ender_fk", columns: [t.endedBy], foreignColumns: [users.id] }),
    index("company_suspensions_open").on(t.startedAt, t.id).where(sql`${t.endedAt} is null`),
    uniqueIndex("company_suspensions_one_open").on(t.accountId).where(sql`${t.endedAt} is null`),
    check("company_suspensions_order", sql`${t.endedAt} >= ${t.startedAt}`),
    check("company_suspensions_reason", sql`char_length(${t.reason}) between 1 and 1000`),
    check("company_suspensions_end_reason", sql`char_length(${t.endReason}) between 1 and 1000`),
  ],
);

/**
 * A money move that two people make: proposed by one, confirmed or refused by another, lapsed after five business days.
 * The ledger moves on confirmation only. A payment's reference counts once (I26). `talentMinor` is what goes to the
 * freelancer, `companyMinor` what goes to the company, into its balance or, as a return, out of it. A fee exemption moves
 * nothing by itself: `source` says whether the company is `exempt` from then on or `charged` again.
 */
export const moneyMoves = pgTable(
  "money_moves",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    kind: text({ enum: moveKinds }).notNull(),
    state: text({ enum: moveStates }).notNull(),
    currency: char({ length: 3 }).notNull(),
    companyMinor: minor().notNull(),
    talentMinor: minor().notNull(),
    /** the dispute, or the freelancer who is paid out */
    subjectId: uuid(),
    source: text(),
    externalRef: text(),
    /** The reference without blanks, in lower case: a bank's reference is the same however it is typed. */
    referenceKey: text().generatedAlwaysAs(sql`lower(regexp_replace(external_ref, '\\s', '', 'g'))`),
    receivedOn: date({ mode: "string" }),
    fileName: text(),
    /** the payment's own receipt, where one was uploaded with it */
    fileId: uuid(),
    reason: text().notNull(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
    decidedBy: uuid(),
    decidedAt: instant(),
    refusal: text(),
    since: instant().notNull(),
    step: smallint().notNull(),
    dueAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "money_moves_pk", columns: [t.accountId, t.id] }),
    foreignKey({ name: "money_moves_proposer_fk", columns: [t.proposedBy], foreignColumns: [users.id] }),
    foreignKey({ name: "money_moves_decider_fk", columns: [t.decidedBy], foreignColumns: [users.id] }),
    foreignKey({
      name: "money_moves_file_fk",
      columns: [t.accountId, t.fileId],
      foreignColumns: [files.accountId, files.id],
    }),
    index("money_moves_by_subject").on(t.accountId, t.subjectId, t.id).where(sql`${t.subjectId} is not null`),
    index("money_moves_to_talent").on(t.subjectId, t.id).where(sql`${t.kind} = 'payout'`),
    index("money_moves_newest").on(t.accountId, t.kind, t.id),
    uniqueIndex("money_moves_reference_once")
      .on(t.accountId, t.source, t.referenceKey)
      .where(sql`${t.state} in ('proposed', 'confirmed')`),
    uniqueIndex("money_moves_one_waiting")
      .on(t.accountId, t.subjectId)
      .where(sql`${t.state} = 'proposed' and ${t.subjectId} is not null`),
    index("money_moves_due").on(t.dueAt).where(sql`${t.dueAt} is not null`),
    index("money_moves_waiting").on(t.accountId, t.proposedAt, t.id).where(sql`${t.state} = 'proposed'`),
    check("money_moves_kind_known", oneOf(t.kind, moveKinds)),
    check("money_moves_state_known", oneOf(t.state, moveStates)),
    check("money_moves_four_eyes", sql`${t.decidedBy} <> ${t.proposedBy}`),
    check(
      "money_moves_decided",
      sql`(${t.state} = 'proposed') = (${t.decidedAt} is null) and (${t.state} in ('confirmed', 'refused')) = (${t.decidedBy} is not null) and (${t.state} = 'proposed') = (${t.dueAt} is not null)`,
    ),
    check(
      "money_moves_amounts",
      sql`least(${t.companyMinor}, ${t.talentMinor}) >= 0 and (${t.kind} = 'fee_exemption') = (${t.companyMinor} + ${t.talentMinor} = 0)`,
    ),
    check(
      "money_moves_wire",
      sql`${t.kind} <> 'wire' or (num_nulls(${t.source}, ${t.externalRef}, ${t.receivedOn}) = 0 and ${t.talentMinor} = 0)`,
    ),
    check(
      "money_moves_company_return",
      sql`${t.kind} <> 'company_return' or (num_nulls(${t.source}, ${t.externalRef}) = 0 and ${t.talentMinor} = 0)`,
    ),
    check(
      "money_moves_subject",
      sql`(${t.kind} in ('wire', 'company_return', 'fee_exemption')) = (${t.subjectId} is null)`,
    ),
    check(
      "money_moves_fee_exemption",
      sql`${t.kind} <> 'fee_exemption' or coalesce(${t.source}, '') in ('exempt', 'charged')`,
    ),
    check("money_moves_reason", sql`char_length(${t.reason}) between 1 and 1000`),
    check("money_moves_reference", sql`char_length(${t.externalRef}) between 1 and 80`),
  ],
);

/**
 * A freelancer asks for available earnings (§11.4). Open, it waits for payment operations and is told of again each business
 * day; recorded, it waits for the second person of its money move and is open again when that is refused or lapses.
 */
export const payoutRequests = pgTable(
  "payout_requests",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    talentUserId: uuid().notNull(),
    currency: char({ length: 3 }).notNull(),
    amountMinor: minor().notNull(),
    state: text({ enum: payoutStates }).notNull(),
    askedAt: instant().notNull(),
    /** what staff recorded for it; none while it is open */
    moveId: uuid(),
    /** why it was declined, as the freelancer reads it */
    reason: text(),
    since: instant().notNull(),
    step: smallint().notNull(),
    dueAt: instant(),
    closedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "payout_requests_pk", columns: [t.accountId, t.id] }),
    unique("payout_requests_move_once").on(t.accountId, t.moveId),
    foreignKey({ name: "payout_requests_talent_fk", columns: [t.talentUserId], foreignColumns: [users.id] }),
    foreignKey({
      name: "payout_requests_move_fk",
      columns: [t.accountId, t.moveId],
      foreignColumns: [moneyMoves.accountId, moneyMoves.id],
    }),
    uniqueIndex("payout_requests_one_at_work")
      .on(t.accountId, t.talentUserId)
      .where(sql`${t.state} in ('open', 'recorded')`),
    index("payout_requests_by_talent").on(t.talentUserId, t.id),
    index("payout_requests_waiting").on(t.askedAt, t.id).where(sql`${t.state} = 'open'`),
    index("payout_requests_due").on(t.dueAt).where(sql`${t.dueAt} is not null`),
    check("payout_requests_state_known", oneOf(t.state, payoutStates)),
    check("payout_requests_amount_positive", sql`${t.amountMinor} > 0`),
    check("payout_requests_timer", sql`(${t.state} = 'open') = (${t.dueAt} is not null)`),
    check("payout_requests_recorded", sql`(${t.state} in ('recorded', 'paid')) = (${t.moveId} is not null)`),
    check(
      "payout_requests_closed",
      sql`(${t.state} in ('paid', 'declined', 'withdrawn')) = (${t.closedAt} is not null)`,
    ),
    check(
      "payout_requests_reason",
      sql`(${t.state} = 'declined') = (${t.reason} is not null) and char_length(${t.reason}) between 1 and 1000`,
    ),
  ],
);

/** The receipt of one movement of a company's money; numbered without gaps per company and year. Rows are only added. */
export const receipts = pgTable(
  "receipts",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    year: smallint().notNull(),
    number: integer().notNull(),
    previous: integer(),
    kind: text({ enum: receiptKinds }).notNull(),
    contractId: uuid(),
    milestoneId: uuid(),
    orderId: uuid(),
    orderNumber: text(),
    moveId: uuid(),
    /** the receipt of what a fee was charged on, or was returned with */
    feeOf: uuid(),
    title: text().notNull(),
    method: text({ enum: ["balance", "terms", "wire"] }).notNull(),
    currency: char({ length: 3 }).notNull(),
    amountMinor: minor().notNull(),
    issuedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "receipts_pk", columns: [t.accountId, t.id] }),
    unique("receipts_number_once").on(t.accountId, t.year, t.number),
    foreignKey({
      name: "receipts_previous_fk",
      columns: [t.accountId, t.year, t.previous],
      foreignColumns: [t.accountId, t.year, t.number],
    }),
    foreignKey({
      name: "receipts_contract_fk",
      columns: [t.accountId, t.contractId],
      foreignColumns: [contracts.accountId, contracts.id],
    }),
    foreignKey({
      name: "receipts_order_fk",
      columns: [t.accountId, t.orderId],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id],
    }),
    foreignKey({
      name: "receipts_move_fk",
      columns: [t.accountId, t.moveId],
      foreignColumns: [moneyMoves.accountId, moneyMoves.id],
    }),
    foreignKey({
      name: "receipts_fee_of_fk",
      columns: [t.accountId, t.feeOf],
      foreignColumns: [t.accountId, t.id],
    }),
    uniqueIndex("receipts_one_fee").on(t.accountId, t.feeOf).where(sql`${t.kind} = 'fee'`),
    index("receipts_newest").on(t.accountId, t.issuedAt, t.id),
    index("receipts_by_contract").on(t.accountId, t.contractId, t.issuedAt, t.id),
    index("receipts_by_order").on(t.accountId, t.orderId, t.issuedAt, t.id).where(sql`${t.orderId} is not null`),
    check("receipts_kind_known", oneOf(t.kind, receiptKinds)),
    check("receipts_method_known", oneOf(t.method, ["balance", "terms", "wire"])),
    check("receipts_no_gap", sql`${t.previous} is not distinct from nullif(${t.number} - 1, 0)`),
    check("receipts_amount_positive", sql`${t.amountMinor} > 0`),
    check("receipts_fee_is_of_another", sql`(${t.kind} in ('fee', 'fee_refund')) = (${t.feeOf} is not null)`),
    check("receipts_payment_has_move", sql`(${t.kind} in ('payment', 'return')) = (${t.moveId} is not null)`),
  ],
);

/** The invoice of one month on terms, or its credit note where more came back than was spent. Never changed. */
export const invoices = pgTable(
  "invoices",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    year: smallint().notNull(),
    number: integer().notNull(),
    previous: integer(),
    kind: text({ enum: invoiceKinds }).notNull(),
    month: char({ length: 7 }).notNull(),
    companyName: text().notNull(),
    currency: char({ length: 3 }).notNull(),
    /** signed: below zero on a credit note */
    totalMinor: minor().notNull(),
    issuedOn: date({ mode: "string" }).notNull(),
    dueOn: date({ mode: "string" }).notNull(),
    issuedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "invoices_pk", columns: [t.accountId, t.id] }),
    unique("invoices_number_once").on(t.accountId, t.year, t.number),
    unique("invoices_month_once").on(t.accountId, t.month),
    foreignKey({
      name: "invoices_previous_fk",
      columns: [t.accountId, t.year, t.previous],
      foreignColumns: [t.accountId, t.year, t.number],
    }),
    index("invoices_newest").on(t.accountId, t.issuedOn, t.id),
    check("invoices_kind_known", oneOf(t.kind, invoiceKinds)),
    check("invoices_no_gap", sql`${t.previous} is not distinct from nullif(${t.number} - 1, 0)`),
    check("invoices_sign", sql`(${t.kind} = 'credit_note') = (${t.totalMinor} < 0)`),
    check("invoices_due", sql`${t.dueOn} >= ${t.issuedOn}`),
  ],
);

/** One line of an invoice: one movement, once (a refund below zero), with the purchase order it ran on. */
export const invoiceLines = pgTable(
  "invoice_lines",
  {
    accountId: accountId(),
    invoiceId: uuid().notNull(),
    position: integer().notNull(),
    receiptId: uuid().notNull(),
    /** signed minor units of the invoice's currency */
    amountMinor: minor().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "invoice_lines_pk", columns: [t.accountId, t.invoiceId, t.position] }),
    unique("invoice_lines_receipt_once").on(t.accountId, t.receiptId),
    foreignKey({
      name: "invoice_lines_invoice_fk",
      columns: [t.accountId, t.invoiceId],
      foreignColumns: [invoices.accountId, invoices.id],
    }),
    foreignKey({
      name: "invoice_lines_receipt_fk",
      columns: [t.accountId, t.receiptId],
      foreignColumns: [receipts.accountId, receipts.id],
    }),
    check("invoice_lines_amount", sql`${t.amountMinor} <> 0`),
  ],
);
