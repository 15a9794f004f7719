import "server-only";
import { and, desc, eq, gt } from "drizzle-orm";
import { alertAcknowledgements, alertEvaluations, alertSnapshots } from "@/db/schema";
import { canInitiateSpend, isAdmin } from "../approvals/rules";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import { addLocalDays, formatDay, localDateOf } from "../dates";
import { ForbiddenError, NotFoundError } from "../errors";
import { newId } from "../ids";
import { type AlertCompany, findAlertLines, listAlertCompanies } from "./find-lines";
import { type AlertLine, acknowledgeDays, canAcknowledgeUntil, withOverlap } from "./rules";
import type { AcknowledgeAlertInput } from "./schema";

export type AcknowledgeAlertResult =
  | { ok: true }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> }
  | { ok: false; reason: "resolved"; message: string };

/**
 * Sets a line aside for the actor alone, until a date or until its cause changes, with the further alerts that the line
 * stands for (product.md §5). Others go on seeing it, with who acknowledged it.
 * @throws ForbiddenError for people who get no spend alerts; NotFoundError for a line that is not theirs or never was.
 */
export async function acknowledgeAlert(ctx: Ctx, input: AcknowledgeAlertInput): Promise<AcknowledgeAlertResult> {
  const { actor } = ctx;
  if (actor.kind !== "member" || !canInitiateSpend(actor)) throw new ForbiddenError("acknowledge spend alerts");
  const [company] = await listAlertCompanies(ctx);
  if (!company) throw new NotFoundError("company");
  if (!canAcknowledgeUntil(input.untilDate, company.today)) {
    const last = formatDay(addLocalDays(company.today, acknowledgeDays));
    return {
      ok: false,
      reason: "invalid",
      fieldErrors: { untilDate: [`Choose a date from tomorrow to ${last}, 4 weeks ahead.`] },
    };
  }
  const all = (await findAlertLines(ctx, [company])).get(ctx.accountId) ?? [];
  const own = all.filter((line) => isAdmin(actor) || line.subject.ownerId === actor.userId);
  const line = own.find((each) => each.key === input.lineKey);
  if (!line) return resolved(ctx, company, input.lineKey, isAdmin(actor) ? null : actor.userId);
  const together = [line, ...alsoOf(line, own, company)];
  await ctx.db.insert(alertAcknowledgements).values(
    together.map(({ key, cause }) => ({
      accountId: ctx.accountId,
      id: newId(),
      userId: actor.userId,
      lineKey: key,
      cause,
      untilDate: input.untilDate,
      note: input.note,
      acknowledgedAt: ctx.now,
      auditId: ctx.auditId,
    })),
  );
  recordEvent(ctx, "alert.acknowledged", line.subject.kind, line.subject.id, {
    alerts: together.map((each) => each.kind).join(" "),
    until: input.untilDate,
    note: input.note,
  });
  return { ok: true };
}

/** What the shown line says under "also". */
function alsoOf(line: AlertLine, own: readonly AlertLine[], company: AlertCompany): readonly AlertLine[] {
  const shown = withOverlap(
    own.filter((each) => each.subject.id === line.subject.id),
    company.settings.overlap,
  );
  return shown.find((each) => each.key === line.key)?.also ?? [];
}

/** A line that was open at an evaluation and is no more says since when; one that never was is not found. */
async function resolved(
  ctx: ReadCtx,
  company: AlertCompany,
  lineKey: string,
  ownerId: string | null,
): Promise<AcknowledgeAlertResult> {
  const [last] = await ctx.db
    .select({ isoWeek: alertSnapshots.isoWeek, detail: alertSnapshots.detail })
    .from(alertSnapshots)
    .where(and(eq(alertSnapshots.accountId, ctx.accountId), eq(alertSnapshots.lineKey, lineKey)))
    .orderBy(desc(alertSnapshots.isoWeek))
    .limit(1);
  if (!last || (ownerId !== null && last.detail.ownerId !== ownerId)) throw new NotFoundError("alert");
  // The first evaluation without it tells the day; before that it was resolved today.
  const [without] = await ctx.db
    .select({ at: alertEvaluations.evaluatedAt })
    .from(alertEvaluations)
    .where(and(eq(alertEvaluations.accountId, ctx.accountId), gt(alertEvaluations.isoWeek, last.isoWeek)))
    .orderBy(alertEvaluations.isoWeek)
    .limit(1);
  const day = without ? localDateOf(without.at, company.timeZone) : company.today;
  return { ok: false, reason: "resolved", message: `Resolved on ${formatDay(day)}. There is nothing to acknowledge.` };
}
