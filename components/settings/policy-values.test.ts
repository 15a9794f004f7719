import { expect, test } from "vitest";
import { changedFacts, factsOf, policyValues } from "./policy-values";

const bo = {
  step: 1,
  position: 1,
  userId: "bo",
  name: "Bo Lindqvist",
  email: "bo@northwind.example",
  timeZone: "UTC",
  active: true,
};
const policy = {
  version: 3,
  enabled: true,
  scope: "all" as const,
  expiryDays: 30,
  declineReasonRequired: true,
  envelope: "carry_over_always" as const,
  envelopePercent: 10,
  changedAt: new Date("2026-05-04T12:00:00Z"),
  changedByName: "Dana",
  approvers: [bo],
};

test("a company that never set a policy sees the defaults, off, as version 0", () => {
  expect(policyValues(null)).toMatchObject({
    version: 0,
    enabled: false,
    scope: "all",
    expiryDays: 30,
    declineReason: "required",
    step1a: "",
  });
});

test("somebody who has left is not chosen in the form any more", () => {
  expect(policyValues({ ...policy, approvers: [{ ...bo, active: false }] }).step1a).toBe("");
});

test("whoever was overtaken is told exactly what changed", () => {
  const later = {
    ...policy,
    version: 4,
    expiryDays: 1,
    envelope: "percent" as const,
    approvers: [bo, { ...bo, step: 2, userId: "priya", name: "Priya Raman" }],
  };
  expect(changedFacts(factsOf(policy), factsOf(later))).toEqual([
    { label: "Step 2", before: "Nobody", after: "Priya Raman" },
    { label: "Expiry", before: "30 days", after: "1 day" },
    { label: "Beyond what was approved", before: "Shown, never refused", after: "At most 10 %" },
  ]);
  expect(changedFacts(factsOf(policy), factsOf(policy))).toEqual([]);
});
