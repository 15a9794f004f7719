import type { ISql } from "postgres";

/**
 * Whether a company's money is whole, asked in plain SQL that shares nothing with the product's own queries.
 * @returns one sentence for each promise that is broken; empty when all is well (I16–I20, I26, part two §11).
 */
export async function escrowBreaches(sql: ISql, accountId: string): Promise<string[]> {
  const rows = await sql<{ broken: string }[]>`
    with recursive entries as (
      select e.ledger_account_id as pot, sum(case e.side when 'D' then e.amount else -e.amount end) as sum, max(e.version) as last, count(*) as n
      from ledger_entries e where e.account_id = ${accountId} group by 1),
    moved as (
      select d.subject_id as into_id, c.subject_id as from_id, d.subject_kind as into_kind, c.subject_kind as from_kind, d.code as into_code, t.kind, t.amount
      from ledger_transfers t
      join ledger_accounts d on d.account_id = t.account_id and d.id = t.debit_id
      join ledger_accounts c on c.account_id = t.account_id and c.id = t.credit_id
      where t.account_id = ${accountId}),
    figures as (
      select m.id,
        coalesce((select sum(amount) from moved where into_kind = 'milestone' and into_id = m.id), 0) as funded,
        coalesce((select sum(amount) from moved where from_kind = 'milestone' and from_id = m.id and into_kind = 'milestone'), 0) as rolled,
        coalesce((select sum(amount) from moved where from_kind = 'milestone' and from_id = m.id and into_kind = 'talent'), 0) as released,
        coalesce((select sum(amount) from moved where from_kind = 'milestone' and from_id = m.id and into_kind = 'company'), 0) as refunded
      from milestones m where m.account_id = ${accountId}),
    together as (
      select id, id as with_id from milestones where account_id = ${accountId}
      union select t.id, case x.into_id when t.with_id then x.from_id else x.into_id end from together t
      join moved x on x.kind = 'escrow_rolled' and t.with_id in (x.into_id, x.from_id)),
    fees as (
      select m.number, r.* from milestones m cross join lateral (
        select coalesce(sum(case r.kind when 'funding' then r.amount_minor end), 0) as spent,
          coalesce(sum(case r.kind when 'refund' then r.amount_minor end), 0) as back,
          coalesce(sum(case r.kind when 'fee' then r.amount_minor end), 0) as charged,
          coalesce(sum(case r.kind when 'fee_refund' then r.amount_minor end), 0) as returned
        from together t join receipts r on r.account_id = m.account_id and r.milestone_id = t.with_id where t.id = m.id) r
      where m.account_id = ${accountId})
    select 'I16 ' || currency || ' sums to ' || sum(balance) as broken from ledger_accounts where account_id = ${accountId} group by currency having sum(balance) <> 0
    union all select 'I18 pot ' || a.code || ' shows ' || a.balance || ', its entries ' || coalesce(e.sum, 0)
      from ledger_accounts a left join entries e on e.pot = a.id
      where a.account_id = ${accountId} and (a.balance <> coalesce(e.sum, 0) or a.version <> coalesce(e.last, 0) or a.version <> coalesce(e.n, 0))
    union all select 'I19 pot ' || code || ' crossed zero' from ledger_accounts where account_id = ${accountId} and guarded and balance * normal_side < 0
    union all select 'I20 milestone ' || m.number || ' says ' || m.funded_minor || '/' || m.rolled_minor || '/' || m.released_minor || '/' || m.refunded_minor || ', the ledger ' || f.funded || '/' || f.rolled || '/' || f.released || '/' || f.refunded
      from milestones m join figures f on f.id = m.id
      where m.account_id = ${accountId} and (m.funded_minor, m.rolled_minor, m.released_minor, m.refunded_minor) is distinct from (f.funded, f.rolled, f.released, f.refunded)
    union all select 'I20 milestone ' || m.number || ' holds ' || m.held_minor || ', its account ' || coalesce(a.balance, 0)
      from milestones m left join ledger_accounts a on a.account_id = m.account_id and a.subject_id = m.id
      where m.account_id = ${accountId} and m.held_minor <> coalesce(a.balance, 0)
    union all select 'two milestones at work on one contract' from milestones
      where account_id = ${accountId} and state in ('funded', 'submitted', 'changes_requested', 'release_requested', 'refund_requested') group by contract_id having count(*) > 1
    union all select 'milestone ' || m.number || ' in ' || m.state || ' holds money without a timer' from milestones m
      where m.account_id = ${accountId} and m.held_minor > 0 and m.due_at is null
        and not exists (select from escrow_disputes d where d.account_id = m.account_id and d.milestone_id = m.id and d.due_at is not null and d.closed_at is null)
    union all select 'milestone ' || m.number || ' is ' || m.state || ' and has ' || count(d.*) || ' open disputes' from milestones m
      left join escrow_disputes d on d.account_id = m.account_id and d.milestone_id = m.id and d.closed_at is null
      where m.account_id = ${accountId} group by m.account_id, m.id having count(d.*) <> (case m.state when 'disputed' then 1 else 0 end)
    union all select 'a refund request is open without its state, or the state without it: ' || m.number || ' ' || m.state from milestones m
      left join escrow_refund_requests r on r.account_id = m.account_id and r.milestone_id = m.id and r.answer is null
      where m.account_id = ${accountId} and (m.state = 'refund_requested') <> (r.id is not null)
    union all select 'an ended contract has milestone ' || m.number || ' in ' || m.state from milestones m join contracts c on c.account_id = m.account_id and c.id = m.contract_id
      where m.account_id = ${accountId} and c.state = 'ended' and m.state in ('agreed', 'funded', 'submitted', 'changes_requested', 'release_requested')
    union all select 'nobody and no clock is waited for: ' || waits from (
        select 'dispute ' || id || ' ' || state as waits from escrow_disputes where account_id = ${accountId} and closed_at is null and due_at is null
        union all select 'move ' || id from money_moves where account_id = ${accountId} and state = 'proposed' and due_at is null
        union all select 'payout request ' || id from payout_requests where account_id = ${accountId} and state = 'open' and due_at is null
        union all select 'payout request ' || r.id || ' recorded' from payout_requests r left join money_moves v on v.account_id = r.account_id and v.id = r.move_id
          where r.account_id = ${accountId} and r.state = 'recorded' and v.state is distinct from 'proposed'
        union all select 'proposal ' || id from milestone_proposals where account_id = ${accountId} and state = 'open' and lapses_at is null
        union all select 'refund request ' || id from refund_asks where account_id = ${accountId} and state = 'open' and lapses_at is null
        union all select 'earning ' || id from earnings where account_id = ${accountId} and moved_at is null and available_at is null) idle
    union all select 'four eyes: move ' || kind || ' has one person' from money_moves where account_id = ${accountId} and state = 'confirmed' and (decided_by is null or decided_by = proposed_by)
    union all select 'money came in without a confirmed move: ' || t.idem_key from ledger_transfers t
      where t.account_id = ${accountId} and t.kind in ('deposit', 'payout', 'company_return')
        and not exists (select from money_moves v where v.account_id = t.account_id and t.idem_key = v.id || '/1' and v.state = 'confirmed' and v.company_minor + v.talent_minor = t.amount)
    union all select 'the company was paid back ' || x.ledger || ' by the ledger, ' || x.receipts || ' by its receipts, ' || x.moves || ' by money moves' from (select
        coalesce((select sum(amount) from ledger_transfers where account_id = ${accountId} and kind = 'company_return'), 0) as ledger,
        coalesce((select sum(amount_minor) from receipts where account_id = ${accountId} and kind = 'return'), 0) as receipts,
        coalesce((select sum(company_minor) from money_moves where account_id = ${accountId} and kind = 'company_return' and state = 'confirmed'), 0) as moves) x
      where x.ledger <> x.receipts or x.ledger <> x.moves
    union all select 'I26 a reference credited twice: ' || external_ref from money_moves where account_id = ${accountId} and state = 'confirmed' and external_ref is not null group by source, external_ref having count(*) > 1
    union all select 'contract ' || c.number || ' was paid back ' || x.ledger || ' by the ledger, ' || x.refunds || ' by its refunds, ' || x.earnings || ' by its earnings' from contracts c
      cross join lateral (select
        coalesce((select sum(t.amount) from ledger_transfers t where t.account_id = c.account_id and t.subject_id = c.id and t.kind = 'payment_refunded'), 0) as ledger,
        coalesce((select sum(amount_minor) from refunds r where r.account_id = c.account_id and r.contract_id = c.id), 0) as refunds,
        coalesce((select sum(refunded_minor) from earnings e where e.account_id = c.account_id and e.contract_id = c.id), 0) as earnings) x
      where c.account_id = ${accountId} and (x.ledger <> x.refunds or x.ledger <> x.earnings)
    union all select 'request ' || a.id || ' is ' || a.state || ' and has ' || count(r.*) || ' refunds' from refund_asks a
      left join refunds r on r.account_id = a.account_id and r.ask_id = a.id
      where a.account_id = ${accountId} group by a.account_id, a.id having count(r.*) <> (case a.state when 'paid' then 1 else 0 end)
    union all select 'the freelancer has ' || a.balance || ' available, the earnings less payouts say ' || coalesce(s.sum, 0) - coalesce(p.sum, 0) from ledger_accounts a
      left join (select talent_user_id, sum(left_minor) from earnings where account_id = ${accountId} and moved_at is not null group by 1) s on s.talent_user_id = a.subject_id
      left join (select subject_id, sum(talent_minor) from money_moves where account_id = ${accountId} and kind = 'payout' and state = 'confirmed' group by 1) p on p.subject_id = a.subject_id
      where a.account_id = ${accountId} and a.subject_kind = 'talent' and a.code = 'available' and a.balance <> coalesce(s.sum, 0) - coalesce(p.sum, 0)
    union all select 'a paid request is ' || coalesce(v.state, 'without a move') || ', asked ' || r.amount_minor || ', sent ' || coalesce(v.talent_minor, 0) from payout_requests r
      left join money_moves v on v.account_id = r.account_id and v.id = r.move_id
      where r.account_id = ${accountId} and r.state = 'paid' and (v.state is distinct from 'confirmed' or v.subject_id <> r.talent_user_id or v.talent_minor > r.amount_minor)
    union all select 'the freelancer has ' || a.balance || ' pending, the earnings say ' || coalesce(s.sum, 0) from ledger_accounts a
      left join (select talent_user_id, sum(left_minor) from earnings where account_id = ${accountId} and moved_at is null group by 1) s on s.talent_user_id = a.subject_id
      where a.account_id = ${accountId} and a.subject_kind = 'talent' and a.code = 'pending' and a.balance <> coalesce(s.sum, 0)
    union all select 'receipts of ' || year || ' have a gap' from receipts where account_id = ${accountId} group by year having count(*) <> max(number)
    union all select 'escrow took ' || e.sum || ', the receipts say ' || coalesce(r.sum, 0) from (
        select coalesce(sum(case when into_kind = 'milestone' and from_kind in ('company', 'offer') then amount when from_kind in ('milestone', 'talent') and into_kind = 'company' then -amount else 0 end), 0) as sum from moved) e,
      (select sum(case kind when 'funding' then amount_minor when 'refund' then -amount_minor end) from receipts where account_id = ${accountId}) r
      where e.sum <> coalesce(r.sum, 0)
    union all select 'the fee account has ' || a.sum || ', the receipts say ' || coalesce(r.sum, 0) from (
        select coalesce(sum(balance), 0) as sum from ledger_accounts where account_id = ${accountId} and subject_kind = 'platform' and code = 'fees') a,
      (select sum(case kind when 'fee' then amount_minor when 'fee_refund' then -amount_minor end) from receipts where account_id = ${accountId}) r
      where a.sum <> coalesce(r.sum, 0)
    union all select 'milestone ' || number || ', with those it rolled on to or from, returned ' || returned || ' of a fee of ' || charged || ' with ' || back || ' of ' || spent from fees
      where returned > charged or (spent = back and returned <> charged)
    union all select 'contract ' || c.number || ' returned ' || r.returned || ' of a fee of ' || r.charged || ' with ' || r.back || ' of ' || r.spent from contracts c cross join lateral (
        select coalesce(sum(case when kind in ('funding', 'bonus') then amount_minor end), 0) as spent,
          coalesce(sum(case kind when 'refund' then amount_minor end), 0) as back,
          coalesce(sum(case kind when 'fee' then amount_minor end), 0) as charged,
          coalesce(sum(case kind when 'fee_refund' then amount_minor end), 0) as returned
        from receipts r where r.account_id = c.account_id and r.contract_id = c.id) r
      where c.account_id = ${accountId} and (r.returned > r.charged or (r.spent = r.back and r.returned <> r.charged))
    union all select 'purchase order ' || o.number || ' has ' || f.funds || ' in funds and ' || f.parts || ' in its parts' from purchase_orders o join (
        select subject_id, -sum(balance) filter (where code = 'funds') as funds, sum(balance) filter (where code <> 'funds') as parts
        from ledger_accounts where account_id = ${accountId} and subject_kind = 'order' group by 1) f on f.subject_id = o.id
      where o.account_id = ${accountId} and f.funds <> f.parts
    union all select 'purchase order ' || o.number || ' spent ' || coalesce(f.spent, 0) || ', receipts and charges say ' || coalesce(r.sum, 0) || ' and ' || coalesce(c.sum, 0) from purchase_orders o
      left join (select subject_id, sum(balance) as spent from ledger_accounts where account_id = ${accountId} and subject_kind = 'order' and code in ('invoiced', 'paid') group by 1) f on f.subject_id = o.id
      left join (select order_id, sum(case when kind in ('refund', 'fee_refund') then -amount_minor else amount_minor end) from receipts where account_id = ${accountId} and kind not in ('payment', 'return') group by 1) r on r.order_id = o.id
      left join (select order_id, sum(amount_minor) from contract_charges where account_id = ${accountId} and reversed_at is null group by 1) c on c.order_id = o.id
      where o.account_id = ${accountId} and coalesce(f.spent, 0) <> coalesce(r.sum, 0) + coalesce(c.sum, 0)
    union all select 'I24 threshold ' || t.percent || ' of ' || f.funds || ': ' || f.spent || ' spent, armed ' || t.arming || ' times, crossed ' || x.times || ' times' from order_thresholds t
      join (select subject_id, -sum(balance) filter (where code = 'funds') as funds, sum(balance) filter (where code in ('invoiced', 'paid')) as spent
        from ledger_accounts where account_id = ${accountId} and subject_kind = 'order' group by 1) f on f.subject_id = t.order_id
      cross join lateral (select count(*) as times from order_crossings x where x.account_id = t.account_id and x.order_id = t.order_id and x.percent = t.percent) x
      where t.account_id = ${accountId} and (x.times <> t.arming - 1 + (t.crossed_at is not null)::int
        or (t.active and t.crossed_at is null and f.spent * 100 >= t.percent * f.funds))`;
  return rows.map((row) => row.broken);
}

