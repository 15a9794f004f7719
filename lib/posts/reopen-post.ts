import "server-only";
import { and, eq } from "drizzle-orm";
import { jobPosts } from "@/db/schema";
import { type Overtaken, overtaken } from "../audit/overtaken";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { type InvalidPost, preparePost } from "./prepare-post";
import { getPostForChange } from "./queries";
import { openUntilAfter, postChanges, postUnwarned } from "./rules";
import type { PostInput } from "./schema";

export type ReopenPostResult =
  | { ok: true; postId: string }
  | { ok: false; reason: "not-closed" }
  | Overtaken
  | InvalidPost;

/**
 * "Reopen": a closed or expired post is open again, under the same conditions as posting; a purchase order that has
 * expired or was archived must be replaced (product.md §7).
 * @throws NotFoundError; ForbiddenError for anybody but the owner, the author, admins and program owners.
 */
export async function reopenPost(ctx: Ctx, input: PostInput): Promise<ReopenPostResult> {
  const post = await getPostForChange(ctx, input.id);
  const ready = await preparePost(ctx, input, { post, choice: "required", keepOrder: false });
  if (post.state !== "closed" && post.state !== "expired") return { ok: false, reason: "not-closed" };
  if (post.version !== input.version) return overtaken(ctx, "post", post.id);
  if (!ready.ok) return ready;
  const openUntil = openUntilAfter(ctx.now, ready.settings.postLifeDays);
  await ctx.db
    .update(jobPosts)
    .set({
      ...ready.columns,
      state: "open",
      openUntil,
      warnedFor: postUnwarned(ctx.now, openUntil),
      closedAt: null,
      closeReason: null,
      filled: false,
      version: post.version + 1,
    })
    .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, post.id), eq(jobPosts.state, post.state)));
  const changes = postChanges(post, await getPostForChange(ctx, post.id));
  recordEvent(ctx, "post.reopened", "post", post.id, {
    until: openUntil.toISOString(),
    changes: changes.join("\n") || null,
  });
  return { ok: true, postId: post.id };
}
