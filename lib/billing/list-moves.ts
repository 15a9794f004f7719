import "server-only";
import { and, asc, desc, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { MoveKind } from "@/db/enums";
import { accountSettings, accounts, files, moneyMoves, users } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { isId } from "../ids";
import { type Cursor, isInstantText, pageSize, toPage } from "../paging";

const proposer = alias(users, "proposer");
const decider = alias(users, "decider");
const subject = alias(users, "subject");

const columns = {
  id: moneyMoves.id,
  kind: moneyMoves.kind,
  state: moneyMoves.state,
  currency: moneyMoves.currency,
  companyMinor: moneyMoves.companyMinor,
  talentMinor: moneyMoves.talentMinor,
  subjectId: moneyMoves.subjectId,
  source: moneyMoves.source,
  externalRef: moneyMoves.externalRef,
  receivedOn: moneyMoves.receivedOn,
  fileId: moneyMoves.fileId,
  fileName: moneyMoves.fileName,
  reason: moneyMoves.reason,
  proposedBy: moneyMoves.proposedBy,
  proposedAt: moneyMoves.proposedAt,
  proposerName: proposer.name,
  proposerStaff: proposer.staffRole,
  decidedAt: moneyMoves.decidedAt,
  deciderName: decider.name,
  deciderStaff: decider.staffRole,
  refusal: moneyMoves.refusal,
  dueAt: moneyMoves.dueAt,
  /** who is paid out */
  talentName: subject.name,
};

const movesOf = (ctx: ReadCtx) =>
  ctx.db
    .select(columns)
    .from(moneyMoves)
    .innerJoin(proposer, eq(proposer.id, moneyMoves.proposedBy))
    .leftJoin(decider, eq(decider.id, moneyMoves.decidedBy))
    .leftJoin(subject, and(eq(subject.id, moneyMoves.subjectId), eq(moneyMoves.kind, "payout")));

export type MoveRow = Awaited<ReturnType<typeof listMoves>>["rows"][number];

/** Money moves of one company of these kinds, latest first, a page at a time (ids are made in the order of time). */
export async function listMoves(ctx: ReadCtx, { kind, cursor }: { kind: MoveKind | null; cursor: Cursor | null }) {
  const rows = await movesOf(ctx)
    .where(
      and(
        eq(moneyMoves.accountId, ctx.accountId),
        kind ? eq(moneyMoves.kind, kind) : undefined,
        cursor ? sql`${moneyMoves.id} < ${cursor.id}::uuid` : undefined,
      ),
    )
    .orderBy(desc(moneyMoves.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: "id", id: row.id }));
}

export type FoundMove = NonNullable<Awaited<ReturnType<typeof findMove>>>;

/** One money move of the company, or null: unknown and malformed ids look alike. */
export async function findMove(ctx: ReadCtx, moveId: string) {
  if (!isId(moveId)) return null;
  const [row] = await movesOf(ctx).where(and(eq(moneyMoves.accountId, ctx.accountId), eq(moneyMoves.id, moveId)));
  return row ?? null;
}

/** The file kept with a money move, with the key of its bytes, or null. Ask only after the move was found. */
export async function findMoveFile(ctx: ReadCtx, fileId: string) {
  const [file] = await ctx.db
    .select({
      name: files.name,
      mediaType: files.mediaType,
      sizeBytes: files.sizeBytes,
      storageKey: files.storageKey,
    })
    .from(files)
    .where(and(eq(files.accountId, ctx.accountId), eq(files.id, fileId)));
  return file ?? null;
}

/**
 * What waits for a second person in all companies, the one due first at the top, a page at a time. Read in the planner's
 * reach: ids, amounts and the company's name, nothing of its work. `only` narrows it to what this person may decide.
 */
export async function listWaitingMoves(ctx: ReadCtx, only: SQL | undefined, cursor: Cursor | null) {
  const rows = await ctx.db
    .select({
      ...columns,
      accountId: moneyMoves.accountId,
      slug: accounts.slug,
      companyName: accountSettings.name,
    })
    .from(moneyMoves)
    .innerJoin(accounts, eq(accounts.id, moneyMoves.accountId))
    .innerJoin(accountSettings, eq(accountSettings.accountId, moneyMoves.accountId))
    .innerJoin(proposer, eq(proposer.id, moneyMoves.proposedBy))
    .leftJoin(decider, eq(decider.id, moneyMoves.decidedBy))
    .leftJoin(subject, and(eq(subject.id, moneyMoves.subjectId), eq(moneyMoves.kind, "payout")))
    .where(
      and(
        isNotNull(moneyMoves.dueAt),
        only,
        cursor && isInstantText(cursor.value)
          ? sql`(${moneyMoves.dueAt}, ${moneyMoves.id}) > (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(moneyMoves.dueAt), asc(moneyMoves.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: row.dueAt?.toISOString() ?? "", id: row.id }));
}
