import { expect, test } from "vitest";
import { drawBurndown } from "./burndown-scale";

const day = (at: string, funds: bigint, left: bigint, committed = 0n) => ({ day: at, funds, left, committed });
const told = { kind: "forecast", weekly: 700n, lowest: 350n, highest: 1_400n, exhaustedOn: "2026-05-31" } as const;
const none = { kind: "not-enough-history" } as const;
const draw = (change: Partial<Parameters<typeof drawBurndown>[1]> = {}) =>
  drawBurndown(
    { width: 102, height: 140 },
    {
      days: [day("2026-04-01", 10_000n, 10_000n), day("2026-05-01", 10_000n, 3_000n, 1_000n)],
      today: "2026-05-01",
      funds: 10_000n,
      validThrough: null,
      told,
      thresholds: [50, 90],
      ...change,
    },
  );

test("what is left falls in steps, from the full height to zero at the floor", () => {
  const { left, zero, floor, top } = draw();
  expect([top, zero, floor]).toEqual([16, 116, 116]);
  expect(left).toMatch(/^M1 16L[\d.]+ 16L[\d.]+ 86/);
});

test("the drawing ends a week after the forecast or the last day, whichever is later", () => {
  expect(draw().ends.last).toBe("2026-06-07");
  expect(draw({ validThrough: "2026-08-01" }).ends.last).toBe("2026-08-08");
  expect(draw({ told: none }).ends.last).toBe("2026-05-08");
  expect(draw({ told: { ...told, exhaustedOn: null } }).ends.last).toBe("2026-07-31");
});

test("a last day more than a year ahead, or before the drawing, is no line", () => {
  expect(draw({ validThrough: "2027-05-01" }).validThrough).not.toBeNull();
  expect(draw({ validThrough: "2027-05-02" }).validThrough).toBeNull();
  expect(draw({ validThrough: "2026-03-31" }).validThrough).toBeNull();
});

test("thresholds stand where so much is spent; labels that lie close are pushed apart", () => {
  const [ninety, fifty] = draw().thresholds;
  expect([ninety?.y, fifty?.y]).toEqual([106, 66]);
  const labels = draw({ thresholds: [90, 91, 92] }).thresholds.map((line) => line.label);
  expect(labels.every((label, index) => index === 0 || (labels[index - 1] ?? 0) - label >= 14)).toBe(true);
});

test("an overdrawn order goes below zero and has no forecast", () => {
  const drawn = draw({ days: [day("2026-04-01", 1_000n, 1_000n), day("2026-05-01", 1_000n, -1_000n)], funds: 1_000n });
  expect(drawn.zero).toBeLessThan(drawn.floor);
  expect(drawn.forecast).toBeNull();
});

test("one day is enough", () => {
  const drawn = draw({ days: [day("2026-05-01", 1n, 1n)], funds: 1n, told: none });
  expect(drawn.left).not.toContain("NaN");
  expect(drawn.today).toBe(1);
});
