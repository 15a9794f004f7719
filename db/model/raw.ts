import type { Sql, TransactionSql } from "postgres";
import { v7 as uuidv7 } from "uuid";

/** Whose context raw SQL runs in; nulls leave a part of it out. */
export type Context = { account: string | null; user: string | null; scope?: string };

class Nothing extends Error {}

/**
 * Runs raw SQL as whoever `sql` logs in as, in a transaction with the context of a door and, as a well-behaved caller
 * would, with an event of its own at the end: what is refused is refused for its own sake.
 * @returns "done", "nothing" when no row was reached, or what refused it: a constraint, "policy <table>", "denied <table>"
 */
export async function attempt(
  sql: Sql,
  context: Context,
  run: (tx: TransactionSql, auditId: string) => Promise<number>,
  withEvent = true,
): Promise<string> {
  try {
    await sql.begin(async (tx) => {
      const auditId = uuidv7();
      await tx`select app.enter(${context.account}::uuid, ${context.user}::uuid, ${auditId}::uuid, ${context.scope ?? ""})`;
      if ((await run(tx, auditId)) === 0) throw new Nothing();
      if (withEvent && context.account) await appendEvent(tx, context.account, auditId);
    });
    return "done";
  } catch (error) {
    return refusal(error);
  }
}

/** The same inside a transaction of a superuser that was opened for sabotage and will be rolled back. */
export async function attemptWithin(
  tx: TransactionSql,
  role: string,
  context: Context,
  run: (tx: TransactionSql, auditId: string) => Promise<number>,
  withEvent = true,
): Promise<string> {
  try {
    return await tx.savepoint(async (inner) => {
      const auditId = uuidv7();
      await inner.unsafe(`set local role ${role}`);
      await inner`select app.enter(${context.account}::uuid, ${context.user}::uuid, ${auditId}::uuid, ${context.scope ?? ""})`;
      if ((await run(inner, auditId)) === 0) throw new Nothing();
      if (withEvent && context.account) await appendEvent(inner, context.account, auditId);
      await inner`set constraints all immediate`;
      await inner.unsafe("reset role");
      return "done";
    });
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): string {
  if (error instanceof Nothing) return "nothing";
  const {
    code,
    constraint_name: constraint,
    message,
  } = error as { code?: string; constraint_name?: string; message: string };
  if (constraint) return constraint;
  const table = /"([a-z_]+)"$|table ([a-z_]+)$/.exec(message);
  const name = table?.[1] ?? table?.[2] ?? "";
  if (code === "42501") return `${message.includes("row-level security") ? "policy" : "denied"} ${name}`;
  return `${code} ${message}`;
}

/** An honest event at the end of the chain. Raw, so that the application's own writer is not needed to judge it. */
export async function appendEvent(tx: TransactionSql, account: string, auditId: string): Promise<void> {
  const rows = await tx`
    with head as materialized (select * from audit_heads where account_id = ${account} for update),
    event as (
      insert into audit_events (account_id, seq, prev_seq, id, occurred_at, recorded_at, actor_kind, actor_id, via, payload, prev_hash, hash)
      select account_id, seq + 1, seq, ${auditId}, '2026-05-04T09:00Z', '2026-05-04T09:00Z', 'system', null, 'test', '\\x01'::bytea, hash, sha256(hash || '\\x01'::bytea) from head
      returning seq, hash),
    line as (
      insert into audit_entries (account_id, event_id, position, action, subject_kind, subject_id, occurred_at, data)
      select account_id, ${auditId}, 0, 'test.attack', 'account', account_id, '2026-05-04T09:00Z', '{}' from head)
    update audit_heads h set seq = event.seq, hash = event.hash from event where h.account_id = ${account} returning h.seq`;
  if (rows.length !== 1) throw new Error("There was no chain to append to.");
}

/**
 * Adds a row like one that is there, with other values: what a buggy or hostile writer would do. `where` picks the model
 * row; values of `other` are given as JSON.
 * @returns how many rows were added
 */
export async function copyRow(
  tx: TransactionSql,
  table: string,
  where: string,
  other: Record<string, unknown>,
): Promise<number> {
  const [columns] = await tx.unsafe<{ names: string }[]>(
    "select string_agg(quote_ident(attname), ', ') as names from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
    [table],
  );
  const added = await tx.unsafe(
    `insert into ${table} (${columns?.names}) select ${columns?.names} from jsonb_populate_record(null::${table}, (select to_jsonb(t) || $1::text::jsonb from ${table} t where ${where}))`,
    [JSON.stringify(other)],
  );
  return added.count;
}
