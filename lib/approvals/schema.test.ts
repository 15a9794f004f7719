import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { decideRequestInput, requestApprovalInput } from "./schema";

const form = {
  id: randomUUID(),
  title: "Payroll audit, March",
  talentChoice: "named",
  talentName: "Ana Petrov",
  talentEmail: "ana@petrov.example",
  offerKind: "direct",
  contractType: "hourly",
  rate: "95.00",
  weeklyHours: "20",
  startDate: "2026-05-18",
  endDate: "2026-06-28",
  teamId: randomUUID(),
  reason: "The auditors asked.",
};
const fixed = { contractType: "fixed_price", rate: undefined, weeklyHours: undefined, budget: "12,400.00" };

function read(change: Record<string, unknown> = {}, currency = "USD") {
  const parsed = requestApprovalInput(currency).safeParse({ ...form, ...change });
  const errors: Record<string, string> = {};
  if (parsed.success) return { data: parsed.data, errors };
  for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= message;
  return { data: null, errors };
}

test("a whole form becomes a request in minor units", () => {
  expect(read().data).toMatchObject({
    rateMinor: 95_00n,
    weeklyHours: 20,
    budgetMinor: null,
    startDate: "2026-05-18",
    endDate: "2026-06-28",
    neededBy: null,
    copiedFrom: null,
  });
  expect(read(fixed).data).toMatchObject({ rateMinor: null, weeklyHours: null, budgetMinor: 12_400_00n });
  expect(read({ weeklyHours: "" }).data).toMatchObject({ weeklyHours: null });
  expect(read({ talentChoice: "open" }).data).toMatchObject({ talentName: null, talentEmail: null });
});

describe("amounts", () => {
  test.each([
    ["0", "Enter an amount above zero."],
    ["0.00", "Enter an amount above zero."],
    ["-5", "Enter an amount above zero."],
    ["1.005", "Use at most 2 decimal places."],
    ["999999999999999", "Enter at most $999,999,999,999.99."],
    ["1000000000000.00", "Enter at most $999,999,999,999.99."],
    ["9".repeat(40), "Enter at most $999,999,999,999.99."],
    ["9".repeat(41), "Enter an amount such as 12,400.00."],
    ["", "Enter an amount such as 12,400.00."],
    ["12.400,00", "Enter an amount such as 12,400.00."],
    ["1,24,00", "Enter an amount such as 12,400.00."],
    ["1e3", "Enter an amount such as 12,400.00."],
    ["Infinity", "Enter an amount such as 12,400.00."],
    ["٣٠", "Enter an amount such as 12,400.00."],
    ["ten", "Enter an amount such as 12,400.00."],
    [undefined, "Enter an amount such as 12,400.00."],
  ])("rate and budget %s: %s", (typed, message) => {
    expect(read({ rate: typed }).errors).toEqual({ rate: message });
    expect(read({ ...fixed, budget: typed }).errors).toEqual({ budget: message });
  });

  test.each([
    ["0.01", 1n],
    ["95", 95_00n],
    ["95.5", 95_50n],
    ["1,000,000.00", 1_000_000_00n],
    [" $95 ", 95_00n],
    ["999999999999.99", 99_999_999_999_999n],
  ])("budget %s is taken", (typed, minor) => {
    expect(read({ ...fixed, budget: typed }).data?.budgetMinor).toBe(minor);
  });

  test("decimals follow the company's currency", () => {
    expect(read({ rate: "95.5" }, "JPY").errors).toEqual({ rate: "Enter whole JPY, without decimals." });
    expect(read({ rate: "95.125" }, "KWD").data?.rateMinor).toBe(95_125n);
  });

  test("a product that no column can hold is refused at the rate, not by the database", () => {
    const most = { rate: "999,999,999,999.99", weeklyHours: "168", startDate: "2000-01-01", endDate: "2100-12-31" };
    expect(read(most).errors.rate).toContain("Rate, hours and weeks come to more than");
    expect(read({ ...most, rate: "1,000.00" }).errors).toEqual({});
  });
});

test.each(["0", "169", "-1", "1.5", "20 h", "1e2", "9".repeat(11)])("weekly hours %s are refused", (weeklyHours) => {
  expect(read({ weeklyHours }).errors).toEqual({
    weeklyHours: "Enter 1 to 168 whole hours a week, or leave it empty for no limit.",
  });
});

describe("dates", () => {
  const range = "Enter a day between 1 Jan 2000 and 31 Dec 2100.";
  test.each([
    "0201-01-01",
    "1999-12-31",
    "2101-01-01",
    "2026-02-29",
    "2026-13-01",
    "2026-5-1",
    "01/02/2026",
    "2026-05-18T00:00:00Z",
    "tomorrow",
    "９999-01-01",
  ])("%s is no day of ours", (day) => {
    expect(read({ startDate: day }).errors).toEqual({ startDate: range });
    expect(read({ endDate: day }).errors).toEqual({ endDate: range });
    expect(read({ neededBy: day }).errors).toEqual({ neededBy: range });
  });

  test("the first and the last day, leap days and the days clocks change are days", () => {
    for (const day of [
      "2000-01-01",
      "2100-12-31",
      "2028-02-29",
      "2026-03-29",
      "2026-10-25",
      "2026-03-08",
      "2026-11-01",
    ]) {
      expect(read({ startDate: day, endDate: day }).errors).toEqual({});
    }
  });

  test("the end is not before the start", () => {
    expect(read({ startDate: "2026-06-28", endDate: "2026-06-27" }).errors).toEqual({
      endDate: "The end date is before the start date. Choose a later day.",
    });
    expect(read({ startDate: "2026-06-28", endDate: "2026-06-28" }).errors).toEqual({});
  });
});

