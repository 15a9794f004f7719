import { expect, test } from "vitest";
import {
  addLocalDays,
  afterDays,
  daysBetween,
  formatDay,
  formatInstant,
  formatShortDay,
  isLocalDate,
  isTimeZone,
  localDateOf,
} from "./dates";

test.each([
  ["2026-03-29T00:59:59Z", "Europe/Berlin", "2026-03-29"],
  ["2026-03-28T22:59:59.999Z", "Europe/Berlin", "2026-03-28"],
  ["2026-03-28T23:00:00Z", "Europe/Berlin", "2026-03-29"],
  ["2026-10-25T21:59:59Z", "Europe/Berlin", "2026-10-25"],
  ["2026-10-25T23:00:00Z", "Europe/Berlin", "2026-10-26"],
  ["2026-11-01T04:59:59Z", "America/New_York", "2026-11-01"],
  ["2026-11-01T03:59:59Z", "America/New_York", "2026-10-31"],
  ["2026-05-04T23:00:00Z", "Pacific/Kiritimati", "2026-05-05"],
  ["2026-05-05T10:00:00Z", "Pacific/Pago_Pago", "2026-05-04"],
  ["1999-12-27T14:00:00Z", "America/Chicago", "1999-12-27"],
])("%s is the day %s → %s", (instant, zone, day) => {
  expect(localDateOf(new Date(instant), zone)).toBe(day);
});

test("n days after a moment are n × 24 hours, whatever the clocks do", () => {
  expect(afterDays(new Date("2026-03-28T12:00:00Z"), 1)).toEqual(new Date("2026-03-29T12:00:00Z"));
  expect(afterDays(new Date("2026-10-24T12:00:00Z"), 30)).toEqual(new Date("2026-11-23T12:00:00Z"));
});

test.each([
  ["2026-02-28", 1, "2026-03-01"],
  ["2028-02-28", 1, "2028-02-29"],
  ["2026-03-28", 2, "2026-03-30"],
  ["2026-01-01", -1, "2025-12-31"],
  ["2026-10-24", 2, "2026-10-26"],
])("%s and %i days is %s", (day, days, then) => {
  expect(addLocalDays(day, days)).toBe(then);
  expect(daysBetween(day, then)).toBe(days);
});

test("days between are whole, also over a century of leap years and clock changes", () => {
  expect(daysBetween("2000-01-01", "2100-12-31")).toBe(36_889);
  expect(daysBetween("2026-06-28", "2026-05-18")).toBe(-41);
});

test.each(["2000-01-01", "2100-12-31", "2028-02-29"])("%s is a day of ours", (day) => {
  expect(isLocalDate(day)).toBe(true);
});

test.each([
  "1999-12-31",
  "2101-01-01",
  "0201-01-01",
  "2026-02-29",
  "2026-02-30",
  "2026-00-10",
  "2026-1-1",
  "",
  "2026-05-18 ",
  "+02026-05-18",
])("%j is none", (day) => {
  expect(isLocalDate(day)).toBe(false);
});

test.each([
  ["Europe/Berlin", true],
  ["UTC", true],
  ["Mars/Olympus", false],
  ["", false],
])("zone %s: %s", (zone, known) => {
  expect(isTimeZone(zone)).toBe(known);
});

test("people read days and instants with their zone named", () => {
  expect(formatDay("2026-05-04")).toBe("4 May 2026");
  expect(formatInstant(new Date("2026-05-04T12:03:00Z"), "Europe/Berlin")).toMatch(/^4 May 2026, 14:03 (CEST|GMT\+2)$/);
  expect(formatShortDay(new Date("2026-12-31T23:30:00Z"), "Europe/Berlin", new Date("2026-12-31T12:00:00Z"))).toBe(
    "1 Jan 2027",
  );
});
