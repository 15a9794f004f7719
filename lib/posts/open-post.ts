import "server-only";
import { and, eq } from "drizzle-orm";
import { jobPosts } from "@/db/schema";
import { type Overtaken, overtaken } from "../audit/overtaken";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { type InvalidPost, invalid, preparePost } from "./prepare-post";
import { findPost, getPostForChange } from "./queries";
import { openUntilAfter, postUnwarned } from "./rules";
import type { PostInput } from "./schema";

export type OpenPostResult =
  | { ok: true; postId: string }
  | { ok: false; reason: "not-a-draft" }
  | Overtaken
  | InvalidPost;

/**
 * "Post": a new post, or a draft, is open from now on and stays so for `posts.life_days` after its last sign of life
 * (product.md §7). A repeated "Post" of the same form finds the post it made.
 * @throws ForbiddenError for people who may not hire in the team; NotFoundError for a draft out of reach.
 */
export async function openPost(ctx: Ctx, input: PostInput): Promise<OpenPostResult> {
  const post = input.version === 0 ? await findPost(ctx, input.id) : await getPostForChange(ctx, input.id);
  if (post && input.version === 0)
    return post.authorId === ctx.actor.userId && post.state === "open"
      ? { ok: true, postId: post.id }
      : invalid("title", "Reload the page and post again.");
  if (post && post.state !== "draft") return { ok: false, reason: "not-a-draft" };
  if (post && post.version !== input.version) return overtaken(ctx, "post", post.id);
  const ready = await preparePost(ctx, input, { post, choice: "required", keepOrder: false });
  if (!ready.ok) return ready;
  const openUntil = openUntilAfter(ctx.now, ready.settings.postLifeDays);
  const opened = {
    ...ready.columns,
    state: "open" as const,
    openedAt: ctx.now,
    openUntil,
    warnedFor: postUnwarned(ctx.now, openUntil),
    version: input.version + 1,
  };
  const written = post
    ? await ctx.db
        .update(jobPosts)
        .set(opened)
        .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, post.id), eq(jobPosts.state, "draft")))
        .returning({ id: jobPosts.id })
    : await ctx.db
        .insert(jobPosts)
        .values({
          ...opened,
          accountId: ctx.accountId,
          id: input.id,
          authorId: ctx.actor.userId,
          currency: ready.settings.currency,
          filled: false,
          createdAt: ctx.now,
        })
        .onConflictDoNothing()
        .returning({ id: jobPosts.id });
  if (written.length === 0) return invalid("title", "Reload the page and post again.");
  recordEvent(ctx, "post.opened", "post", input.id, { until: openUntil.toISOString() });
  return { ok: true, postId: input.id };
}
