import { expect, test } from "vitest";
import { afterDays } from "../dates";
import { isOpenAsk, mostRefundable, paidMinor, refundableSince, shareOfRefund, takesRefund } from "./rules";

const now = new Date("2026-05-04T09:00:00Z");

test.each([
  ["nothing was paid", [0n, 0n, 0n], 0n],
  ["all of it is pending", [700n, 0n, 0n], 700n],
  ["all of it is available", [0n, 700n, 700n], 700n],
  ["some of it is pending, some available", [300n, 400n, 400n], 700n],
  ["what was available is paid out", [300n, 400n, 0n], 300n],
  ["part of it is paid out", [300n, 400n, 150n], 450n],
  ["another contract's earnings are available too: never more than this one paid", [0n, 400n, 9_000n], 400n],
] as const)("%s", (_, [pendingMinor, movedMinor, availableMinor], most) => {
  expect(mostRefundable({ pendingMinor, movedMinor, availableMinor })).toBe(most);
});

test("what is asked for is bounded by what was paid, whatever of it was paid out", () => {
  expect(paidMinor({ pendingMinor: 300n, movedMinor: 400n })).toBe(700n);
});

const paid = [
  { id: "a", moved: true, leftMinor: 100n, earnedAt: afterDays(now, -30) },
  { id: "b", moved: true, leftMinor: 100n, earnedAt: afterDays(now, -10) },
  { id: "c", moved: false, leftMinor: 100n, earnedAt: afterDays(now, -3) },
  { id: "d", moved: false, leftMinor: 100n, earnedAt: afterDays(now, -1) },
];

test.each([
  [1n, [["d", 1n]], [1n, 0n]],
  [100n, [["d", 100n]], [100n, 0n]],
  [
    150n,
    [
      ["d", 100n],
      ["c", 50n],
    ],
    [150n, 0n],
  ],
  [
    201n,
    [
      ["d", 100n],
      ["c", 100n],
      ["b", 1n],
    ],
    [200n, 1n],
  ],
  [
    400n,
    [
      ["d", 100n],
      ["c", 100n],
      ["b", 100n],
      ["a", 100n],
    ],
    [200n, 200n],
  ],
] as const)(
  "a refund of %d takes what is pending first, then what is available, the newest first",
  (amount, parts, from) => {
    const share = shareOfRefund(paid, amount);
    expect(share.parts).toEqual(parts.map(([id, minor]) => ({ id, minor })));
    expect(share.from).toEqual({ pending: from[0], available: from[1] });
  },
);

test("of two payments of one instant the order is that of their ids, and one that gave all gives no more", () => {
  const twins = ["x", "z", "y"].map((id) => ({ id, moved: false, leftMinor: id === "y" ? 0n : 5n, earnedAt: now }));
  expect(shareOfRefund(twins, 6n).parts).toEqual([
    { id: "z", minor: 5n },
    { id: "x", minor: 1n },
  ]);
});

test("180 days back, 14 days to answer, and from the start of a contract on", () => {
  expect(refundableSince(now)).toEqual(new Date("2025-11-05T09:00:00Z"));
  expect(isOpenAsk({ state: "open", lapsesAt: afterDays(now, 14) }, afterDays(now, 13.999))).toBe(true);
  expect(isOpenAsk({ state: "open", lapsesAt: afterDays(now, 14) }, afterDays(now, 14))).toBe(false);
  expect(isOpenAsk({ state: "declined", lapsesAt: afterDays(now, 14) }, now)).toBe(false);
  expect((["pending", "active", "paused", "ended"] as const).map((state) => takesRefund({ state }))).toEqual([
    false,
    true,
    true,
    true,
  ]);
});
