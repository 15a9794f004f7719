import { addLocalDays, afterDays, type LocalDate, localDateOf } from "@/lib/dates";

const hourMs = 3_600_000;

/** Instants and days of a story that ends at `now`. */
export type StoryTime = ReturnType<typeof storyTime>;

/** The demo's days are those of its first company: late in the evening there, the day of UTC is still to come. */
const zone = "America/New_York";

/** Business hours are those of New York in summer: 9:00 there is 13:00 UTC. */
export function storyTime(now: Date) {
  return {
    now,
    /** `days` before today at an hour of the day, such as 9 or 14.5; never later than `now`. */
    before(days: number, hour: number): Date {
      const midnight = new Date(`${localDateOf(afterDays(now, -days), zone)}T04:00:00Z`);
      return new Date(Math.min(midnight.getTime() + hour * hourMs, now.getTime()));
    },
    minutesAgo: (minutes: number): Date => new Date(now.getTime() - minutes * 60_000),
    /** The day on which an instant falls: two hours ago may be yesterday. */
    dayOf: (at: Date): LocalDate => localDateOf(at, zone),
    /** A calendar day from today: 7 is in a week, -7 was a week ago. */
    day: (days: number): LocalDate => addLocalDays(localDateOf(now, zone), days),
  };
}
