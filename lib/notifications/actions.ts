"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "../action";
import { asTalent, platformAccountId } from "../actor";
import { writeAs } from "../ctx";
import { changeAlertSettings } from "./change-alert-settings";
import { changeDigestSchedule } from "./change-digest-schedule";
import { changeNotificationSetting, changeTalentNotificationSetting } from "./change-notification-setting";
import { markAllNoticesRead, markNoticeRead } from "./mark-notices-read";
import {
  changeAlertSettingsInput,
  changeDigestScheduleInput,
  changeNotificationSettingInput,
  markAllNoticesReadInput,
  noticeInput,
} from "./schema";

/** A switch, or the frequency of message mail, on the notification settings. */
export const changeNotificationSettingAction = formAction(changeNotificationSettingInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeNotificationSetting(ctx, input));
  if (result.ok) revalidatePath("/ab/notification-settings");
  return result;
});

/** A switch on the freelancer's notification settings. Everybody may have been offered work, and so has them. */
export const changeTalentNotificationSettingAction = formAction(
  changeNotificationSettingInput,
  async (actor, input) => {
    const talent = { ...asTalent(actor), accountId: platformAccountId };
    const result = await writeAs(talent, (ctx) => changeTalentNotificationSetting(ctx, input));
    if (result.ok) revalidatePath("/talent/notification-settings");
    return result;
  },
);

/** "Save" on the own schedule of the weekly digest. */
export const changeDigestScheduleAction = formAction(changeDigestScheduleInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeDigestSchedule(ctx, input));
  if (result.ok) revalidatePath("/ab/notification-settings");
  return result;
});

/** "Save" on the settings tab "Spend alerts". */
export const changeAlertSettingsAction = formAction(changeAlertSettingsInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeAlertSettings(ctx, input));
  if (result.ok) revalidatePath("/ab", "layout");
  return result;
});

/** A line of the notification list was pressed: it is read, and its page opens. */
export const openNoticeAction = formAction(noticeInput, async (actor, { noticeId }) => {
  const { href } = await writeAs(actor, (ctx) => markNoticeRead(ctx, noticeId));
  revalidatePath("/ab", "layout");
  redirect(href as Route);
});

/** "Mark all as read". */
export const markAllNoticesReadAction = formAction(markAllNoticesReadInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => markAllNoticesRead(ctx, input));
  revalidatePath("/ab", "layout");
  return result;
});
