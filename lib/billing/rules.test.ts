import { expect, test } from "vitest";
import type { MilestoneState } from "@/db/enums";
import { endOfWait, timers } from "../milestones/rules";
import {
  type ComingBack,
  canSuspend,
  clientFee,
  collectionStep,
  type EscrowMove,
  type FeeCharge,
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

const charge = (id: string, amountMinor: bigint, feeMinor: bigint, orderId: string | null = null): FeeCharge => ({
  id,
  amountMinor,
  feeMinor,
  orderId,
  orderNumber: orderId,
});
const funded = (milestoneId: string, chargeId: string, amountMinor: bigint): EscrowMove => ({
  kind: "funded",
  milestoneId,
  chargeId,
  amountMinor,
});
const rolled = (milestoneId: string, intoId: string, amountMinor: bigint): EscrowMove => ({
  kind: "rolled",
  milestoneId,
  intoId,
  amountMinor,
});
const released = (milestoneId: string, earningId: string, amountMinor: bigint): EscrowMove => ({
  kind: "released",
  milestoneId,
  earningId,
  amountMinor,
});
const returned = (milestoneId: string, amountMinor: bigint): EscrowMove => ({
  kind: "returned",
  milestoneId,
  amountMinor,
});
const fromMilestone = (id: string, minor: bigint): ComingBack => ({ from: "milestone", id, minor });
const fromEarning = (id: string, minor: bigint): ComingBack => ({ from: "earning", id, minor });
const sumReturned = (charges: FeeCharge[], moves: EscrowMove[], coming: ComingBack, refunded: ComingBack[] = []) =>
  feesToReturn({ charges, moves, refunded }, [coming]).reduce((sum, part) => sum + part.amount, 0n);

const first = charge("a", 1_000_00n, 50_00n);
const free = charge("b", 1_000_00n, 0n);
const cheap = charge("c", 1_000_00n, 20_00n);
const inM1 = funded("m1", "a", 1_000_00n);

test.each<[what: string, charges: FeeCharge[], moves: EscrowMove[], coming: ComingBack, fee: bigint]>([
  ["all of it", [first], [inM1], fromMilestone("m1", 1_000_00n), 50_00n],
  ["a part", [first], [inM1], fromMilestone("m1", 300_00n), 15_00n],
  ["nothing", [first], [inM1], fromMilestone("m1", 0n), 0n],
  ["what was spent without a fee", [free], [funded("m1", "b", 1_000_00n)], fromMilestone("m1", 1_000_00n), 0n],
  ["not a later bonus without one", [first, free], [inM1], fromMilestone("m1", 1_000_00n), 50_00n],
  ["not a later bonus with one", [free, cheap], [funded("m1", "b", 1_000_00n)], fromMilestone("m1", 1_000_00n), 0n],
  ["a bonus alone", [first, cheap], [inM1], fromEarning("c", 500_00n), 10_00n],
  [
    "not another milestone's",
    [first, cheap],
    [inM1, funded("m2", "c", 1_000_00n)],
    fromMilestone("m1", 1_000_00n),
    50_00n,
  ],
  [
    "the newest funding of the milestone first",
    [first, cheap],
    [inM1, funded("m1", "c", 1_000_00n)],
    fromMilestone("m1", 1_500_00n),
    45_00n,
  ],
  [
    "its own before what rolled on into it, also after it",
    [first, cheap],
    [funded("m2", "c", 1_000_00n), inM1, rolled("m1", "m2", 1_000_00n)],
    fromMilestone("m2", 1_500_00n),
    45_00n,
  ],
  [
    "its own again when it rolled back",
    [first, cheap],
    [
      inM1,
      rolled("m1", "m2", 1_000_00n),
      rolled("m2", "m1", 1_000_00n),
      funded("m3", "c", 1_000_00n),
      rolled("m3", "m1", 1_000_00n),
    ],
    fromMilestone("m1", 1_000_00n),
    50_00n,
  ],
  ["what came back is not given back again", [first], [inM1, returned("m1", 1_000_00n)], fromMilestone("m1", 1n), 0n],
  ["nor by a part", [first], [inM1, returned("m1", 700_00n)], fromMilestone("m1", 300_00n), 15_00n],
  [
    "what was paid out is the oldest",
    [first, cheap],
    [inM1, funded("m1", "c", 1_000_00n), released("m1", "e", 1_000_00n)],
    fromMilestone("m1", 1_000_00n),
    20_00n,
  ],
  [
    "an earning what it was paid of",
    [first, cheap],
    [inM1, funded("m1", "c", 1_000_00n), released("m1", "e", 1_500_00n)],
    fromEarning("e", 1_000_00n),
    35_00n,
  ],
  ["more than was spent", [first], [inM1], fromMilestone("m1", 2_000_00n), 50_00n],
])("the fee comes back with money: %s", (_, charges, moves, coming, fee) => {
  expect(sumReturned(charges, moves, coming)).toBe(fee);
});

test("what comes back in parts gives back the whole fee and not a cent more, from escrow and from earnings", () => {
  for (const fee of [1n, 2n, 333n, 5_00n]) {
    const charges = [charge("a", 1_00n, fee)];
    const moves = [funded("m1", "a", 1_00n), released("m1", "e", 50n)];
    const refunded: ComingBack[] = [];
    let sum = 0n;
    for (let part = 0; part < 10; part++) {
      const coming = part % 2 === 0 ? fromMilestone("m1", 10n) : fromEarning("e", 10n);
      const share = sumReturned(charges, moves, coming, refunded);
      expect(share >= 0n && share <= fee).toBe(true);
      sum += share;
      if (coming.from === "earning") refunded.push(coming);
      else moves.push(returned("m1", 10n));
    }
    expect(sum).toBe(fee);
  }
});

test("each purchase order gets back the fee that stands on it", () => {
  const charges = [charge("x", 100n, 5n, "b"), charge("y", 100n, 5n, "a"), charge("z", 100n, 5n, "b")];
  const moves = charges.map(({ id }) => funded("m1", id, 100n));
  expect(feesToReturn({ charges, moves, refunded: [] }, [fromMilestone("m1", 300n)])).toEqual([
    { orderId: "b", orderNumber: "b", amount: 10n },
    { orderId: "a", orderNumber: "a", amount: 5n },
  ]);
});
