import type { LocalDate } from "../dates";
import { addLocalDays } from "../dates";
import { forecastFrom, forecastWeeks } from "./forecast";
import type { Figures } from "./rules";

/** What moved on one day, in minor units: into funds, into spent, into committed; below zero for the way back. */
export type DayChange = { day: LocalDate; funds: bigint; spent: bigint; committed: bigint };

/** How it stood at the end of one day, in minor units. */
export type BurndownDay = { day: LocalDate; funds: bigint; spent: bigint; committed: bigint; left: bigint };

/**
 * Days with their closing figures, oldest first, reckoned backwards from the figures of now. `changes` are all that
 * moved since `first`, by day; where something stood before, `first` opens the list with it.
 */
export function burnedDown(
  now: Pick<Figures, "funds" | "spent" | "committed">,
  changes: readonly DayChange[],
  first: LocalDate,
): BurndownDay[] {
  let { funds, spent, committed } = now;
  const days: BurndownDay[] = [];
  for (const change of changes.toReversed()) {
    days.push({ day: change.day, funds, spent, committed, left: funds - spent });
    funds -= change.funds;
    spent -= change.spent;
    committed -= change.committed;
  }
  if (funds !== 0n || spent !== 0n || committed !== 0n)
    days.push({ day: first, funds, spent, committed, left: funds - spent });
  return days.toReversed();
}

/** What was spent in each of the last four full weeks before today's, oldest first, from the closing figures by day. */
export function weeklySpend(days: readonly BurndownDay[], today: LocalDate): bigint[] {
  const from = forecastFrom(today);
  const spentBefore = (day: LocalDate) => days.findLast((each) => each.day < day)?.spent ?? 0n;
  return Array.from({ length: forecastWeeks }, (_, week) => {
    const [start, end] = [addLocalDays(from, week * 7), addLocalDays(from, week * 7 + 7)];
    return spentBefore(end) - spentBefore(start);
  });
}
