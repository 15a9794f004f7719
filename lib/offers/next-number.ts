import "server-only";
import { sql } from "drizzle-orm";
import { accountCounters } from "@/db/schema";
import type { Ctx } from "../ctx";

export type Numbered = "offer" | "contract" | `receipt ${number}` | `invoice ${number}`;

/**
 * The next number of this company's offers or contracts, from 1001 on, or of a year's receipts or invoices. Taken in the
 * transaction: a rollback gives it back, so that there is no gap.
 */
export async function nextNumber(ctx: Ctx, noun: Numbered, first = 1001): Promise<number> {
  const [counter] = await ctx.db
    .insert(accountCounters)
    .values({ accountId: ctx.accountId, noun, last: first })
    .onConflictDoUpdate({
      target: [accountCounters.accountId, accountCounters.noun],
      set: { last: sql`${accountCounters.last} + 1` },
    })
    .returning({ last: accountCounters.last });
  if (!counter) throw new Error(`No number was given for a ${noun}.`);
  return counter.last;
}
