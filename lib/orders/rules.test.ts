import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Role } from "@/db/enums";
import type { Actor, MemberActor } from "../actor";
import { addLocalDays } from "../dates";
import { burnedDown, weeklySpend } from "./burndown";
import { forecast, forecastFrom, mondayOf } from "./forecast";
import {
  canAddInline,
  canCorrect,
  canManageOrders,
  impactOf,
  isExpired,
  isOneDollar,
  isOutOfFunds,
  isPermitted,
  isReached,
  mostToTakeAway,
  orderStatus,
  percentSpent,
  whyUnusable,
} from "./rules";

const member = (roles: readonly Role[], hiringTeams: readonly string[] = []): MemberActor => ({
  kind: "member",
  userId: "u1",
  accountId: "a1",
  name: "Hana Okafor",
  email: "hana@ashgrove.example",
  roles,
  hiringTeams,
  via: "test",
});
const system: Actor = { kind: "system", accountId: "a1", userId: null, job: "look", via: "test" };

describe("who may", () => {
  test.each([
    ["hiring manager", member(["hiring_manager"], ["t1"]), false, false],
    ["finance admin", member(["finance_admin"]), true, false],
    ["admin", member(["admin"]), true, true],
    ["program owner", member(["program_owner"]), true, true],
    ["member without roles", member([]), false, false],
    ["the system", system, true, true],
  ])("%s", (_who, actor, manages, corrects) => {
    expect([canManageOrders(actor), canCorrect(actor)]).toEqual([manages, corrects]);
  });

  test.each([
    ["hiring manager of the team", member(["hiring_manager"], ["t1"]), true, true],
    ["hiring manager of the team, switched off", member(["hiring_manager"], ["t1"]), false, false],
    ["hiring manager of another team", member(["hiring_manager"], ["t2"]), true, false],
    ["finance admin", member(["finance_admin"]), true, false],
    ["admin, switched off", member(["admin"]), false, true],
  ])("add one in passing: %s", (_who, actor, on, may) => {
    expect(canAddInline(actor, "t1", on)).toBe(may);
  });
});

test.each([
  [null, "2026-05-04", false],
  ["2026-05-04", "2026-05-04", false],
  ["2026-05-03", "2026-05-04", true],
  ["2026-05-05", "2026-05-04", false],
])("valid through %s, today %s: expired %s", (validThrough, today, expired) => {
  expect(isExpired({ validThrough }, today)).toBe(expired);
});

// Figures are funds and left in cents; "exempt" is po.one_dollar_exempt.
test.each([
  [1_000_00n, 1n, true, false],
  [1_000_00n, 0n, true, true],
  [1_000_00n, -1n, true, true],
  [1_00n, 1_00n, true, false],
  [1_00n, 0n, true, false],
  [1_00n, -50_00n, true, false],
  [1_00n, 0n, false, true],
  [1_00n, 1_00n, false, false],
  [2_00n, 0n, true, true],
])("funds %s, left %s, exempt %s: out of funds %s", (funds, left, exempt, out) => {
  expect(isOutOfFunds({ funds, left }, "USD", exempt)).toBe(out);
});

test.each([
  [100n, "USD", true],
  [99n, "USD", false],
  [101n, "USD", false],
  [1n, "JPY", true],
  [100n, "JPY", false],
  [1000n, "KWD", true],
])("total funds of %s minor units of %s: one-dollar %s", (funds, currency, is) => {
  expect(isOneDollar({ funds }, currency)).toBe(is);
});

test.each([
  [1_000_00n, 499_99n, 50, false],
  [1_000_00n, 500_00n, 50, true],
  [3n, 1n, 33, true],
  [3n, 1n, 34, false],
  [1_000_00n, 900_00n, 90, true],
  [1_000_00n, 1_200_00n, 99, true],
])("funds %s, spent %s: %s %% reached %s", (funds, spent, percent, is) => {
  expect(isReached({ funds, spent }, percent)).toBe(is);
});

test("percent spent is cut off, never rounded up", () => {
  expect(percentSpent({ funds: 1_000n, spent: 899n })).toBe(89);
  expect(percentSpent({ funds: 1_000n, spent: 2_000n })).toBe(200);
  expect(percentSpent({ funds: 0n, spent: 0n })).toBe(0);
});

test("a correction leaves at least one minor unit", () => {
  expect(mostToTakeAway({ funds: 100n }, "USD")).toEqual({ minor: 99n, currency: "USD" });
  expect(mostToTakeAway({ funds: 1n }, "USD")).toEqual({ minor: 0n, currency: "USD" });
});

