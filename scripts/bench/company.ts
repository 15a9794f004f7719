import { createHash, randomBytes } from "node:crypto";
import postgres from "postgres";
import { migrate } from "@/db/migrate";
import { openTemporaryDatabase, withDatabase } from "../lib/database";

/** A company with nothing but what a figure needs, written past the verbs because a million rows must fit into a minute. */
export type BenchCompany = {
  url: string;
  adminUrl: string;
  accountId: string;
  requesterId: string;
  approverId: string;
  teamId: string;
  auditId: string;
  stop: () => Promise<void>;
};

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, "0")}`;

/** A temporary database, migrated, with one company, a requester and an approver. */
export async function openBenchCompany(): Promise<BenchCompany> {
  const database = await openTemporaryDatabase({ survives: "disk" });
  if (!database.adminUrl) throw new Error("A measurement needs the embedded database.");
  await migrate(database.url);
  const adminUrl = withDatabase(database.adminUrl, new URL(database.url).pathname.slice(1));
  const company = {
    url: database.url,
    adminUrl,
    accountId: id(1),
    requesterId: id(2),
    approverId: id(3),
    teamId: id(4),
    auditId: id(5),
    stop: database.stop,
  };
  const { accountId: a, requesterId: r, approverId: p, teamId: t, auditId: e } = company;
  const payload = Buffer.from("bench");
  const first = Buffer.alloc(32);
  const hash = createHash("sha256").update(first).update(payload).digest();
  await asAdmin(adminUrl, async (sql) => {
    await sql`insert into accounts (id, slug, state) values (${a}, 'bench', 'active')`;
    await sql`insert into users (id, email, name, time_zone, created_at) values (${r}, 'requester@bench.example', 'Ruth Requester', 'UTC', '2026-01-01Z'), (${p}, 'approver@bench.example', 'Al Approver', 'UTC', '2026-01-01Z')`;
    await sql`insert into audit_events (account_id, seq, prev_seq, id, occurred_at, recorded_at, actor_kind, actor_id, via, payload, prev_hash, hash) values (${a}, 1, null, ${e}, '2026-01-01Z', '2026-01-01Z', 'system', null, 'seed', ${payload}, ${first}, ${hash})`;
    await sql`insert into audit_heads (account_id, seq, hash) values (${a}, 1, ${hash})`;
    await sql`insert into account_settings (account_id, name, time_zone, currency, offer_life_days, audit_id) values (${a}, 'Bench Company', 'UTC', 'USD', 30, ${e})`;
    await sql`insert into teams (account_id, id, name, parent, audit_id) values (${a}, ${t}, 'Bench Company', true, ${e})`;
    await sql`insert into memberships (account_id, user_id, state, joined_at, audit_id) values (${a}, ${r}, 'active', '2026-01-01Z', ${e}), (${a}, ${p}, 'active', '2026-01-01Z', ${e})`;
    await sql`insert into member_roles (account_id, id, user_id, role, team_id, given_at, audit_id) values (${a}, ${id(6)}, ${r}, 'hiring_manager', ${t}, '2026-01-01Z', ${e})`;
    await sql`insert into approval_policies (account_id, version, enabled, scope, expiry_days, decline_reason_required, changed_at, audit_id) values (${a}, 1, true, 'all', 30, true, '2026-01-01Z', ${e})`;
    await sql`insert into policy_approvers (account_id, version, step, position, user_id, audit_id) values (${a}, 1, 1, 1, ${p}, ${e})`;
  });
  return company;
}

/** Adds requests numbered `from` up to `to`, a third of them pending with an open slot of the approver, newest last. */
export async function addRequests(
  { adminUrl, ...c }: BenchCompany,
  from: number,
  to: number,
  pendingOneIn = 3,
): Promise<void> {
  await asAdmin(adminUrl, async (sql) => {
    await sql`
      insert into approval_requests (account_id, id, requester_id, team_id, policy_version, state, decided_as, content_version, title, talent_name, talent_email, offer_kind,
        contract_type, currency, budget_minor, estimated_total_minor, open_ended, reason, current_step, step_count, requested_at, decided_at, expires_at, clock_left_ms, audit_id)
      select ${c.accountId}, ('01900000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, ${c.requesterId}, ${c.teamId}, 1, s.state, nullif(s.state, 'pending'), 1, 'Payroll audit ' || n, 'Teodor Marsh', 'teodor@marsh.example', 'byo',
        'fixed_price', 'USD', 1000000 + n, 1000000 + n, false, 'The audit committee asked for it.', 1, 1, timestamptz '2026-01-01Z' + n * interval '10 seconds',
        case when s.state <> 'pending' then timestamptz '2026-01-01Z' + n * interval '11 seconds' end,
        case when s.state in ('pending', 'approved') then timestamptz '2027-06-01Z' end, null, ${c.auditId}
      from generate_series(${from}::int, ${to}::int) n, lateral (select case when n % ${pendingOneIn} = 0 then 'pending' when n % 3 = 1 then 'approved' else 'declined' end as state) s`;
    await sql`
      insert into approval_slots (account_id, request_id, step, approver_id, state, opened_at, request_state, seat_state, requested_at, needed_by, audit_id)
      select r.account_id, r.id, 1, ${c.approverId}, case when r.state = 'pending' then 'open' else r.state end, r.requested_at, r.state, 'active', r.requested_at, '9999-12-31', ${c.auditId}
      from approval_requests r where r.account_id = ${c.accountId} and not exists (select 1 from approval_slots s where s.account_id = r.account_id and s.request_id = r.id)`;
  });
  await analyze({ adminUrl });
}

/**
 * What autovacuum does within a minute and a measurement cannot wait for. Statements planned while a table was nearly
 * empty read all of it, and go on doing so until the statistics say otherwise.
 */
export async function analyze({ adminUrl }: Pick<BenchCompany, "adminUrl">): Promise<void> {
  await asAdmin(adminUrl, (sql) => sql`analyze`);
}

/** Adds bare companies, each with the first event of its chain; returns their ids. */
export async function addCompanies({ adminUrl }: BenchCompany, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) => id(1_000 + n));
  const payload = Buffer.from("bench");
  const first = Buffer.alloc(32);
  const hash = createHash("sha256").update(first).update(payload).digest();
  await asAdmin(adminUrl, async (sql) => {
    await sql`insert into accounts (id, slug, state) select id, 'bench-' || right(id::text, 6), 'active' from unnest(${ids}::uuid[]) id`;
    await sql`insert into audit_events (account_id, seq, prev_seq, id, occurred_at, recorded_at, actor_kind, actor_id, via, payload, prev_hash, hash)
      select id, 1, null, id, '2026-01-01Z', '2026-01-01Z', 'system', null, 'seed', ${payload}, ${first}, ${hash} from unnest(${ids}::uuid[]) id`;
    await sql`insert into audit_heads (account_id, seq, hash) select id, 1, ${hash} from unnest(${ids}::uuid[]) id`;
  });
  return ids;
}

/** The id of request number `n`, as `addRequests` gives it. */
export const requestId = (n: number) => `01900000-0000-7000-9000-${String(n).padStart(12, "0")}`;

/** A session of this person, made the way sign-in makes one; returns the cookie's value. */
export async function sessionFor(
  { adminUrl, accountId }: Pick<BenchCompany, "adminUrl" | "accountId">,
  userId: string,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await asAdmin(adminUrl, (sql) =>
    sql`insert into sessions (id, token_hash, user_id, account_id, created_at, expires_at) values (gen_random_uuid(), ${createHash("sha256").update(`session/v1|${token}`).digest()}, ${userId}, ${accountId}, now(), now() + interval '1 hour')`.then(
      () => {},
    ),
  );
  return token;
}

/** Runs as superuser with foreign keys and policies out of the way: for writing test data in bulk, nothing else. */
async function asAdmin(adminUrl: string, fn: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(adminUrl, {
    max: 1,
    onnotice: () => {},
    connection: { session_replication_role: "replica", statement_timeout: 0 },
  });
  try {
    await fn(sql);
  } finally {
    await sql.end();
  }
}
