import "server-only";
import { and, asc, desc, eq } from "drizzle-orm";
import { files, milestones, requestFiles, submissionFiles } from "@/db/schema";
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

/** A file of a submission, as lists show it. */
export type SubmissionFile = Awaited<ReturnType<typeof listSubmissionFiles>>[number];

/**
 * The files of a contract's latest submissions, milestone by milestone in their order, at most ten each. Ask only after
 * the contract was found.
 */
export function listSubmissionFiles(ctx: ReadCtx, contractId: string) {
  return ctx.db
    .select(submissionFile)
    .from(milestones)
    .innerJoin(
      submissionFiles,
      and(
        eq(submissionFiles.accountId, ctx.accountId),
        eq(submissionFiles.milestoneId, milestones.id),
        eq(submissionFiles.round, milestones.rounds),
      ),
    )
    .where(and(eq(milestones.accountId, ctx.accountId), eq(milestones.contractId, contractId)))
    .orderBy(asc(milestones.position), asc(submissionFiles.position));
}

/** The files of all rounds of one milestone, the latest round first, up to 200. */
export function listFilesOfMilestone(ctx: ReadCtx, milestoneId: string) {
  return ctx.db
    .select(submissionFile)
    .from(submissionFiles)
    .where(and(eq(submissionFiles.accountId, ctx.accountId), eq(submissionFiles.milestoneId, milestoneId)))
    .orderBy(desc(submissionFiles.round), asc(submissionFiles.position))
    .limit(200);
}

const submissionFile = {
  milestoneId: submissionFiles.milestoneId,
  round: submissionFiles.round,
  id: submissionFiles.fileId,
  name: submissionFiles.name,
  sizeBytes: submissionFiles.sizeBytes,
};

/** One file of a submission on this contract with the key of its bytes, or null. Ask only after the contract was found. */
export async function findSubmissionFile(ctx: ReadCtx, contractId: string, fileId: string) {
  if (!isId(fileId)) return null;
  const [file] = await ctx.db
    .select({
      name: submissionFiles.name,
      mediaType: submissionFiles.mediaType,
      sizeBytes: submissionFiles.sizeBytes,
      storageKey: files.storageKey,
    })
    .from(submissionFiles)
    .innerJoin(milestones, and(eq(milestones.accountId, ctx.accountId), eq(milestones.id, submissionFiles.milestoneId)))
    .innerJoin(files, and(eq(files.accountId, ctx.accountId), eq(files.id, submissionFiles.fileId)))
    .where(
      and(
        eq(submissionFiles.accountId, ctx.accountId),
        eq(submissionFiles.fileId, fileId),
        eq(milestones.contractId, contractId),
      ),
    )
    .limit(1);
  return file ?? null;
}
