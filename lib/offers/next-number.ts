import "server-only";
import { sql } from "drizzle-orm";
import { accountCounters } from "@/db/schema";
import type { Ctx } from "../ctx";

/** The next number of this company's offers or contracts, from 1001 on. Taken in the transaction: a rollback gives it back. */
export async function nextNumber(ctx: Ctx, noun: "offer" | "contract"): Promise<number> {
  const [counter] = await ctx.db
    .insert(accountCounters)
    .values({ accountId: ctx.accountId, noun, last: 1001 })
    .onConflictDoUpdate({
      target: [accountCounters.accountId, accountCounters.noun],
      set: { last: sql`${accountCounters.last} + 1` },
    })
    .returning({ last: accountCounters.last });
  if (!counter) throw new Error(`No number was given for a ${noun}.`);
  return counter.last;
}
