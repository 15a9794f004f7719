import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { files, requestFiles, submissionFiles } from "@/db/schema";
import type { Ctx } from "../ctx";
import { pinOwnFiles } from "./own-files";

/**
 * Makes uploads of the actor part of a request, in the order given. A file of an earlier request of theirs may be used
 * again ("Copy to new request"). From here on nothing can change or remove it.
 * @returns false when one of them is not there, not checked, or not theirs: nothing is attached then.
 */
export async function attachFiles(ctx: Ctx, requestId: string, fileIds: readonly string[]): Promise<boolean> {
  const pinned = await pinOwnFiles(ctx, fileIds);
  if (!pinned) return false;
  const { accountId, auditId } = ctx;
  if (pinned.length > 0)
    await ctx.db.insert(requestFiles).values(pinned.map((file) => ({ accountId, requestId, ...file, auditId })));
  return true;
}

/**
 * The same for a round of a milestone's submission.
 * @returns false when one of them is not there, not checked, or not theirs: nothing is attached then.
 */
export async function attachToSubmission(
  ctx: Ctx,
  { milestoneId, round }: { milestoneId: string; round: number },
  fileIds: readonly string[],
): Promise<boolean> {
  const pinned = await pinOwnFiles(ctx, fileIds);
  if (!pinned) return false;
  const { accountId, auditId } = ctx;
  if (pinned.length > 0)
    await ctx.db
      .insert(submissionFiles)
      .values(pinned.map((file) => ({ accountId, milestoneId, round, ...file, auditId })));
  return true;
}

/**
 * Makes one upload of the actor part of a record that names it by foreign key: it is never swept or removed again.
 * @returns null when it is not there, not checked, or not theirs.
 */
export async function keepFile(ctx: Ctx, fileId: string): Promise<{ id: string; name: string } | null> {
  const [file] = await ctx.db
    .update(files)
    .set({ state: "attached" })
    .where(
      and(
        eq(files.accountId, ctx.accountId),
        eq(files.ownerId, ctx.actor.userId ?? ""),
        eq(files.id, fileId),
        ne(files.state, "pending"),
      ),
    )
    .returning({ id: files.id, name: files.name });
  return file ?? null;
}
