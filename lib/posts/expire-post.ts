import "server-only";
import { and, eq } from "drizzle-orm";
import { jobPosts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { mailPostExpired } from "./mails";
import { findPost, getPostForChange } from "./queries";

/** Ends a post that showed no sign of life in time. Run by the tick; asks the row again. @returns whether this call ended it. */
export async function expirePost(ctx: Ctx, postId: string): Promise<boolean> {
  if (!(await findPost(ctx, postId))) return false;
  const post = await getPostForChange(ctx, postId);
  if (post.state !== "open" || !post.openUntil || post.openUntil > ctx.now) return false;
  await ctx.db
    .update(jobPosts)
    .set({
      state: "expired",
      openUntil: null,
      warnedFor: null,
      closedAt: ctx.now,
      version: post.version + 1,
      auditId: ctx.auditId,
    })
    .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, post.id), eq(jobPosts.state, "open")));
  recordEvent(ctx, "post.expired", "post", post.id);
  await mailPostExpired(ctx, post, post.openUntil);
  return true;
}
