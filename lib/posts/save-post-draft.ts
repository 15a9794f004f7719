import "server-only";
import { and, eq } from "drizzle-orm";
import { jobPosts } from "@/db/schema";
import { type Overtaken, overtaken } from "../audit/overtaken";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { type InvalidPost, invalid, preparePost } from "./prepare-post";
import { findPost, getPostForChange } from "./queries";
import type { PostInput } from "./schema";

export type SavePostDraftResult =
  | { ok: true; postId: string }
  | { ok: false; reason: "not-a-draft" }
  | Overtaken
  | InvalidPost;

/**
 * Keeps a job post that nobody else sees yet; what is missing may stay so. A repeated first save finds the draft it made.
 * @throws ForbiddenError for people who may not hire in the team; NotFoundError for somebody else's draft.
 */
export async function savePostDraft(ctx: Ctx, input: PostInput): Promise<SavePostDraftResult> {
  if (input.version === 0) return keepNew(ctx, input);
  const post = await getPostForChange(ctx, input.id);
  if (post.state !== "draft") return { ok: false, reason: "not-a-draft" };
  if (post.version !== input.version) return overtaken(ctx, "post", post.id);
  const ready = await preparePost(ctx, input, { post, choice: "optional", keepOrder: true });
  if (!ready.ok) return ready;
  await ctx.db
    .update(jobPosts)
    .set({ ...ready.columns, version: post.version + 1 })
    .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, post.id), eq(jobPosts.state, "draft")));
  recordEvent(ctx, "post.drafted", "post", post.id, { title: input.title });
  return { ok: true, postId: post.id };
}

async function keepNew(ctx: Ctx, input: PostInput): Promise<SavePostDraftResult> {
  const kept = await findPost(ctx, input.id);
  if (kept) return kept.authorId === ctx.actor.userId ? { ok: true, postId: kept.id } : reload;
  const ready = await preparePost(ctx, input, { post: null, choice: "optional", keepOrder: false });
  if (!ready.ok) return ready;
  const made = await ctx.db
    .insert(jobPosts)
    .values({
      ...ready.columns,
      accountId: ctx.accountId,
      id: input.id,
      authorId: ctx.actor.userId,
      currency: ready.settings.currency,
      state: "draft",
      filled: false,
      createdAt: ctx.now,
      version: 1,
    })
    .onConflictDoNothing()
    .returning({ id: jobPosts.id });
  if (made.length === 0) return reload;
  recordEvent(ctx, "post.drafted", "post", input.id, { title: input.title });
  return { ok: true, postId: input.id };
}

const reload = invalid("title", "Reload the page and save again.");
