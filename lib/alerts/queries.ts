import "server-only";
import { and, desc, eq, gte, lt } from "drizzle-orm";
import { alertAcknowledgements, alertEvaluations, alertSnapshots, users } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import type { LocalDate } from "../dates";
import { type Acknowledgement, type AlertKind, type AlertLine, alertKinds, type ResolvedLine } from "./rules";

/** A line that was open at a weekly evaluation. `weeksOpen` counts evaluations' weeks, 1 when it was new. */
export type SnapshotLine = ResolvedLine & { weeksOpen: number };

/** The last weekly evaluation before a week: what decides between new, still open and resolved. */
export type Baseline = { isoWeek: string; lines: ReadonlyMap<string, SnapshotLine> };

/** The company's latest evaluation of a week before `isoWeek`, or null while there was none. */
export async function findBaseline(ctx: ReadCtx, isoWeek: string): Promise<Baseline | null> {
  const [evaluation] = await ctx.db
    .select({ isoWeek: alertEvaluations.isoWeek })
    .from(alertEvaluations)
    .where(and(eq(alertEvaluations.accountId, ctx.accountId), lt(alertEvaluations.isoWeek, isoWeek)))
    .orderBy(desc(alertEvaluations.isoWeek))
    .limit(1);
  if (!evaluation) return null;
  const rows = await ctx.db
    .select({
      key: alertSnapshots.lineKey,
      weeksOpen: alertSnapshots.weeksOpen,
      title: alertSnapshots.title,
      detail: alertSnapshots.detail,
    })
    .from(alertSnapshots)
    .where(and(eq(alertSnapshots.accountId, ctx.accountId), eq(alertSnapshots.isoWeek, evaluation.isoWeek)));
  const lines = rows.map(({ detail, ...row }) => ({
    ...row,
    kind: kindOf(row.key),
    ownerId: detail.ownerId ?? "",
    orderNumber: detail.orderNumber ?? null,
  }));
  return { isoWeek: evaluation.isoWeek, lines: new Map(lines.map((line) => [line.key, line])) };
}

/** What of a line is kept with an evaluation, so that a week later it can be told as resolved. */
export const snapshotDetail = ({ subject, order }: AlertLine) => ({
  ownerId: subject.ownerId,
  orderNumber: order?.number ?? null,
});

function kindOf(key: string): AlertKind {
  const kind = alertKinds.find((each) => key.startsWith(`${each}/`));
  if (!kind) throw new Error(`A snapshot has a line of no known kind: ${key}`);
  return kind;
}

/** Everybody's acknowledgements that have not passed their date. */
export async function listAcknowledgements(ctx: ReadCtx, today: LocalDate): Promise<Acknowledgement[]> {
  return ctx.db
    .select({
      lineKey: alertAcknowledgements.lineKey,
      cause: alertAcknowledgements.cause,
      userId: alertAcknowledgements.userId,
      userName: users.name,
      untilDate: alertAcknowledgements.untilDate,
    })
    .from(alertAcknowledgements)
    .innerJoin(users, eq(users.id, alertAcknowledgements.userId))
    .where(and(eq(alertAcknowledgements.accountId, ctx.accountId), gte(alertAcknowledgements.untilDate, today)))
    .orderBy(alertAcknowledgements.acknowledgedAt, alertAcknowledgements.id);
}