/** What is still due at an instant after the tick ran: nothing may be, except what another clock decides. */
export async function leftDue(sql: ISql, accountId: string, now: Date): Promise<string[]> {
  const at = now.toISOString();
  const rows = await sql<{ left: string }[]>`
    select 'milestone ' || number || ' ' || state as left from milestones where account_id = ${accountId} and due_at <= ${at}::timestamptz
    union all select 'proposal' from milestone_proposals where account_id = ${accountId} and state = 'open' and lapses_at <= ${at}::timestamptz
    union all select 'dispute ' || d.state from escrow_disputes d where d.account_id = ${accountId} and d.due_at <= ${at}::timestamptz
      and not exists (select from dispute_settlements s where s.account_id = d.account_id and s.dispute_id = d.id and s.state = 'agreed')
    union all select 'money move' from money_moves where account_id = ${accountId} and due_at <= ${at}::timestamptz
    union all select 'payout request' from payout_requests where account_id = ${accountId} and due_at <= ${at}::timestamptz
    union all select 'refund request' from refund_asks where account_id = ${accountId} and state = 'open' and lapses_at <= ${at}::timestamptz
    union all select 'earning' from earnings where account_id = ${accountId} and moved_at is null and left_minor > 0 and available_at <= ${at}::timestamptz
    union all select 'invoice' from company_billing where account_id = ${accountId} and invoice_at <= ${at}::timestamptz`;
  return rows.map((row) => row.left);
}

