import "server-only";
import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { files } from "@/db/schema";
import type { Ctx } from "../ctx";

/**
 * Pins uploads of the actor, in the order given: from here on nothing can change or remove them. What belongs to an
 * earlier thing of theirs may be used again.
 * @returns what a thing repeats of each by foreign key, with its place; null when one of them is not there, not checked,
 * or not theirs: nothing is pinned then.
 */
export async function pinOwnFiles(ctx: Ctx, fileIds: readonly string[]) {
  if (fileIds.length === 0) return [];
  const own = and(
    eq(files.accountId, ctx.accountId),
    eq(files.ownerId, ctx.actor.userId ?? ""),
    inArray(files.id, [...fileIds]),
    ne(files.state, "pending"),
  );
  const found = await ctx.db
    .select({
      id: files.id,
      name: files.name,
      mediaType: files.mediaType,
      sizeBytes: files.sizeBytes,
      sha256: files.sha256,
    })
    .from(files)
    .where(own)
    .orderBy(asc(files.id))
    .for("update");
  const byId = new Map(found.map((file) => [file.id, file]));
  if (byId.size !== fileIds.length) return null;
  await ctx.db.update(files).set({ state: "attached" }).where(own);
  return fileIds.flatMap((fileId, index) => {
    const file = byId.get(fileId);
    if (!file?.mediaType || !file.sha256) return [];
    const { name, mediaType, sizeBytes, sha256 } = file;
    return [{ position: index + 1, fileId, fileState: "attached" as const, name, mediaType, sizeBytes, sha256 }];
  });
}
