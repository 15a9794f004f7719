import { describe, expect, test } from "vitest";
import { milestoneStates } from "@/db/enums";
import { afterBusinessDays } from "../business-days";
import { endOfLocalDay } from "../local-day";
import {
  deedStates,
  dueOf,
  dueStep,
  endOfWait,
  fundingOf,
  isTalentsWindow,
  nextAgreed,
  seenAtEnd,
  sinceOf,
  sumOfMilestones,
  takesBonus,
  timers,
  waitsForStart,
} from "./rules";

const since = new Date("2026-05-04T09:00:00Z");
const plus = (days: number) => new Date(since.getTime() + days * 86_400_000);

test("every state that can hold money has a timer, or a dispute that has one", () => {
  const final = ["released", "refunded", "removed", "disputed"];
  for (const state of milestoneStates)
    expect([state, timers[state] !== undefined]).toEqual([state, !final.includes(state)]);
});

test("nothing is possible once a milestone is over, and nothing but the dispute while it is frozen", () => {
  for (const [deed, states] of Object.entries(deedStates))
    for (const state of ["released", "refunded", "removed", "disputed"] as const)
      expect([deed, states.includes(state)]).toEqual([deed, false]);
});

describe("the clock of a milestone", () => {
  const submitted = { state: "submitted" as const, since, heldMinor: 1n };

  test.each([
    [6.99, 0, null],
    [7, 0, { does: "remind", step: 1 }],
    [13, 1, { does: "remind-last", step: 2 }],
    [13.999, 2, null],
    [14, 2, { does: "release", step: 3 }],
    [200, 0, { does: "release", step: 3 }],
  ])("%d days after a submission, with %d steps done: %o", (days, step, wanted) => {
    expect(dueStep({ ...submitted, step }, plus(days))).toEqual(wanted);
  });

  test("a missed notice is passed over, never the deed", () => {
    expect(dueStep({ ...submitted, step: 0 }, plus(13.5))).toEqual({ does: "remind-last", step: 2 });
    expect(dueStep({ state: "refund_requested", since, step: 0, heldMinor: 1n }, plus(7))).toEqual({
      does: "refund",
      step: 2,
    });
  });

  test("dormancy: 76, 83, 90, then 7 and 7; the freelancer's week is the last one", () => {
    const days = [76, 83, 90, 97, 104];
    for (const [step, day] of days.entries())
      expect(dueOf({ state: "funded", since, step, heldMinor: 1n })).toEqual(plus(day));
    expect([0, 1, 2, 3, 4, 5].map((step) => isTalentsWindow({ state: "funded", step }))).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  test("without money there is no timer", () => {
    expect(dueOf({ ...submitted, step: 0, heldMinor: 0n })).toBeNull();
    expect(dueStep({ state: "agreed", since, step: 0, heldMinor: 0n }, plus(400))).toBeNull();
  });

  test("a due date in the future keeps a contract alive until its day has ended in the company's zone", () => {
    const dueEnd = endOfLocalDay("2026-06-30", "America/New_York");
    expect(dueEnd.toISOString()).toBe("2026-07-01T04:00:00.000Z");
    expect(sinceOf("funded", since, dueEnd)).toEqual(dueEnd);
    expect(sinceOf("submitted", since, dueEnd)).toEqual(since);
    expect(sinceOf("funded", dueEnd, since)).toEqual(dueEnd);
  });
});

test.each([
  ["2026-05-04T09:00Z", 5, "2026-05-11T09:00:00.000Z"], // Monday to Monday
  ["2026-05-08T15:00Z", 1, "2026-05-11T15:00:00.000Z"], // Friday to Monday
  ["2026-05-09T12:00Z", 1, "2026-05-12T00:00:00.000Z"], // Saturday begins on Monday 00:00
  ["2026-05-10T23:59Z", 0, "2026-05-11T00:00:00.000Z"],
  ["2026-05-06T00:00Z", 3, "2026-05-11T00:00:00.000Z"], // Wednesday, over the weekend
])("%s and %d business days is %s", (from, days, wanted) => {
  expect(afterBusinessDays(new Date(from), days).toISOString()).toBe(wanted);
});

test.each([
  [1_000n, 0n, 1_000n, 0n],
  [1_000n, 300n, 700n, 0n],
  [1_000n, 1_000n, 0n, 0n],
  [1_000n, 1_500n, 0n, 500n],
])("funding %d of which %d rolled on takes %d and passes %d further", (amountMinor, heldMinor, take, beyond) => {
  expect(fundingOf({ amountMinor, heldMinor })).toEqual({ take, beyond });
});

test("the next milestone is the first agreed one by position, then by number", () => {
  const row = (id: string, position: number, number: number, state: "agreed" | "funded" = "agreed") => ({
    id,
    position,
    number,
    state,
    heldMinor: 0n,
  });
  const list = [row("c", 3, 1), row("b", 2, 3), row("a", 2, 2), row("f", 1, 4, "funded")];
  expect(nextAgreed(list)?.id).toBe("a");
  expect(nextAgreed(list, "a")?.id).toBe("b");
  expect(nextAgreed([])).toBeNull();
});

test("the page tells the deed that ends a wait, never a notice on the way", () => {
  const at = (state: Parameters<typeof endOfWait>[0]["state"], step = 0, heldMinor = 5n) =>
    endOfWait({ state, since, step, heldMinor });
  expect(at("submitted")).toEqual({ does: "release", at: plus(14) });
  expect(at("submitted", 2)).toEqual({ does: "release", at: plus(14) });
  expect(at("refund_requested", 1)).toEqual({ does: "refund", at: plus(7) });
  expect(at("funded")).toEqual({ does: "dormant", at: plus(90) });
  expect(at("funded", 3)).toEqual({ does: "dormant-talent", at: plus(97) });
  expect(at("funded", 4)).toEqual({ does: "refund", at: plus(104) });
  expect(at("agreed", 0, 0n)).toBeNull();
  expect(at("disputed")).toBeNull();
});

test("funded, released, held and left add up over the milestones; what rolled on counts once", () => {
  const one = (state: "agreed" | "submitted" | "released" | "removed", figures: Partial<Record<string, bigint>>) => ({
    state,
    amountMinor: 100n,
    fundedMinor: 0n,
    rolledMinor: 0n,
    releasedMinor: 0n,
    refundedMinor: 0n,
    heldMinor: 0n,
    ...figures,
  });
  expect(
    sumOfMilestones([
      one("released", { fundedMinor: 100n, rolledMinor: 20n, releasedMinor: 80n }),
      one("submitted", { fundedMinor: 100n, heldMinor: 100n }),
      one("agreed", { fundedMinor: 20n, heldMinor: 20n }),
      one("removed", {}),
    ]),
  ).toEqual({ agreed: 300n, funded: 200n, released: 80n, refunded: 0n, held: 120n, inReview: 100n, left: 80n });
});

test("what is held is seen milestone by milestone, in order; notices change nothing of it", () => {
  const milestone = { state: "funded" as const, rounds: 0, heldMinor: 5n, number: 2, position: 1 };
  const later = { ...milestone, number: 1, position: 2, state: "disputed" as const };
  const empty = { ...milestone, number: 3, position: 3, heldMinor: 0n };
  expect(seenAtEnd([later, empty, milestone])).toBe("2:funded/0/5 1:disputed/0/5");
  expect(seenAtEnd([empty])).toBe("nothing");
});

test("a bonus is possible from the start until a year after the end", () => {
  expect(takesBonus({ state: "pending", endedAt: null }, since)).toBe(false);
  expect(takesBonus({ state: "active", endedAt: null }, since)).toBe(true);
  expect(takesBonus({ state: "ended", endedAt: since }, plus(364))).toBe(true);
  expect(takesBonus({ state: "ended", endedAt: since }, plus(365))).toBe(false);
});

test("before the onboarding plan is done nothing is funded, submitted, paid or asked to be paid; money may go back", () => {
  const deeds = Object.keys(deedStates) as (keyof typeof deedStates)[];
  const waiting = (state: "pending" | "active" | "paused" | "ended") =>
    deeds.filter((deed) => waitsForStart(deed, { state }));
  expect(waiting("pending")).toEqual(["fund", "submit", "release", "request-release"]);
  expect([...waiting("active"), ...waiting("paused"), ...waiting("ended")]).toEqual([]);
});
