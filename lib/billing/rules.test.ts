import { expect, test } from "vitest";
import type { MilestoneState } from "@/db/enums";
import { endOfWait, timers } from "../milestones/rules";
import {
  canSuspend,
  collectionStep,
  invoiceState,
  monthBefore,
  moveDueAt,
  nextMonth,
  payoutDueAt,
  suspendsOn,
  unpaidOf,
} from "./rules";
import { waitWords } from "./words";

test.each([
  ["2026-05-04T09:00Z", "2026-06-01T00:00:00.000Z"],
  ["2026-12-31T23:59Z", "2027-01-01T00:00:00.000Z"],
  ["2028-02-29T00:00Z", "2028-03-01T00:00:00.000Z"],
])("the month of %s is invoiced at %s", (now, wanted) => {
  expect(nextMonth(new Date(now)).toISOString()).toBe(wanted);
  expect(monthBefore(new Date(wanted))).toBe(now.slice(0, 7));
});

test("payments cover the oldest invoice first, so what is owed sits on the newest", () => {
  const invoices = [
    { id: "june", totalMinor: 500n },
    { id: "note", totalMinor: -100n },
    { id: "may", totalMinor: 300n },
  ];
  expect([...unpaidOf(invoices, 0n).values()]).toEqual([0n, 0n, 0n]);
  expect([...unpaidOf(invoices, 400n).values()]).toEqual([400n, 0n, 0n]);
  expect([...unpaidOf(invoices, 700n).values()]).toEqual([500n, 0n, 200n]);
});

test.each([
  [300n, 300n, "2026-06-30", "open"],
  [300n, 100n, "2026-06-30", "part paid"],
  [300n, 0n, "2026-07-31", "paid"],
  [300n, 1n, "2026-07-01", "past due"],
  [-5n, 0n, "2026-07-31", "credited"],
])("an invoice of %d with %d unpaid on %s is %s", (totalMinor, unpaid, today, wanted) => {
  expect(invoiceState({ totalMinor, dueOn: "2026-06-30" }, unpaid, today)).toBe(wanted);
});

test.each([
  ["2026-05-08T15:00Z", 0, "2026-05-11T15:00:00.000Z"],
  ["2026-05-08T15:00Z", 1, "2026-05-12T15:00:00.000Z"],
  ["2026-05-09T12:00Z", 0, "2026-05-12T00:00:00.000Z"],
])("a payout asked for at %s is told of, notice %d, at %s", (asked, step, wanted) => {
  expect(payoutDueAt(new Date(asked), step).toISOString()).toBe(wanted);
});

test("a company is suspended by the platform and by payment operations, never by a mediator or a member", () => {
  const person = { userId: "u", accountId: "a", name: "Pat", email: "pat@desk.example", via: "test" } as const;
  const staff = { kind: "staff", ...person } as const;
  expect(canSuspend({ kind: "system", accountId: "a", userId: null, job: "tick", via: "cron" })).toBe(true);
  expect(canSuspend({ ...staff, role: "payment_operations_agent" })).toBe(true);
  expect(canSuspend({ ...staff, role: "support_agent" })).toBe(false);
  expect(canSuspend({ kind: "talent", ...person })).toBe(false);
  expect(canSuspend({ kind: "member", ...person, roles: ["admin", "finance_admin"], hiringTeams: [] })).toBe(false);
});

test("a money move is told after one business day and lapses after five", () => {
  const friday = new Date("2026-05-08T15:00:00Z");
  expect(moveDueAt(friday, 0).toISOString()).toBe("2026-05-11T15:00:00.000Z");
  expect(moveDueAt(friday, 1).toISOString()).toBe("2026-05-15T15:00:00.000Z");
});

test("whatever the clock does to held money has words for the freelancer", () => {
  const since = new Date("2026-05-04T12:00:00Z");
  for (const [state, steps] of Object.entries(timers)) {
    for (const step of steps.keys()) {
      const wait = endOfWait({ state: state as MilestoneState, since, step, heldMinor: 1n });
      expect(wait && waitWords[wait.does], `${state} after ${step} steps`).toBeTruthy();
    }
  }
});

test.each([
  ["2026-07-01T00:00Z", false, "notice 1, then 2026-07-07"],
  ["2026-07-06T23:59Z", false, "notice 1, then 2026-07-07"],
  ["2026-07-07T00:00Z", true, "notice 7, then 2026-07-14"],
  ["2026-07-14T23:59Z", true, "notice 14, then 2026-07-15"],
  ["2026-07-15T00:00Z", true, "suspend"],
  ["2026-07-15T00:00Z", false, "notice 14, then 2026-07-16"],
  ["2026-08-20T12:00Z", false, "notice 14, then 2026-08-21"],
  ["2026-08-21T00:00Z", true, "suspend"],
])("a debt that was due on 30 June, looked at on %s (told before: %s): %s", (now, told, wanted) => {
  const step = collectionStep("2026-06-30", new Date(now), told);
  expect(step.does === "notice" ? `notice ${step.day}, then ${step.next}` : step.does).toBe(wanted);
});

test("the day of suspension that people read is never today", () => {
  expect(suspendsOn("2026-06-30", new Date("2026-07-14T23:59Z"))).toBe("2026-07-15");
  expect(suspendsOn("2026-06-30", new Date("2026-07-20T09:00Z"))).toBe("2026-07-21");
});
