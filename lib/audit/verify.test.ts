import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { chainHash, encodeDeed, firstHash } from "./payload";
import { verifyAccount, verifyAudit } from "./verify";

let admin: postgres.Sql;

/** What only a superuser with every wall torn down could do; the application's role cannot even try. */
beforeAll(async () => {
  admin = postgres(process.env.ADMIN_DATABASE_URL ?? "", {
    max: 1,
    onnotice: () => {},
    connection: { session_replication_role: "replica" },
  });
  for (const name of ["no_gap", "first", "hash", "previous_fk"])
    await admin.unsafe(`alter table audit_events drop constraint audit_events_${name}`);
});

afterAll(async () => {
  await admin.end();
  await closePool();
});

/** Six events: opened, policy, requested, approved, sent, accepted. */
async function worldWithHistory(): Promise<World> {
  const world = await openWorld();
  await world.acceptedOffer();
  return world;
}

const firstFault = async (world: World) => {
  const { fault } = await verifyAccount(world.accountId);
  return fault && `${fault.row} ${fault.problem}`;
};

test("an untouched chain holds, to the last entry", async () => {
  const world = await worldWithHistory();
  const [entries] = await admin<
    { n: number }[]
  >`select count(*)::int as n from audit_entries where account_id = ${world.accountId}`;
  expect(await verifyAccount(world.accountId)).toEqual({
    accountId: world.accountId,
    events: 6,
    entries: entries?.n,
    fault: null,
  });
});

test("a company in which nothing has happened has nothing to complain about", async () => {
  const platform = "00000000-0000-7000-8000-000000000001";
  expect(await verifyAccount(platform)).toEqual({ accountId: platform, events: 0, entries: 0, fault: null });
});

type Tamper = (account: string) => Promise<unknown>;

