import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, integer, pgTable, smallint, text, uuid } from "drizzle-orm/pg-core";
import { accounts, users } from "./accounts";
import { bytes, instant } from "./columns";

/** A signed-in browser. Only the hash of the token is stored; times are wall time. `accountId`: the seat in use. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey(),
    tokenHash: bytes().notNull().unique("sessions_token_once"),
    userId: uuid().notNull(),
    accountId: uuid(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    foreignKey({ name: "sessions_user_fk", columns: [t.userId], foreignColumns: [users.id] }),
    foreignKey({ name: "sessions_account_fk", columns: [t.accountId], foreignColumns: [accounts.id] }),
    index("sessions_by_user").on(t.userId),
    index("sessions_expired").on(t.expiresAt),
  ],
);

/** A sign-in that was asked for. Link token, typed code and the asking browser's secret are stored as hashes. */
export const verificationTokens = pgTable(
  "verification_tokens",
  {
    tokenHash: text().primaryKey(),
    identifier: text().notNull(),
    codeHash: text().notNull(),
    browserHash: text().notNull(),
    triesLeft: smallint().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    index("verification_tokens_by_browser").on(t.browserHash),
    index("verification_tokens_expired").on(t.expiresAt),
    check("verification_tokens_tries", sql`${t.triesLeft} >= 0`),
  ],
);

/** Buckets of rate-limiter-flexible, on wall time. Column names are that library's. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text().primaryKey(),
    points: integer().notNull(),
    expire: instant(),
  },
  (t) => [index("rate_limits_expired").on(t.expire)],
);

/** The movable clock of the demo: one row, added to wall time. Stays at zero everywhere else. */
export const demoClock = pgTable(
  "demo_clock",
  {
    id: smallint().primaryKey(),
    offsetMs: bigint({ mode: "number" }).notNull(),
  },
  (t) => [check("demo_clock_one_row", sql`${t.id} = 1 and ${t.offsetMs} >= 0`)],
);
