import "server-only";
import { and, eq } from "drizzle-orm";
import type { DigestOutcome } from "@/db/enums";
import { digestRuns } from "@/db/schema";
import type { MailProps } from "@/emails";
import { findAlertLines, listAlertCompanies } from "../alerts/find-lines";
import type { Ctx } from "../ctx";
import { readEvaluation } from "./build";
import { composeDigest, mailOf } from "./compose";
import { listReaders } from "./readers";
import { catchUpMs } from "./schedule";

export type Recheck = { props: MailProps<"spend-alerts"> } | { because: Exclude<DigestOutcome, "sent"> };

/**
 * Asks again, right before a digest is first handed over: is its reader still eligible, is it still wanted, is there
 * still something to tell? The lines are read anew, so the mail is true at the moment it leaves (product.md §5).
 * @returns what the mail says now, or the outcome to record instead of sending it.
 */
export async function recheckDigest(ctx: Ctx, mailId: string): Promise<Recheck> {
  const [run] = await ctx.db
    .select({ userId: digestRuns.userId, isoWeek: digestRuns.isoWeek, dueAt: digestRuns.dueAt })
    .from(digestRuns)
    .where(and(eq(digestRuns.accountId, ctx.accountId), eq(digestRuns.mailId, mailId)));
  const [company] = await listAlertCompanies(ctx);
  if (!run || !company) return { because: "not_eligible" };
  if (ctx.now.getTime() - run.dueAt.getTime() > catchUpMs) return { because: "skipped" };
  const reader = (await listReaders(ctx, [run.userId])).get(run.userId);
  if (!reader) return { because: "not_eligible" };
  const lines = (await findAlertLines(ctx, [company])).get(ctx.accountId) ?? [];
  const evaluation = await readEvaluation(ctx, { company, lines, asOf: ctx.now }, run.isoWeek);
  const digest = composeDigest(evaluation, reader);
  if (digest.outcome !== "sent") return { because: digest.outcome };
  const { newLines, openLines } = digest;
  await ctx.db
    .update(digestRuns)
    .set({ newLines, openLines })
    .where(and(eq(digestRuns.accountId, ctx.accountId), eq(digestRuns.mailId, mailId)));
  return { props: mailOf(evaluation, reader, digest) };
}

/** Records why a digest that was queued did not leave after all, in the transaction that drops its mail. */
export async function recordHeldBack(
  ctx: Pick<Ctx, "db" | "accountId" | "now">,
  mailId: string,
  outcome: Exclude<DigestOutcome, "sent">,
): Promise<void> {
  await ctx.db
    .update(digestRuns)
    .set({ outcome, settledAt: ctx.now })
    .where(and(eq(digestRuns.accountId, ctx.accountId), eq(digestRuns.mailId, mailId)));
}
