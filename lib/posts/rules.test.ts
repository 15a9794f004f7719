import { expect, test } from "vitest";
import type { MemberActor } from "../actor";
import {
  canManagePost,
  isPostEndNear,
  openUntilAfter,
  type PostTerms,
  postChanges,
  postPriceText,
  postUnwarned,
} from "./rules";

const at = (iso: string) => new Date(iso);
const now = at("2026-05-04T09:00:00Z");

const member = (facts: Partial<MemberActor>): MemberActor => ({
  kind: "member",
  userId: "me",
  accountId: "a",
  name: "Hana Okafor",
  email: "hana@a.example",
  roles: [],
  hiringTeams: [],
  via: "test",
  ...facts,
});

const post = { ownerId: "owner", authorId: "author" };
test.each([
  ["its owner", member({ userId: "owner", hiringTeams: ["t"] }), true],
  ["its author", member({ userId: "author", hiringTeams: ["t"] }), true],
  ["an admin", member({ roles: ["admin"] }), true],
  ["a program owner", member({ roles: ["program_owner"] }), true],
  ["its owner, who may not hire any more", member({ userId: "owner" }), false],
  ["a hiring manager of the team", member({ hiringTeams: ["t"] }), false],
  ["finance", member({ roles: ["finance_admin"] }), false],
  ["the system", { kind: "system", accountId: "a", userId: null, job: "x", via: "test" } as const, false],
])("a post is managed by %s: %s", (_who, actor, may) => {
  expect(canManagePost(actor, post)).toBe(may);
});

test("a post stays open n × 24 hours after its last sign of life", () => {
  expect(openUntilAfter(now, 30)).toEqual(at("2026-06-03T09:00:00Z"));
});

test.each([
  ["2026-06-03T09:00:00Z", null, "2026-05-29T08:59:59.999Z", false],
  ["2026-06-03T09:00:00Z", null, "2026-05-29T09:00:00Z", true],
  ["2026-06-03T09:00:00Z", null, "2026-06-03T08:59:59Z", true],
  ["2026-06-03T09:00:00Z", null, "2026-06-03T09:00:00Z", false],
  ["2026-06-03T09:00:00Z", "2026-06-03T09:00:00Z", "2026-06-01T09:00:00Z", false],
  ["2026-06-03T09:00:00Z", "2026-05-30T09:00:00Z", "2026-06-01T09:00:00Z", true],
])("open until %s, told of %s: at %s the owner is told: %s", (until, told, moment, near) => {
  expect(isPostEndNear({ openUntil: at(until), warnedFor: told ? at(told) : null }, at(moment))).toBe(near);
});

test("a life no longer than the warning is never announced", () => {
  const [short, long] = [at("2026-05-09T09:00:00Z"), at("2026-05-09T09:00:00.001Z")];
  expect(postUnwarned(now, short)).toBe(short);
  expect(postUnwarned(now, long)).toBeNull();
});

const terms: PostTerms = {
  title: "Payroll audit",
  description: "Reconcile.",
  contractType: "hourly",
  currency: "USD",
  rateFromMinor: null,
  rateToMinor: null,
  budgetMinor: null,
};

test.each<[Partial<PostTerms>, string]>([
  [{}, "Hourly"],
  [{ rateFromMinor: 60_00n, rateToMinor: 95_00n }, "Hourly, $60.00 – $95.00"],
  [{ rateFromMinor: 60_00n, rateToMinor: 60_00n }, "Hourly, $60.00"],
  [{ rateFromMinor: 60_00n }, "Hourly, from $60.00"],
  [{ rateToMinor: 95_00n }, "Hourly, up to $95.00"],
  [{ contractType: "fixed_price" }, "Fixed-price"],
  [{ contractType: "fixed_price", budgetMinor: 12_400_00n }, "Fixed-price, $12,400.00"],
])("the price of a post: %o reads %s", (change, words) => {
  expect(postPriceText({ ...terms, ...change })).toBe(words);
});

test("the history names what an edit changed, and nothing else", () => {
  const before = {
    ...terms,
    teamName: "Finance",
    ownerName: "Hana",
    orderChoice: "placeholder",
    orderNumber: null,
  } as const;
  expect(postChanges(before, before)).toEqual([]);
  expect(
    postChanges(before, {
      ...before,
      title: "Payroll audit, March",
      description: "Other words.",
      rateToMinor: 95_00n,
      ownerName: "Marek",
      orderChoice: "order",
      orderNumber: "4711",
    }),
  ).toEqual([
    "Title: Payroll audit → Payroll audit, March",
    "Description changed",
    "Type and budget: Hourly → Hourly, up to $95.00",
    "Owner: Hana → Marek",
    "PO: No PO yet → 4711",
  ]);
});