test.each([
  ["archived", { state: "archived", validThrough: "2026-05-03", funds: 1_00n, left: 0n }],
  ["expired", { state: "active", validThrough: "2026-05-03", funds: 10_00n, left: 0n }],
  ["out_of_funds", { state: "active", validThrough: "2026-05-04", funds: 10_00n, left: 0n }],
  ["one_dollar", { state: "active", validThrough: null, funds: 1_00n, left: -5n }],
  ["active", { state: "active", validThrough: null, funds: 10_00n, left: 1n }],
] as const)("the first word that fits: %s", (word, { state, validThrough, funds, left }) => {
  expect(orderStatus({ state, validThrough, currency: "USD", figures: { funds, left } }, "2026-05-04", true)).toBe(
    word,
  );
});

describe("permission to use", () => {
  const named = { teamIds: ["t1"], userIds: ["u9"] };
  const nobody = { teamIds: [], userIds: [] };
  const hirer = member(["hiring_manager"], ["t1", "t2"]);
  test.each([
    ["everybody, hiring manager", hirer, "everybody", nobody, null, true],
    ["everybody, member without roles", member([]), "everybody", nobody, null, false],
    ["own team named", hirer, "teams", named, null, true],
    ["own team named, thing of that team", hirer, "teams", named, "t1", true],
    ["own team named, thing of another team", hirer, "teams", named, "t2", false],
    ["other team named", member(["hiring_manager"], ["t3"]), "teams", named, null, false],
    ["somebody else named", hirer, "people", { teamIds: [], userIds: ["u9"] }, null, false],
    ["named", hirer, "people", { teamIds: [], userIds: ["u1"] }, "t2", true],
    ["nobody named, finance admin", member(["finance_admin"]), "people", nobody, null, true],
    ["nobody named, admin", member(["admin"]), "teams", nobody, "t2", true],
  ] as const)("%s", (_case, actor, permission, grants, teamId, may) => {
    expect(isPermitted(actor, { permission, grants }, teamId)).toBe(may);
  });

  const order = {
    state: "active",
    validThrough: null,
    currency: "USD",
    permission: "everybody",
    grants: nobody,
  } as const;
  const asked = { today: "2026-05-04", currency: "USD" };
  test.each([
    [{}, null],
    [{ state: "archived" }, "archived"],
    [{ validThrough: "2026-05-03" }, "expired"],
    [{ validThrough: "2026-05-04" }, null],
    [{ currency: "EUR" }, "other-currency"],
    [{ permission: "people", state: "archived" }, "not-permitted"],
  ] as const)("%o: %s", (change, why) => {
    expect(whyUnusable(hirer, { ...order, ...change }, asked)).toBe(why);
  });
});

describe("forecast", () => {
  const ask = (change: Partial<Parameters<typeof forecast>[0]>) =>
    forecast({
      today: "2026-05-06",
      left: 4_000_00n,
      validThrough: null,
      weeks: [500_00n, 0n, 1_000_00n, 500_00n],
      ...change,
    });

  test("four full weeks, the last Monday to the last Sunday", () => {
    expect(mondayOf("2026-05-06")).toBe("2026-05-04");
    expect(mondayOf("2026-05-04")).toBe("2026-05-04");
    expect(mondayOf("2023-12-31")).toBe("2023-12-25");
    expect(forecastFrom("2026-05-06")).toBe("2026-04-06");
    expect(forecastFrom("2026-05-04")).toBe("2026-04-06");
    expect(forecastFrom("2026-05-03")).toBe("2026-03-30");
  });

  test("mean, range, day of exhaustion, and what is left at the end", () => {
    expect(ask({ validThrough: "2026-05-20" })).toEqual({
      kind: "forecast",
      weekly: 500_00n,
      lowest: 0n,
      highest: 1_000_00n,
      exhaustedOn: "2026-07-01",
      earliest: "2026-06-03",
      latest: null,
      leftAtEnd: 3_000_00n,
    });
  });

  test.each([
    ["no spend at all", [0n, 0n, 0n, 0n]],
    ["one week with spend", [0n, 0n, 900_00n, 0n]],
    ["one week with spend, one with a credit", [0n, -10_00n, 900_00n, 0n]],
  ])("under two weeks with spend: %s", (_case, weeks) => {
    expect(ask({ weeks })).toEqual({ kind: "not-enough-history" });
  });

  test("two weeks with spend are enough", () => {
    expect(ask({ weeks: [0n, 0n, 1n, 1n] })).toMatchObject({ kind: "forecast", weekly: 0n, exhaustedOn: null });
  });

  test("what is gone already is gone today", () => {
    const day = { exhaustedOn: "2026-05-06", earliest: "2026-05-06", latest: "2026-05-06" };
    expect(ask({ left: 0n })).toMatchObject(day);
    expect(ask({ left: -5n, validThrough: "2026-05-13" })).toMatchObject({ ...day, leftAtEnd: -500_05n });
  });

  test("an order whose last day is over has nothing left at its end to tell", () => {
    expect(ask({ validThrough: "2026-05-05" })).toMatchObject({ leftAtEnd: null });
    expect(ask({ validThrough: "2026-05-06" })).toMatchObject({ leftAtEnd: 4_000_00n });
  });

  test("days are counted on the calendar, also across a change of clocks and a leap day", () => {
    const weeks = [7_00n, 7_00n, 7_00n, 7_00n];
    expect(ask({ today: "2026-03-27", left: 4_00n, weeks })).toMatchObject({ exhaustedOn: "2026-03-31" });
    expect(ask({ today: "2028-02-27", left: 3_00n, weeks })).toMatchObject({ exhaustedOn: "2028-03-01" });
  });

  test("the range holds the forecast, whatever is spent", () => {
    const cents = fc.bigInt({ min: -1_000n, max: 99_999_999_999_999n });
    fc.assert(
      fc.property(fc.array(cents, { minLength: 4, maxLength: 4 }), cents, (weeks, left) => {
        const told = ask({ weeks, left });
        if (told.kind === "not-enough-history") return;
        const far = "9999-12-31";
        const [earliest, exhausted, latest] = [told.earliest ?? far, told.exhaustedOn ?? far, told.latest ?? far];
        expect(earliest <= exhausted && exhausted <= latest).toBe(true);
        expect(told.lowest <= told.weekly && told.weekly <= told.highest).toBe(true);
      }),
    );
  });
});

