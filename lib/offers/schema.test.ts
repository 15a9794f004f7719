import { expect, test } from "vitest";
import { modifyOfferInput, sendOfferInput } from "./schema";

const id = "01a200d5-c5a3-7415-aeb2-1db930d267d1";
const good = {
  id,
  kind: "direct" as const,
  teamId: id,
  talentName: "Ines Duarte",
  talentEmail: "ines@duarte.example",
  title: "Audit",
  description: "Read both runs.",
  contractType: "hourly" as const,
  rate: "92.00",
  weeklyHours: "",
  startDate: "2026-12-01",
  endDate: "",
};

function errorsOf(form: Record<string, unknown>): Record<string, string> {
  const parsed = sendOfferInput("USD").safeParse({ ...good, ...form });
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
}

test("a well-formed offer is read in the company's currency", () => {
  expect(sendOfferInput("USD").parse(good)).toMatchObject({
    rateMinor: 9200n,
    weeklyHours: null,
    endDate: null,
    requestId: null,
    manualTime: false,
    milestones: [],
  });
});

test("everything there is to change is told at once, once per field", () => {
  const errors = errorsOf({
    title: "",
    description: "",
    talentEmail: "ines",
    rate: "1.005",
    startDate: "0201-01-01",
    teamId: "",
  });
  expect(Object.keys(errors).toSorted()).toEqual([
    "description",
    "rate",
    "startDate",
    "talentEmail",
    "teamId",
    "title",
  ]);
  expect(errors.startDate).toBe("Enter a day between 1 Jan 2000 and 31 Dec 2100.");
});

test("milestones are judged row by row, and blank rows are passed over", () => {
  const fixed = {
    contractType: "fixed_price",
    "milestoneTitle[]": ["", "First", ""],
    "milestoneAmount[]": ["", "4.99", ""],
    "milestoneDue[]": ["", "", ""],
  };
  expect(errorsOf(fixed)).toEqual({ milestones: "Milestone 1: enter at least $5.00." });
  expect(errorsOf({ contractType: "fixed_price" })).toEqual({
    milestones: "Add at least one milestone: its title and amount.",
  });
});

test("the minimum rate, the weekly limit and the order of dates hold", () => {
  expect(errorsOf({ rate: "2.99" })).toEqual({ rate: "Enter at least $3.00 an hour." });
  expect(errorsOf({ weeklyHours: "169" })).toHaveProperty("weeklyHours");
  expect(errorsOf({ endDate: "2026-11-30" })).toHaveProperty("endDate");
});

test("payroll names its employer and country, also when other fields are wrong", () => {
  expect(Object.keys(errorsOf({ kind: "payroll", title: "" })).toSorted()).toEqual([
    "countryOfWork",
    "employer",
    "title",
  ]);
});

test("garbage is refused, never thrown at", () => {
  for (const raw of [null, 7, "x", [], {}, { "milestoneTitle[]": "one", contractType: "fixed_price" }]) {
    expect(sendOfferInput("USD").safeParse(raw).success).toBe(false);
    expect(modifyOfferInput("USD").safeParse(raw).success).toBe(false);
  }
});

test("milestones: at most twenty, none of which Postgres could refuse, and a sum that fits", () => {
  const rows = (count: number, amount = "5.00", title = "Reading") => ({
    contractType: "fixed_price",
    "milestoneTitle[]": Array(count).fill(title),
    "milestoneAmount[]": Array(count).fill(amount),
    "milestoneDue[]": Array(count).fill(""),
  });
  expect(errorsOf(rows(20))).toEqual({});
  expect(errorsOf(rows(21))).toEqual({ milestones: "Use at most 20 milestones." });
  expect(errorsOf(rows(2, "600,000,000,000.00")).milestones).toContain("add up to more than");
  expect(errorsOf(rows(1, "5.00", "\u0000\ud800")).milestones).toContain("enter a title");
  const odd = { ...good, ...rows(1, "5.00", " A\u0000\nB\ud800 ") };
  expect(sendOfferInput("USD").parse(odd).milestones).toMatchObject([{ title: "A B" }]);
});

test("an employer is one line, and a total that no column holds is refused at the rate", () => {
  const payroll = { ...good, kind: "payroll", employer: "Fairhire\nLLC", countryOfWork: " Germany " };
  expect(sendOfferInput("USD").parse(payroll)).toMatchObject({ employer: "Fairhire LLC", countryOfWork: "Germany" });
  const most = { rate: "999,999,999,999.99", weeklyHours: "168", startDate: "2000-01-01", endDate: "2100-12-31" };
  expect(errorsOf(most).rate).toContain("come to more than");
});

test("tasks of an onboarding plan are judged row by row, and blank rows are passed over", () => {
  const plan = (titles: string[], owners: string[]) => ({ "taskTitle[]": titles, "taskOwner[]": owners });
  const read = sendOfferInput("USD").parse({
    ...good,
    ...plan(["", " Sign  it ", "Open", ""], ["", "talent", id, ""]),
  });
  expect(read.tasks).toEqual([
    { title: "Sign it", ownerId: null },
    { title: "Open", ownerId: id },
  ]);
  expect(sendOfferInput("USD").parse(good).tasks).toEqual([]);
  const said = (titles: string[], owners: string[]) => errorsOf(plan(titles, owners)).tasks;
  expect(said(["Sign"], [""])).toBe("Task 1: choose who does it.");
  expect(said(["Sign"], ["hana"])).toBe("Task 1: choose who does it.");
  expect(said(["Sign", ""], ["talent", id])).toBe("Task 2: enter a title of at most 120 characters.");
  expect(said(["x".repeat(121)], ["talent"])).toContain("120");
  expect(said(["x".repeat(120)], ["talent"])).toBeUndefined();
  const many = (count: number) => said(Array(count).fill("Sign"), Array(count).fill("talent"));
  expect([many(10), many(11)]).toEqual([undefined, "Use at most 10 tasks."]);
});
