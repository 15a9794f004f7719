import { describe, expect, test } from "vitest";
import type { Role, SlotState } from "@/db/enums";
import type { Actor, MemberActor } from "../actor";
import { type FingerprintedRequest, fingerprintOf } from "./fingerprint";
import {
  canDecide,
  canInitiateSpend,
  canRequest,
  canWithdraw,
  estimatedTotal,
  firstReminderAt,
  isAdmin,
  isEndNear,
  isFinal,
  needsApproval,
  reminderOf,
  standInText,
  type Terms,
  unwarned,
} from "./rules";
import { searchTerms } from "./terms-index";

const hourly: Terms = {
  contractType: "hourly",
  rateMinor: 95_00n,
  weeklyHours: 20,
  budgetMinor: null,
  startDate: "2026-05-18",
  endDate: "2026-06-28",
};

const member = (roles: Role[], hiringTeams: string[] = []): MemberActor => ({
  kind: "member",
  userId: "hana",
  accountId: "a",
  name: "Hana Okafor",
  email: "hana@a.example",
  roles,
  hiringTeams,
  via: "test",
});
const talent: Actor = {
  kind: "talent",
  userId: "hana",
  accountId: "a",
  name: "Hana Okafor",
  email: "hana@a.example",
  via: "test",
};
const system: Actor = { kind: "system", userId: null, accountId: "a", job: "tick", via: "cron" };

describe("estimated total", () => {
  test.each<[what: string, terms: Partial<Terms>, minor: bigint, openEnded: boolean]>([
    ["six whole weeks: the last day is day 42", {}, 95_00n * 20n * 6n, false],
    ["a day more starts the seventh week", { endDate: "2026-06-29" }, 95_00n * 20n * 7n, false],
    ["one day is one week", { endDate: "2026-05-18" }, 95_00n * 20n, false],
    ["seven days are one week", { endDate: "2026-05-24" }, 95_00n * 20n, false],
    ["eight days are two", { endDate: "2026-05-25" }, 95_00n * 20n * 2n, false],
    [
      "the week in which clocks go back is one week",
      { startDate: "2026-10-19", endDate: "2026-10-25" },
      95_00n * 20n,
      false,
    ],
    [
      "and so is the one in which they go forward",
      { startDate: "2026-03-23", endDate: "2026-03-29" },
      95_00n * 20n,
      false,
    ],
    ["over a leap day", { startDate: "2028-02-28", endDate: "2028-03-06" }, 95_00n * 20n * 2n, false],
    ["one cent an hour, one hour a week", { rateMinor: 1n, weeklyHours: 1 }, 6n, false],
    ["no end: twelve weeks stand in", { endDate: null }, 95_00n * 20n * 12n, true],
    ["no start: twelve weeks stand in", { startDate: null }, 95_00n * 20n * 12n, true],
    ["no limit: forty hours stand in", { weeklyHours: null }, 95_00n * 40n * 6n, true],
    ["neither end nor limit", { endDate: null, weeklyHours: null }, 95_00n * 40n * 12n, true],
    [
      "fixed-price: the budget to the cent",
      { contractType: "fixed_price", rateMinor: null, weeklyHours: null, budgetMinor: 12_400_01n },
      12_400_01n,
      false,
    ],
    [
      "fixed-price without an end is not open-ended",
      { contractType: "fixed_price", rateMinor: null, weeklyHours: null, budgetMinor: 1n, endDate: null },
      1n,
      false,
    ],
  ])("%s", (_, terms, minor, openEnded) => {
    expect(estimatedTotal({ ...hourly, ...terms })).toEqual({ minor, openEnded });
  });

  test.each<[Partial<Terms>, string]>([
    [{ endDate: null }, "Open-ended: 12 weeks assumed"],
    [{ weeklyHours: null }, "Open-ended: 40 hours a week assumed"],
    [{ endDate: null, weeklyHours: null }, "Open-ended: 12 weeks of 40 hours a week assumed"],
  ])("says what stood in: %o", (terms, text) => {
    expect(standInText({ ...hourly, ...terms })).toBe(text);
  });
});

