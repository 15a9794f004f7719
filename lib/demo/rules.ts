/** The furthest the demo's clock goes, so that no date of the product leaves the four-digit years. */
const latest = Date.UTC(2099, 11, 31);

const durationShape =
  /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/**
 * The instant that lies an ISO 8601 duration after `from`, or null for anything that is no such duration or leads too
 * far. Years and months are those of the UTC calendar, a day is 24 hours.
 */
export function instantAfter(from: Date, duration: string): Date | null {
  const match = durationShape.exec(duration);
  if (!match) return null;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const to = new Date(from);
  const day = to.getUTCDate();
  to.setUTCDate(1);
  to.setUTCMonth(to.getUTCMonth() + years * 12 + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(day, lastDay));
  const ms = to.getTime() + ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return ms <= latest ? new Date(ms) : null;
}

const instantShape = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A full ISO 8601 instant with its offset, or null: other texts, dates that do not exist, and years too far ahead. */
export function instantOrNull(text: string): Date | null {
  const match = instantShape.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || at.getTime() > latest ? null : at;
}
