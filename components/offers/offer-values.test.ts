import { expect, test } from "vitest";
import { differences } from "@/lib/offers/rules";
import { type ApprovedRequest, comparedRequest, refusalOf } from "./approved-request";
import { comparedValues, emptyOffer, valuesFromFields } from "./offer-values";
import { valuesFromRequest, withOwnersAmong } from "./prefill";

const hourly: ApprovedRequest = {
  id: "r1",
  title: "Month-end close",
  teamId: "t1",
  teamName: "Finance",
  talentName: "Teodor Marsh",
  talentEmail: "teodor@marsh.example",
  offerKind: "direct",
  contractType: "hourly",
  currency: "USD",
  rateMinor: "9200",
  weeklyHours: 24,
  budgetMinor: null,
  estimatedTotalMinor: "1766400",
  rule: { mode: "percent", percent: 10 },
  startDate: "2026-11-25",
  endDate: "2027-01-19",
  postId: null,
  orderId: null,
  order: null,
  until: "18 Dec",
};
const fixed: ApprovedRequest = {
  ...hourly,
  contractType: "fixed_price",
  rateMinor: null,
  weeklyHours: null,
  budgetMinor: "340000",
  estimatedTotalMinor: "340000",
};

test("what the company's rule would refuse is said while it is typed", () => {
  const terms = comparedValues({ ...valuesFromRequest(hourly), rate: "120" }, "USD");
  expect(terms && refusalOf(hourly, terms)).toBe(
    "Beyond what was approved: the estimated total, the rate. Rate, hours and total may exceed what was approved by at most 10 %.",
  );
  expect(terms && refusalOf({ ...hourly, rule: { mode: "carry_over_always", percent: 10 } }, terms)).toBeNull();
  const same = comparedValues(valuesFromRequest(hourly), "USD");
  expect(same && refusalOf({ ...hourly, rule: { mode: "strict", percent: 0 } }, same)).toBeNull();
});

test.each([hourly, fixed])("a form filled in from a request differs from it in nothing", (request) => {
  const terms = comparedValues(valuesFromRequest(request), "USD");
  expect(terms && differences(comparedRequest(request), terms)).toEqual([]);
});

test("every change is shown old → new, with increases in words", () => {
  const terms = comparedValues(
    { ...valuesFromRequest(hourly), rate: "104", endDate: "2027-02-02", kind: "byo" },
    "USD",
  );
  expect(terms && differences(comparedRequest(hourly), terms)).toEqual([
    { label: "Kind", before: "Direct", after: "BYO", note: null },
    { label: "Rate", before: "$92.00", after: "$104.00", note: "+13 %" },
    { label: "Estimated total", before: "$17,664.00", after: "$24,960.00", note: "+41.3 %" },
    { label: "End", before: "19 Jan 2027", after: "2 Feb 2027", note: null },
  ]);
});

test("without a price there is nothing to compare, and half-typed fields count as empty", () => {
  expect(comparedValues(emptyOffer, "USD")).toBeNull();
  expect(comparedValues({ ...emptyOffer, rate: "1.005" }, "USD")).toBeNull();
  const terms = comparedValues({ ...emptyOffer, rate: "50", weeklyHours: "2x", startDate: "0202-01-01" }, "USD");
  expect(terms).toMatchObject({ weeklyHours: null, startDate: null, talent: null });
});

test("a kept draft, whose lists are JSON text, reads like the form it came from", () => {
  const form = {
    title: "Audit",
    "milestoneTitle[]": ["First", "", "[odd"],
    "milestoneAmount[]": ["600", "", "5"],
    "milestoneDue[]": ["", "", ""],
    "taskTitle[]": ["Sign", "", "Open"],
    "taskOwner[]": ["talent", "", ""],
  };
  const draft = Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  expect(valuesFromFields(draft)).toEqual(valuesFromFields(form));
  expect(valuesFromFields(draft).milestones).toEqual([
    { title: "First", amount: "600", due: "" },
    { title: "[odd", amount: "5", due: "" },
  ]);
  expect(valuesFromFields(draft).tasks).toEqual([
    { title: "Sign", owner: "talent" },
    { title: "Open", owner: "" },
  ]);
  const chosen = withOwnersAmong({ ...emptyOffer, tasks: [{ title: "Open", owner: "left" }] }, [{ value: "hana" }]);
  expect(chosen.tasks, "nobody is chosen silently").toEqual([{ title: "Open", owner: "" }]);
});

test("a damaged draft opens with what can be read", () => {
  expect(valuesFromFields({ title: "Audit", "milestoneTitle[]": "[not json" })).toMatchObject({
    title: "Audit",
    milestones: [],
  });
});
