import postgres from "postgres";

/** How many companies, and how much each of them has. */
export type ManyCompanies = {
  companies: number;
  orders: number;
  contracts: number;
  posts: number;
  /** ISO day around which dates are laid */
  day: string;
  /** `edges`: every figure and date near a boundary, sizes and settings at random. `usual`: most things in order. */
  flavour: "edges" | "usual";
  /** number of the first company, so that a database can be filled in several goes */
  from?: number;
  seed?: number;
  /** leaves foreign keys unchecked, for measurements: the tests fill with them on, and they hold */
  unchecked?: boolean;
};

/** Zones of the companies in turn, from the far east to the far west. */
export const zonesOfMany = [
  "Pacific/Kiritimati",
  "Asia/Kolkata",
  "Europe/Berlin",
  "UTC",
  "America/St_Johns",
  "America/Los_Angeles",
  "Pacific/Pago_Pago",
];

/**
 * Fills a database with companies, set by set, as superuser and past the verbs, because a million contracts must fit into
 * a minute or two. Every constraint holds, and the ledger's entries balance. Each company has two
 * hiring managers, an admin and a finance admin.
 */
export async function fillCompanies(adminUrl: string, spec: ManyCompanies): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connection: { statement_timeout: 0 } });
  try {
    const { from = 1, companies } = spec;
    if (spec.unchecked) await sql`set session_replication_role = replica`;
    await helpers(sql);
    for (let first = from; first < from + companies; first += perGo) {
      const last = Math.min(first + perGo, from + companies) - 1;
      await sql.begin(async (tx) => {
        await people(tx, spec, first, last);
        await orders(tx, spec, first, last);
        await work(tx, spec, first, last);
      });
    }
    await sql`analyze`;
  } finally {
    await sql.end();
  }
}

const perGo = 1_000;

/** Ids of company number `n`: the account itself, and its people. */
export const companyId = (n: number) => idOf(n, 0, 0);
export const personId = (n: number, which: "hiring" | "otherHiring" | "admin" | "finance") =>
  idOf(n, 1, ["hiring", "otherHiring", "admin", "finance"].indexOf(which) + 1);

const idOf = (company: number, kind: number, item: number) =>
  `${hex(company, 8)}-${hex(kind, 4)}-7000-8000-${hex(item, 12)}`;
const hex = (value: number, width: number) => value.toString(16).padStart(width, "0");

async function helpers(sql: postgres.Sql): Promise<void> {
  await sql`
    create function pg_temp.id(company bigint, kind int, item bigint) returns uuid language sql immutable as
    $$ select (lpad(to_hex(company), 8, '0') || '-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(item), 12, '0'))::uuid $$`;
  // The same numbers for the same seed, whatever plan the server chooses.
  await sql`
    create function pg_temp.pick(n bigint, salt bigint, choices int) returns int language sql immutable as
    $$ select ((hashint8extended(n, salt) & 9223372036854775807) % choices)::int $$`;
}