describe("who may", () => {
  test.each<[who: string, actor: Actor, request: boolean, spend: boolean, admin: boolean]>([
    ["a hiring manager of the team", member(["hiring_manager"], ["design"]), true, true, false],
    ["a hiring manager of another team", member(["hiring_manager"], ["finance"]), false, true, false],
    ["an admin", member(["admin"]), true, true, true],
    ["a program owner", member(["program_owner"]), true, true, true],
    ["a finance admin", member(["finance_admin"]), false, false, false],
    ["a member without roles", member([]), false, false, false],
    ["a freelancer", talent, false, false, false],
    ["the tick", system, false, false, false],
  ])("%s", (_, actor, request, spend, admin) => {
    expect([canRequest(actor, "design"), canInitiateSpend(actor), isAdmin(actor)]).toEqual([request, spend, admin]);
  });

  const slots = (state: SlotState) => [{ approverId: "hana", step: 1, state }];
  test.each<[what: string, actor: Actor, requesterId: string, state: SlotState, may: boolean]>([
    ["the holder of an open slot", member([]), "marek", "open", true],
    ["an admin without a slot of this request", { ...member(["admin"]), userId: "dana" }, "marek", "open", false],
    ["somebody whose step has not come", member([]), "marek", "waiting", false],
    ["somebody who has answered", member([]), "marek", "approved", false],
    ["somebody whose request has ended", member([]), "marek", "closed", false],
    ["the requester, even with an open slot", member([]), "hana", "open", false],
    ["a freelancer with the approver's id", talent, "marek", "open", false],
  ])("decide: %s", (_, actor, requesterId, state, may) => {
    expect(canDecide(actor, { requesterId, slots: slots(state) })).toBe(may);
  });

  test("only the requester withdraws", () => {
    expect([
      canWithdraw(member([]), { requesterId: "hana" }),
      canWithdraw(member(["admin"]), { requesterId: "marek" }),
      canWithdraw(talent, { requesterId: "hana" }),
    ]).toEqual([true, false, false]);
  });
});

test.each([
  ["all", "direct", true],
  ["all", "byo", true],
  ["all", "payroll", true],
  ["direct", "direct", true],
  ["direct", "byo", false],
  ["direct", "payroll", false],
  ["byo_payroll", "direct", false],
  ["byo_payroll", "byo", true],
  ["byo_payroll", "payroll", true],
] as const)("scope %s, offer %s: approval needed is %s", (scope, kind, needed) => {
  expect(needsApproval({ enabled: true, scope }, kind)).toBe(needed);
  expect(needsApproval({ enabled: false, scope }, kind)).toBe(false);
  expect(needsApproval(null, kind)).toBe(false);
});

test("declined, withdrawn and expired are final, and nothing else", () => {
  const states = ["pending", "approved", "consumed", "declined", "withdrawn", "expired"] as const;
  expect(states.filter(isFinal)).toEqual(["declined", "withdrawn", "expired"]);
});

