import "server-only";
import { asc, type SQL, sql } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { accounts } from "@/db/schema";
import type { SystemActor } from "../actor";
import { readAs } from "../ctx";

/** What was looked at for one company; `faults` names each broken rule and the row that breaks it, empty when all holds. */
export type LedgerReport = { accountId: string; slug: string; transfers: number; pots: number; faults: string[] };

/** Every movement on a purchase order as it changed a pot, and what it was about. */
const moved = `
  select t.subject_kind, t.subject_id, t.order_id, p.id as pot, p.code, s.amount from ledger_transfers t
  cross join lateral (values (t.debit_id, t.amount), (t.credit_id, -t.amount)) s (pot, amount)
  join ledger_accounts p on p.account_id = $1 and p.id = s.pot where t.account_id = $1 and t.order_id is not null`;

const twice = (figure: string) => `${figure}, ${figure}`;

/** What a thing in this state reserves is its own figure, all of it on its own purchase order. */
const reserved = (table: string, kind: string, state: string, figure: string) => `
  select r.id::text from ${table} r left join (
    select m.subject_id, m.order_id, sum(m.amount) as held from (${moved}) m
    where m.subject_kind = '${kind}' and m.code = 'reserved' group by m.subject_id, m.order_id) h on h.subject_id = r.id
  where r.account_id = $1 group by r.account_id, r.id
  having (coalesce(sum(h.held), 0), coalesce(sum(h.held) filter (where h.order_id = r.order_id), 0)) is distinct from (${twice(
    `case when r.state = '${state}' and r.order_id is not null then ${figure} else 0 end`,
  )})`;

/**
 * What must hold, each a query that finds what breaks it (I16–I19, I21, I22, and the stages of product.md §4). Plain SQL
 * over plain rows: the checker must not believe what it checks. `$1` is the account.
 */
export const ledgerRules: Readonly<Record<string, string>> = {
  "all entries of a currency sum to zero": `
    select p.currency::text from ledger_entries e join ledger_accounts p on p.account_id = $1 and p.id = e.ledger_account_id
    where e.account_id = $1 group by p.currency having sum(case e.side when 'D' then e.amount else -e.amount end) <> 0`,
  "a pot's balance is the sum of its entries": `
    select p.id::text from ledger_accounts p left join ledger_entries e on e.account_id = $1 and e.ledger_account_id = p.id
    where p.account_id = $1 group by p.id, p.balance
    having p.balance <> coalesce(sum(case e.side when 'D' then e.amount else -e.amount end), 0)`,
  "a pot's version is the number of its entries, without a gap": `
    select p.id::text from ledger_accounts p left join ledger_entries e on e.account_id = $1 and e.ledger_account_id = p.id
    where p.account_id = $1 group by p.id, p.version
    having p.version <> count(e.version) or p.version <> coalesce(max(e.version), 0) or coalesce(min(e.version), 1) <> 1`,
  "an entry follows from the one before": `
    select pot || '/' || version from (
      select ledger_account_id::text as pot, version, prev_version, side, amount, balance_before, balance_after,
        lag(version) over chain as before, lag(balance_after) over chain as stood
      from ledger_entries where account_id = $1 window chain as (partition by ledger_account_id order by version)) e
    where prev_version is distinct from before or balance_before <> coalesce(stood, 0) or amount <= 0
      or balance_after <> balance_before + case side when 'D' then amount else -amount end`,
  "a transfer has both its entries, and only them": `
    select t.id::text from ledger_transfers t
    left join ledger_entries d on d.account_id = $1 and d.ledger_account_id = t.debit_id and d.version = t.debit_version
    left join ledger_entries c on c.account_id = $1 and c.ledger_account_id = t.credit_id and c.version = t.credit_version
    where t.account_id = $1 and (t.amount <= 0 or t.debit_id = t.credit_id
      or (d.transfer_id, d.side::text, d.amount) is distinct from (t.id, 'D', t.amount)
      or (c.transfer_id, c.side::text, c.amount) is distinct from (t.id, 'C', t.amount))`,
  "an entry belongs to a transfer": `
    select e.ledger_account_id || '/' || e.version from ledger_entries e
    left join ledger_transfers t on t.account_id = $1 and t.id = e.transfer_id
      and (t.debit_id, t.debit_version) is not distinct from (case e.side when 'D' then e.ledger_account_id else t.debit_id end, case e.side when 'D' then e.version else t.debit_version end)
      and (t.credit_id, t.credit_version) is not distinct from (case e.side when 'C' then e.ledger_account_id else t.credit_id end, case e.side when 'C' then e.version else t.credit_version end)
    where e.account_id = $1 and t.id is null`,
  "both pots have the currency of the transfer": `
    select t.id::text from ledger_transfers t
    left join ledger_accounts d on d.account_id = $1 and d.id = t.debit_id
    left join ledger_accounts c on c.account_id = $1 and c.id = t.credit_id
    where t.account_id = $1 and (d.currency is distinct from t.currency or c.currency is distinct from t.currency)`,
  "a guarded pot never stands on the wrong side": `
    select p.id::text from ledger_accounts p where p.account_id = $1 and p.guarded and (p.balance * p.normal_side < 0
      or exists (select from ledger_entries e where e.account_id = $1 and e.ledger_account_id = p.id and e.balance_after * p.normal_side < 0))`,
  "a key is posted once": `
    select idem_key from ledger_transfers where account_id = $1 group by idem_key having count(*) > 1`,
  "a transfer is taken back once, whole and the other way round": `
    select t.id::text from ledger_transfers t left join ledger_transfers o on o.account_id = $1 and o.id = t.reverses
    where t.account_id = $1 and t.reverses is not null and ((o.debit_id, o.credit_id, o.amount) is distinct from (t.credit_id, t.debit_id, t.amount)
      or 1 < (select count(*) from ledger_transfers x where x.account_id = $1 and x.reverses = t.reverses))`,
  "the stages of a purchase order add up to its funds": `
    select p.subject_id::text from ledger_accounts p left join purchase_orders o on o.account_id = $1 and o.id = p.subject_id
    where p.account_id = $1 and p.subject_kind = 'order' group by p.subject_id, o.currency
    having sum(p.balance) <> 0 or bool_or(p.currency is distinct from o.currency)
      or count(*) filter (where p.code not in ('funds', 'free', 'reserved', 'committed', 'accrued', 'invoiced', 'paid')) > 0`,
  "a movement of stages stays on its purchase order": `
    select t.id::text from ledger_transfers t
    join ledger_accounts d on d.account_id = $1 and d.id = t.debit_id join ledger_accounts c on c.account_id = $1 and c.id = t.credit_id
    where t.account_id = $1 and (d.subject_kind = 'order' or c.subject_kind = 'order')
      and (d.subject_id is distinct from t.order_id or c.subject_id is distinct from t.order_id)`,
  "nothing takes more out of a stage than it put in": `
    select m.subject_kind || ' ' || m.subject_id from (${moved}) m where m.code not in ('funds', 'free')
    group by m.subject_kind, m.subject_id, m.pot having sum(m.amount) < 0`,
  "an approved request reserves its estimated total, an ended one nothing": reserved(
    "approval_requests",
    "request",
    "approved",
    "r.estimated_total_minor - r.fee_minor + r.order_fee_minor",
  ),
  "a pending offer reserves its own figure, an ended one nothing": reserved(
    "offers",
    "offer",
    "pending",
    "r.estimated_total_minor + r.order_fee_minor",
  ),
  "the fee account holds what its receipts say": `
    select r.currency::text from (
      select currency, sum(case kind when 'fee' then amount_minor else -amount_minor end) as fees from receipts
      where account_id = $1 and kind in ('fee', 'fee_refund') group by currency) r
    full join (select currency, balance from ledger_accounts where account_id = $1 and subject_kind = 'platform' and code = 'fees') p on p.currency = r.currency
    where coalesce(r.fees, 0) <> coalesce(p.balance, 0)`,
  "a contract commits what its estimate leaves open, an ended one nothing": `
    select c.id::text from contracts c left join (
      select m.subject_id, m.order_id, sum(m.amount) filter (where m.code = 'committed') as held,
        sum(m.amount) filter (where m.code in ('accrued', 'invoiced', 'paid')) as spent
      from (${moved}) m where m.subject_kind = 'contract' group by m.subject_id, m.order_id) h on h.subject_id = c.id
    left join (
      select contract_id, sum(amount_minor) as charged from contract_charges
      where account_id = $1 and order_id is null and reversed_at is null group by contract_id) x on x.contract_id = c.id
    where c.account_id = $1 group by c.account_id, c.id, x.charged
    having (coalesce(sum(h.held), 0), coalesce(sum(h.held) filter (where h.order_id = c.order_id), 0)) is distinct from (${twice(
      "case when c.order_id is null or c.state = 'ended' then 0 else greatest(0, c.estimated_total_minor + c.order_fee_minor - coalesce(sum(h.spent), 0) - coalesce(x.charged, 0)) end",
    )})`,
};

