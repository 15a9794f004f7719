import "server-only";
import type { Sql, TransactionSql } from "postgres";
import { v7 as uuidv7 } from "uuid";
import { bindTransaction, type Db, pool } from "@/db/client";
import type { Actor } from "./actor";
import { appendEvent } from "./audit/append-event";
import type { AuditEntry } from "./audit/payload";
import { domainNow } from "./clock";
import { ForbiddenError, isTransient } from "./errors";

/** What a query needs: who asks, the open transaction, and the one instant of this deed. */
export type ReadCtx<A extends Actor = Actor> = { actor: A; db: Db; now: Date; accountId: string };

/** Whose view a part of a statement is about; every `ReadCtx` is one. */
export type Reader = { accountId: string; actor: { userId: string | null } };

/** What a verb needs besides: the id of the event that every touched row carries, and the lines of that event so far. */
export type Ctx<A extends Actor = Actor> = ReadCtx<A> & { auditId: string; entries: AuditEntry[] };

/** Seeds, replays and tests bring their own instant or pool; everybody else takes the clock's and the process's. */
export type DoorOptions = { now?: Date; sql?: Sql };

const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * The door for reading: one read-only transaction in the actor's reach. A page loads everything in one block.
 * Nothing can be written through it, whatever the code does.
 */
export async function readAs<A extends Actor, T>(
  actor: A,
  fn: (ctx: ReadCtx<A>) => Promise<T>,
  options: DoorOptions = {},
): Promise<T> {
  const read = async (tx: TransactionSql) => {
    const now = await enter(tx, actor, null, options.now);
    return fn({ actor, db: bindTransaction(tx), now, accountId: actor.accountId ?? nobody });
  };
  return (await (options.sql ?? pool()).begin("read only", read)) as T;
}

/**
 * The door for changing: one transaction around one verb. The audit event is appended last; a returned refusal
 * (`{ ok: false }`) undoes whatever the verb had written. Deadlocks and lock time-outs are tried again, up to five times.
 * @throws ForbiddenError for an actor without a company; whatever the verb throws.
 */
export async function writeAs<A extends Actor, T>(
  actor: A,
  fn: (ctx: Ctx<A>) => Promise<T>,
  options: DoorOptions = {},
): Promise<T> {
  const accountId = actor.accountId;
  if (!accountId) throw new ForbiddenError("change anything outside a company");
  const write = async (tx: TransactionSql) => {
    const auditId = uuidv7();
    const now = await enter(tx, actor, auditId, options.now);
    const ctx: Ctx<A> = { actor, db: bindTransaction(tx), now, accountId, auditId, entries: [] };
    const result = await fn(ctx);
    if (isRefusal(result)) throw new RolledBack(result);
    if (ctx.entries.length > 0) await appendEvent(ctx);
    return result;
  };
  for (let attempt = 1; ; attempt++) {
    try {
      return (await (options.sql ?? pool()).begin(write)) as T;
    } catch (error) {
      if (error instanceof RolledBack) return error.result as T;
      if (attempt === 5 || !isTransient(error)) throw error;
      await new Promise((done) => setTimeout(done, Math.random() * 20 * 2 ** attempt));
    }
  }
}

/** Carries a refusal out of a transaction that must not commit. */
class RolledBack extends Error {
  constructor(readonly result: unknown) {
    super("refused");
  }
}

function isRefusal(result: unknown): boolean {
  return typeof result === "object" && result !== null && "ok" in result && result.ok === false;
}

/** Sets the row-security context and learns the domain time, in the same round trip as BEGIN. */
async function enter(tx: TransactionSql, actor: Actor, auditId: string | null, given?: Date): Promise<Date> {
  const scope = actor.kind === "plan" || actor.kind === "talent" ? actor.kind : "";
  const [row] = await tx<{ offset: string }[]>`
    select (select offset_ms from demo_clock where id = 1) as offset
    from app.enter(${actor.accountId}::uuid, ${actor.userId}::uuid, ${auditId}::uuid, ${scope})`;
  return given ?? domainNow(Number(row?.offset ?? 0));
}