const tampers: [deed: string, tamper: Tamper, found: RegExp][] = [
  [
    "a fact of an entry is edited",
    (a) =>
      admin`update audit_entries set data = data || '{"total": "1"}' where account_id = ${a} and action = 'request.requested'`,
    /^audit_events 3 .* or one of its entries was changed/,
  ],
  [
    "a fact becomes a number",
    (a) =>
      admin`update audit_entries set data = data || '{"number": 1001}' where account_id = ${a} and action = 'offer.sent'`,
    /^audit_entries \d of event 5 .* no texts/,
  ],
  [
    "an entry names another thing",
    (a) =>
      admin`update audit_entries set subject_id = ${randomUUID()} where account_id = ${a} and action = 'request.approved'`,
    /^audit_events 4 /,
  ],
  [
    "an entry is removed",
    (a) => admin`delete from audit_entries where account_id = ${a} and action = 'request.approved'`,
    /^audit_events 4 /,
  ],
  [
    "the first of two entries is removed",
    (a) => admin`delete from audit_entries where account_id = ${a} and action = 'offer.accepted'`,
    /^audit_entries 0 of event 6 .* is missing/,
  ],
  [
    "an entry is inserted",
    (a) =>
      admin`insert into audit_entries select account_id, event_id, 1, 'request.freed', subject_kind, subject_id, occurred_at, '{}' from audit_entries where account_id = ${a} and action = 'request.approved'`,
    /^audit_events 4 /,
  ],
  [
    "an entry is dated back",
    (a) =>
      admin`update audit_entries set occurred_at = occurred_at - interval '1 day' where account_id = ${a} and action = 'offer.sent'`,
    /^audit_entries \d of event 5 .* another instant/,
  ],
  [
    "an event is given to somebody else",
    (a) => admin`update audit_events set actor_id = ${randomUUID()} where account_id = ${a} and seq = 4`,
    /^audit_events 4 /,
  ],
  [
    "an event came by another way",
    (a) => admin`update audit_events set via = 'web' where account_id = ${a} and seq = 2`,
    /^audit_events 2 /,
  ],
  [
    "an event moves by a microsecond, entries with it",
    (a) =>
      admin`with moved as (update audit_events set occurred_at = occurred_at + interval '1 microsecond' where account_id = ${a} and seq = 4 returning id) update audit_entries n set occurred_at = n.occurred_at + interval '1 microsecond' from moved where n.account_id = ${a} and n.event_id = moved.id`,
    /^audit_events 4 .* instant finer/,
  ],
  [
    "bytes are edited",
    (a) => admin`update audit_events set payload = set_byte(payload, 40, 65) where account_id = ${a} and seq = 5`,
    /^audit_events 5 .* other bytes than its hash/,
  ],
  [
    "bytes are edited and the hash with them",
    (a) =>
      admin`update audit_events set payload = set_byte(payload, 40, 65), hash = sha256(prev_hash || set_byte(payload, 40, 65)) where account_id = ${a} and seq = 5`,
    /^audit_events 5 .* columns and hashed bytes differ/,
  ],
  [
    "an event forgets what came before it",
    (a) => admin`update audit_events set prev_seq = null where account_id = ${a} and seq = 3`,
    /^audit_events 3 .* nothing came before it/,
  ],
  [
    "an event is removed",
    (a) =>
      admin`with gone as (delete from audit_events where account_id = ${a} and seq = 3 returning id) delete from audit_entries n using gone where n.account_id = ${a} and n.event_id = gone.id`,
    /^audit_events 3 is missing/,
  ],
  [
    "an event is removed and the rest closes up",
    async (a) => {
      await admin`delete from audit_events where account_id = ${a} and seq = 3`;
      for (const seq of [4, 5, 6])
        await admin`update audit_events set seq = ${seq - 1}, prev_seq = ${seq - 2} where account_id = ${a} and seq = ${seq}`;
      await admin`update audit_heads set seq = 5 where account_id = ${a}`;
    },
    /^audit_events 3 .* does not follow from 2/,
  ],
  [
    "an event is inserted at the end",
    (a) =>
      admin`insert into audit_events select account_id, seq + 1, seq, ${randomUUID()}, occurred_at, recorded_at, actor_kind, actor_id, via, payload, hash, sha256(hash || payload) from audit_events where account_id = ${a} and seq = 6`,
    /^audit_heads stands at 6, but there are events up to 7/,
  ],
  [
    "two events change places",
    async (a) => {
      await admin`update audit_events set seq = 1000 where account_id = ${a} and seq = 4`;
      await admin`update audit_events set seq = 4, prev_seq = 3 where account_id = ${a} and seq = 5`;
      await admin`update audit_events set seq = 5, prev_seq = 4 where account_id = ${a} and seq = 1000`;
    },
    /^audit_events 4 .* does not follow from 3/,
  ],
  [
    "the tail is cut",
    (a) =>
      admin`with gone as (delete from audit_events where account_id = ${a} and seq > 4 returning id) delete from audit_entries n using gone where n.account_id = ${a} and n.event_id = gone.id`,
    /^audit_events 5 is missing; the chain was cut before its head at 6/,
  ],
  [
    "the tail is cut and the head moved back",
    async (a) => {
      await admin`with gone as (delete from audit_events where account_id = ${a} and seq > 4 returning id) delete from audit_entries n using gone where n.account_id = ${a} and n.event_id = gone.id`;
      await admin`update audit_heads h set seq = 4, hash = e.hash from audit_events e where h.account_id = ${a} and e.account_id = ${a} and e.seq = 4`;
    },
    /^approval_requests [0-9a-f-]{36} names event .* which is not there/,
  ],
  [
    "the whole chain is thrown away, head and all",
    (a) =>
      admin`with events as (delete from audit_events where account_id = ${a}), heads as (delete from audit_heads where account_id = ${a}) delete from audit_entries where account_id = ${a}`,
    /^account_settings names event .* which is not there/,
  ],
  [
    "entries are left without their event",
    (a) =>
      admin`insert into audit_entries values (${a}, ${randomUUID()}, 0, 'offer.sent', 'offer', ${randomUUID()}, '2026-05-04T09:00Z', '{}')`,
    /^audit_entries .* names event/,
  ],
  [
    "the head is removed",
    (a) => admin`delete from audit_heads where account_id = ${a}`,
    /^audit_heads is missing, though there are 6 events/,
  ],
  [
    "the head gets another hash",
    (a) => admin`update audit_heads set hash = sha256(hash) where account_id = ${a}`,
    /^audit_heads has another hash than event 6/,
  ],
  [
    "a row blames another event",
    (a) => admin`update offers set audit_id = ${randomUUID()} where account_id = ${a}`,
    /^offers [0-9a-f-]{36} names event/,
  ],
  [
    "the first event starts from somewhere",
    (a) =>
      admin`update audit_events set prev_hash = sha256('x'), hash = sha256(sha256('x') || payload) where account_id = ${a} and seq = 1`,
    /^audit_events 1 .* does not start a chain/,
  ],
];

