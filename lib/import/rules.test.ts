import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mappingSchema } from "./mapping";
import { readCsv } from "./read-csv";
import { type ParsedSet, readSet } from "./read-set";

const company = { currency: "USD", today: "2026-11-22" };
const bytes = (text: string) => new TextEncoder().encode(text);
const orders = (...lines: string[]) => set(["number,amount,valid_through,thresholds", ...lines]);
const contracts = (line: string) =>
  set(
    ["ref,title,talent_name,talent_email,type,rate,weekly_hours,budget,start_date,end_date,ended_on", line],
    "contracts.csv",
  );
const set = (lines: string[], name = "purchase-orders.csv") =>
  readSet([{ name, bytes: bytes(lines.join("\n")) }], company);
const problemsOf = (read: ParsedSet) =>
  [...read.problems, ...read.groups.flat().flatMap((line) => line.problems)].map(
    ({ line, column, reason }) => `${line ?? "file"} ${column ?? "-"} ${reason}`,
  );

describe("files", () => {
  test("a byte-order mark, quotes, line breaks in cells and other columns are read", () => {
    const text = '\uFEFFnumber,amount,description,colour\r\nPO-1,"12.50","two\nlines, ""quoted""",red\r\n\r\n';
    const read = readSet([{ name: "purchase-orders.csv", bytes: bytes(text) }], company);
    expect(problemsOf(read)).toEqual([]);
    expect(read.groups[0]?.[0]?.value).toEqual({
      number: "PO-1",
      description: 'two\nlines, "quoted"',
      amountMinor: 1250n,
      validThrough: null,
      thresholds: [50, 75, 90],
      teams: [],
    });
  });

  test.each([
    ["Latin-1", Uint8Array.from([110, 117, 109, 98, 101, 114, 10, 233]), "encoding"],
    ["UTF-16", Uint8Array.from([0xff, 0xfe, 110, 0, 44, 0]), "encoding"],
    ["NUL", bytes("number,amount\n\u0000,1"), "encoding"],
    ["nothing", bytes(""), "empty"],
    ["an open quote", bytes('number,amount\n"PO-1,5'), "csv"],
    ["no amount column", bytes("number,description\nPO-1,x"), "columns"],
    ["a column twice", bytes("number,amount,amount\nPO-1,1,2"), "columns"],
  ])("a file in %s is refused as a whole, with what to do", (_, content, reason) => {
    const { lines, problems } = readCsv(content, ["number", "amount"]);
    expect(lines).toEqual([]);
    expect(problems.map((each) => [each.line, each.reason])).toEqual([[null, reason]]);
    expect(problems[0]?.message).toMatch(/\.$/);
  });

  test("a line with other cells than the header, and a cell of 10 MB, fall alone", () => {
    const { lines, problems } = readCsv(bytes(`number,amount\nPO-1\n${"x".repeat(10_000_000)},1\nPO-3,3`), ["number"]);
    expect(problems.map((each) => [each.line, each.column, each.reason])).toEqual([
      [2, null, "cells"],
      [3, "number", "too-long"],
    ]);
    expect(lines.map((each) => each.cells)).toEqual([{ number: "PO-3", amount: "3" }]);
  });

  test.each([
    ["members.csv", "members.csv"],
    ["members.csv", "MEMBERS.CSV"],
  ])("of %s and %s neither is taken", (...names) => {
    const files = names.map((name) => ({ name, bytes: bytes("email,name,roles\na@example.com,A,admin") }));
    const read = readSet([...files, { name: "purchase-orders.csv", bytes: bytes("number,amount\nPO-1,5") }], company);
    expect(read.problems).toMatchObject([{ file: "members.csv", line: null, reason: "twice" }]);
    expect(read.problems[0]?.message).toContain(`“${names[1]}”`);
  });

  test("a file is known by its name in any case", () => {
    expect(set(["number,amount", "PO-1,5"], "Purchase-Orders.CSV").groups).toHaveLength(1);
  });

  test("a folder without any of our files says which it looks for", () => {
    expect(problemsOf(readSet([{ name: "budget.csv", bytes: bytes("a\n1") }], company))).toEqual(["file - no-file"]);
  });
});

