import { tzOffset } from "@date-fns/tz";
import fc from "fast-check";
import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { instantOfLocal, isoWeekOf, nextDigestAt, slotAfter, timelinessOf, weekdayOf, weeksBetween } from "./schedule";

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
afterAll(() => sql.end());

const zones = Intl.supportedValuesOf("timeZone");
const utc = (text: string) => new Date(`${text}Z`);

describe("a local time becomes an instant", () => {
  test.each([
    ["an ordinary morning", "2026-05-04", "08:00", "Europe/Berlin", "2026-05-04T06:00"],
    ["clocks go forward at 02:00: 02:30 is 03:00", "2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:00"],
    ["clocks go back at 03:00: the first 02:30", "2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30"],
    ["half an hour forward, Lord Howe", "2026-10-04", "02:10", "Australia/Lord_Howe", "2026-10-03T15:30"],
    ["forward at midnight, Santiago", "2026-09-06", "00:00", "America/Santiago", "2026-09-06T04:00"],
    ["a day that never was, Apia", "2011-12-30", "08:00", "Pacific/Apia", "2011-12-30T10:00"],
    ["quarters of an hour, Chatham", "2026-05-04", "08:00", "Pacific/Chatham", "2026-05-03T19:15"],
  ])("%s", (_, day, time, zone, expected) => {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    expect(instantOfLocal(day, hours * 60 + minutes, zone)).toEqual(utc(expected));
  });

  test("every hour around every change of clocks of a year, in every zone, is what walking through the minutes finds", () => {
    for (const zone of zones.filter((_, at) => at % 9 === 0)) {
      for (const change of changesOf(zone, 2026)) {
        const clock = localClock(zone);
        const from = change.getTime() - 3 * 3_600_000;
        const walked = Array.from({ length: 6 * 12 }, (_, at) => clock(new Date(from + at * 300_000)));
        const day = walked[36]?.slice(0, 10) ?? "";
        for (let minute = 0; minute < 1_440; minute += 30) {
          const wanted = `${day} ${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
          if (wanted < (walked[0] ?? "") || wanted > (walked.at(-1) ?? "")) continue;
          const first = walked.indexOf(wanted);
          const at =
            first >= 0
              ? first
              : walked.findIndex((local, index) => local > wanted && (walked[index - 1] ?? "") < wanted);
          expect([zone, wanted, instantOfLocal(day, minute, zone).getTime()]).toEqual([
            zone,
            wanted,
            from + at * 300_000,
          ]);
        }
      }
    }
  });
});

/** Zones of which this Node and this Postgres hold the same data; governments change their minds between two releases. */
async function zonesInAgreement(): Promise<string[]> {
  const rows = await sql<{ zone: string; offsets: number[] }[]>`
    select z as zone, array_agg((extract(epoch from (at at time zone z) - (at at time zone 'UTC')) / 60)::float8 order by at) as offsets
    from unnest(${zones}::text[]) z, generate_series(timestamptz '2025-01-01Z', timestamptz '2034-01-01Z', interval '16 days') at group by z`;
  const start = Date.UTC(2025, 0, 1);
  return rows
    .filter(({ zone, offsets }) =>
      offsets.every((offset, at) => offset === tzOffset(zone, new Date(start + at * 16 * 86_400_000))),
    )
    .map((row) => row.zone)
    .sort();
}

test("every slot of every zone over 209 weeks is the one that the database finds, once a local week", async () => {
  const weeks = 209;
  const agreed = await zonesInAgreement();
  expect(agreed.length).toBeGreaterThan(zones.length * 0.95);
  // Each zone has a weekday and a time of its own; every third is walked through all weeks, the others through a part.
  const slots = agreed.map((zone, at) => ({
    zone,
    weekday: 1 + (at % 7),
    minuteOfDay: 300 + ((at * 47) % 961),
    count: at % 12 === 0 ? weeks : 6,
    from: new Date(Date.UTC(2025, 0, 1 + ((at * 31) % 1_400), at % 24, at % 60)),
  }));
  const walked = slots.flatMap(({ count, from, ...slot }, index) => {
    const found: { index: number; nth: number; at: string }[] = [];
    for (let nth = 0, after = from; nth < count; nth++) {
      after = slotAfter(slot, after);
      found.push({ index, nth, at: after.toISOString() });
    }
    return found;
  });
  const expected = await sql<{ index: number; nth: number; at: Date }[]>`
    select s.index, n.nth::int as nth, n.at from jsonb_to_recordset(${sql.json(slots.map((slot, index) => ({ ...slot, from: slot.from.toISOString(), index })))}) as s (index int, zone text, weekday int, "minuteOfDay" int, count int, "from" timestamptz),
    lateral (
      select row_number() over (order by at) - 1 as nth, at from (
        select (d.day::timestamp + s."minuteOfDay" * interval '1 minute') at time zone s.zone as at
        from generate_series((s."from" at time zone s.zone)::date::timestamp - interval '1 day', (s."from" at time zone s.zone)::date + (7 * s.count + 8) * interval '1 day', interval '1 day') d (day)
        where extract(isodow from d.day) = s.weekday) each
      where at > s."from" order by at limit s.count) n`;
  const key = (each: { index: number; nth: number }) => `${each.index}/${each.nth}`;
  const byKey = new Map(expected.map((each) => [key(each), each.at.toISOString()]));
  expect(walked.filter((each) => byKey.get(key(each)) !== each.at).slice(0, 3)).toEqual([]);
  expect(walked).toHaveLength(expected.length);
});

test("ISO weeks are the database's, through leap years and week 53", async () => {
  const days = await sql<{ day: string; week: string; weekday: number }[]>`
    select d::date::text as day, to_char(d, 'IYYY"-W"IW') as week, extract(isodow from d)::int as weekday
    from generate_series(date '2019-12-20', date '2034-01-15', interval '1 day') d`;
  expect(days.filter(({ day, week, weekday }) => isoWeekOf(day) !== week || weekdayOf(day) !== weekday)).toEqual([]);
  expect([
    weeksBetween("2026-W53", "2027-W01"),
    weeksBetween("2026-W10", "2026-W13"),
    weeksBetween("2020-W53", "2026-W53"),
  ]).toEqual([1, 3, 313]);
});

test("the week of a digest is that of its local date in the account's zone, whatever zone the slot is kept in", () => {
  // Monday 06:00 in Auckland is still Sunday, and so last week, in Los Angeles.
  const slot = { weekday: 1, minuteOfDay: 360, zone: "Pacific/Auckland" };
  expect(nextDigestAt(slot, "America/Los_Angeles", utc("2026-12-27T00:00"))).toEqual({
    dueAt: utc("2026-12-27T17:00"),
    isoWeek: "2026-W52",
  });
  expect(nextDigestAt(slot, "Pacific/Auckland", utc("2026-12-27T00:00")).isoWeek).toBe("2026-W53");
});

test("in the zone of the slot each digest is exactly one ISO week after the one before", () => {
  const slot = fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    minuteOfDay: fc.integer({ min: 300, max: 1_260 }),
    zone: fc.constantFrom(...zones),
  });
  fc.assert(
    fc.property(
      slot,
      fc.date({ min: utc("2025-01-01T00:00"), max: utc("2029-01-01T00:00"), noInvalidDate: true }),
      (of, after) => {
        const next = nextDigestAt(of, of.zone, after);
        const later = nextDigestAt(of, of.zone, next.dueAt);
        return weeksBetween(next.isoWeek, later.isoWeek) === 1 && next.dueAt > after;
      },
    ),
    { numRuns: 300 },
  );
});

describe("a late digest", () => {
  const due = utc("2026-05-04T18:30"); // 20:30 in Berlin
  test.each([
    ["on time", "2026-05-04T18:31", "now"],
    ["an hour late, past the last allowed minute but on time", "2026-05-04T19:29", "now"],
    ["at night", "2026-05-04T23:00", "wait"],
    ["before 05:00", "2026-05-05T02:59", "wait"],
    ["at 05:00", "2026-05-05T03:00", "now"],
    ["72 hours late, to the minute", "2026-05-07T18:30", "now"],
    ["a second more", "2026-05-07T18:30:01", "too-late"],
  ])("%s", (_, now, expected) => {
    expect(timelinessOf(due, "Europe/Berlin", utc(now))).toBe(expected);
  });
});

/** Instants, to the five minutes, at which a zone's offset changes in a year; found by looking at each day. */
function changesOf(zone: string, year: number): Date[] {
  const clock = localClock(zone);
  const offset = (at: number) => Date.parse(`${clock(new Date(at)).replace(" ", "T")}Z`) - at;
  const changes: Date[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    if (offset(at) === offset(at + 86_400_000)) continue;
    let minute = at;
    while (offset(minute) === offset(minute + 300_000)) minute += 300_000;
    changes.push(new Date(minute + 300_000));
  }
  return changes;
}

/** "2026-03-29 03:00" of an instant, by another way than the product's. */
function localClock(zone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  return (at) => format.format(at);
}
