import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { jobPosts } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { openUntilAfter, postUnwarned } from "./rules";

/**
 * A sign of life of an open post (an offer from it was accepted): it stays open for the whole time again from now. One
 * that is over stays over. Called by the verb that is the sign of life.
 */
export async function keepPostOpen(ctx: Ctx, postId: string, why: string): Promise<void> {
  const { postLifeDays } = await getAccountSettings(ctx);
  const openUntil = openUntilAfter(ctx.now, postLifeDays);
  const kept = await ctx.db
    .update(jobPosts)
    .set({ openUntil, warnedFor: postUnwarned(ctx.now, openUntil), auditId: ctx.auditId })
    .where(
      and(
        eq(jobPosts.accountId, ctx.accountId),
        eq(jobPosts.id, postId),
        eq(jobPosts.state, "open"),
        gt(jobPosts.openUntil, ctx.now),
      ),
    )
    .returning({ id: jobPosts.id });
  if (kept.length > 0) recordEvent(ctx, "post.kept-open", "post", postId, { why, until: openUntil.toISOString() });
}
