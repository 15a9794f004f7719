import "server-only";
import { asc, sql } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { accounts } from "@/db/schema";
import type { SystemActor } from "../actor";
import { type ReadCtx, readAs } from "../ctx";
import { type AuditEntry, chainHash, encodeDeed, firstHash } from "./payload";

/** The first thing that is wrong in a company's chain: which row, and what about it. */
export type ChainFault = { row: string; problem: string };

/** What was looked at for one company. `fault` is null when everything holds. */
export type ChainReport = {
  accountId: string;
  slug: string;
  events: number;
  entries: number;
  fault: ChainFault | null;
};

/** Events in memory at a time, whatever the length of the chain. */
const batch = 1_000;

/**
 * Checks the audit chain of every company against its own bytes, in the order of slugs, and hands each report over as
 * soon as it is made (I36, I37). Reads plain rows; of the application it uses the encoding of payloads alone.
 */
export async function* verifyAudit(): AsyncGenerator<ChainReport> {
  const all = await plumbing()
    .select({ id: accounts.id, slug: accounts.slug })
    .from(accounts)
    .orderBy(asc(accounts.slug));
  for (const { id, slug } of all) yield { slug, ...(await verifyAccount(id)) };
}

/** Checks one company. Events appended meanwhile are left to the next run. */
export async function verifyAccount(accountId: string): Promise<Omit<ChainReport, "slug">> {
  const verifier: SystemActor = { kind: "system", accountId, userId: null, job: "verify-audit", via: "cron" };
  const head = await readAs(verifier, findHead);
  const report = { accountId, events: 0, entries: 0, fault: null as ChainFault | null };
  let last: Link = { seq: 0, hash: firstHash };
  while (!report.fault && last.seq < head.seq) {
    const after = last.seq;
    const rows = await readAs(verifier, (ctx) => listEvents(ctx, after, head.seq));
    if (rows.length === 0) break;
    for (const row of rows) {
      report.fault = eventFault(accountId, row, last);
      if (report.fault) break;
      last = { seq: Number(row.seq), hash: row.hash };
      report.events += 1;
      report.entries += row.entries.length;
    }
  }
  report.fault ??= headFault(head, last);
  report.fault ??= await readAs(verifier, findOrphan);
  return report;
}

type Link = { seq: number; hash: Uint8Array };
type Head = Link & { known: boolean; newest: number };

/** Where the chain says it ends and where its events end, seen in one statement. */
async function findHead({ db, accountId }: ReadCtx): Promise<Head> {
  const [row] = await db.execute<{ seq: string | null; hash: Uint8Array | null; newest: string | null }>(sql`
    select h.seq, h.hash, (select max(seq) from audit_events where account_id = ${accountId}) as newest
    from (select 1) one left join audit_heads h on h.account_id = ${accountId}`);
  return {
    known: row?.seq != null,
    seq: Number(row?.seq ?? 0),
    hash: row?.hash ?? firstHash,
    newest: Number(row?.newest ?? 0),
  };
}

type EntryRow = { position: number; action: string; kind: string; subject: string; at: string; data: unknown };
type EventRow = {
  seq: string;
  prev_seq: string | null;
  id: string;
  at: string;
  actor_kind: string;
  actor_id: string | null;
  via: string;
  payload: Uint8Array;
  prev_hash: Uint8Array;
  hash: Uint8Array;
  entries: EntryRow[];
};

