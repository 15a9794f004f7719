import "server-only";
import { sql } from "drizzle-orm";
import { notificationSettings } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { getsSpendAlerts, notificationRules, valuesOf } from "./rules";
import type { ChangeNotificationSettingInput } from "./schema";

export type ChangeNotificationSettingResult =
  | { ok: true }
  | { ok: false; reason: "locked" | "no-such-switch"; message: string };

/**
 * One of the actor's own switches. What is locked on is refused, not ignored (product.md §6). A change counts at once, also
 * for mails that wait in the outbox: they ask again before they leave.
 * @throws ForbiddenError for people without a seat, and for spend alerts of somebody who gets none.
 */
export async function changeNotificationSetting(
  ctx: Ctx,
  input: ChangeNotificationSettingInput,
): Promise<ChangeNotificationSettingResult> {
  if (ctx.actor.kind !== "member") throw new ForbiddenError("change notification settings");
  if (input.category === "spend_alerts" && !getsSpendAlerts(ctx.actor))
    throw new ForbiddenError("change the settings of spend alerts");
  return setNotification(ctx, ctx.actor.userId, input);
}

/** The same for a member named by id: the unsubscribe link acts for whoever it was mailed to. */
export async function setNotification(
  ctx: Ctx,
  userId: string,
  { category, channel, value }: ChangeNotificationSettingInput,
): Promise<ChangeNotificationSettingResult> {
  const { title, cells } = notificationRules[category];
  const cell = cells[channel];
  if (cell.kind === "locked")
    return {
      ok: false,
      reason: "locked",
      message: `${title}: this is locked on. ${cell.because} Nothing was changed.`,
    };
  if (!valuesOf(cell).includes(value))
    return { ok: false, reason: "no-such-switch", message: `${title} has no such choice. Nothing was changed.` };
  const changed = await ctx.db
    .insert(notificationSettings)
    .values({
      accountId: ctx.accountId,
      userId,
      category,
      channel,
      value,
      changedAt: ctx.now,
      auditId: ctx.auditId,
    })
    .onConflictDoUpdate({
      target: [
        notificationSettings.accountId,
        notificationSettings.userId,
        notificationSettings.category,
        notificationSettings.channel,
      ],
      set: { value, changedAt: ctx.now, auditId: ctx.auditId },
      setWhere: sql`${notificationSettings.value} <> ${value}`,
    })
    .returning({ value: notificationSettings.value });
  if (changed.length > 0)
    recordEvent(ctx, "notification-setting.changed", "member", userId, { category, channel, value });
  return { ok: true };
}
