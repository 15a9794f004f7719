import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { files, requestFiles } from "@/db/schema";
import { statement } from "@/db/statement";
import type { ReadCtx } from "../ctx";
import { isId } from "../ids";

export type Attachment = Awaited<ReturnType<typeof listAttachments>>[number];

/** Files of one request in their order, at most ten. Ask only after the request itself was found. */
export function listAttachments(ctx: ReadCtx, requestId: string) {
  return attachmentsOf(ctx.db, { accountId: ctx.accountId, requestId });
}

const attachmentsOf = statement((db, given: { accountId: string; requestId: string }) =>
  db
    .select({
      id: requestFiles.fileId,
      name: requestFiles.name,
      mediaType: requestFiles.mediaType,
      sizeBytes: requestFiles.sizeBytes,
      sha256: requestFiles.sha256,
    })
    .from(requestFiles)
    .where(and(eq(requestFiles.accountId, given.accountId), eq(requestFiles.requestId, given.requestId)))
    .orderBy(asc(requestFiles.position)),
);

/** One file of a request with the key of its bytes, or null. Ask only after the request itself was found. */
export async function findAttachment(ctx: ReadCtx, requestId: string, fileId: string) {
  if (!isId(fileId)) return null;
  const [file] = await ctx.db
    .select({
      name: requestFiles.name,
      mediaType: requestFiles.mediaType,
      sizeBytes: requestFiles.sizeBytes,
      storageKey: files.storageKey,
    })
    .from(requestFiles)
    .innerJoin(files, and(eq(files.accountId, ctx.accountId), eq(files.id, requestFiles.fileId)))
    .where(
      and(
        eq(requestFiles.accountId, ctx.accountId),
        eq(requestFiles.requestId, requestId),
        eq(requestFiles.fileId, fileId),
      ),
    );
  return file ?? null;
}