/** The next events with their entries. Instants come as text with microseconds, so that no digit is lost on the way. */
async function listEvents({ db, accountId }: ReadCtx, after: number, until: number): Promise<EventRow[]> {
  const stamp = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`);
  const rows = await db.execute<EventRow>(sql`
    select e.seq, e.prev_seq, e.id, ${stamp("e.occurred_at")} as at, e.actor_kind, e.actor_id, e.via, e.payload, e.prev_hash, e.hash,
      coalesce((
        select jsonb_agg(jsonb_build_object('position', n.position, 'action', n.action, 'kind', n.subject_kind, 'subject', n.subject_id,
          'at', ${stamp("n.occurred_at")}, 'data', n.data) order by n.position)
        from audit_entries n where n.account_id = ${accountId} and n.event_id = e.id), '[]') as entries
    from audit_events e
    where e.account_id = ${accountId} and e.seq > ${after} and e.seq <= ${until}
    order by e.seq limit ${batch}`);
  // Raw rows hold jsonb as text here: Drizzle decodes only columns it selected itself.
  return rows.map((row) => ({
    ...row,
    entries: typeof row.entries === "string" ? (JSON.parse(row.entries) as EntryRow[]) : row.entries,
  }));
}

function eventFault(accountId: string, row: EventRow, last: Link): ChainFault | null {
  const seq = Number(row.seq);
  const fault = (problem: string): ChainFault => ({ row: `audit_events ${seq} (${row.id})`, problem });
  if (seq !== last.seq + 1) return { row: `audit_events ${last.seq + 1}`, problem: "is missing" };
  if (Number(row.prev_seq ?? 0) !== last.seq)
    return fault(`says that ${row.prev_seq ?? "nothing"} came before it, not ${last.seq}`);
  if (!same(row.prev_hash, last.hash))
    return fault(seq === 1 ? "does not start a chain" : `does not follow from ${last.seq}: the hashes differ`);
  if (!same(row.hash, chainHash(row.prev_hash, row.payload))) return fault("has other bytes than its hash covers");
  for (const [position, entry] of row.entries.entries()) {
    const about = { row: `audit_entries ${position} of event ${seq} (${row.id})` };
    if (entry.position !== position) return { ...about, problem: "is missing" };
    if (entry.at !== row.at) return { ...about, problem: "has another instant than its event" };
    if (!isTexts(entry.data)) return { ...about, problem: "holds facts that are no texts" };
  }
  if (!row.at.endsWith("000Z")) return fault("has an instant finer than any that was written");
  return same(row.payload, encodeRow(accountId, row))
    ? null
    : fault("or one of its entries was changed: columns and hashed bytes differ");
}

function encodeRow(accountId: string, row: EventRow): Uint8Array {
  const entries = row.entries.map(
    ({ action, kind, subject, data }) => ({ action, subjectKind: kind, subjectId: subject, data }) as AuditEntry,
  );
  return encodeDeed({
    accountId,
    id: row.id,
    occurredAt: new Date(row.at),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    via: row.via,
    entries,
  });
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

function isTexts(data: unknown): data is Record<string, string> {
  return (
    typeof data === "object" &&
    data !== null &&
    !Array.isArray(data) &&
    Object.values(data).every((value) => typeof value === "string")
  );
}

function headFault(head: Head, last: Link): ChainFault | null {
  const row = "audit_heads";
  if (!head.known)
    return head.newest > 0 ? { row, problem: `is missing, though there are ${head.newest} events` } : null;
  if (last.seq < head.seq)
    return {
      row: `audit_events ${last.seq + 1}`,
      problem: `is missing; the chain was cut before its head at ${head.seq}`,
    };
  if (head.newest > head.seq)
    return { row, problem: `stands at ${head.seq}, but there are events up to ${head.newest}` };
  return same(head.hash, last.hash) ? null : { row, problem: `has another hash than event ${last.seq}` };
}

/**
 * A row that names an event which is not there: an entry, or a row of any table that carries `audit_id`. So a tail that
 * was cut together with its head is found as long as one thing it caused still stands.
 */
async function findOrphan({ db, accountId }: ReadCtx): Promise<ChainFault | null> {
  // Whole tables are walked here, which no click does.
  await db.execute(sql`set local statement_timeout = '10min'`);
  const tables = await db.execute<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'audit_id' order by table_name`);
  const pointers = [
    { name: "audit_entries", column: "event_id" },
    ...tables.map(({ name }) => ({ name, column: "audit_id" })),
  ];
  const orphans = pointers.map(
    ({ name, column }, place) => sql`(
      select ${sql.raw(String(place))} as place, t.${sql.identifier(column)} as event,
        coalesce(to_jsonb(t) ->> 'id', to_jsonb(t) ->> 'request_id', to_jsonb(t) ->> 'offer_id', to_jsonb(t) ->> 'user_id', to_jsonb(t) ->> 'subject_id') as key
      from ${sql.identifier(name)} t
      where t.account_id = ${accountId}
        and not exists (select 1 from audit_events e where e.account_id = ${accountId} and e.id = t.${sql.identifier(column)})
      limit 1)`,
  );
  const [orphan] = await db.execute<{ place: number; event: string; key: string | null }>(
    sql`${sql.join(orphans, sql` union all `)} order by place limit 1`,
  );
  if (!orphan) return null;
  const { name } = pointers[orphan.place] ?? { name: "" };
  return {
    row: `${name} ${orphan.key ?? ""}`.trim(),
    problem: `names event ${orphan.event}, which is not there`,
  };
}
