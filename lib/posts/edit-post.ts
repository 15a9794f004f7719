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

export type EditPostResult = { ok: true; postId: string } | { ok: false; reason: "not-open" } | Overtaken | InvalidPost;

/**
 * Changes an open post; it stays open for the whole time again from now (product.md §7), also when it was saved as it
 * was. The purchase order it has may stay, also when it has expired meanwhile; another one must be usable.
 * @throws NotFoundError; ForbiddenError for anybody but the owner, the author, admins and program owners.
 */
export async function editPost(ctx: Ctx, input: PostInput): Promise<EditPostResult> {
  const post = await getPostForChange(ctx, input.id);
  const ready = await preparePost(ctx, input, { post, choice: "required", keepOrder: true });
  if (post.state !== "open" || (post.openUntil && post.openUntil <= ctx.now)) return { ok: false, reason: "not-open" };
  if (post.version !== input.version) return overtaken(ctx, "post", post.id);
  if (!ready.ok) return ready;
  const openUntil = openUntilAfter(ctx.now, ready.settings.postLifeDays);
  await ctx.db
    .update(jobPosts)
    .set({
      ...ready.columns,
      openUntil,
      warnedFor: postUnwarned(ctx.now, openUntil),
      version: post.version + 1,
    })
    .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, post.id), eq(jobPosts.state, "open")));
  const changes = postChanges(post, await getPostForChange(ctx, post.id));
  recordEvent(ctx, changes.length > 0 ? "post.edited" : "post.kept-open", "post", post.id, {
    changes: changes.join("\n") || null,
    until: openUntil.toISOString(),
  });
  return { ok: true, postId: post.id };
}
