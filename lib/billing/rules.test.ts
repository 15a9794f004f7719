import { expect, test } from "vitest";
import type { MilestoneState } from "@/db/enums";
import { endOfWait, timers } from "../milestones/rules";
import {
  canSuspend,
  clientFee,
  collectionStep,
  type FeeMovement,
  feesToReturn,
  feeText,
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

test.each([
  [100_000n, 500, 5_000n],
  [100_000n, 0, 0n],
  [0n, 500, 0n],
  [10n, 500, 1n], // half a cent is rounded up
  [9n, 500, 0n],
  [33_33n, 275, 92n],
  [33_33n, 10_000, 33_33n],
  [99_999_999_999_999n, 1, 10_000_000_000n],
])("the client fee on %s at %s basis points is %s", (amount, rate, fee) => {
  expect(clientFee(amount, rate)).toBe(fee);
});

test("a fee is named with two decimals", () => {
  expect([0, 5, 250, 10_000].map(feeText)).toEqual(["0.00 %", "0.05 %", "2.50 %", "100.00 %"]);
});

const spent = (amountMinor: bigint, feeMinor: bigint, orderId: string | null = null): FeeMovement => ({
  kind: "funding",
  amountMinor,
  feeMinor,
  orderId,
  orderNumber: orderId,
});
const back = (amountMinor: bigint): FeeMovement => ({ ...spent(amountMinor, 0n), kind: "refund" });
const sumReturned = (newestFirst: readonly FeeMovement[], amount: bigint) =>
  feesToReturn(newestFirst, amount).reduce((sum, part) => sum + part.amount, 0n);

test.each<[what: string, newestFirst: FeeMovement[], amount: bigint, fee: bigint]>([
  ["all of it", [spent(1_000_00n, 50_00n)], 1_000_00n, 50_00n],
  ["a part", [spent(1_000_00n, 50_00n)], 300_00n, 15_00n],
  ["nothing", [spent(1_000_00n, 50_00n)], 0n, 0n],
  ["what was spent without a fee", [spent(1_000_00n, 0n)], 1_000_00n, 0n],
  ["the last is given back first", [spent(1_000_00n, 0n), spent(1_000_00n, 50_00n)], 1_000_00n, 0n],
  ["then the one before", [spent(1_000_00n, 10_00n), spent(1_000_00n, 50_00n)], 1_500_00n, 35_00n],
  ["what came back is not given back again", [back(1_000_00n), spent(1_000_00n, 50_00n)], 1_000_00n, 0n],
  ["nor by a part", [back(700_00n), spent(1_000_00n, 50_00n)], 300_00n, 15_00n],
  [
    "it takes the charge that was last at the time",
    [spent(1_000_00n, 20_00n), back(1_000_00n), spent(1_000_00n, 50_00n)],
    1_000_00n,
    20_00n,
  ],
  ["more than was spent", [spent(1_000_00n, 50_00n)], 2_000_00n, 50_00n],
])("the fee comes back with money: %s", (_, newestFirst, amount, fee) => {
  expect(sumReturned(newestFirst, amount)).toBe(fee);
});

test("what comes back in parts gives back the whole fee and not a cent more", () => {
  for (const fee of [1n, 2n, 333n, 5_00n]) {
    const movements = [spent(1_00n, fee)];
    let returned = 0n;
    for (let part = 0; part < 10; part++) {
      const share = sumReturned(movements, 10n);
      expect(share >= 0n && share <= fee).toBe(true);
      returned += share;
      movements.unshift(back(10n));
    }
    expect(returned).toBe(fee);
  }
});

test("each purchase order gets back the fee that stands on it", () => {
  const newestFirst = [spent(100n, 5n, "b"), spent(100n, 5n, "a"), spent(100n, 5n, "b")];
  expect(feesToReturn(newestFirst, 300n)).toEqual([
    { orderId: "b", orderNumber: "b", amount: 10n },
    { orderId: "a", orderNumber: "a", amount: 5n },
  ]);
});
