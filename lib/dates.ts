/** A calendar day without a clock or a zone: "2026-11-21". */
export type LocalDate = string;

export const dayMs = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** One format object per shape and zone: making one costs more than a hundred uses of it. */
function formatOf(locale: string, shape: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${Object.values(shape).join(" ")} ${Object.keys(shape).length}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...shape, timeZone });
    formats.set(key, format);
  }
  return format;
}

/** The calendar day that `instant` falls on in an IANA zone. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  return formatOf("sv-SE", { year: "numeric", month: "2-digit", day: "2-digit" }, zone).format(instant);
}

/** "n days" after a moment is n × 24 hours (product.md, Time). */
export function afterDays(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * dayMs);
}

/** Noon in UTC: days of the calendar are counted there, where every day has 24 hours. */
const noon = (day: LocalDate) => new Date(`${day}T12:00:00Z`);

/** The day `days` later on the calendar. */
export function addLocalDays(day: LocalDate, days: number): LocalDate {
  return localDateOf(afterDays(noon(day), days), "UTC");
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (noon(to).getTime() - noon(from).getTime()) / dayMs;
}

/** Does this text name a real day between 2000-01-01 and 2100-12-31? */
export function isLocalDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const year = Number(match[1]);
  if (year < 2000 || year > 2100) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Is this an IANA zone that this machine knows? */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const dayShape = { day: "numeric", month: "short", year: "numeric" } as const;
const shortShape = { day: "numeric", month: "short" } as const;
const instantShape = { ...dayShape, hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;

/** A calendar day for people: "4 May 2026". */
export function formatDay(day: LocalDate): string {
  return formatOf("en-GB", dayShape, "UTC").format(noon(day));
}

/** The day of an instant, short, in the reader's zone: "4 May", with the year when it is not this one's. */
export function formatShortDay(instant: Date, zone: string, now: Date): string {
  const sameYear = yearOf(instant, zone) === yearOf(now, zone);
  return formatOf("en-GB", sameYear ? shortShape : dayShape, zone).format(instant);
}

/** Away from the turn of the year every zone agrees with UTC, and lists ask this for every row. */
function yearOf(instant: Date, zone: string): string {
  const day = instant.toISOString().slice(0, 10);
  const atTheTurn = day.endsWith("12-31") || day.endsWith("01-01");
  return (atTheTurn ? localDateOf(instant, zone) : day).slice(0, 4);
}

/** The exact instant with its zone named: "4 May 2026, 14:03 GMT+2". */
export function formatInstant(instant: Date, zone: string): string {
  return formatOf("en-GB", instantShape, zone).format(instant);
}

/** A calendar day, short: "4 May", with the year when it is not the one of `now`. */
export function formatShortLocalDay(day: LocalDate, now: Date): string {
  return formatShortDay(noon(day), "UTC", now);
}

/** A moment for a history: "4 May, 14:03" in the reader's zone, with the year when it is not this one's. */
export function formatMoment(instant: Date, zone: string, now: Date): string {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(instant);
  return `${formatShortDay(instant, zone, now)}, ${time}`;
}
