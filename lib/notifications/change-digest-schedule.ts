import "server-only";
import { personalSchedules } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { rescheduleDigests } from "../digest/reschedule";
import { ForbiddenError } from "../errors";
import { getAlertSettings } from "./queries";
import { getsSpendAlerts, timeOf } from "./rules";
import type { ChangeDigestScheduleInput } from "./schema";

export type ChangeDigestScheduleResult = { ok: true } | { ok: false; reason: "not-offered"; message: string };

/**
 * When the actor's own weekly digest goes out; empty parts follow the company. It cannot bring a second one in the same
 * week: the week's run is claimed once (I28).
 * @throws ForbiddenError for people who get no spend alerts.
 */
export async function changeDigestSchedule(
  ctx: Ctx,
  { weekday, time, zone }: ChangeDigestScheduleInput,
): Promise<ChangeDigestScheduleResult> {
  const { actor } = ctx;
  if (actor.kind !== "member" || !getsSpendAlerts(actor)) throw new ForbiddenError("choose when spend alerts arrive");
  const company = await getAlertSettings(ctx);
  if (!company.personalSchedule)
    return {
      ok: false,
      reason: "not-offered",
      message: "Your company sends spend alerts to everybody at the same time. Nothing was changed.",
    };
  const chosen = { weekday, minuteOfDay: time, zone, auditId: ctx.auditId };
  await ctx.db
    .insert(personalSchedules)
    .values({ accountId: ctx.accountId, userId: actor.userId, ...chosen })
    .onConflictDoUpdate({ target: [personalSchedules.accountId, personalSchedules.userId], set: chosen });
  await rescheduleDigests(ctx);
  recordEvent(ctx, "digest-schedule.changed", "member", actor.userId, {
    weekday: weekday === null ? "company's" : String(weekday),
    time: time === null ? "company's" : timeOf(time),
    zone: zone ?? "company's",
  });
  return { ok: true };
}
