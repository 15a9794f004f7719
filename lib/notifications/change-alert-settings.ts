import "server-only";
import { and, eq } from "drizzle-orm";
import { alertSettings } from "@/db/schema";
import { isAdmin } from "../approvals/rules";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { rescheduleDigests } from "../digest/reschedule";
import { ForbiddenError } from "../errors";
import { timeOf } from "./rules";
import type { ChangeAlertSettingsInput } from "./schema";

export type ChangeAlertSettingsResult = { ok: true; version: number } | { ok: false; reason: "changed-meanwhile" };

/**
 * When and how the company's weekly spend alerts go out (product.md §5). Of two people who began from the same settings
 * one saves; the other is told.
 * @throws ForbiddenError for anybody but admins and program owners.
 */
export async function changeAlertSettings(
  ctx: Ctx,
  input: ChangeAlertSettingsInput,
): Promise<ChangeAlertSettingsResult> {
  if (!isAdmin(ctx.actor) && ctx.actor.kind !== "system") throw new ForbiddenError("change company settings");
  const { version: began, time: minuteOfDay, ...rest } = input;
  const settings = { ...rest, minuteOfDay, version: began + 1, auditId: ctx.auditId };
  // Version 0: a company without a row yet, which has the usual settings.
  const saved =
    began === 0
      ? await ctx.db
          .insert(alertSettings)
          .values({ accountId: ctx.accountId, ...settings })
          .onConflictDoNothing()
          .returning({ version: alertSettings.version })
      : await ctx.db
          .update(alertSettings)
          .set(settings)
          .where(and(eq(alertSettings.accountId, ctx.accountId), eq(alertSettings.version, began)))
          .returning({ version: alertSettings.version });
  if (saved.length === 0) return { ok: false, reason: "changed-meanwhile" };
  await rescheduleDigests(ctx);
  recordEvent(ctx, "alert-settings.changed", "account", ctx.accountId, {
    version: String(settings.version),
    enabled: String(settings.enabled),
    weekday: String(settings.weekday),
    time: timeOf(minuteOfDay),
    zone: settings.zone,
    overlap: settings.overlap,
    personalSchedule: String(settings.personalSchedule),
  });
  return { ok: true, version: settings.version };
}
