import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { ledgerSubjects, transferKinds } from "../enums";
import { accountId, auditId, bytes, instant, oneOf } from "./columns";

/**
 * A ledger account: one thing's one pot in one currency. `balance` is debits less credits in minor units and `version`
 * counts the entries; both are repeated by the chain of entries, which the checks and foreign keys hold together.
 * A guarded account never crosses zero on the wrong side (I19). Only `lib/ledger/transfer.ts` writes here.
 */
export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    subjectKind: text({ enum: ledgerSubjects }).notNull(),
    subjectId: uuid().notNull(),
    code: text().notNull(),
    currency: char({ length: 3 }).notNull(),
    guarded: boolean().notNull(),
    normalSide: smallint().notNull(),
    balance: bigint({ mode: "bigint" }).notNull(),
    version: bigint({ mode: "number" }).notNull(),
    /** pins the balance to the latest entry; null before the first */
    lastVersion: bigint({ mode: "number" }).generatedAlwaysAs(sql`nullif(version, 0)`),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "ledger_accounts_pk", columns: [t.accountId, t.id] }),
    unique("ledger_accounts_currency_pin").on(t.accountId, t.id, t.currency),
    unique("ledger_accounts_once").on(t.accountId, t.subjectId, t.code, t.currency),
    check("ledger_accounts_subject_known", oneOf(t.subjectKind, ledgerSubjects)),
    check("ledger_accounts_side", sql`${t.normalSide} in (-1, 1)`),
    check("ledger_accounts_guard", sql`not ${t.guarded} or ${t.balance} * ${t.normalSide} >= 0`),
    check(
      "ledger_accounts_held_money",
      sql`${t.subjectKind} not in ('milestone', 'offer', 'talent') or (${t.guarded} and ${t.normalSide} = 1 and (${t.subjectKind} <> 'milestone' or ${t.code} = 'escrow'))`,
    ),
    check("ledger_accounts_start", sql`${t.version} >= 0 and (${t.version} > 0 or ${t.balance} = 0)`),
  ],
);

/**
 * One movement: one debit and one credit of the same positive amount and currency (I16). Never changed or removed.
 * `subject…` names what it was for (a contract, a request, an offer, a purchase order); `orderId` the purchase order
 * whose stages it moves, null where none is touched. `occurredAt` is when it counts, `createdAt` when it was written.
 */
export const ledgerTransfers = pgTable(
  "ledger_transfers",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    kind: text({ enum: transferKinds }).notNull(),
    idemKey: text().notNull(),
    requestHash: bytes().notNull(),
    currency: char({ length: 3 }).notNull(),
    amount: bigint({ mode: "bigint" }).notNull(),
    debitId: uuid().notNull(),
    debitVersion: bigint({ mode: "number" }).notNull(),
    debitSide: char({ length: 1 }).notNull().default("D"),
    creditId: uuid().notNull(),
    creditVersion: bigint({ mode: "number" }).notNull(),
    creditSide: char({ length: 1 }).notNull().default("C"),
    reverses: uuid(),
    subjectKind: text().notNull(),
    subjectId: uuid().notNull(),
    orderId: uuid(),
    note: text(),
    occurredAt: instant().notNull(),
    createdAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "ledger_transfers_pk", columns: [t.accountId, t.id] }),
    unique("ledger_transfers_key_once").on(t.accountId, t.idemKey),
    unique("ledger_transfers_reversed_once").on(t.accountId, t.reverses),
    unique("ledger_transfers_amount_pin").on(t.accountId, t.id, t.amount),
    foreignKey({
      name: "ledger_transfers_debit_fk",
      columns: [t.accountId, t.debitId, t.currency],
      foreignColumns: [ledgerAccounts.accountId, ledgerAccounts.id, ledgerAccounts.currency],
    }),
    foreignKey({
      name: "ledger_transfers_credit_fk",
      columns: [t.accountId, t.creditId, t.currency],
      foreignColumns: [ledgerAccounts.accountId, ledgerAccounts.id, ledgerAccounts.currency],
    }),
    foreignKey({
      name: "ledger_transfers_reverses_fk",
      columns: [t.accountId, t.reverses, t.amount],
      foreignColumns: [t.accountId, t.id, t.amount],
    }),
    index("ledger_transfers_by_order")
      .on(t.accountId, t.orderId, t.occurredAt, t.id)
      .where(sql`${t.orderId} is not null`),
    index("ledger_transfers_by_subject").on(t.accountId, t.subjectKind, t.subjectId, t.occurredAt, t.id),
    check("ledger_transfers_kind_known", oneOf(t.kind, transferKinds)),
    check("ledger_transfers_amount_positive", sql`${t.amount} > 0`),
    check("ledger_transfers_two_accounts", sql`${t.debitId} <> ${t.creditId}`),
    check("ledger_transfers_sides", sql`${t.debitSide} = 'D' and ${t.creditSide} = 'C'`),
    check("ledger_transfers_note_length", sql`char_length(${t.note}) between 1 and 500`),
  ],
);

/** One side of a transfer in one account's chain: version by version, balance by balance, without a gap (I18). */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    accountId: accountId(),
    ledgerAccountId: uuid().notNull(),
    version: bigint({ mode: "number" }).notNull(),
    prevVersion: bigint({ mode: "number" }),
    side: char({ length: 1 }).notNull(),
    amount: bigint({ mode: "bigint" }).notNull(),
    transferId: uuid().notNull(),
    balanceBefore: bigint({ mode: "bigint" }).notNull(),
    balanceAfter: bigint({ mode: "bigint" }).notNull(),
  },
  (t) => [
    primaryKey({ name: "ledger_entries_pk", columns: [t.accountId, t.ledgerAccountId, t.version] }),
    unique("ledger_entries_side_once").on(t.accountId, t.transferId, t.side),
    unique("ledger_entries_link").on(t.accountId, t.ledgerAccountId, t.version, t.balanceAfter),
    unique("ledger_entries_transfer_pin").on(t.accountId, t.ledgerAccountId, t.version, t.transferId, t.side),
    foreignKey({
      name: "ledger_entries_pot_fk",
      columns: [t.accountId, t.ledgerAccountId],
      foreignColumns: [ledgerAccounts.accountId, ledgerAccounts.id],
    }),
    foreignKey({
      name: "ledger_entries_previous_fk",
      columns: [t.accountId, t.ledgerAccountId, t.prevVersion, t.balanceBefore],
      foreignColumns: [t.accountId, t.ledgerAccountId, t.version, t.balanceAfter],
    }),
    foreignKey({
      name: "ledger_entries_transfer_fk",
      columns: [t.accountId, t.transferId, t.amount],
      foreignColumns: [ledgerTransfers.accountId, ledgerTransfers.id, ledgerTransfers.amount],
    }),
    check("ledger_entries_side_known", sql`${t.side} in ('D', 'C')`),
    check("ledger_entries_no_gap", sql`${t.prevVersion} is not distinct from nullif(${t.version} - 1, 0)`),
    check("ledger_entries_first", sql`${t.version} >= 1 and (${t.version} > 1 or ${t.balanceBefore} = 0)`),
    check(
      "ledger_entries_sum",
      sql`${t.balanceAfter} = ${t.balanceBefore} + case when ${t.side} = 'D' then ${t.amount} else -${t.amount} end`,
    ),
  ],
);
