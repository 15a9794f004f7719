import "server-only";
import { sql } from "drizzle-orm";
import { auditHeads } from "@/db/schema";
import { statement } from "@/db/statement";
import { wallNow } from "../clock";
import type { Ctx } from "../ctx";
import { encodeDeed, firstHash } from "./payload";

/**
 * Appends the event of this deed to the account's chain. Called last by `writeAs`, and one statement: lock the head,
 * insert event and lines, advance the head. So the lock that every deed of a company shares is held for one round trip.
 * The primary key refuses a fork even if the lock were forgotten.
 */
export async function appendEvent(ctx: Ctx): Promise<void> {
  const deed = deedOf(ctx);
  if ((await append(ctx.db, deed)).length === 1) return;
  await ctx.db.insert(auditHeads).values({ accountId: ctx.accountId, seq: 0, hash: firstHash }).onConflictDoNothing();
  if ((await append(ctx.db, deed)).length !== 1) throw new Error("The audit chain of this company has no head.");
}

function deedOf(ctx: Ctx): Deed {
  const { accountId, auditId, actor, entries } = ctx;
  const at = ctx.now.toISOString();
  const payload = encodeDeed({
    accountId,
    id: auditId,
    occurredAt: ctx.now,
    actorKind: actor.kind,
    actorId: actor.userId,
    via: actor.via,
    entries,
  });
  const lines = JSON.stringify(
    entries.map((entry, position) => ({
      position,
      action: entry.action,
      kind: entry.subjectKind,
      id: entry.subjectId,
      data: entry.data,
    })),
  );
  const { kind: actorKind, userId: actorId, via } = actor;
  return { accountId, auditId, at, recordedAt: wallNow().toISOString(), actorKind, actorId, via, payload, lines };
}

type Deed = {
  accountId: string;
  auditId: string;
  at: string;
  recordedAt: string;
  actorKind: string;
  actorId: string | null;
  via: string;
  payload: Uint8Array;
  lines: string;
};

const append = statement((db, given: Deed) => {
  const { accountId, auditId, at, payload } = given;
  return db.execute(sql`
    with head as materialized (
      select account_id, seq, hash from audit_heads where account_id = ${accountId} for update
    ), event as (
      insert into audit_events (account_id, seq, prev_seq, id, occurred_at, recorded_at, actor_kind, actor_id, via, payload, prev_hash, hash)
      select h.account_id, h.seq + 1, nullif(h.seq, 0), ${auditId}::uuid, ${at}::timestamptz, ${given.recordedAt}::timestamptz,
        ${given.actorKind}, ${given.actorId}::uuid, ${given.via}, ${payload}::bytea, h.hash, sha256(h.hash || ${payload}::bytea)
      from head h
      returning seq, hash
    ), lines as (
      insert into audit_entries (account_id, event_id, position, action, subject_kind, subject_id, occurred_at, data)
      select h.account_id, ${auditId}::uuid, (line->>'position')::integer, line->>'action', line->>'kind', (line->>'id')::uuid, ${at}::timestamptz, line->'data'
      from head h, json_array_elements(${given.lines}::json) line
    )
    update audit_heads a set seq = event.seq, hash = event.hash from event where a.account_id = ${accountId} returning a.seq`);
});
