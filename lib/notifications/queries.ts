import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { NotificationCategory, NotificationChannel } from "@/db/enums";
import {
  alertSettings,
  mailSuppressions,
  notices,
  notificationSettings,
  personalSchedules,
  talentNotificationSettings,
} from "@/db/schema";
import { platformAccountId, type TalentActor } from "../actor";
import type { ReadCtx, Reader } from "../ctx";
import { decodeCursor, isInstantText, type Page, pageSize, toPage } from "../paging";
import { type AlertSettings, notificationRules, type PersonalSchedule, usualAlertSettings } from "./rules";

export type NotificationChoice = { category: NotificationCategory; channel: NotificationChannel; value: string };

/** What this person chose; what is not in the list is as usual: on, or every 15 minutes for message mail. */
export async function listNotificationChoices(ctx: ReadCtx, userId: string): Promise<NotificationChoice[]> {
  return ctx.db
    .select({
      category: notificationSettings.category,
      channel: notificationSettings.channel,
      value: notificationSettings.value,
    })
    .from(notificationSettings)
    .where(and(eq(notificationSettings.accountId, ctx.accountId), eq(notificationSettings.userId, userId)));
}

/** What the actor chose as a freelancer; what is not in the list is on. */
export async function listTalentChoices(ctx: ReadCtx<TalentActor>): Promise<NotificationChoice[]> {
  return ctx.db
    .select({
      category: talentNotificationSettings.category,
      channel: talentNotificationSettings.channel,
      value: talentNotificationSettings.value,
    })
    .from(talentNotificationSettings)
    .where(
      and(
        eq(talentNotificationSettings.accountId, platformAccountId),
        eq(talentNotificationSettings.userId, ctx.actor.userId),
      ),
    );
}

/** Does this member want mail of this category? Always, where the category's mail is locked on. */
export async function isMailWanted(ctx: ReadCtx, userId: string, category: NotificationCategory): Promise<boolean> {
  if (notificationRules[category].cells.mail.kind === "locked") return true;
  const choices = await listNotificationChoices(ctx, userId);
  return !choices.some((each) => each.category === category && each.channel === "mail" && each.value === "off");
}

/** The company's settings of the weekly spend alerts, or the usual ones. */
export async function getAlertSettings(ctx: ReadCtx): Promise<AlertSettings> {
  const [row] = await ctx.db
    .select({
      version: alertSettings.version,
      enabled: alertSettings.enabled,
      weekday: alertSettings.weekday,
      minuteOfDay: alertSettings.minuteOfDay,
      zone: alertSettings.zone,
      overlap: alertSettings.overlap,
      personalSchedule: alertSettings.personalSchedule,
    })
    .from(alertSettings)
    .where(eq(alertSettings.accountId, ctx.accountId));
  return row ?? usualAlertSettings;
}

/** A member's own schedule of the digest, or null while they never chose one. */
export async function findPersonalSchedule(ctx: ReadCtx, userId: string): Promise<PersonalSchedule | null> {
  const [row] = await ctx.db
    .select({
      weekday: personalSchedules.weekday,
      minuteOfDay: personalSchedules.minuteOfDay,
      zone: personalSchedules.zone,
    })
    .from(personalSchedules)
    .where(and(eq(personalSchedules.accountId, ctx.accountId), eq(personalSchedules.userId, userId)));
  return row ?? null;
}

/** Since when and why this address gets no more mail, or null. */
export async function findSuppression(ctx: ReadCtx, address: string) {
  const [row] = await ctx.db
    .select({ reason: mailSuppressions.reason, since: mailSuppressions.since })
    .from(mailSuppressions)
    .where(eq(mailSuppressions.address, address));
  return row ?? null;
}

export type NoticeRow = {
  id: string;
  category: NotificationCategory;
  title: string;
  href: string;
  at: Date;
  readAt: Date | null;
};

/** The actor's notices, newest first, a page at a time; `before` is the cursor of the page before. */
export async function listNotices(ctx: ReadCtx, before?: string): Promise<Page<NoticeRow>> {
  const cursor = decodeCursor(before);
  const start = cursor && isInstantText(cursor.value) ? { at: new Date(cursor.value), id: cursor.id } : null;
  const rows = await ctx.db
    .select({
      id: notices.id,
      category: notices.category,
      title: notices.title,
      href: notices.href,
      at: notices.at,
      readAt: notices.readAt,
    })
    .from(notices)
    .where(
      and(
        own(ctx),
        start
          ? sql`(${notices.at}, ${notices.id}) < (${start.at.toISOString()}::timestamptz, ${start.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(notices.at), desc(notices.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: row.at.toISOString(), id: row.id }));
}

/** How many of the actor's notices are unread; stops counting at 100. */
export async function countUnread(ctx: ReadCtx): Promise<number> {
  const [row] = await ctx.db.execute<{ unread: number }>(sql`select ${unreadCount(ctx)} as unread`);
  return row?.unread ?? 0;
}

/** The same as a part of another statement. */
export const unreadCount = (ctx: Reader) => sql<number>`(
  select count(*)::int from (
    select from ${notices} n where n.account_id = ${ctx.accountId} and n.user_id = ${ctx.actor.userId} and n.read_at is null limit 100) up_to_100)`;

/** The actor's own lines and nobody else's. */
export const own = (ctx: ReadCtx) =>
  and(eq(notices.accountId, ctx.accountId), sql`${notices.userId} = ${ctx.actor.userId}`);
