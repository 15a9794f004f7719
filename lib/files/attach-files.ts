import "server-only";
import { and, asc, eq, inArray, ne } from "drizzle-orm";
import { files, requestFiles } from "@/db/schema";
import type { Ctx } from "../ctx";

/**
 * Makes uploads of the actor part of a request, in the order given. A file of an earlier request of theirs may be used
 * again ("Copy to new request"). From here on nothing can change or remove it.
 * @returns false when one of them is not there, not checked, or not theirs: nothing is attached then.
 */
export async function attachFiles(ctx: Ctx, requestId: string, fileIds: readonly string[]): Promise<boolean> {
  if (fileIds.length === 0) return true;
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
  if (byId.size !== fileIds.length) return false;
  await ctx.db.update(files).set({ state: "attached" }).where(own);
  await ctx.db.insert(requestFiles).values(
    fileIds.flatMap((fileId, index) => {
      const file = byId.get(fileId);
      if (!file?.mediaType || !file.sha256) return [];
      const { name, mediaType, sizeBytes, sha256 } = file;
      return {
        accountId: ctx.accountId,
        requestId,
        position: index + 1,
        fileId,
        fileState: "attached" as const,
        name,
        mediaType,
        sizeBytes,
        sha256,
        auditId: ctx.auditId,
      };
    }),
  );
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
