import { tzOffset } from "@date-fns/tz";
import { addLocalDays, daysBetween, type LocalDate, localDateOf } from "../dates";
import { type DigestTime, firstMinute, lastMinute } from "../notifications/rules";

/** After an outage a digest is caught up this long after its slot; later it is skipped (product.md §5). */
export const catchUpMs = 72 * 3_600_000;
/** So much after its slot a digest counts as on time, also where the slot is the last allowed minute. */
const onTimeMs = 3_600_000;

const minuteMs = 60_000;

/**
 * The instant of a local time. One that does not exist (clocks go forward) means the next existing minute, a doubled one
 * (clocks go back) the first.
 */
export function instantOfLocal(day: LocalDate, minuteOfDay: number, zone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + minuteOfDay * minuteMs;
  const wall = (at: number) => at + tzOffset(zone, new Date(at)) * minuteMs;
  // Offsets lie between −12 and +14 hours, so the instant is between these two, with at most one change of clocks.
  let low = asUtc - 15 * 60 * minuteMs;
  let high = asUtc + 13 * 60 * minuteMs;
  const meant = [asUtc - (wall(low) - low), asUtc - (wall(high) - high)].filter((at) => wall(at) === asUtc);
  if (meant.length > 0) return new Date(Math.min(...meant));
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / 2 / minuteMs) * minuteMs;
    if (wall(middle) >= asUtc) high = middle;
    else low = middle;
  }
  return new Date(high);
}

/** The first slot strictly after an instant. */
export function slotAfter({ weekday, minuteOfDay, zone }: DigestTime, after: Date): Date {
  const today = localDateOf(after, zone);
  // A day early: where the clock jumps over midnight, yesterday's missing time may still lie ahead.
  const first = addLocalDays(today, ((weekday - weekdayOf(today) + 8) % 7) - 1);
  for (let day = first; ; day = addLocalDays(day, 7)) {
    const slot = instantOfLocal(day, minuteOfDay, zone);
    if (slot > after) return slot;
  }
}

/** Monday is 1, Sunday 7. */
export const weekdayOf = (day: LocalDate) => (((daysBetween("2024-01-01", day) % 7) + 7) % 7) + 1;

/** The ISO 8601 week of a day: "2026-W53". It belongs to the year that its Thursday lies in. */
export function isoWeekOf(day: LocalDate): string {
  const thursday = addLocalDays(day, 4 - weekdayOf(day));
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** Weeks from one ISO week to another. */
export function weeksBetween(from: string, to: string): number {
  return Math.round(daysBetween(mondayOf(from), mondayOf(to)) / 7);
}

/** The Monday of an ISO week: the one of 4 January is in week 1. */
function mondayOf(week: string): LocalDate {
  const january4 = `${week.slice(0, 4)}-01-04`;
  return addLocalDays(january4, 1 - weekdayOf(january4) + (Number(week.slice(6)) - 1) * 7);
}

/** When a digest goes out and the ISO week it counts for: that of the planned local date in the account's zone. */
export type PlannedDigest = { dueAt: Date; isoWeek: string };

/** The next digest after an instant. `accountZone` decides the ISO week, whatever zone the slot is kept in. */
export function nextDigestAt(slot: DigestTime, accountZone: string, after: Date): PlannedDigest {
  return planned(slotAfter(slot, after), accountZone);
}

const planned = (dueAt: Date, accountZone: string): PlannedDigest => ({
  dueAt,
  isoWeek: isoWeekOf(localDateOf(dueAt, accountZone)),
});

/** Every digest from `first` on that is due at `now`, oldest first. */
export function digestsDue(first: PlannedDigest, slot: DigestTime, accountZone: string, now: Date): PlannedDigest[] {
  const due: PlannedDigest[] = [];
  for (let next = first; next.dueAt <= now; next = nextDigestAt(slot, accountZone, next.dueAt)) due.push(next);
  return due;
}

export type Timeliness = "now" | "wait" | "too-late";

/** May a digest of this slot go out at `now`: yes, not at this hour, or not any more? */
export function timelinessOf(dueAt: Date, zone: string, now: Date): Timeliness {
  const late = now.getTime() - dueAt.getTime();
  if (late > catchUpMs) return "too-late";
  if (late <= onTimeMs) return "now";
  const minute = minuteOfDayAt(now, zone);
  return minute >= firstMinute && minute <= lastMinute ? "now" : "wait";
}

function minuteOfDayAt(instant: Date, zone: string): number {
  const local = new Date(instant.getTime() + tzOffset(zone, instant) * minuteMs);
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}
