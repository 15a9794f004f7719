import { expect, test } from "vitest";
import { awardOf, disputeDueAt, dueDisputeStep } from "./rules";

const monday = new Date("2026-05-04T09:00:00Z");
const plus = (days: number) => new Date(monday.getTime() + days * 86_400_000);

test.each([
  [2.99, 0, null],
  [3, 0, "remind-client"],
  [4, 1, null],
  [6.99, 1, null], // Saturday and Sunday do not count
  [7, 1, "release"],
])("awaiting the client, %d days and %d steps later: %s", (days, step, wanted) => {
  const due = dueDisputeStep({ state: "awaiting_client", since: monday, step }, plus(days));
  expect(due?.does ?? null).toBe(wanted);
});

test("mediation: a proposal is due in 2 days, 30 days end in arbitration, whose owner is reminded every 30 days", () => {
  expect(dueDisputeStep({ state: "mediation", since: monday, step: 0 }, plus(2))?.does).toBe("proposal-overdue");
  expect(dueDisputeStep({ state: "mediation", since: monday, step: 1 }, plus(29.9))).toBeNull();
  expect(dueDisputeStep({ state: "mediation", since: monday, step: 1 }, plus(30))?.does).toBe("arbitrate");
  const steps = [14, 44, 74].map((_, step) => disputeDueAt({ state: "arbitration", since: monday, step }));
  expect(steps).toEqual([plus(14), plus(44), plus(74)]);
});

test("an open proposal's answer may be due first; a closed dispute has no clock", () => {
  const mediation = { state: "mediation" as const, since: monday, step: 1 };
  expect(disputeDueAt(mediation, plus(4))).toEqual(plus(4));
  expect(disputeDueAt(mediation, plus(40))).toEqual(plus(30));
  expect(disputeDueAt({ state: "closed", since: monday, step: 0 })).toBeNull();
});

test.each([
  [null, null, "client"],
  [monday, null, "client"],
  [null, monday, "talent"],
  [monday, monday, null],
])("filed by the client %s, by the freelancer %s: %s", (clientFiledAt, talentFiledAt, wanted) => {
  expect(awardOf({ clientFiledAt, talentFiledAt })).toBe(wanted);
});