describe("text", () => {
  test.each(["", "   ", "\n\t", "\u0000\u0007", "\ud800"])("a title of nothing (%j) is asked for", (title) => {
    expect(read({ title }).errors).toEqual({ title: "Enter a job or contract title." });
  });

  test("lengths count characters, so an emoji is one", () => {
    expect(read({ title: "🚀".repeat(120) }).data?.title).toBe("🚀".repeat(120));
    expect(read({ title: "🚀".repeat(121) }).errors).toEqual({ title: "Use at most 120 characters." });
    expect(read({ reason: "x".repeat(2_000) }).errors).toEqual({});
    expect(read({ reason: "x".repeat(10_000) }).errors).toEqual({ reason: "Use at most 2,000 characters." });
    expect(read({ title: "x".repeat(10_000) }).errors).toEqual({ title: "Use at most 120 characters." });
    expect(read({ talentName: "x".repeat(10_000) }).errors).toEqual({ talentName: "Use at most 120 characters." });
  });

  test("right-to-left, markup and emoji are kept as they are", () => {
    for (const title of [
      "مراجعة كشوف المرتبات",
      "<script>alert(1)</script>",
      "{{constructor}} <%= 7*7 %>",
      "=cmd|'/c calc'!A1",
      "👩🏽‍💻 Ops",
    ])
      expect(read({ title }).data?.title).toBe(title);
  });

  test("a title and a name are one line; a reason keeps its lines", () => {
    expect(read({ title: "Payroll\r\n\taudit\u2028March" }).data?.title).toBe("Payroll audit March");
    expect(read({ talentName: "Ana\nPetrov" }).data?.talentName).toBe("Ana Petrov");
    expect(read({ reason: "One.\r\nTwo.\rThree." }).data?.reason).toBe("One.\nTwo.\nThree.");
  });

  test("marks that turn the direction of text are left out: a decision counts for what was shown", () => {
    const { data } = read({ title: "Audit \u202e)00.9$ ta deppac(", reason: "Fine \u2067ton\u2069 \u202eok\u202c" });
    expect([data?.title, data?.reason]).toEqual(["Audit )00.9$ ta deppac(", "Fine ton ok"]);
  });

  test("text of which nothing can be seen is empty", () => {
    for (const nothing of ["\u200b\u200b", "\u2060", "\ufeff", "\u200d\u200c", "\u3164", "\u2800 \u00ad", "\u0301"])
      expect(read({ title: nothing }).errors.title, JSON.stringify(nothing)).toBe("Enter a job or contract title.");
    expect(read({ title: "\u0646\u200c\u0647" }).data?.title, "a joiner between letters stays").toBe(
      "\u0646\u200c\u0647",
    );
  });

  test("what Postgres cannot hold is left out", () => {
    expect(read({ reason: "a\u0000b\ud83dc\u001bd\u007f" }).data?.reason).toBe("abcd");
    expect(read({ talentName: "A\u0000na" }).data?.talentName).toBe("Ana");
  });
});

describe("the freelancer", () => {
  test.each([
    "",
    "ana",
    "ana@",
    "ana@petrov",
    "Ana <ana@petrov.example>",
    "ana@petrov.example,bo@x.example",
    "ana@petrov.example\r\nBcc: x@y.example",
    `${"a".repeat(300)}@x.example`,
    "аna@petrov.example",
    "x".repeat(10_000),
  ])("address %j is refused", (talentEmail) => {
    expect(read({ talentEmail }).errors).toEqual({ talentEmail: "Enter one plain address such as ana@example.com." });
  });

  test("a named one has a name", () => {
    expect(read({ talentName: " " }).errors).toEqual({
      talentName: "Enter the freelancer's name, or choose “Not chosen yet”.",
    });
  });
});

test.each([
  ["offerKind", "gift", "Choose the kind of offer."],
  ["contractType", "barter", "Choose hourly or fixed-price."],
  ["talentChoice", "perhaps", "Say whom the offer is for."],
  ["teamId", "finance", "Choose a team."],
])("%s %s: %s", (field, value, message) => {
  expect(read({ [field]: value }).errors[field]).toBe(message);
});

test.each([null, 7, [], "text", { title: { toString: "x" } }, { __proto__: { id: "x" } }])(
  "garbage %j is refused and never thrown",
  (garbage) => {
    expect(requestApprovalInput("USD").safeParse(garbage).success).toBe(false);
    expect(decideRequestInput.safeParse(garbage).success).toBe(false);
  },
);

test("a reason to decline has 1,000 characters at most", () => {
  const decision = { requestId: randomUUID(), fingerprint: "f" };
  expect(decideRequestInput.parse({ ...decision, reason: "  " }).reason).toBeNull();
  expect(decideRequestInput.safeParse({ ...decision, reason: "x".repeat(1_000) }).success).toBe(true);
  expect(decideRequestInput.safeParse({ ...decision, reason: "x".repeat(1_001) }).success).toBe(false);
});

test("one answer names everything that must change, price and talent included", () => {
  const { errors } = read({
    title: " ",
    reason: "",
    rate: "",
    talentName: "",
    talentEmail: "x",
    startDate: "yesterday",
    endDate: "2026-06-28",
  });
  expect(Object.keys(errors).toSorted()).toEqual(["rate", "reason", "startDate", "talentEmail", "talentName", "title"]);
  expect(Object.keys(read({ contractType: "barter", rate: "" }).errors)).toEqual(["contractType"]);
});
