import type { ISql } from "postgres";

/**
 * Invariants I1–I7 of one company, each a query that finds what breaks it. Plain SQL that shares no code with the
 * application: the checker must not believe what it checks (reliability.md §3, §5). `$1` is the account.
 */
const rules: Record<string, string> = {
  "I1 one approval holds two live offers": `
    select request_id::text from offers where account_id = $1 and state in ('pending', 'accepted') and request_id is not null
    group by request_id having count(*) > 1`,
  "I2 accepted, but its request is not consumed": `
    select o.id::text from offers o left join approval_requests r on r.account_id = $1 and r.id = o.request_id
    where o.account_id = $1 and o.state = 'accepted' and o.gate = 'approved' and r.state is distinct from 'consumed'`,
  "I2 consumed, but no offer holds it": `
    select r.id::text from approval_requests r where r.account_id = $1 and r.state = 'consumed'
      and not exists (select from offers o where o.account_id = $1 and o.request_id = r.id and o.state in ('pending', 'accepted'))`,
  "I2 accepted without its one contract": `
    select o.id::text from offers o where o.account_id = $1
      and (o.state = 'accepted') <> (1 = (select count(*) from contracts c where c.account_id = $1 and c.offer_id = o.id and c.offer_version = o.version))`,
  "I3 live without a usable approval": `
    select o.id::text from offers o left join approval_requests r on r.account_id = $1 and r.id = o.request_id
    where o.account_id = $1 and o.state in ('pending', 'accepted') and o.gate = 'approved'
      and (r.id is null or r.state <> 'consumed' or r.decided_as <> 'approved' or r.clock_left_ms <= 0)`,
  "I3 sent without approval while the policy asked for one": `
    select o.id::text from offers o
    join offer_versions v on v.account_id = $1 and v.offer_id = o.id and v.version = 1
    join audit_events sent on sent.account_id = $1 and sent.id = v.audit_id
    cross join lateral (
      select p.enabled, p.scope from approval_policies p join audit_events made on made.account_id = $1 and made.id = p.audit_id
      where p.account_id = $1 and made.seq < sent.seq order by p.version desc limit 1) p
    where o.account_id = $1 and o.gate = 'not_required' and p.enabled and (p.scope = 'all' or (p.scope = 'direct') = (o.kind = 'direct'))`,
  "I4 outcome and state disagree": `
    select r.id::text from approval_requests r left join approval_outcomes o on o.account_id = $1 and o.request_id = r.id
    where r.account_id = $1 and ((r.state = 'pending') <> (o.request_id is null) or o.outcome is distinct from r.decided_as)`,
  "I4 ended twice": `
    select request_id::text from approval_outcomes where account_id = $1 group by request_id having count(*) > 1`,
  "I4 approved without every signature": `
    select r.id::text from approval_requests r join approval_slots s on s.account_id = $1 and s.request_id = r.id
    where r.account_id = $1 and r.decided_as = 'approved' and s.state not in ('approved', 'skipped', 'replaced')`,
  "I4 a slot and its decision disagree": `
    select s.request_id::text from approval_slots s
    left join approval_decisions d on d.account_id = $1 and d.request_id = s.request_id and d.step = s.step and d.approver_id = s.approver_id
    where s.account_id = $1 and case when s.state in ('approved', 'declined') then d.kind is distinct from s.state else d.kind is not null end`,
  "I4 declined by none or by several": `
    select r.id::text from approval_requests r where r.account_id = $1
      and (select count(*) from approval_decisions d where d.account_id = $1 and d.request_id = r.id and d.kind = 'declined')
        <> case when r.decided_as = 'declined' then 1 else 0 end`,
  "I4 decided after it had ended": `
    select d.request_id::text from approval_decisions d join audit_events de on de.account_id = $1 and de.id = d.audit_id
    join approval_outcomes o on o.account_id = $1 and o.request_id = d.request_id join audit_events oe on oe.account_id = $1 and oe.id = o.audit_id
    where d.account_id = $1 and de.seq > oe.seq`,
  "I4 step two before step one": `
    select d.request_id::text from approval_decisions d join approval_slots s on s.account_id = $1 and s.request_id = d.request_id and s.step < d.step
    where d.account_id = $1 and s.state not in ('approved', 'skipped', 'replaced')`,
  "I4 asked, but not pending at that step": `
    select s.request_id::text from approval_slots s join approval_requests r on r.account_id = $1 and r.id = s.request_id
    where s.account_id = $1 and s.state = 'open' and (r.state <> 'pending' or s.step <> r.current_step)`,
  "I4 pending, but nobody is asked": `
    select r.id::text from approval_requests r where r.account_id = $1 and r.state = 'pending'
      and not exists (select from approval_slots s where s.account_id = $1 and s.request_id = r.id and s.state = 'open')`,
  "I5 decided on an own request": `
    select d.request_id::text from approval_decisions d join approval_requests r on r.account_id = $1 and r.id = d.request_id
    where d.account_id = $1 and d.approver_id = r.requester_id`,
  "I5 decided without a seat": `
    select d.request_id::text from approval_decisions d join audit_events de on de.account_id = $1 and de.id = d.audit_id
    left join memberships m on m.account_id = $1 and m.user_id = d.approver_id
    left join audit_events me on me.account_id = $1 and me.id = m.audit_id
    where d.account_id = $1 and (m.user_id is null or (m.state = 'removed' and me.seq < de.seq))`,
  "I5 decided without being asked": `
    select d.request_id::text from approval_decisions d where d.account_id = $1 and not exists (
      select from approval_slots s where s.account_id = $1 and s.request_id = d.request_id and s.step = d.step and s.approver_id = d.approver_id)`,
  "I6 decided on other content": `
    select d.request_id::text from approval_decisions d join approval_requests r on r.account_id = $1 and r.id = d.request_id
    where d.account_id = $1 and d.content_version <> r.content_version`,
  "I6 a link lives although its question is over": `
    select l.request_id::text from decision_links l
    left join approval_slots s on s.account_id = $1 and s.request_id = l.request_id and s.step = l.step and s.approver_id = l.approver_id
    where l.account_id = $1 and l.dead_since is null and s.state is distinct from 'open'`,
  "I7 outside what was approved, and the record does not say so": `
    select v.offer_id::text from offer_versions v
    join offers o on o.account_id = $1 and o.id = v.offer_id
    left join approval_envelopes e on e.account_id = $1 and e.request_id = o.request_id
    where v.account_id = $1 and o.request_id is not null and (e.request_id is null or v.request_id is distinct from o.request_id
      or not (v.offer_kind = e.offer_kind and v.contract_type = e.contract_type and e.talent_email in ('', o.talent_email)
        and v.estimated_total_minor <= e.max_total_minor and (v.rate_minor is null or v.rate_minor <= e.max_rate_minor)
        and (v.contract_type <> 'hourly' or (case when v.weekly_hours is null then 999 else v.weekly_hours end) <= e.max_weekly_hours)
        and (case when v.end_date is null then date '9999-12-31' else v.end_date end) <= e.latest_end)
      and not (v.carried_over and exists (
        select from audit_entries a where a.account_id = $1 and a.event_id = v.audit_id and a.subject_id = o.id and a.data ? 'beyond')))`,
  "I7 an offer shows another version than its last": `
    select o.id::text from offers o where o.account_id = $1
      and (select count(*) = o.version and max(v.version) = o.version from offer_versions v where v.account_id = $1 and v.offer_id = o.id) is not true`,
};

