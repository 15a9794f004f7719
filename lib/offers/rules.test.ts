import { expect, test } from "vitest";
import type { Actor, MemberActor } from "../actor";
import {
  type ComparedTerms,
  canAnswerOffer,
  canManageOffer,
  canSendOffer,
  changeInPercent,
  differences,
} from "./rules";

const member = (userId: string, roles: MemberActor["roles"], hiringTeams: string[] = []): MemberActor => ({
  kind: "member",
  userId,
  accountId: "a",
  name: "Hana Okafor",
  email: "hana@a.example",
  roles,
  hiringTeams,
  via: "test",
});
const talent: Actor = {
  kind: "talent",
  userId: "teodor",
  accountId: "a",
  name: "Teodor Marsh",
  email: "teodor@marsh.example",
  via: "test",
};

test("offers leave from teams in which the sender may hire", () => {
  expect(canSendOffer(member("hana", ["hiring_manager"], ["design"]), "design")).toBe(true);
  expect(canSendOffer(member("hana", ["hiring_manager"], ["design"]), "finance")).toBe(false);
  expect(canSendOffer(member("dana", ["admin"]), "finance")).toBe(true);
  expect(canSendOffer(member("fiona", ["finance_admin"]), "finance")).toBe(false);
  expect(canSendOffer(talent, "finance")).toBe(false);
});

test("the sender, admins and program owners manage an offer; a colleague does not", () => {
  const offer = { senderId: "hana" };
  expect(
    [member("hana", []), member("dana", ["admin"]), member("olu", ["program_owner"])].map((actor) =>
      canManageOffer(actor, offer),
    ),
  ).toEqual([true, true, true]);
  expect(
    [member("marek", ["hiring_manager"], ["design"]), member("fiona", ["finance_admin"]), talent].map((actor) =>
      canManageOffer(actor, offer),
    ),
  ).toEqual([false, false, false]);
});

test("only the freelancer it went to answers an offer, and only as a freelancer", () => {
  const offer = { talentUserId: "teodor" };
  expect(canAnswerOffer(talent, offer)).toBe(true);
  expect(canAnswerOffer({ ...talent, userId: "ines" }, offer)).toBe(false);
  expect(canAnswerOffer(member("teodor", ["admin"]), offer)).toBe(false);
});

const terms: ComparedTerms = {
  offerKind: "direct",
  contractType: "hourly",
  currency: "USD",
  talent: "ana@petrov.example",
  title: "Payroll audit, March",
  rateMinor: 95_00n,
  weeklyHours: 20,
  budgetMinor: null,
  estimatedTotalMinor: 11_400_00n,
  startDate: "2026-05-18",
  endDate: "2026-06-28",
};

test("the same terms do not differ", () => {
  expect(differences(terms, terms)).toEqual([]);
});

test("every term that differs stands once, old and new, increases with their size", () => {
  const after = {
    ...terms,
    title: "Payroll audit, April",
    rateMinor: 112_10n,
    weeklyHours: null,
    estimatedTotalMinor: 26_904_00n,
    startDate: "2026-05-19",
    endDate: null,
    offerKind: "byo" as const,
    talent: "bea@x.example",
  };
  expect(differences(terms, after)).toEqual([
    { label: "Title", before: "Payroll audit, March", after: "Payroll audit, April", note: null },
    { label: "Kind", before: "Direct", after: "BYO", note: null },
    { label: "Freelancer", before: "ana@petrov.example", after: "bea@x.example", note: null },
    { label: "Rate", before: "$95.00", after: "$112.10", note: "+18 %" },
    { label: "Weekly limit", before: "20 h a week", after: "No limit", note: null },
    { label: "Estimated total", before: "$11,400.00", after: "$26,904.00", note: "+136 %" },
    { label: "Start", before: "18 May 2026", after: "19 May 2026", note: null },
    { label: "End", before: "28 Jun 2026", after: "No end date", note: null },
  ]);
});

test("what was left open is not compared", () => {
  const open = { ...terms, title: null, talent: null, startDate: null };
  expect(differences(open, { ...terms, title: "Anything", talent: "bea@x.example", startDate: "2030-01-01" })).toEqual(
    [],
  );
});

test("hourly against fixed-price is compared by the total alone", () => {
  const fixed = {
    ...terms,
    contractType: "fixed_price" as const,
    rateMinor: null,
    weeklyHours: null,
    budgetMinor: 12_000_00n,
    estimatedTotalMinor: 12_000_00n,
  };
  expect(differences(terms, fixed).map((row) => row.label)).toEqual(["Contract type", "Estimated total"]);
});

test("a budget that is the total is said once", () => {
  const fixed = {
    ...terms,
    contractType: "fixed_price" as const,
    rateMinor: null,
    weeklyHours: null,
    budgetMinor: 12_000_00n,
    estimatedTotalMinor: 12_000_00n,
  };
  expect(differences(fixed, { ...fixed, budgetMinor: 12_000_01n, estimatedTotalMinor: 12_000_01n })).toEqual([
    { label: "Budget", before: "$12,000.00", after: "$12,000.01", note: "up by less than 0.1 %" },
  ]);
});

test.each<[bigint, bigint, string | null]>([
  [100n, 100n, null],
  [0n, 100n, null],
  [100n, 118n, "+18 %"],
  [100n, 95n, "−5 %"],
  [1_000n, 1_004n, "+0.4 %"],
  [3n, 4n, "+33.3 %"],
  [1n, 9_223_372_036_854_775_807n, "+922337203685477580600 %"],
  [100_000n, 100_001n, "up by less than 0.1 %"],
])("from %s to %s: %s", (before, after, text) => {
  expect(changeInPercent(before, after)).toBe(text);
});