async function people(tx: postgres.TransactionSql, spec: ManyCompanies, first: number, last: number): Promise<void> {
  const { seed = 1, flavour } = spec;
  const at = `${spec.day}T00:00:00Z`;
  const edges = flavour === "edges";
  await tx`insert into accounts (id, slug, state) select pg_temp.id(n, 0, 0), 'many-' || n, 'active' from generate_series(${first}::int, ${last}::int) n`;
  await tx`
    insert into audit_events (account_id, seq, prev_seq, id, occurred_at, recorded_at, actor_kind, actor_id, via, payload, prev_hash, hash)
    select pg_temp.id(n, 0, 0), 1, null, pg_temp.id(n, 9, 1), ${at}, ${at}, 'system', null, 'test', 'many'::bytea, z.zero, sha256(z.zero || 'many'::bytea)
    from generate_series(${first}::int, ${last}::int) n, (select decode(repeat('00', 32), 'hex') as zero) z`;
  await tx`insert into audit_heads (account_id, seq, hash) select account_id, seq, hash from audit_events where account_id between ${companyId(first)} and ${companyId(last)}`;
  await tx`
    insert into account_settings (account_id, name, time_zone, currency, offer_life_days, orders_on, orders_required_on_posts, one_dollar_exempt, audit_id)
    select pg_temp.id(n, 0, 0), 'Company ' || n, (${zonesOfMany}::text[])[1 + n % ${zonesOfMany.length}],
      case when ${edges} then (array['USD', 'JPY', 'KWD', 'USD'])[1 + pg_temp.pick(n, ${seed}, 4)] else 'USD' end, 30,
      not ${edges} or pg_temp.pick(n, ${seed + 1}, 4) > 0, not ${edges} or pg_temp.pick(n, ${seed + 2}, 3) > 0, not ${edges} or pg_temp.pick(n, ${seed + 3}, 3) > 0, pg_temp.id(n, 9, 1)
    from generate_series(${first}::int, ${last}::int) n`;
  await tx`insert into teams (account_id, id, name, parent, audit_id) select pg_temp.id(n, 0, 0), pg_temp.id(n, 2, 1), 'Company ' || n, true, pg_temp.id(n, 9, 1) from generate_series(${first}::int, ${last}::int) n`;
  await tx`
    insert into users (id, email, name, time_zone, created_at)
    select pg_temp.id(n, 1, k), (array['hana', 'marek', 'dana', 'fiona', 'teodor'])[k] || '@many-' || n || '.example',
      (array['Hana Okafor', 'Marek Novak', 'Dana Whitfield', 'Fiona Castell', 'Teodor Marsh'])[k], 'UTC', ${at}
    from generate_series(${first}::int, ${last}::int) n, generate_series(1, 5) k`;
  await tx`
    insert into memberships (account_id, user_id, state, joined_at, audit_id)
    select pg_temp.id(n, 0, 0), pg_temp.id(n, 1, k), 'active', ${at}, pg_temp.id(n, 9, 1)
    from generate_series(${first}::int, ${last}::int) n, generate_series(1, 4) k`;
  await tx`
    insert into member_roles (account_id, id, user_id, role, team_id, given_at, audit_id)
    select pg_temp.id(n, 0, 0), pg_temp.id(n, 3, k), pg_temp.id(n, 1, k), (array['hiring_manager', 'hiring_manager', 'admin', 'finance_admin'])[k], pg_temp.id(n, 2, 1), ${at}, pg_temp.id(n, 9, 1)
    from generate_series(${first}::int, ${last}::int) n, generate_series(1, 4) k`;
}