/** `text` changes with every row that money or work moves, `events` are those of the company so far; `frozen` are the figures of milestones in dispute, by id. */
export type Standing = { text: string; events: number; frozen: Record<string, string> };

export async function standing(sql: ISql, accountId: string): Promise<Standing> {
  const [row] = await sql<Standing[]>`
    select coalesce((select json_object_agg(id, concat_ws(' ', state, funded_minor, rolled_minor, released_minor, refunded_minor))
        from milestones where account_id = ${accountId} and state = 'disputed'), '{}'::json) as frozen, h.seq::int as events, concat_ws(' ',
      h.seq,
      (select count(*) from ledger_transfers where account_id = ${accountId}),
      (select md5(string_agg(m::text, '|' order by m.id)) from milestones m where account_id = ${accountId}),
      (select count(*) from mail_outbox where account_id = ${accountId}),
      (select count(*) from receipts where account_id = ${accountId})) as text
    from audit_heads h where h.account_id = ${accountId}`;
  return row ?? { text: "", events: 0, frozen: {} };
}

/** Figures of frozen milestones that are not what they were. Only deeds that end a dispute may move them. */
export const thawed = (before: Standing, after: Standing): string[] =>
  Object.entries(before.frozen)
    .filter(([id, figures]) => after.frozen[id] !== figures)
    .map(([id, figures]) => `frozen milestone ${id} moved: ${figures} → ${after.frozen[id] ?? "thawed"}`);