/** Checks the ledger of every company in the order of slugs, and hands each report over as soon as it is made. */
export async function* verifyLedger(): AsyncGenerator<LedgerReport> {
  const all = await plumbing()
    .select({ id: accounts.id, slug: accounts.slug })
    .from(accounts)
    .orderBy(asc(accounts.slug));
  for (const { id, slug } of all) yield { slug, ...(await verifyLedgerOf(id)) };
}

/** Faults named per rule: enough to see what is wrong. */
const named = 3;

/** Checks one company in one snapshot a rule; what is posted meanwhile is whole in each. */
export async function verifyLedgerOf(accountId: string): Promise<Omit<LedgerReport, "slug">> {
  const verifier: SystemActor = { kind: "system", accountId, userId: null, job: "verify-ledger", via: "cron" };
  return readAs(verifier, async ({ db }) => {
    await db.execute("set local statement_timeout = '10min'");
    const [size] = await db.execute<{ transfers: number; pots: number }>(sql`
      select (select count(*)::int from ledger_transfers where account_id = ${accountId}) as transfers,
        (select count(*)::int from ledger_accounts where account_id = ${accountId}) as pots`);
    const faults: string[] = [];
    for (const [rule, query] of Object.entries(ledgerRules)) {
      const rows = await db.execute<{ found: string }>(
        sql`select f.found from (${bound(query, accountId)}) f (found) limit ${named}`,
      );
      faults.push(...rows.map(({ found }) => `${found}: against “${rule}”`));
    }
    return { accountId, transfers: size?.transfers ?? 0, pots: size?.pots ?? 0, faults };
  });
}

/** The account in the place of every `$1`, as a parameter. */
const bound = (query: string, accountId: string): SQL =>
  sql.join(
    query.split("$1").map((text) => sql.raw(text)),
    sql`${accountId}::uuid`,
  );