async function orders(tx: postgres.TransactionSql, spec: ManyCompanies, first: number, last: number): Promise<void> {
  const { seed = 1, day } = spec;
  const edges = spec.flavour === "edges";
  const at = `${day}T00:00:00Z`;
  // One row an order: what it holds, what is spent of it and how much of that is paid.
  await tx`
    create temp table made on commit drop as
    select n, k, pg_temp.id(n, 0, 0) as account_id, pg_temp.id(n, 4, k) as id, s.currency, n * 100 + k as r,
      case when ${edges} then d.edge_day when u.share < 3 then ${day}::date - 5 when u.share < 7 then ${day}::date + 9 when u.share < 20 then null else ${day}::date + 200 end as valid_through,
      f.funds, greatest(0, case when ${edges} then m.edge_spent when u.share between 30 and 31 then f.funds + 500 when u.share between 32 and 36 then f.funds * 3 / 4 else f.funds / 5 end)::bigint as spent
    from generate_series(${first}::int, ${last}::int) n
      cross join generate_series(1, ${spec.orders}) k
      join account_settings s on s.account_id = pg_temp.id(n, 0, 0),
      lateral (select (case s.currency when 'JPY' then 1 when 'KWD' then 1000 else 100 end)::bigint as unit, pg_temp.pick(n * 100 + k, ${seed + 9}, 100) as share) u,
      lateral (select case when ${edges} then (array[u.unit, u.unit, u.unit + 1, 10000, 99999, 3])[1 + pg_temp.pick(n * 100 + k, ${seed + 10}, 6)] else 5000000 end as funds) f,
      lateral (select ${day}::date + (array[-400, -2, -1, 0, 1, 12, 13, 14, 15, 16, null, 300])[1 + pg_temp.pick(n * 100 + k, ${seed + 11}, 12)] as edge_day) d,
      lateral (select (array[0, f.funds, f.funds - 1, f.funds + 1, f.funds - u.unit, f.funds + 7, (f.funds + 1) / 2, (f.funds * 3 + 3) / 4, (f.funds * 9 + 9) / 10, f.funds * 3 / 4, f.funds * 9 / 10 - 1, 1])[1 + pg_temp.pick(n * 100 + k, ${seed + 12}, 12)] as edge_spent) m
    where not ${edges} or k <= pg_temp.pick(n, ${seed + 13}, ${spec.orders + 1})`;
  await tx`
    insert into purchase_orders (account_id, id, number, description, currency, valid_through, state, permission, inline, created_at, version, audit_id)
    select account_id, id, 'PO-' || n || '-' || k, '', currency, valid_through, case when r % 7 = 0 then 'archived' else 'active' end, 'everybody', false, ${at}, 1, pg_temp.id(n, 9, 1) from made`;
  await tx`
    insert into order_thresholds (account_id, order_id, percent, active, arming, audit_id)
    select account_id, id, p, not ${edges} or pg_temp.pick(r * 100 + p, ${seed + 14}, 3) > 0, 1, pg_temp.id(n, 9, 1)
    from made, unnest(array[50, 75, 90]) p where not ${edges} or pg_temp.pick(r, ${seed + 15}, 6) > 0`;
  await tx`alter table made add column paid bigint`;
  await tx`update made set paid = case when r % 3 = 0 then spent / 2 else 0 end`;
  await tx`analyze made`;
  // Pots 1 funds, 2 free, 3 invoiced, 4 paid; transfers 1 funded, 2 invoiced, 3 paid.
  await tx`
    insert into ledger_accounts (account_id, id, subject_kind, subject_id, code, currency, guarded, normal_side, balance, version, audit_id)
    select account_id, pg_temp.id(n, 5, k * 10 + p.pot), 'order', id, p.code, currency, p.pot > 2, case when p.pot = 1 then -1 else 1 end, p.balance, p.version, pg_temp.id(n, 9, 1)
    from made, lateral (values
      (1, 'funds', -funds, 1), (2, 'free', funds - spent, 1 + (spent > 0)::int),
      (3, 'invoiced', spent - paid, (spent > 0)::int + (paid > 0)::int), (4, 'paid', paid, (paid > 0)::int)) p (pot, code, balance, version)`;
  await tx`
    create temp table moves on commit drop as
    select n, account_id, id as order_id, currency, k * 10 as base, funds, spent, paid, t.*
    from made, lateral (values
      (1, 'order_funded', funds, 2, 1, 1, 1), (2, 'invoiced', spent, 3, 1, 2, 2), (3, 'paid', paid, 4, 1, 3, 2)) t (move, kind, amount, debit, debit_version, credit, credit_version)
    where t.amount > 0`;
  await tx`
    insert into ledger_transfers (account_id, id, kind, idem_key, request_hash, currency, amount, debit_id, debit_version, credit_id, credit_version, subject_kind, subject_id, order_id, occurred_at, created_at, audit_id)
    select account_id, pg_temp.id(n, 6, base + move), kind, order_id || '/' || move, 'many'::bytea, currency, amount, pg_temp.id(n, 5, base + debit), debit_version,
      pg_temp.id(n, 5, base + credit), credit_version, 'order', order_id, order_id, ${at}, ${at}, pg_temp.id(n, 9, 1) from moves`;
  // Each move with the balance that both its pots have afterwards.
  await tx`
    insert into ledger_entries (account_id, ledger_account_id, version, prev_version, side, amount, transfer_id, balance_before, balance_after)
    select m.account_id, pg_temp.id(m.n, 5, m.base + e.pot), e.version, nullif(e.version - 1, 0), e.side, m.amount, pg_temp.id(m.n, 6, m.base + m.move),
      e.after - case e.side when 'D' then m.amount else -m.amount end, e.after
    from moves m, lateral (values
      ('D', m.debit, m.debit_version, m.amount),
      ('C', m.credit, m.credit_version, case m.move when 1 then -m.funds when 2 then m.funds - m.spent else m.spent - m.paid end)) e (side, pot, version, after)`;
}

