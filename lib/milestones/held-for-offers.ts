import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { ledgerAccounts, ledgerEntries, ledgerTransfers, offers } from "@/db/schema";
import type { ReadCtx } from "../ctx";

/**
 * How much of the company's money was held for offers that were open just before `until`, minor units of its currency, from the
 * ledger as it stood then.
 */
export async function sumHeldForOffers(ctx: ReadCtx, until: Date): Promise<bigint> {
  const instant = sql`${until.toISOString()}::timestamptz`;
  const [row] = await ctx.db.execute<{ held: string }>(sql`
    select coalesce(sum(latest.balance_after), 0) as held
    from ${offers} o
    join ${ledgerAccounts} p on p.account_id = o.account_id and p.subject_id = o.id and p.code = 'hold'
    join lateral (
      select e.balance_after from ${ledgerEntries} e
      join ${ledgerTransfers} t on t.account_id = e.account_id and t.id = e.transfer_id
      where e.account_id = p.account_id and e.ledger_account_id = p.id and t.occurred_at < ${instant}
      order by e.version desc limit 1) latest on true
    where o.account_id = ${ctx.accountId} and o.sent_at < ${instant} and (o.ended_at is null or o.ended_at >= ${instant})`);
  return BigInt(row?.held ?? 0);
}

/** How much of a company's money is held for open offers now, minor units of its currency, as a part of a larger statement. */
export const heldNowIn = (accountId: SQLWrapper | string): SQL => sql`coalesce((
  select sum(h.balance) from offers o
  join ledger_accounts h on h.account_id = o.account_id and h.subject_id = o.id and h.code = 'hold'
  where o.account_id = ${accountId} and o.state = 'pending'), 0)`;

/** The same of the actor's company. */
export async function sumHeldNow(ctx: ReadCtx): Promise<bigint> {
  const [row] = await ctx.db.execute<{ held: string }>(sql`select ${heldNowIn(ctx.accountId)}::text as held`);
  return BigInt(row?.held ?? 0);
}
