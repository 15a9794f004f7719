import type postgres from "postgres";

/** A line as the oracle names it: the company, who owns it, and the key by which it is known. */
export type OracleLine = { account: string; owner: string; key: string };

/**
 * The six alerts in plain SQL, written from the guide and product.md §4, §5, and from the ledger's entries instead of its
 * balances, without a look at the product's rules. Needs a superuser, whom row-level security does not bind.
 */
export async function alertOracle(sql: postgres.Sql, now: Date, account: string | null = null): Promise<OracleLine[]> {
  return sql<OracleLine[]>`
    with day as (
      select s.account_id, (${now.toISOString()}::timestamptz at time zone s.time_zone)::date as today,
        case s.currency when 'JPY' then 1 when 'KWD' then 1000 else 100 end as dollar, s.one_dollar_exempt as exempt,
        s.orders_on and s.orders_required_on_posts as required
      from account_settings s where ${account}::uuid is null or s.account_id = ${account}::uuid),
    figures as (
      select p.subject_id as order_id,
        sum(case when e.side = 'C' then e.amount else -e.amount end) filter (where p.code = 'funds') as funds,
        coalesce(sum(case when e.side = 'D' then e.amount else -e.amount end) filter (where p.code in ('invoiced', 'paid')), 0) as spent
      from ledger_entries e join ledger_accounts p on p.account_id = e.account_id and p.id = e.ledger_account_id
      join day d on d.account_id = e.account_id group by 1),
    linked as (
      select c.id as contract_id, c.contact_id as owner, o.id as order_id, o.valid_through, f.funds, f.spent, d.*
      from contracts c join day d using (account_id)
      join purchase_orders o on o.account_id = c.account_id and o.id = c.order_id
      join figures f on f.order_id = o.id
      where c.state <> 'ended'),
    lines as (
      select account_id, owner, 'expired/' || contract_id || '/' || order_id as key from linked where valid_through <= today - 1
      union all
      select account_id, owner, 'out_of_funds/' || contract_id || '/' || order_id from linked where funds - spent <= 0 and not (exempt and funds = dollar)
      union all
      select d.account_id, p.owner_id, 'placeholder/' || p.id from job_posts p join day d using (account_id)
      where p.state = 'open' and p.order_choice = 'placeholder' and d.required
      union all
      select d.account_id, c.contact_id, 'past_end/' || c.id from contracts c join day d using (account_id)
      where c.contract_type = 'fixed_price' and c.state not in ('pending', 'ended') and c.end_date <= d.today - 1
      union all
      select l.account_id, l.owner, 'threshold/' || l.contract_id || '/' || l.order_id || '/' || max(t.percent)
      from linked l join order_thresholds t on t.account_id = l.account_id and t.order_id = l.order_id
      where t.active and l.spent / l.funds >= t.percent / 100.0 and not (l.exempt and l.funds = l.dollar)
      group by l.account_id, l.owner, l.contract_id, l.order_id
      union all
      select account_id, owner, 'expiring/' || contract_id || '/' || order_id from linked where valid_through between today and today + 14)
    select account_id as account, owner, key from lines`;
}