describe("cells", () => {
  test.each([
    ['PO-1,"1,250.00",,', "2 amount thousands"],
    ["PO-1,1.250,,", "2 amount amount:too-many-decimals"],
    ['PO-1,"12,50",,', "2 amount thousands"],
    ["PO-1,0,,", "2 amount amount:not-positive"],
    ["PO-1,-5,,", "2 amount amount:not-positive"],
    ["PO-1,=1+2,,", "2 amount amount:not-a-number"],
    ["PO-1,99999999999999999,,", "2 amount amount:too-large"],
    ["PO-1,,,", "2 amount missing"],
    [",5,,", "2 number missing"],
    [`${"9".repeat(41)},5,,`, "2 number too-long"],
    ["PO-1,5,03/04/2026,", "2 valid_through date"],
    ["PO-1,5,2026-02-30,", "2 valid_through date"],
    ["PO-1,5,0201-01-01,", "2 valid_through year"],
    ["PO-1,5,,50;100", "2 thresholds list"],
    ["PO-1,5,,0x32", "2 thresholds list"],
    ["PO-1,5,,5e1", "2 thresholds list"],
    ["PO-1,5,,33.0", "2 thresholds list"],
    ["PO-1,5,,50;75;90;10;20;30;40", "2 thresholds too-many"],
    ["\u0007,5,,", "2 number missing"],
    ["\u200b\u2060,5,,", "2 number missing"],
  ])("%s: %s", (line, problem) => {
    expect(problemsOf(orders(line))).toEqual([problem]);
  });

  test("every wrong cell of a line is named at once", () => {
    expect(problemsOf(orders(",x,yesterday,all"))).toEqual([
      "2 number missing",
      "2 amount amount:not-a-number",
      "2 valid_through date",
      "2 thresholds list",
    ]);
  });

  test("up to three own percentages stand beside 50, 75 and 90, with or without their sign", () => {
    const [[line] = []] = orders("PO-1,5,,50;75;90;10 %;20%;30").groups;
    expect(line?.value).toMatchObject({ thresholds: [50, 75, 90, 10, 20, 30] });
  });

  test.each([
    ["", 1],
    [";", 1],
    [" ; \u0007;", 1],
    ["boss", 1],
    ["admin;", 0],
  ])("roles %j", (held, problems) => {
    const read = set(["email,name,roles", `a@example.com,A,${held}`], "members.csv");
    expect(problemsOf(read)).toHaveLength(problems);
    expect(problemsOf(read).every((each) => each.startsWith("2 roles"))).toBe(true);
  });

  test("control characters go, lines become one where one is meant, and characters are counted as people do", () => {
    const read = set(
      ["number,amount,description", `"P\u0007O\n1",5,"A\u0008\r\nB"`, `${"😀".repeat(40)},5,`],
      "purchase-orders.csv",
    );
    expect(problemsOf(read)).toEqual([]);
    expect(read.groups[0]?.[0]?.value).toMatchObject({ number: "PO 1", description: "A\nB" });
  });

  test("text that looks like a formula stays text", () => {
    const read = set(["number,amount,description", "=PO-1,5,@SUM(A1)"]);
    expect(read.groups[0]?.[0]?.value).toMatchObject({ number: "=PO-1", description: "@SUM(A1)" });
  });

  test.each([
    ["C1,T,Ana,ana@example.com,hourly,50,20,,2026-01-05,,", []],
    ["C1,T,Ana,ana@example.com,fixed_price,,,900,2026-01-05,2026-02-01,2026-01-20", []],
    ["C1,T,Ana,ana@example.com,hourly,,20,,2026-01-05,,", ["2 rate missing"]],
    ["C1,T,Ana,ana@example.com,hourly,50,200,,2026-01-05,,", ["2 weekly_hours hours"]],
    ["C1,T,Ana,ana@example.com,fixed_price,50,,900,2026-01-05,,", ["2 rate not-this-type"]],
    ["C1,T,Ana,ana@example.com,monthly,,,900,2026-01-05,,", ["2 type type"]],
    ["C1,T,Ana,ana@exa mple.com,fixed_price,,,900,2026-01-05,,", ["2 talent_email address"]],
    ["C1,T,Ana,ana@example.com,fixed_price,,,900,2026-01-05,2026-01-04,", ["2 end_date order"]],
    ["C1,T,Ana,ana@example.com,fixed_price,,,900,2026-01-05,,2026-11-23", ["2 ended_on future"]],
    ["C1,T,Ana,ana@example.com,fixed_price,,,900,,,", ["2 start_date missing"]],
    ["C1,T,Ana,ana@example.com,fixed_price,,,900,2026-01-05,,2026-01-04", ["2 ended_on order"]],
    ["C1,T,Ana,ana@example.com,hourly,50,1e2,,2026-01-05,,", ["2 weekly_hours hours"]],
    ["C1,T,Ana,ana@example.com,hourly,50,0x10,,2026-01-05,,", ["2 weekly_hours hours"]],
    ["C1,T,Ana,ana@example.com,hourly,999999999999.99,168,,2000-01-01,2100-01-01,", ["2 rate amount:too-large"]],
    ["C1,T,Ana,ana@example.com,hourly,999999999999.99,,,2026-01-05,,", ["2 rate amount:too-large"]],
    ["C1,\u0007,Ana,ana@example.com,fixed_price,,,900,2026-01-05,,", ["2 title missing"]],
  ])("%s → %j", (line, problems) => {
    expect(problemsOf(contracts(line))).toEqual(problems);
  });
});

describe("the mapping of the public list", () => {
  const mapping = mappingSchema.parse(JSON.parse(readFileSync("docs/import/chicago.json", "utf8")));
  const header =
    "Purchase Order Description,Purchase Order (Contract) Number,Revision Number,Contract Type,Start Date,End Date,Approval Date,Department,Vendor Name,Award Amount,Procurement Type";
  const read = (...lines: string[]) =>
    readSet([{ name: mapping.file, bytes: bytes([header, ...lines].join("\n")) }], company, mapping);

  test("a clean line is a purchase order and a contract on it", () => {
    const [group] = read(
      "STREET TREES,E1,0,,01/02/2025,12/31/2027,12/20/2024,FORESTRY,Café & Söhne Inc.,1500.00,",
    ).groups;
    expect(group?.map((line) => line.value)).toMatchObject([
      { number: "E1", amountMinor: 150_000n, validThrough: "2027-12-31" },
      {
        ref: "E1",
        team: "FORESTRY",
        talentEmail: "cafe-sohne-inc@vendors.example",
        startDate: "2025-01-02",
        endDate: "2027-12-31",
        endedOn: null,
        orderNumber: "E1",
      },
    ]);
  });

  test("a past end is when it ended; without a start it began when it was approved", () => {
    const [group] = read("TREES,E1,0,,,12/31/2025,12/20/2024,,Oak,1500.00,").groups;
    expect(group?.[1]?.value).toMatchObject({ startDate: "2024-12-20", endedOn: "2025-12-31", team: null });
  });

  test("no amount and no day: both halves say why", () => {
    expect(problemsOf(read("TREES,E1,0,,13/45/2025,,,,Oak,0.00,"))).toEqual([
      "2 amount amount:not-positive",
      "2 start_date date",
      "2 budget amount:not-positive",
    ]);
  });
});
