import { expect, test } from "vitest";
import { addFundsInput, correctFundsInput, createOrderInput, extendOrderInput, inlineOrderInput } from "./schema";

const id = "01a1ff00-0000-7000-8000-000000000001";
const team = "01a1ff00-0000-7000-8000-000000000002";
const form = { id, number: " PO  4711 ", amount: "12,400.00", permission: "everybody", "threshold[]": ["90", "50"] };

type Schema = { safeParse(input: unknown): { error?: { issues: { path: PropertyKey[]; message: string }[] } } };
const errorsOf = (schema: Schema, input: unknown) =>
  Object.fromEntries(
    (schema.safeParse(input).error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]),
  );
const created = (change: object, currency = "USD") => errorsOf(createOrderInput(currency), { ...form, ...change });

test("a purchase order as it is typed", () => {
  expect(
    createOrderInput("USD").parse({ ...form, validThrough: "2026-12-31", "ownThreshold[]": ["80 %", "", "50"] }),
  ).toEqual({
    id,
    number: "PO 4711",
    amountMinor: 12_400_00n,
    description: "",
    validThrough: "2026-12-31",
    thresholds: [50, 80, 90],
    permission: "everybody",
    teamIds: [],
    userIds: [],
  });
});

test.each([
  ["", "Enter an amount such as 12,400.00."],
  ["0", "Enter an amount above zero."],
  ["0.00", "Enter an amount above zero."],
  ["-5", "Enter an amount above zero."],
  ["1.001", "Use at most 2 decimal places."],
  ["1e3", "Enter an amount such as 12,400.00."],
  ["€ 5", "Enter an amount such as 12,400.00."],
  ["12.400,00", "Enter an amount such as 12,400.00."],
  ["1000000000000", "Enter at most $999,999,999,999.99."],
  ["9".repeat(30), "Enter at most $999,999,999,999.99."],
  ["9".repeat(41), "Enter an amount such as 12,400.00."],
])("an amount of %j: %s", (amount, message) => {
  expect(created({ amount })).toEqual({ amount: message });
});

test("whole yen only", () => {
  expect(created({ amount: "100.5" }, "JPY")).toEqual({ amount: "Enter whole JPY, without decimals." });
  expect(created({ amount: "100" }, "JPY")).toEqual({});
});

test.each([
  ["number", "   ", "Enter the number of the purchase order."],
  ["number", "x".repeat(41), "Use at most 40 characters."],
  ["description", "x".repeat(501), "Use at most 500 characters."],
  ["validThrough", "2026-02-30", "Enter a day between 1 Jan 2000 and 31 Dec 2100."],
  ["validThrough", "tomorrow", "Enter a day between 1 Jan 2000 and 31 Dec 2100."],
  ["permission", "some", "Choose who may use it."],
  ["threshold[]", ["40"], "Tick 50, 75 or 90 %."],
  ["ownThreshold[]", ["0"], "Use whole percentages from 1 to 99."],
  ["ownThreshold[]", ["100"], "Use whole percentages from 1 to 99."],
  ["ownThreshold[]", ["33.3"], "Use whole percentages from 1 to 99."],
  ["ownThreshold[]", ["10", "20", "30", "40"], "Add at most 3 percentages of your own."],
])("%s %j: %s", (field, value, message) => {
  expect(created({ [field]: value })).toEqual({ [field]: message });
});

test("whoever it is for is named", () => {
  expect(created({ permission: "teams" })).toEqual({ "teamId[]": "Tick at least one team." });
  expect(created({ permission: "people", "userId[]": [] })).toEqual({ "userId[]": "Tick at least one person." });
  expect(created({ permission: "teams", "teamId[]": [team] })).toEqual({});
  expect(createOrderInput("USD").parse({ ...form, "teamId[]": [team], "userId[]": [team] })).toMatchObject({
    teamIds: [],
    userIds: [],
  });
});

test("everything there is to change is told at once", () => {
  expect(
    Object.keys(created({ number: "", amount: "0", permission: "teams", "threshold[]": ["1"] })).toSorted(),
  ).toEqual(["amount", "number", "teamId[]", "threshold[]"]);
});

test("a correction is signed by its direction and says why", () => {
  const correction = { id, orderId: team, direction: "take", amount: "5.00", reason: "Entered twice." };
  expect(correctFundsInput("USD").parse(correction)).toMatchObject({ amountMinor: -500n, reason: "Entered twice." });
  expect(errorsOf(correctFundsInput("USD"), { ...correction, amount: "-5", reason: " ", direction: "up" })).toEqual({
    amount: "Enter an amount above zero.",
    reason: "Say why; it stands in the history.",
    direction: "Choose whether funds are added or taken away.",
  });
});

test("added funds have a day and a note if one likes", () => {
  expect(addFundsInput("USD").parse({ id, orderId: team, amount: "5", date: "", note: " " })).toEqual({
    id,
    orderId: team,
    amountMinor: 500n,
    date: null,
    note: null,
  });
});

test("an extension has a day", () => {
  expect(errorsOf(extendOrderInput, { orderId: team, validThrough: "" })).toEqual({
    validThrough: "Choose the new last day.",
  });
});

test("one typed in passing tells its errors at its own fields", () => {
  expect(
    errorsOf(inlineOrderInput("USD"), { newOrderNumber: "", newOrderAmount: "0", newOrderValidThrough: "soon" }),
  ).toEqual({
    newOrderNumber: "Enter the number of the purchase order.",
    newOrderAmount: "Enter an amount above zero.",
    newOrderValidThrough: "Enter a day between 1 Jan 2000 and 31 Dec 2100.",
  });
});
