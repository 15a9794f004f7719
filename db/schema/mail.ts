import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { outboxStates } from "../enums";
import { accountId, bytes, instant, oneOf } from "./columns";

/**
 * A mail to be handed over, queued in the transaction of the deed that causes it (reliability.md §4.9).
 * `sealedProps`, `sealedHeaders` and `sealedMail` are encrypted, because links and codes in them must not lie in a dump;
 * the mail is rendered and frozen before the first attempt. `runAfter`, leases and attempts run on wall time, `queuedAt` is domain time.
 */
export const mailOutbox = pgTable(
  "mail_outbox",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    kind: text().notNull(),
    dedupeKey: text().notNull(),
    toAddress: text().notNull(),
    sealedProps: bytes().notNull(),
    sealedHeaders: bytes(),
    sealedMail: bytes(),
    state: text({ enum: outboxStates }).notNull(),
    attempts: integer().notNull(),
    queuedAt: instant().notNull(),
    firstAttemptAt: instant(),
    runAfter: instant().notNull(),
    leaseUntil: instant(),
    leaseToken: uuid(),
    sentAt: instant(),
    providerId: text(),
    lastError: text(),
    /** What the provider told later by webhook, each with its own instant, in whatever order it came. */
    deliveredAt: instant(),
    bouncedAt: instant(),
    complainedAt: instant(),
  },
  (t) => [
    primaryKey({ name: "mail_outbox_pk", columns: [t.accountId, t.id] }),
    unique("mail_outbox_dedupe_once").on(t.accountId, t.dedupeKey),
    index("mail_outbox_due").on(t.accountId, t.runAfter, t.id).where(sql`${t.state} in ('ready', 'leased')`),
    index("mail_outbox_due_anywhere").on(t.runAfter, t.accountId).where(sql`${t.state} in ('ready', 'leased')`),
    check("mail_outbox_state_known", oneOf(t.state, outboxStates)),
    check("mail_outbox_lease", sql`(${t.state} = 'leased') = (${t.leaseToken} is not null)`),
  ],
);

/** The default transport: mails land here instead of leaving. Plumbing; the idempotency key works as a provider's would. */
export const mailboxMessages = pgTable(
  "mailbox_messages",
  {
    id: uuid().primaryKey(),
    idempotencyKey: text().notNull().unique("mailbox_messages_once"),
    kind: text().notNull(),
    toAddress: text().notNull(),
    subject: text().notNull(),
    html: text().notNull(),
    text: text().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    at: instant().notNull(),
  },
  (t) => [index("mailbox_messages_newest").on(t.at, t.id), index("mailbox_messages_to").on(t.toAddress, t.at, t.id)],
);
