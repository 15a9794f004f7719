import { expect, test } from "vitest";
import { findPersona, personaOf, personas } from "./personas";
import { instantAfter, instantOrNull } from "./rules";

const from = new Date("2026-01-31T12:00:00Z");

test.each([
  ["P1D", "2026-02-01T12:00:00.000Z"],
  ["P31D", "2026-03-03T12:00:00.000Z"],
  ["P2W", "2026-02-14T12:00:00.000Z"],
  ["P1M", "2026-02-28T12:00:00.000Z"],
  ["P1Y2M3DT4H5M6S", "2027-04-03T16:05:06.000Z"],
  ["PT36H", "2026-02-02T00:00:00.000Z"],
  ["P0D", "2026-01-31T12:00:00.000Z"],
])("the clock understands %s", (duration, to) => {
  expect(instantAfter(from, duration)?.toISOString()).toBe(to);
});

test.each([
  "",
  "P",
  "PT",
  "P1DT",
  "1D",
  "-P1D",
  "P-1D",
  "P1.5D",
  "p1d",
  "P1S",
  "P31D ",
  "P31D\n",
  "P99999Y",
  "P9999Y",
  "P1H",
])("no duration: %j", (text) => {
  expect(instantAfter(from, text)).toBeNull();
});

test("an instant is complete, exists, and lies in this century", () => {
  expect(instantOrNull("2026-12-01T09:00:00Z")?.toISOString()).toBe("2026-12-01T09:00:00.000Z");
  expect(instantOrNull("2026-12-01T09:00:00.5+02:00")?.toISOString()).toBe("2026-12-01T07:00:00.500Z");
  for (const text of [
    "2026-12-01",
    "2026-02-30T00:00:00Z",
    "2026-12-01T09:00:00",
    "2026-13-01T00:00:00Z",
    "9999-01-01T00:00:00Z",
    "now",
    "",
    "+002026-12-01T09:00:00Z",
    "2026-12-01T25:00:00Z",
  ]) {
    expect(instantOrNull(text), text).toBeNull();
  }
});

test("the cast has the thirteen roles, each once", () => {
  expect(personas.map((each) => each.key)).toEqual([
    "hiring-manager",
    "second-hiring-manager",
    "approver",
    "second-approver",
    "admin",
    "program-owner",
    "finance-admin",
    "freelancer",
    "second-freelancer",
    "support-agent",
    "payment-operations-agent",
    "second-payment-operations-agent",
    "other-company-hiring-manager",
  ]);
  expect(new Set(personas.map((each) => each.email)).size).toBe(13);
  expect(findPersona("approver")?.role).toBe("approver");
  expect(findPersona("constructor")).toBeNull();
  expect(personaOf("lena@harbour.example")?.role).toBe("hiring manager of another company");
});
