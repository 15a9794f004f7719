import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { ReadCtx } from "../ctx";

/**
 * What a company owes, in minor units, as a part of a larger statement. What is only held for open offers is no debt: it
 * is on no invoice, and comes back when the offer ends.
 */
export const debtIn = (accountId: SQLWrapper | string): SQL => sql`greatest(0,
  coalesce((select -a.balance from ledger_accounts a where a.account_id = ${accountId} and a.subject_kind = 'company' and a.subject_id = ${accountId} and a.code = 'credit'), 0)
  - coalesce((select sum(h.balance) from offers o join ledger_accounts h on h.account_id = o.account_id and h.subject_id = o.id and h.code = 'hold'
      where o.account_id = ${accountId} and o.state = 'pending'), 0))`;

/** The same of the actor's company. */
export async function sumDebt(ctx: ReadCtx): Promise<bigint> {
  const [row] = await ctx.db.execute<{ debt: string }>(sql`select ${debtIn(ctx.accountId)}::text as debt`);
  return BigInt(row?.debt ?? 0);
}
