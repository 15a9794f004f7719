import "server-only";
import { and, eq } from "drizzle-orm";
import { jobPosts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { getPostForChange, hasContract } from "./queries";
import { canManagePost } from "./rules";
import type { ClosePostInput } from "./schema";

export type ClosePostResult = { ok: true } | { ok: false; reason: "not-open" };

/**
 * "Close post": nobody is looked for any longer; live offers stay. It counts as filled when a contract came from it
 * (product.md §7). Closing twice is closing once.
 * @throws NotFoundError; ForbiddenError for anybody but the owner, the author, admins and program owners.
 */
export async function closePost(ctx: Ctx, input: ClosePostInput): Promise<ClosePostResult> {
  const post = await getPostForChange(ctx, input.postId);
  if (!canManagePost(ctx.actor, post)) throw new ForbiddenError("close this job post");
  if (post.state === "closed") return { ok: true };
  if (post.state !== "open") return { ok: false, reason: "not-open" };
  const filled = await hasContract(ctx, post.id);
  await ctx.db
    .update(jobPosts)
    .set({
      state: "closed",
      openUntil: null,
      warnedFor: null,
      closedAt: ctx.now,
      closeReason: input.reason,
      filled,
      version: post.version + 1,
      auditId: ctx.auditId,
    })
    .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, post.id), eq(jobPosts.state, "open")));
  recordEvent(ctx, "post.closed", "post", post.id, { reason: input.reason, filled: filled ? "yes" : null });
  return { ok: true };
}
