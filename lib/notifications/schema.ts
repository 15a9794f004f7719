import { z } from "zod";
import { alertOverlaps, notificationCategories, notificationChannels } from "@/db/enums";
import { isTimeZone } from "../dates";
import { firstMinute, lastMinute, minuteOf } from "./rules";

/** One switch of the notification settings. Which values a place takes, and what is locked on, the rules say. */
export const changeNotificationSettingInput = z.object({
  category: z.enum(notificationCategories),
  channel: z.enum(notificationChannels),
  value: z.enum(["on", "off", "at_once", "15m", "hourly", "daily"]),
});
export type ChangeNotificationSettingInput = z.output<typeof changeNotificationSettingInput>;

const weekday = z.coerce.number().int().min(1, "Choose a day.").max(7, "Choose a day.");
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 08:00.")
  .transform(minuteOf)
  .refine((minute) => minute >= firstMinute && minute <= lastMinute, "Choose a time from 05:00 to 21:00.");
const zone = z
  .string()
  .max(64)
  .refine(
    (text) => /^[A-Za-z]/.test(text) && isTimeZone(text),
    "Choose a time zone from the list, such as Europe/Berlin.",
  );

/** An empty choice follows whoever stands above: the company, or the company's own zone. */
const orFollow = <T>(schema: z.ZodType<T>) => z.union([z.literal("").transform(() => null), schema]);

/** A member's own schedule of the weekly digest; empty parts follow the company (product.md §5). */
export const changeDigestScheduleInput = z.object({
  weekday: orFollow(weekday),
  time: orFollow(time),
  zone: orFollow(zone),
});
export type ChangeDigestScheduleInput = z.output<typeof changeDigestScheduleInput>;

/** The settings tab "Spend alerts" (product.md §5). `version`: the one the form began from. */
export const changeAlertSettingsInput = z.object({
  version: z.coerce.number().int().min(0).max(1_000_000),
  enabled: z
    .literal("on")
    .optional()
    .transform((value) => value === "on"),
  weekday,
  time,
  zone: orFollow(zone),
  overlap: z.enum(alertOverlaps, "Choose how often a contract is listed."),
  personalSchedule: z
    .literal("on")
    .optional()
    .transform((value) => value === "on"),
});
export type ChangeAlertSettingsInput = z.output<typeof changeAlertSettingsInput>;

export const noticeInput = z.object({ noticeId: z.uuid() });
export type NoticeInput = z.output<typeof noticeInput>;

/** Up to which moment the list was shown: what came meanwhile stays unread. */
export const markAllNoticesReadInput = z.object({
  shownAt: z.iso.datetime().transform((text) => new Date(text)),
});
export type MarkAllNoticesReadInput = z.output<typeof markAllNoticesReadInput>;
