import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { accountId, bytes, instant } from "./columns";

/**
 * One deed: one row per writing transaction, hash-chained per account (reliability.md §4.5). `payload` holds the exact
 * bytes that were hashed; the other columns and `audit_entries` repeat them for reading, and the verifier compares.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    accountId: accountId(),
    seq: bigint({ mode: "number" }).notNull(),
    prevSeq: bigint({ mode: "number" }),
    id: uuid().notNull(),
    occurredAt: instant().notNull(),
    recordedAt: instant().notNull(),
    actorKind: text().notNull(),
    actorId: uuid(),
    via: text().notNull(),
    payload: bytes().notNull(),
    prevHash: bytes().notNull(),
    hash: bytes().notNull(),
  },
  (t) => [
    primaryKey({ name: "audit_events_pk", columns: [t.accountId, t.seq] }),
    unique("audit_events_id_once").on(t.accountId, t.id),
    unique("audit_events_link").on(t.accountId, t.seq, t.hash),
    foreignKey({
      name: "audit_events_previous_fk",
      columns: [t.accountId, t.prevSeq, t.prevHash],
      foreignColumns: [t.accountId, t.seq, t.hash],
    }),
    check("audit_events_no_gap", sql`${t.prevSeq} is not distinct from nullif(${t.seq} - 1, 0)`),
    check("audit_events_first", sql`${t.seq} > 1 or ${t.prevHash} = decode(repeat('00', 32), 'hex')`),
    check("audit_events_hash", sql`${t.hash} = sha256(${t.prevHash} || ${t.payload})`),
  ],
);

/** What a deed meant for one thing: the lines of its history. Covered by the hash of the event. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    accountId: accountId(),
    eventId: uuid().notNull(),
    position: integer().notNull(),
    action: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: uuid().notNull(),
    occurredAt: instant().notNull(),
    data: jsonb().$type<Record<string, string>>().notNull(),
  },
  (t) => [
    primaryKey({ name: "audit_entries_pk", columns: [t.accountId, t.eventId, t.position] }),
    foreignKey({
      name: "audit_entries_event_fk",
      columns: [t.accountId, t.eventId],
      foreignColumns: [auditEvents.accountId, auditEvents.id],
    }),
    index("audit_entries_by_subject").on(t.accountId, t.subjectKind, t.subjectId, t.occurredAt),
  ],
);

/** Where each account's chain ends; locked while the next event is appended. */
export const auditHeads = pgTable(
  "audit_heads",
  {
    accountId: accountId(),
    seq: bigint({ mode: "number" }).notNull(),
    hash: bytes().notNull(),
  },
  (t) => [primaryKey({ name: "audit_heads_pk", columns: [t.accountId] })],
);
