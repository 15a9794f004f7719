import { dayMs } from "./dates";

/** A business day is Monday to Friday, UTC (product part two, "For every noun"). */
const isWeekend = (instant: Date) => instant.getUTCDay() % 6 === 0;

/**
 * The instant `days` business days later. What begins on a weekend begins on Monday 00:00 UTC: Friday 15:00 and one day
 * is Monday 15:00, Saturday noon and one day is Tuesday 00:00.
 */
export function afterBusinessDays(from: Date, days: number): Date {
  let at = from.getTime();
  if (isWeekend(from)) {
    at -= at % dayMs;
    while (isWeekend(new Date(at))) at += dayMs;
  }
  for (let left = days; left > 0; left--) {
    at += dayMs;
    while (isWeekend(new Date(at))) at += dayMs;
  }
  return new Date(at);
}
