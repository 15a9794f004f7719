import { addLocalDays, daysBetween, type LocalDate } from "../dates";

/** The full weeks, Monday to Sunday, that a forecast looks at. */
export const forecastWeeks = 4;

export type ForecastInput = {
  today: LocalDate;
  /** minor units */
  left: bigint;
  validThrough: LocalDate | null;
  /** minor units spent in each of the last four full weeks, oldest first; credits count against their week */
  weeks: readonly bigint[];
};

export type Forecast =
  | { kind: "not-enough-history" }
  | {
      kind: "forecast";
      /** minor units a week: their mean, cut off, and the least and the most of the weeks */
      weekly: bigint;
      lowest: bigint;
      highest: bigint;
      /** when nothing is left at that pace; null: more than a hundred years away, or never */
      exhaustedOn: LocalDate | null;
      earliest: LocalDate | null;
      latest: LocalDate | null;
      /** minor units left at the end of the valid-through day; below zero when it runs dry before; null without one */
      leftAtEnd: bigint | null;
    };

/** The Monday of the week a day stands in. */
export const mondayOf = (day: LocalDate): LocalDate =>
  addLocalDays(day, -(((daysBetween("2024-01-01", day) % 7) + 7) % 7));

/** The first day of the four full weeks before the running one. */
export const forecastFrom = (today: LocalDate): LocalDate => addLocalDays(mondayOf(today), -7 * forecastWeeks);

/**
 * When a purchase order runs dry: weekly spend is the mean of the last four full weeks, the range their lowest and
 * highest; exhaustion is today + left ÷ weekly spend, on the calendar. With spend in fewer than two of the weeks there
 * is not enough history. Rule: product.md §4, "Forecast".
 */
export function forecast({ today, left, validThrough, weeks }: ForecastInput): Forecast {
  const spending = weeks.map((spent) => (spent > 0n ? spent : 0n));
  if (spending.filter((spent) => spent > 0n).length < 2) return { kind: "not-enough-history" };
  const total = spending.reduce((sum, spent) => sum + spent, 0n);
  const [lowest = 0n] = spending.toSorted((a, b) => (a < b ? -1 : 1));
  const highest = spending.reduce((most, spent) => (spent > most ? spent : most), 0n);
  const count = BigInt(spending.length);
  const days = validThrough === null ? 0 : daysBetween(today, validThrough);
  return {
    kind: "forecast",
    weekly: total / count,
    lowest,
    highest,
    exhaustedOn: dryOn(today, left, total, count),
    earliest: dryOn(today, left, highest, 1n),
    latest: dryOn(today, left, lowest, 1n),
    leftAtEnd: validThrough === null || days < 0 ? null : left - (total * BigInt(days)) / (7n * count),
  };
}

/** The day on which `left` is gone, at `spent` in `weeks` weeks. What is gone already is gone today. */
function dryOn(today: LocalDate, left: bigint, spent: bigint, weeks: bigint): LocalDate | null {
  if (left <= 0n) return today;
  if (spent <= 0n) return null;
  const days = (left * 7n * weeks) / spent;
  return days > 36_500n ? null : addLocalDays(today, Number(days));
}
