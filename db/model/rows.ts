import type { ISql } from "postgres";

type Row = { table: string; hash: string; auditId: string | null };

/** Every row of one company by table and key, as a hash of its text. */
export type Rows = Map<string, Row>;

/** A slot's copies of its request's and its seat's state follow by foreign key; the event of that change stands there. */
const mirrored: Record<string, string> = { approval_slots: "(to_jsonb(t) - 'request_state' - 'seat_state')" };

/** The digest's planner moves these by itself; lib/digest's own tests look at them. */
const clockwork = new Set(["digest_schedules", "digest_runs", "alert_snapshots", "alert_evaluations"]);

/** Reads rows of every table that carries an account, named by the catalogue, so that a new table is looked at too. */
export async function rowReader(sql: ISql): Promise<(accountId: string) => Promise<Rows>> {
  const tables = await sql<{ name: string; key: string; audited: boolean }[]>`
    select c.relname as name, string_agg(format('t.%I::text', a.attname), ' || '' '' || ' order by k.place) as key,
      exists (select from pg_attribute x where x.attrelid = c.oid and x.attname = 'audit_id' and not x.attisdropped) as audited
    from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
    cross join lateral unnest(i.indkey) with ordinality as k (number, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and exists (select from pg_attribute x where x.attrelid = c.oid and x.attname = 'account_id')
    group by c.oid, c.relname`;
  const text = tables
    .filter((t) => !clockwork.has(t.name))
    .map(
      (t) =>
        `select '${t.name}', ${t.key}, hashtextextended(${mirrored[t.name] ?? "t"}::text, 0)::text, ${t.audited ? "t.audit_id::text" : "null"} from "${t.name}" t where account_id = $1`,
    )
    .join(" union all ");
  return async (accountId) => {
    const [found] = await sql.unsafe<{ rows: [string, string, string, string | null][] | null }[]>(
      `select json_agg(json_build_array(r.a, r.b, r.c, r.d)) as rows from (${text}) r (a, b, c, d)`,
      [accountId],
      { prepare: true },
    );
    return new Map(
      (found?.rows ?? []).map(([table, key, hash, auditId]) => [`${table} ${key}`, { table, hash, auditId }]),
    );
  };
}

/** Tables whose rows may change later. In every other one a row, once written, stays as it is (I4, I7, I37). */
const changeable = new Set([
  "account_settings",
  "teams",
  "memberships",
  "member_roles",
  "approval_requests",
  "approval_slots",
  "decision_links",
  "offers",
  "contracts",
  "account_counters",
  "audit_heads",
  "mail_outbox",
  "offer_drafts",
  "files",
  "notices",
  "ledger_accounts",
  "purchase_orders",
  "order_grants",
  "order_thresholds",
  "job_posts",
  "contract_charges",
  "alert_settings",
  "personal_schedules",
  "notification_settings",
  "talent_notification_settings",
  "contract_pauses",
  "milestones",
  "milestone_submissions",
  "milestone_proposals",
  "escrow_refund_requests",
  "escrow_disputes",
  "dispute_settlements",
  "earnings",
  "refund_asks",
  "company_billing",
  "company_suspensions",
  "money_moves",
  "payout_requests",
]);
/** Deliveries, counters, drafts and uploads belong to no event (reliability.md §4.5). */
const operational = new Set([
  "account_counters",
  "audit_heads",
  "audit_events",
  "audit_entries",
  "mail_outbox",
  "offer_drafts",
  "files",
  "notices",
  "ledger_entries",
]);
const removable = new Set(["mail_outbox", "offer_drafts", "files"]);

/**
 * What two looks at a company show: how many rows moved and how many events were added, and whatever breaks I36 — a
 * changed row whose event is none of the new ones, a new event that no row belongs to, a written row that was rewritten.
 */
export function compareRows(
  before: Rows,
  after: Rows,
  accountId: string,
): { moved: number; events: number; broken: string[] } {
  const broken: string[] = [];
  const added = new Set<string>();
  const used = new Set<string>();
  const changed: [string, Row, boolean][] = [];
  for (const [key, row] of after) {
    const was = before.get(key);
    if (was?.hash !== row.hash) changed.push([key, row, was !== undefined]);
  }
  for (const key of before.keys())
    if (!after.has(key) && !removable.has(key.split(" ")[0] ?? "")) broken.push(`I36 a row is gone: ${key}`);
  for (const [key, row, existed] of changed) {
    if (existed && !changeable.has(row.table)) broken.push(`I36 history was rewritten: ${key}`);
    if (row.table === "audit_entries") added.add(key.split(" ")[2] ?? "");
  }
  for (const [key, row] of changed) {
    if (operational.has(row.table)) continue;
    used.add(row.auditId ?? "");
    if (!row.auditId || !added.has(row.auditId)) broken.push(`I36 changed without an event of its own: ${key}`);
  }
  for (const id of added) if (!used.has(id)) broken.push(`I36 event ${id} of ${accountId} belongs to no row`);
  return { moved: changed.length, events: added.size, broken };
}
