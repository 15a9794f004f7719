import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { ReadCtx } from "../ctx";
import { heldNowIn } from "../milestones/held-for-offers";

/**
 * What a company owes, in minor units, as a part of a larger statement. What is only held for open offers is no debt: it
 * is on no invoice, and comes back when the offer ends.
 */
export const debtIn = (accountId: SQLWrapper | string): SQL => sql`greatest(0,
  coalesce((select -a.balance from ledger_accounts a where a.account_id = ${accountId} and a.subject_kind = 'company' and a.subject_id = ${accountId} and a.code = 'credit'), 0)
  - ${heldNowIn(accountId)})`;

/** The same of the actor's company. */
export async function sumDebt(ctx: ReadCtx): Promise<bigint> {
  const [row] = await ctx.db.execute<{ debt: string }>(sql`select ${debtIn(ctx.accountId)}::text as debt`);
  return BigInt(row?.debt ?? 0);
}
