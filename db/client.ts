import "server-only";
import type { ExtractTablesWithRelations, Query } from "drizzle-orm";
import {
  PgDialect,
  type PgPreparedQuery,
  PgTransaction,
  type PreparedQueryConfig,
  type SelectedFieldsOrdered,
} from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT, PostgresJsSession } from "drizzle-orm/postgres-js";
import postgres, { type Options, type Sql, type TransactionSql } from "postgres";

type NoSchema = Record<string, never>;

/** A database handle bound to one open transaction. Only the doors in `lib/ctx.ts` make one. */
export type Db = PgTransaction<PostgresJsQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>;

const dialect = new PgDialect({ casing: "snake_case" });

class BoundTransaction extends PgTransaction<PostgresJsQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>> {
  override transaction(): never {
    throw new Error("A verb runs in one transaction; savepoints are not used.");
  }
}

/**
 * Drizzle on top of a transaction that the driver has already begun. Statements are prepared once per connection by
 * their text: the planner's work is then paid once, not per click.
 */
export function bindTransaction(tx: TransactionSql): Db {
  const unsafe: TransactionSql["unsafe"] = (query, params, options) =>
    tx.unsafe(query, params, { ...options, prepare: true });
  return new BoundTransaction(dialect, new PostgresJsSession({ unsafe } as Sql, dialect, undefined), undefined);
}

/** A statement as Drizzle hands it over: its text, the parameters and the columns of the answer. */
export type Composed = { query: Query; fields: SelectedFieldsOrdered | undefined; inArrays: boolean };

/** A handle without a database: it composes statements, and `note` gets each in place of a server. */
export function composingTransaction(note: (composed: Composed) => void): Db {
  return new BoundTransaction(dialect, new ComposingSession(note), undefined);
}

class ComposingSession extends PostgresJsSession<Sql, NoSchema, ExtractTablesWithRelations<NoSchema>> {
  constructor(private readonly note: (composed: Composed) => void) {
    super({} as Sql, dialect, undefined);
  }

  override prepareQuery<T extends PreparedQueryConfig>(
    query: Query,
    fields: SelectedFieldsOrdered | undefined,
    name: string | undefined,
    inArrays: boolean,
  ): PgPreparedQuery<T> {
    this.note({ query, fields, inArrays });
    return super.prepareQuery<T>(query, fields, name, inArrays);
  }
}

/**
 * Opens a pool on `url` as the application's role. Reads and writes travel through `lib/ctx.ts`; this is for the doors,
 * the listed look-ups before a tenant is known, and scripts that bring their own database.
 * @throws when the driver lacks the corrections of decision 001: an unpatched pool can wedge or mix transactions.
 */
export function openPool(url: string, options: Pick<Options<Record<string, never>>, "max" | "debug"> = {}): Sql {
  if ((postgres as { countersignPatch?: string }).countersignPatch !== "a,b,c,d") {
    throw new Error("The database driver is not patched. Run `npm ci`, which applies patches/, and build again.");
  }
  const sql = postgres(url, {
    max: 10,
    ...options,
    prepare: process.env.DATABASE_POOLER !== "transaction",
    idle_timeout: 300,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: "countersign",
      TimeZone: "UTC",
      statement_timeout: 5_000,
      lock_timeout: 2_000,
      idle_in_transaction_session_timeout: 10_000,
    },
  });
  drizzle(sql); // sets the value codecs that Drizzle's columns expect on the shared options
  return sql;
}

const shared = globalThis as { countersignPool?: { url: string; sql: Sql } };

/** The pool of this process, opened on first use. It lives on `globalThis`, so that a reload keeps it. */
export function pool(): Sql {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set. Start with `npm start`, or set it.");
  if (shared.countersignPool?.url !== url) shared.countersignPool = { url, sql: openPool(url) };
  return shared.countersignPool.sql;
}

/** Ends this process's pool; scripts and tests call it last. */
export async function closePool(): Promise<void> {
  const open = shared.countersignPool;
  delete shared.countersignPool;
  await open?.sql.end({ timeout: 5 });
}
