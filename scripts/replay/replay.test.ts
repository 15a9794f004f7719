import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { plumbing } from "@/db/plumbing";
import { accounts, approvalRequests, contracts, mailboxMessages, mailOutbox, offers } from "@/db/schema";
import { knowPerson } from "@/db/seed/people";
import { verifyAccount } from "@/lib/audit/verify";
import { listSeats } from "@/lib/auth/queries";
import { readAs } from "@/lib/ctx";
import { addLocalDays, localDateOf } from "@/lib/dates";
import { drainOutbox } from "@/lib/mail/drain-outbox";
import { runTick } from "@/lib/tick";
import { accountId, system } from "./company";
import type { MailRun } from "./mail";
import { daysOf, planAll } from "./plan";
import { chicagoTime, cutAtWord, planRow } from "./plan-row";
import type { ContractRow } from "./read-rows";
import { replay } from "./replay";

afterAll(closePool);

const good: ContractRow = {
  line: 2,
  description: "DEMOLITION OF 4 GARAGES",
  number: "2001",
  revision: "0",
  contractType: "CONSTRUCTION",
  startDate: "02/01/2001",
  endDate: "03/01/2001",
  approvalDate: "01/22/2001",
  department: "DEPARTMENT OF BUILDINGS",
  vendor: "MIDWEST WRECKING COMPANY 01",
  amount: "17500.00",
  procurement: "BID",
};
const reasonOf = (change: Partial<ContractRow>) => {
  const plan = planRow({ ...good, ...change });
  return "reason" in plan ? plan.reason : null;
};

describe("one row", () => {
  test("becomes what a person would type: one milestone, asked for and decided on the day of approval, offered when it begins", () => {
    expect(planRow(good)).toMatchObject({
      approvedOn: "2001-01-22",
      offeredOn: "2001-02-01",
      request: {
        title: "DEMOLITION OF 4 GARAGES",
        budgetMinor: 17_500_00n,
        talentName: "MIDWEST WRECKING COMPANY 01",
        startDate: "2001-02-01",
        reason: "DEMOLITION OF 4 GARAGES\n\nContract 2001, revision 0 · CONSTRUCTION · BID",
      },
      offer: { budgetMinor: 17_500_00n, milestones: [{ amountMinor: 17_500_00n, dueDate: "2001-03-01" }] },
    });
    expect(planRow({ ...good, startDate: "01/01/2001" })).toMatchObject({ offeredOn: "2001-01-22" });
  });

  test.each<[Partial<ContractRow>, string]>([
    [{ amount: "0.00" }, "Award Amount: Enter an amount above zero."],
    [{ amount: "-25.00" }, "Award Amount: Enter an amount above zero."],
    [{ amount: "" }, "Award Amount: Enter an amount such as 12,400.00."],
    [{ amount: "4.99" }, "Award Amount: Enter at least $5.00."],
    [{ amount: "1.005" }, "Award Amount: Use at most 2 decimal places."],
    [{ startDate: "" }, "Start Date: Choose the day the work starts."],
    [{ startDate: "07/01/0201" }, "Start Date: Enter a day between 1 Jan 2000 and 31 Dec 2100."],
    [{ startDate: "13/41/2001" }, "Start Date: Enter a day between 1 Jan 2000 and 31 Dec 2100."],
    [{ endDate: "01/31/2001" }, "End Date: The end date is before the start date. Choose a later day."],
    [{ approvalDate: "" }, "Approval Date: is missing, so the row has no day to be decided on."],
    [{ approvalDate: "02/30/2001" }, "Approval Date: is no day between 1 Jan 1970 and 31 Dec 2100."],
    [{ description: "  " }, "Purchase Order Description: Enter a job or contract title."],
    [{ vendor: "" }, "Vendor Name: Enter the freelancer's name, or choose “Not chosen yet”."],
  ])("%o is refused: %s", (change, reason) => {
    expect(reasonOf(change)).toBe(reason);
  });

  test("the amount is named before the dates, so that every row counts once", () => {
    expect(reasonOf({ amount: "0", startDate: "", approvalDate: "" })).toBe(
      "Award Amount: Enter an amount above zero.",
    );
  });

  test.each([
    ["short", 10, "short"],
    ["one two three", 8, "one…"],
    ["one two three", 9, "one two…"],
    ["x".repeat(20), 10, `${"x".repeat(9)}…`],
    ["a  b\nc", 10, "a b c"],
  ])("%j in %i characters: %j", (text, length, cut) => {
    expect(cutAtWord(text, length)).toBe(cut);
  });

  test("hours are Chicago's, in winter and in summer", () => {
    expect(chicagoTime("2001-01-22", 9, 20)).toEqual(new Date("2001-01-22T15:00:20Z"));
    expect(chicagoTime("2001-07-02", 9)).toEqual(new Date("2001-07-02T14:00:00Z"));
  });
});

test("rows are told by date; a vendor is invited first and known from its first acceptance on; a repeated number counts once", () => {
  const rows: ContractRow[] = [
    { ...good, number: "3", approvalDate: "02/02/2001" },
    { ...good, number: "1" },
    { ...good, number: "2", approvalDate: "01/25/2001", startDate: "01/01/2001" },
    { ...good, number: "1" },
  ];
  const { plans, reasons } = planAll(rows);
  expect(plans.map((plan) => [plan.row.number, plan.offer.kind, plan.request.offerKind])).toEqual([
    ["1", "byo", "byo"],
    ["2", "byo", "byo"],
    ["3", "direct", "direct"],
  ]);
  expect([...reasons]).toEqual([["Contract Number: an earlier row has the same number and revision.", 1]]);
  expect(
    daysOf(plans, "2001-02-01").map(({ day, approvals, offered }) => [day, approvals.length, offered.length]),
  ).toEqual([
    ["2001-01-22", 1, 0],
    ["2001-01-25", 1, 1],
    ["2001-02-01", 0, 1],
  ]);
});

