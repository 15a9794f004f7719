import { expect, test } from "vitest";
import { bonusHint } from "./bonus-hint";

test.each([
  ["100", "USD", 250, "You pay $102.50: the bonus and the client fee of $2.50."],
  [" 1,000.10 ", "USD", 250, "You pay $1,025.10: the bonus and the client fee of $25.00."],
  ["2000", "JPY", 250, "You pay ¥2,050: the bonus and the client fee of ¥50."],
  ["", "USD", 250, "At least 1.00; you pay the client fee of 2.50 % on top."],
  ["0.99", "USD", 250, "At least 1.00; you pay the client fee of 2.50 % on top."],
  ["much", "USD", 250, "At least 1.00; you pay the client fee of 2.50 % on top."],
  ["100", "USD", 0, "At least 1.00."],
  ["", "JPY", 0, "At least 1."],
])("a bonus of “%s” %s at a fee of %d basis points tells what is paid: %s", (typed, currency, feeRate, words) => {
  expect(bonusHint(typed, currency, feeRate)).toBe(words);
});
