import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** An instant, always with zone. No default reads a clock: the verb writes `ctx.now`. */
export const instant = () => timestamp({ withTimezone: true, mode: "date" });

/** The account leads every key of a tenant table. */
export const accountId = () => uuid().notNull();

/** The audit event that caused the latest change of this row (reliability.md §4.5). */
export const auditId = () => uuid().notNull();

/** Raw bytes: hashes, sealed payloads, audit payloads. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/**
 * `column in ('a', 'b')` for a check constraint. A Postgres enum cannot serve as an index condition under row-level
 * security, so closed lists are checked text.
 */
export function oneOf(column: AnyColumn, values: readonly string[]): SQL {
  return sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`;
}