async function work(tx: postgres.TransactionSql, spec: ManyCompanies, first: number, last: number): Promise<void> {
  const { seed = 1, day } = spec;
  const edges = spec.flavour === "edges";
  const at = `${day}T00:00:00Z`;
  await tx`
    insert into contracts (account_id, id, number, origin, state, kind, contract_type, title, team_id, contact_id, talent_user_id, talent_name, company_name, currency,
      estimated_total_minor, start_date, end_date, order_id, order_choice, started_at, ended_at, audit_id)
    select pg_temp.id(c.n, 0, 0), pg_temp.id(c.n, 7, c.k), c.k, 'import', c.state, 'direct', case when pg_temp.pick(c.r, ${seed + 21}, 5) < 2 then 'fixed_price' else 'hourly' end,
      (array['Payroll audit', 'Brand refresh', 'Depot inventory', 'Support rota', 'Data clean-up'])[1 + c.k % 5] || ' ' || c.k, pg_temp.id(c.n, 2, 1),
      pg_temp.id(c.n, 1, 1 + c.k % 2), pg_temp.id(c.n, 1, 5), 'Teodor Marsh', 'Company ' || c.n, s.currency, 100000, ${day}::date - 500,
      case when ${edges} then ${day}::date + (array[-30, -2, -1, 0, 1, null])[1 + pg_temp.pick(c.r, ${seed + 22}, 6)] when pg_temp.pick(c.r, ${seed + 23}, 50) = 0 then ${day}::date - 9 else ${day}::date + 90 end,
      o.id, case when o.id is null then 'none' else 'order' end, ${at}, case when c.state = 'ended' then ${at}::timestamptz end, pg_temp.id(c.n, 9, 1)
    from (
      select n, k, n * 1000 + k as r, case when ${edges} then (array['pending', 'active', 'active', 'paused', 'ended'])[1 + pg_temp.pick(n * 1000 + k, ${seed + 20}, 5)] else 'active' end as state
      from generate_series(${first}::int, ${last}::int) n, generate_series(1, ${spec.contracts}) k
      where not ${edges} or k <= pg_temp.pick(n, ${seed + 24}, ${spec.contracts + 1})) c
    join account_settings s on s.account_id = pg_temp.id(c.n, 0, 0)
    left join made o on o.n = c.n and o.k = 1 + pg_temp.pick(c.r, ${seed + 25}, ${spec.orders}) and (not ${edges} or pg_temp.pick(c.r, ${seed + 26}, 5) > 0)`;
  await tx`
    insert into job_posts (account_id, id, title, description, team_id, owner_id, contract_type, currency, order_choice, order_id, state, opened_at, open_until, closed_at, filled, created_at, version, audit_id)
    select pg_temp.id(p.n, 0, 0), pg_temp.id(p.n, 8, p.k), 'Post ' || p.k, '', pg_temp.id(p.n, 2, 1), pg_temp.id(p.n, 1, 1 + p.k % 2), 'hourly', s.currency,
      case when p.choice = 'order' and o.id is null then 'none' else p.choice end, o.id, p.state, case when p.state <> 'draft' then ${at}::timestamptz end, case when p.state = 'open' then ${at}::timestamptz + interval '30 days' end,
      case when p.state in ('closed', 'expired') then ${at}::timestamptz end, false, ${at}, 1, pg_temp.id(p.n, 9, 1)
    from (
      select n, k, case when ${edges} then (array['draft', 'open', 'open', 'closed', 'expired'])[1 + pg_temp.pick(n * 100 + k, ${seed + 30}, 5)] else 'open' end as state,
        (array['placeholder', 'placeholder', 'order', 'none'])[1 + pg_temp.pick(n * 100 + k, ${seed + 31}, 4)] as choice
      from generate_series(${first}::int, ${last}::int) n, generate_series(1, ${spec.posts}) k) p
    join account_settings s on s.account_id = pg_temp.id(p.n, 0, 0)
    left join made o on o.n = p.n and o.k = 1 and p.choice = 'order'`;
}
