import fc from "fast-check";
import { expect, test } from "vitest";
import { amountProblemText, currencyDigits, decimalText, formatMoney, maxMinor, parseAmount } from "./money";

test.each([
  ["USD", 2],
  ["EUR", 2],
  ["JPY", 0],
  ["KWD", 3],
])("%s has %i decimals", (currency, digits) => {
  expect(currencyDigits(currency)).toBe(digits);
});

test.each<[bigint, string, string]>([
  [0n, "USD", "0.00"],
  [1n, "USD", "0.01"],
  [99n, "USD", "0.99"],
  [100n, "USD", "1.00"],
  [-1n, "USD", "-0.01"],
  [-12_345n, "USD", "-123.45"],
  [5n, "JPY", "5"],
  [-5n, "JPY", "-5"],
  [1n, "KWD", "0.001"],
  [1_500n, "KWD", "1.500"],
  [9_223_372_036_854_775_807n, "USD", "92233720368547758.07"],
])("%s minor units of %s are %s", (minor, currency, text) => {
  expect(decimalText({ minor, currency })).toBe(text);
});

test("amounts beyond the precision of a float keep every cent", () => {
  expect(formatMoney({ minor: 9_007_199_254_740_993n, currency: "USD" })).toBe("$90,071,992,547,409.93");
  expect(formatMoney({ minor: maxMinor, currency: "USD" })).toBe("$999,999,999,999.99");
});

test("what is written is read back, to the minor unit, in any currency", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: maxMinor }), fc.constantFrom("USD", "JPY", "KWD"), (minor, currency) => {
      expect(parseAmount(decimalText({ minor, currency }), currency)).toEqual({ minor });
    }),
    { numRuns: 2_000 },
  );
});

test("a problem is told for everything else, never thrown", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (typed) => {
      const read = parseAmount(typed, "USD");
      if ("minor" in read) expect(read.minor > 0n && read.minor <= maxMinor).toBe(true);
      else expect(amountProblemText(read.problem, "USD")).toMatch(/^(Enter|Use) /);
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ["$12,400", "USD", 1_240_000n],
  ["US$ 5", "USD", null],
  ["12,400.00 usd", "USD", 1_240_000n],
  ["€5", "EUR", 500n],
  ["5 €", "EUR", 500n],
  ["EUR 5.50", "EUR", 550n],
  ["¥1,200", "JPY", 1_200n],
  ["$5", "EUR", null],
  ["$1,200", "JPY", null],
  ["€5", "USD", null],
  ["5 EUR", "USD", null],
  ["$", "USD", null],
  ["$$5", "USD", null],
])("%s in %s is %s: another currency's sign is no number", (typed, currency, minor) => {
  expect(parseAmount(typed, currency)).toEqual(minor === null ? { problem: "not-a-number" } : { minor });
});