const rulesText = Object.entries(rules)
  .map(([rule, query]) => `select '${rule}: ' || found as broken from (${query}) as f (found)`)
  .join(" union all ");

/** Every breach of I1–I7 in one company, in words; empty is what it should be. `sql` logs in as superuser. */
export async function breaches(sql: ISql, accountId: string): Promise<string[]> {
  const rows = await sql.unsafe<{ broken: string }[]>(rulesText, [accountId], { prepare: true });
  return rows.map((row) => row.broken);
}

/** Every break of one company's audit chain (I37): gap, fork, foreign link, wrong hash, wrong head, event without a line. */
export async function chainBreaks(sql: ISql, accountId: string): Promise<string[]> {
  const rows = await sql<{ broken: string }[]>`
    with chain as (
      select seq, payload, prev_hash, hash, id, lag(hash) over (order by seq) as before, row_number() over (order by seq) as place
      from audit_events where account_id = ${accountId})
    select 'event ' || seq || ' does not follow' as broken from chain
      where seq <> place or prev_hash <> coalesce(before, decode(repeat('00', 32), 'hex')) or hash <> sha256(prev_hash || payload)
    union all
    select 'the head is not the last event' from audit_heads h where h.account_id = ${accountId}
      and not exists (select from chain c where c.seq = h.seq and c.hash = h.hash and c.place = (select count(*) from chain))
    union all
    select 'there is no head' where not exists (select from audit_heads where account_id = ${accountId})
    union all
    select 'event ' || seq || ' has no line' from chain c where not exists (select from audit_entries e where e.account_id = ${accountId} and e.event_id = c.id)`;
  return rows.map((row) => row.broken);
}

/**
 * The same for what was appended since the last look, so that it can be asked after every command: each new event follows
 * the last one seen, the head is the newest, each has a line. Rewritten history shows in the rows themselves (rows.ts).
 */
export function chainWatch(sql: ISql, accountId: string): () => Promise<string[]> {
  let last: { seq: string; hash: Buffer } = { seq: "0", hash: Buffer.alloc(32) };
  return async () => {
    const rows = await sql<{ seq: string; hash: Buffer; follows: boolean; told: boolean; head: boolean }[]>`
      with fresh as (
        select e.seq, e.id, e.hash, e.prev_hash, e.payload, lag(e.seq) over w as seq_before, lag(e.hash) over w as before
        from audit_events e where e.account_id = ${accountId} and e.seq > ${last.seq}::bigint window w as (order by e.seq))
      select f.seq::text, f.hash,
        f.seq = coalesce(f.seq_before, ${last.seq}::bigint) + 1 and f.prev_hash = coalesce(f.before, ${last.hash}::bytea)
          and f.hash = sha256(f.prev_hash || f.payload) as follows,
        exists (select from audit_entries l where l.account_id = ${accountId} and l.event_id = f.id) as told,
        h.seq = f.seq and h.hash = f.hash as head
      from fresh f left join audit_heads h on h.account_id = ${accountId} order by f.seq`;
    const broken = rows.flatMap(({ seq, follows, told, head }, index) => [
      ...(follows ? [] : [`I37 event ${seq} does not follow`]),
      ...(told ? [] : [`I37 event ${seq} has no line`]),
      ...(index < rows.length - 1 || head ? [] : [`I37 the head is not event ${seq}`]),
    ]);
    const newest = rows.at(-1);
    if (newest) last = newest;
    return broken;
  };
}
