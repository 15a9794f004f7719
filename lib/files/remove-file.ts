import "server-only";
import { and, eq, lte, ne } from "drizzle-orm";
import { files } from "@/db/schema";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { looseHours } from "./rules";
import { type FileStore, fileStore } from "./store";

/**
 * Removes an own upload that belongs to no request.
 * @returns the key of its bytes, to be removed after the commit.
 * @throws NotFoundError: unknown, foreign, attached and malformed ids look alike.
 */
export async function removeFile(ctx: Ctx, fileId: string): Promise<string> {
  const [gone] = isId(fileId)
    ? await ctx.db
        .delete(files)
        .where(
          and(
            eq(files.accountId, ctx.accountId),
            eq(files.id, fileId),
            eq(files.ownerId, ctx.actor.userId ?? ""),
            ne(files.state, "attached"),
          ),
        )
        .returning({ key: files.storageKey })
    : [];
  if (!gone) throw new NotFoundError("file");
  return gone.key;
}

/**
 * Removes an upload that nobody attached within a day. Run by the tick. The bytes go first: a row without bytes is swept
 * again, bytes without a row would stay for ever.
 * @returns whether this call removed it.
 */
export async function sweepFile(ctx: Ctx, fileId: string, store: FileStore = fileStore()): Promise<boolean> {
  const due = and(
    eq(files.accountId, ctx.accountId),
    eq(files.id, fileId),
    ne(files.state, "attached"),
    lte(files.uploadedAt, afterDays(ctx.now, -looseHours / 24)),
  );
  const [file] = await ctx.db.select({ key: files.storageKey }).from(files).where(due).for("update");
  if (!file) return false;
  await store.remove(file.key);
  return (await ctx.db.delete(files).where(due).returning({ id: files.id })).length === 1;
}