test.each(tampers)("found and named: %s", async (_, tamper, found) => {
  const world = await worldWithHistory();
  await tamper(world.accountId);
  expect(await firstFault(world)).toMatch(found);
});

test("one broken company does not hide behind the others", async () => {
  const [broken, whole] = [await worldWithHistory(), await worldWithHistory()];
  await admin`update audit_heads set hash = sha256(hash) where account_id = ${broken.accountId}`;
  const reports = new Map<string, boolean>();
  for await (const { accountId, fault } of verifyAudit()) reports.set(accountId, fault === null);
  expect(reports.get(broken.accountId)).toBe(false);
  expect(reports.get(whole.accountId)).toBe(true);
});

test("ten times the events take about ten times as long", async () => {
  const small = await timedWalk(2_000);
  const large = await timedWalk(20_000);
  // A walk that looks back for every event would take a hundred times as long.
  expect(large / small).toBeLessThan(60);
});

/** @returns milliseconds, the best of three on a busy machine, to verify a whole chain of that many events, and two of the company's own. */
async function timedWalk(count: number): Promise<number> {
  const { accountId } = await openWorld();
  const { seq, hash } = await appendMany(accountId, count);
  await admin`update audit_heads set seq = ${seq}, hash = ${hash} where account_id = ${accountId}`;
  await admin`analyze audit_events, audit_entries`;
  const taken: number[] = [];
  for (let walk = 0; walk < 3; walk++) {
    const started = performance.now();
    const report = await verifyAccount(accountId);
    taken.push(performance.now() - started);
    expect(report).toMatchObject({ events: count + 2, fault: null });
  }
  return Math.min(...taken);
}

/** Events as the product writes them, but in bulk. @returns where the chain ends. */
async function appendMany(accountId: string, count: number): Promise<{ seq: number; hash: Uint8Array }> {
  const [head] = await admin<
    { seq: string; hash: Uint8Array }[]
  >`select seq, hash from audit_heads where account_id = ${accountId}`;
  let last = { seq: Number(head?.seq), hash: head?.hash ?? firstHash };
  const occurredAt = new Date("2026-05-04T10:00:00Z");
  for (let done = 0; done < count; done += 1_000) {
    const events: Record<string, unknown>[] = [];
    const entries: Record<string, unknown>[] = [];
    for (let i = 0; i < 1_000; i++) {
      const deed = { accountId, id: randomUUID(), occurredAt, actorKind: "system", actorId: null, via: "test" };
      const entry = {
        action: "request.signed",
        subjectKind: "request" as const,
        subjectId: randomUUID(),
        data: { step: "1", comment: "In order — gern, 同意" },
      };
      const payload = encodeDeed({ ...deed, entries: [entry] });
      const next = { seq: last.seq + 1, hash: chainHash(last.hash, payload) };
      const { id, ...rest } = deed;
      events.push({
        account_id: accountId,
        seq: next.seq,
        prev_seq: last.seq,
        id,
        occurred_at: rest.occurredAt,
        recorded_at: occurredAt,
        actor_kind: rest.actorKind,
        actor_id: null,
        via: rest.via,
        payload,
        prev_hash: last.hash,
        hash: next.hash,
      });
      entries.push({
        account_id: accountId,
        event_id: id,
        position: 0,
        action: entry.action,
        subject_kind: entry.subjectKind,
        subject_id: entry.subjectId,
        occurred_at: occurredAt,
        data: entry.data,
      });
      last = next;
    }
    await admin`insert into audit_events ${admin(events)}`;
    await admin`insert into audit_entries ${admin(entries)}`;
  }
  return last;
}
