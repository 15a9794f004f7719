import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { changeApprovalPolicyInput } from "./schema";

const [bo, priya, noor] = [randomUUID(), randomUUID(), randomUUID()];
const form = {
  version: "3",
  enabled: "on",
  scope: "all",
  expiryDays: "30",
  declineReason: "required",
  envelope: "percent",
  envelopePercent: "15",
  step1a: bo,
  step1b: "",
  step2a: "",
  step2b: "",
};

function errorsOf(change: Record<string, unknown>): Record<string, string> {
  const parsed = changeApprovalPolicyInput.safeParse({ ...form, ...change });
  return Object.fromEntries((parsed.error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]));
}

test("one step, one approver", () => {
  expect(changeApprovalPolicyInput.parse(form)).toEqual({
    version: 3,
    enabled: true,
    scope: "all",
    expiryDays: 30,
    declineReasonRequired: true,
    envelope: "percent",
    envelopePercent: 15,
    approvers: [{ step: 1, position: 1, userId: bo }],
  });
});

test("an empty first place moves up", () => {
  expect(changeApprovalPolicyInput.parse({ ...form, step1a: "", step1b: bo, step2b: priya }).approvers).toEqual([
    { step: 1, position: 1, userId: bo },
    { step: 2, position: 1, userId: priya },
  ]);
});

test("turned off, nobody needs to be named", () => {
  expect(errorsOf({ enabled: undefined, step1a: "" })).toEqual({});
});

test.each(["0", "366", "-1", "", "1.5", "ten", "NaN", "1e2", "0x10", "+5", "１５"].map((typed) => [typed]))(
  "%j is no number of days",
  (expiryDays) => {
    expect(errorsOf({ expiryDays })).toEqual({ expiryDays: "Enter whole days, 1 to 365." });
  },
);

test.each([[""], ["-1"], ["101"], ["1.5"], ["1e1"], ["ten"], ["1000"]])("%j is no percentage", (envelopePercent) => {
  expect(errorsOf({ envelopePercent })).toEqual({ envelopePercent: "Enter a whole percentage, 0 to 100." });
});

test("how far an offer may go is one of three", () => {
  expect(errorsOf({ envelope: "somehow" })).toEqual({
    envelope: "Choose how far an offer may go beyond what was approved.",
  });
});

test.each([["1"], ["365"]])("expiry in %s days is taken", (expiryDays) => {
  expect(errorsOf({ expiryDays })).toEqual({});
});

test("a person signs once", () => {
  expect(errorsOf({ step1b: bo })).toEqual({ step1b: "A person signs once. Choose somebody else or nobody." });
  expect(errorsOf({ step1b: priya, step2a: noor, step2b: bo })).toEqual({
    step2b: "A person signs once. Choose somebody else or nobody.",
  });
});

test("step 1 comes before step 2, and an approver before approvals", () => {
  expect(errorsOf({ step1a: "" })).toEqual({ step1a: "Name at least one approver for step 1." });
  expect(errorsOf({ enabled: undefined, step1a: "", step2a: bo })).toEqual({ step1a: "Fill step 1 before step 2." });
});

test.each([
  ["scope", "some"],
  ["declineReason", "perhaps"],
  ["step1a", "bo"],
  ["version", "-1"],
  ["enabled", "yes"],
])("%s %j is refused", (field, value) => {
  expect(errorsOf({ [field]: value })).toHaveProperty(field);
});
