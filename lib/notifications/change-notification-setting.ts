import "server-only";
import { sql } from "drizzle-orm";
import { notificationSettings, talentNotificationSettings } from "@/db/schema";
import type { TalentActor } from "../actor";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { getsSpendAlerts, ruleOf, type SettingsSide, valuesOf } from "./rules";
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

/**
 * One of the actor's own switches as a freelancer, for the mails of all companies. Done in the platform's account, which
 * belongs to no company.
 */
export async function changeTalentNotificationSetting(
  ctx: Ctx<TalentActor>,
  input: ChangeNotificationSettingInput,
): Promise<ChangeNotificationSettingResult> {
  return setNotification(ctx, ctx.actor.userId, input, "talent");
}

const tables = { member: notificationSettings, talent: talentNotificationSettings };

/** The same for a person named by id: the unsubscribe link acts for whoever it was mailed to. */
export async function setNotification(
  ctx: Ctx,
  userId: string,
  { category, channel, value }: ChangeNotificationSettingInput,
  side: SettingsSide = "member",
): Promise<ChangeNotificationSettingResult> {
  const rule = ruleOf(side, category);
  if (!rule) return { ok: false, reason: "no-such-switch", message: "There is no such choice. Nothing was changed." };
  const { title, cells } = rule;
  const cell = cells[channel];
  if (cell.kind === "locked")
    return {
      ok: false,
      reason: "locked",
      message: `${title}: this is locked on. ${cell.because} Nothing was changed.`,
    };
  if (!valuesOf(cell).includes(value))
    return { ok: false, reason: "no-such-switch", message: `${title} has no such choice. Nothing was changed.` };
  const changed = await ctx.db.execute(sql`
    insert into ${tables[side]} as s (account_id, user_id, category, channel, value, changed_at, audit_id)
    values (${ctx.accountId}::uuid, ${userId}::uuid, ${category}, ${channel}, ${value}, ${ctx.now.toISOString()}::timestamptz, ${ctx.auditId}::uuid)
    on conflict (account_id, user_id, category, channel) do update
      set value = excluded.value, changed_at = excluded.changed_at, audit_id = excluded.audit_id
      where s.value <> excluded.value
    returning s.value`);
  if (changed.length > 0)
    recordEvent(ctx, "notification-setting.changed", "member", userId, { category, channel, value });
  return { ok: true };
}