describe("burndown", () => {
  const now = { funds: 10_000n, spent: 3_000n, committed: 500n };
  const changes = [
    { day: "2026-04-07", funds: 10_000n, spent: 0n, committed: 0n },
    { day: "2026-04-15", funds: 0n, spent: 2_000n, committed: 1_500n },
    { day: "2026-05-01", funds: 0n, spent: 1_000n, committed: -1_000n },
  ];

  test("closing figures by day, from today's backwards", () => {
    expect(burnedDown(now, changes, "2025-05-06")).toEqual([
      { day: "2026-04-07", funds: 10_000n, spent: 0n, committed: 0n, left: 10_000n },
      { day: "2026-04-15", funds: 10_000n, spent: 2_000n, committed: 1_500n, left: 8_000n },
      { day: "2026-05-01", funds: 10_000n, spent: 3_000n, committed: 500n, left: 7_000n },
    ]);
  });

  test("what was before the first day stands on it", () => {
    expect(burnedDown(now, changes.slice(1), "2026-04-08")[0]).toEqual({
      day: "2026-04-08",
      funds: 10_000n,
      spent: 0n,
      committed: 0n,
      left: 10_000n,
    });
  });

  test("spend by week, Monday to Sunday, without the running one", () => {
    const days = burnedDown(now, changes, "2025-05-06");
    expect(weeklySpend(days, "2026-05-06")).toEqual([0n, 2_000n, 0n, 1_000n]);
    expect(weeklySpend(days, addLocalDays("2026-05-06", -7))).toEqual([0n, 0n, 2_000n, 0n]);
    expect(weeklySpend([], "2026-05-06")).toEqual([0n, 0n, 0n, 0n]);
  });
});

test.each([
  ["fits", 10_000n, 2_500n, 6_500n, 4_000n, { spent: 2_500n, held: 1_000n, asked: 4_000n, free: 2_500n, short: 0n }],
  ["takes the last cent", 10_000n, 0n, 10_000n, 10_000n, { spent: 0n, held: 0n, asked: 10_000n, free: 0n, short: 0n }],
  ["lacks a cent", 10_000n, 0n, 10_000n, 10_001n, { spent: 0n, held: 0n, asked: 10_001n, free: 0n, short: 1n }],
  ["overdrawn before", 100n, 150n, -70n, 30n, { spent: 150n, held: 20n, asked: 30n, free: 0n, short: 100n }],
  ["credited below nothing", 100n, -20n, 120n, 30n, { spent: 0n, held: 0n, asked: 30n, free: 90n, short: 0n }],
])("a request that %s: what it does to its purchase order", (_, funds, spent, free, asked, wanted) => {
  expect(impactOf({ funds, spent, free }, asked)).toEqual(wanted);
});
