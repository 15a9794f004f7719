import { TZDate } from "@date-fns/tz";
import { addLocalDays, type LocalDate } from "./dates";

/** The first instant after a calendar day in an IANA zone; the day ends with the instant before (product.md, Time). */
export function endOfLocalDay(day: LocalDate, zone: string): Date {
  const [year = 2000, month = 1, date = 1] = addLocalDays(day, 1).split("-").map(Number);
  return new Date(new TZDate(year, month - 1, date, 0, 0, 0, zone).getTime());
}