/** The mails of a test are handed over at the end, in this process. */
function startMail(): MailRun {
  return { sent: () => 0, finish: async () => (await drainOutbox(accountId, { batch: 100, via: "replay" })).sent };
}

/** A day from today as the list writes it. */
function fromToday(days: number): string {
  const [year, month, day] = addLocalDays(localDateOf(new Date(), "America/Chicago"), days).split("-");
  return `${month}/${day}/${year}`;
}

const rows: ContractRow[] = [
  good,
  {
    ...good,
    number: "2002",
    revision: "1",
    approvalDate: "12/27/1999",
    startDate: "01/01/2000",
    endDate: "",
    department: "",
    vendor: "JORH FRAME & MOULDING CO.LIMITED",
    description: "FRAMES ".repeat(30),
  },
  { ...good, number: "2003", approvalDate: "02/05/2001", department: "CHICAGO PUBLIC LIBRARY" },
  { ...good, number: "2004", approvalDate: "02/05/2001", vendor: "J P SIMONS & COMPANY" },
  // Begins more than a year after it was approved: by then the approval has run out.
  { ...good, number: "2005", approvalDate: "03/01/2001", startDate: "03/09/2002", endDate: "" },
  // Begins in two months: approved, and waiting.
  { ...good, number: "2006", approvalDate: fromToday(-7), startDate: fromToday(60), endDate: "" },
  { ...good, number: "2007", amount: "0.00" },
  { ...good, number: "2008", approvalDate: "" },
];

test("a list is told on its dates, stopped, taken up again, and told once", async () => {
  await knowPerson({ name: "Dana Whitfield", email: "dana@northwind.example" }, new Date("2026-05-04T09:00:00Z"));
  const some = await replay(rows.slice(0, 2), { startMail });
  expect(some).toMatchObject({
    rows: 2,
    taken: 2,
    added: 2,
    refused: 0,
    requests: 2,
    offers: 2,
    contracts: 2,
    mails: 10,
  });

  const report = await replay(rows, { startMail });
  expect(report).toMatchObject({
    rows: 8,
    taken: 5,
    waiting: 1,
    refused: 3,
    requests: 6,
    offers: 4,
    contracts: 4,
    expired: 1,
    undelivered: 0,
  });
  expect(report.taken + report.refused).toBe(report.rows);
  expect([...report.reasons.keys()].toSorted()).toEqual([
    "Approval Date: is missing, so the row has no day to be decided on.",
    "Award Amount: Enter an amount above zero.",
    "Start Date: lies so late that the approval ran out before.",
  ]);

  const seen = await readAs(system, async ({ db }) => ({
    requests: await db
      .select()
      .from(approvalRequests)
      .where(eq(approvalRequests.accountId, accountId))
      .orderBy(approvalRequests.requestedAt),
    offers: await db.select().from(offers).where(eq(offers.accountId, accountId)),
    contracts: await db.select().from(contracts).where(eq(contracts.accountId, accountId)).orderBy(contracts.startedAt),
  }));
  expect(seen.requests[0]).toMatchObject({
    requestedAt: new Date("1999-12-27T14:00:00Z"),
    decidedAt: new Date("1999-12-27T15:00:00Z"),
    state: "consumed",
    title: expect.stringMatching(/^(FRAMES )+FRAMES…$/),
  });
  expect(seen.requests.map((request) => request.state)).toEqual([
    "consumed",
    "consumed",
    "consumed",
    "consumed",
    "expired",
    "approved",
  ]);
  expect(seen.contracts[0]).toMatchObject({
    startedAt: new Date("2000-01-01T19:00:00Z"),
    talentName: "JORH FRAME & MOULDING CO.LIMITED",
  });
  expect(Object.fromEntries(seen.offers.map((offer) => [offer.talentName, offer.kind]))).toMatchObject({
    "J P SIMONS & COMPANY": "byo",
    "MIDWEST WRECKING COMPANY 01": expect.stringMatching(/^(byo|direct)$/),
  });
  expect(seen.offers.filter((offer) => offer.kind === "direct")).toHaveLength(1);
  expect(await plumbing().$count(mailboxMessages, eq(mailboxMessages.kind, "offer-accepted"))).toBe(4);

  const again = await replay(rows, { startMail });
  expect(again).toMatchObject({
    taken: 5,
    added: 0,
    waiting: 1,
    refused: 3,
    requests: 6,
    offers: 4,
    contracts: 4,
    mails: 0,
  });
  const { events, fault } = await verifyAccount(accountId);
  expect(fault).toBeNull();
  expect(await plumbing().select({ state: accounts.state }).from(accounts).where(eq(accounts.id, accountId))).toEqual([
    { state: "active" },
  ]);

  const danaId = await knowPerson({ name: "", email: "dana@northwind.example" }, new Date("2026-05-04T09:00:00Z"));
  expect(await listSeats(danaId)).toMatchObject([{ slug: "chicago-replay", roles: ["admin"] }]);
  // Open now, it gets what months on terms leave: their invoice, and a look at a due day that finds nothing owed.
  expect(await runTick({})).toMatchObject({ "requests.expired": 0, "offers.expired": 0, "invoices.issued": 1 });
  expect((await verifyAccount(accountId)).events).toBe(events + 2);
  expect(await plumbing().$count(mailOutbox, eq(mailOutbox.kind, "past-due-notice"))).toBe(0);
});
