import "server-only";
import { and, eq } from "drizzle-orm";
import { jobPosts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { mailPostExpiring } from "./mails";
import { findPost, getPostForChange } from "./queries";
import { isPostEndNear } from "./rules";

/**
 * Tells the owner five days before a quiet post ends (product.md §7). Run by the tick; asks the row again, so a post
 * that was edited meanwhile, or is over, is not announced. @returns whether this call told.
 */
export async function warnOfPostEnd(ctx: Ctx, postId: string): Promise<boolean> {
  if (!(await findPost(ctx, postId))) return false;
  const post = await getPostForChange(ctx, postId);
  if (post.state !== "open" || !post.openUntil || !isPostEndNear(post, ctx.now)) return false;
  await ctx.db
    .update(jobPosts)
    .set({ warnedFor: post.openUntil, auditId: ctx.auditId })
    .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, post.id)));
  recordEvent(ctx, "post.expiring", "post", post.id, { until: post.openUntil.toISOString() });
  await mailPostExpiring(ctx, post, post.openUntil);
  return true;
}