describe("fingerprint", () => {
  const request: FingerprintedRequest = {
    ...hourly,
    id: "r",
    contentVersion: 1,
    title: "Payroll audit, March",
    talentName: null,
    talentEmail: null,
    offerKind: "direct",
    currency: "USD",
    neededBy: null,
    reason: "Because.",
    currentStep: 1,
    slots: [
      { approverId: "bo", step: 1 },
      { approverId: "priya", step: 2 },
    ],
    attachments: [
      { name: "rules.pdf", sha256: Uint8Array.of(1, 2) },
      { name: "hours.csv", sha256: Uint8Array.of(3, 4) },
    ],
  };

  test.each<[string, Partial<FingerprintedRequest>]>([
    ["title", { title: "Payroll audit, April" }],
    ["rate", { rateMinor: 95_01n }],
    ["hours", { weeklyHours: null }],
    ["end", { endDate: null }],
    ["talent", { talentEmail: "ana@x.example" }],
    ["reason", { reason: "Because!" }],
    ["step", { currentStep: 2 }],
    ["needed by", { neededBy: "2026-06-01" }],
    ["approvers", { slots: [{ approverId: "bo", step: 1 }] }],
    ["content version", { contentVersion: 2 }],
    ["kind", { offerKind: "byo" }],
    ["currency", { currency: "EUR" }],
    ["file", { attachments: [{ name: "rules.pdf", sha256: Uint8Array.of(1, 9) }, ...request.attachments.slice(1)] }],
    [
      "file's name",
      { attachments: [{ name: "rules2.pdf", sha256: Uint8Array.of(1, 2) }, ...request.attachments.slice(1)] },
    ],
    ["number of files", { attachments: request.attachments.slice(0, 1) }],
    ["order of files", { attachments: request.attachments.toReversed() }],
  ])("another %s is another content", (_, change) => {
    expect(fingerprintOf({ ...request, ...change })).not.toBe(fingerprintOf(request));
  });

  test("the order in which approvers are listed makes no difference", () => {
    expect(fingerprintOf({ ...request, slots: request.slots.toReversed() })).toBe(fingerprintOf(request));
  });

  test("nothing and the word null differ, and text cannot move from field to field", () => {
    expect(fingerprintOf({ ...request, talentName: "null" })).not.toBe(fingerprintOf(request));
    expect(fingerprintOf({ ...request, title: "a", reason: "b" })).not.toBe(
      fingerprintOf({ ...request, title: 'a","b', reason: "" }),
    );
  });
});

test.each([
  ["Payroll audit, March", ["payroll", "audit", "march"]],
  ["Crème brûlée — CRÈME", ["creme", "brulee"]],
  ["Überprüfung 2026/27", ["uberprufung", "2026", "27"]],
  ["مراجعة الرواتب", ["مراجعة", "الرواتب"]],
  ["🚀 go", ["go"]],
  ["", []],
])("search words of “%s”", (text, words) => {
  expect(searchTerms(text)).toEqual(words);
});

test("search words are few and short, whatever the text", () => {
  const words = searchTerms(Array.from({ length: 200 }, (_, i) => `w${i}${"x".repeat(100)}`).join(" "), null);
  expect(words).toHaveLength(24);
  expect(Math.max(...words.map((word) => word.length))).toBe(40);
});

describe("reminders", () => {
  const opened = new Date("2026-03-27T09:00:00Z");
  test.each([
    ["2026-03-30T08:59:59.999Z", null, "2026-03-30T09:00:00.000Z"],
    ["2026-03-30T09:00:00Z", 3, "2026-04-03T09:00:00.000Z"],
    ["2026-04-03T08:59:59.999Z", 3, "2026-04-03T09:00:00.000Z"],
    ["2026-04-03T09:00:00Z", 7, null],
    ["2027-01-01T00:00:00Z", 7, null],
  ])("at %s day %s is due, and the next at %s", (now, day, next) => {
    expect(reminderOf(opened, new Date(now))).toEqual({ day, next: next && new Date(next) });
  });

  test("the first one is three times 24 hours later, whatever the clocks of the world do", () => {
    expect(firstReminderAt(opened)).toEqual(new Date("2026-03-30T09:00:00Z"));
  });

  test.each([
    ["2026-06-10T00:00:00Z", null, true],
    ["2026-06-09T23:59:59.999Z", null, false],
    ["2026-06-12T23:59:59.999Z", null, true],
    ["2026-06-13T00:00:00Z", null, false],
    ["2026-06-11T00:00:00Z", "2026-06-13T00:00:00Z", false],
    ["2026-06-11T00:00:00Z", "2026-05-13T00:00:00Z", true],
  ])("at %s, told of %s: the end of 13 June is near: %s", (now, told, near) => {
    expect(isEndNear(new Date("2026-06-13T00:00:00Z"), told ? new Date(told) : null, new Date(now))).toBe(near);
  });

  test("what lives three days or less is never announced", () => {
    expect(unwarned(opened, new Date("2026-03-30T09:00:00Z"))).toEqual(new Date("2026-03-30T09:00:00Z"));
    expect(unwarned(opened, new Date("2026-03-30T09:00:00.001Z"))).toBeNull();
  });
});
