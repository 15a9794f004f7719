import { expect, test } from "vitest";
import { changeEndDateInput, endContractInput, recordChargeInput, reverseChargeInput } from "./schema";

const charge = {
  id: "01a1ff00-0000-7000-8000-00000000aaaa",
  contractId: "c",
  amount: "1,200.50",
  chargedOn: "2026-05-04",
  note: " Invoice  17 ",
};

test("a charge is read in the company's currency", () => {
  expect(recordChargeInput("USD").parse(charge)).toEqual({
    id: charge.id,
    contractId: "c",
    amountMinor: 1_200_50n,
    chargedOn: "2026-05-04",
    note: "Invoice 17",
  });
  expect(recordChargeInput("USD").parse({ ...charge, note: " " })).toMatchObject({ note: null });
});

test.each([
  [{ amount: "" }, { amount: "Enter an amount such as 12,400.00." }],
  [{ amount: "0.00" }, { amount: "Enter an amount above zero." }],
  [{ amount: "-5" }, { amount: "Enter an amount above zero." }],
  [{ amount: "1.005" }, { amount: "Use at most 2 decimal places." }],
  [{ amount: "1000000000000" }, { amount: "Enter at most $999,999,999,999.99." }],
  [{ chargedOn: "" }, { chargedOn: "Choose the day of the charge." }],
  [{ chargedOn: "2026-02-30" }, { chargedOn: "Enter a day between 1 Jan 2000 and 31 Dec 2100." }],
  [{ note: "x".repeat(501) }, { note: "Use at most 500 characters." }],
  [
    { amount: "five", chargedOn: "" },
    { amount: "Enter an amount such as 12,400.00.", chargedOn: "Choose the day of the charge." },
  ],
])("a charge with %o is told at its field", (change, messages) => {
  const parsed = recordChargeInput("USD").safeParse({ ...charge, ...change });
  expect(Object.fromEntries(parsed.error?.issues.map(({ path, message }) => [path[0], message]) ?? [])).toEqual(
    messages,
  );
});

test("taking back needs a reason, ending needs one of the list, and an end date may be taken away", () => {
  expect(reverseChargeInput.safeParse({ contractId: "c", chargeId: "x", reason: " " }).success).toBe(false);
  expect(endContractInput.safeParse({ contractId: "c", cause: "Bored" }).success).toBe(false);
  expect(endContractInput.parse({ contractId: "c", cause: "Other", reason: "" })).toMatchObject({ reason: null });
  expect(changeEndDateInput.parse({ contractId: "c", version: "1", endDate: "" })).toMatchObject({ endDate: null });
});
