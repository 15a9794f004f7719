import "server-only";
import { and, eq } from "drizzle-orm";
import { moneyMoves, payoutRequests } from "@/db/schema";
import type { ReadCtx } from "../ctx";

/** How much payment operations have recorded for each of the reader's requests that waits for a second person, by its id. */
export async function listRecordedAmounts(ctx: ReadCtx): Promise<ReadonlyMap<string, bigint>> {
  const rows = await ctx.db
    .select({ id: payoutRequests.id, recordedMinor: moneyMoves.talentMinor })
    .from(payoutRequests)
    .innerJoin(
      moneyMoves,
      and(eq(moneyMoves.accountId, payoutRequests.accountId), eq(moneyMoves.id, payoutRequests.moveId)),
    )
    .where(and(eq(payoutRequests.talentUserId, ctx.actor.userId ?? ""), eq(payoutRequests.state, "recorded")));
  return new Map(rows.map(({ id, recordedMinor }) => [id, recordedMinor]));
}
