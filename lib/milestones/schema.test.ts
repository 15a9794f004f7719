import { expect, test } from "vitest";
import { proposeChangeForm, readMilestoneRows, submitWorkForm } from "./schema";

const ids = { contractId: "c", milestoneId: "m", key: "01a1ff00-0000-4000-8000-00000000aaaa" };

test("links of a delivery stand one to a line, and none of them may run in a page", () => {
  const read = (links?: string) => submitWorkForm.safeParse({ ...ids, message: "Done.", links });
  expect(read().data?.links).toEqual([]);
  expect(read(" https://a.example/x \n\nhttp://b.example ").data?.links).toEqual([
    "https://a.example/x",
    "http://b.example",
  ]);
  for (const wrong of ["javascript:alert(1)", "data:text/html,x", "the usual folder", "//a.example"])
    expect(read(wrong).error?.issues[0]?.path[0], wrong).toBe("links");
  expect(read("https://a.example ".repeat(11)).success).toBe(false);
});

test("rows of a proposal keep their place in the form, so that an id stays with its row", () => {
  const problems: string[] = [];
  const rows = readMilestoneRows(
    { titles: ["Draft", "", "Atlas"], amounts: ["5", "", "4.99"], dues: ["2026-05-04", "", "soon"] },
    "USD",
    (_field, message) => problems.push(message),
  );
  expect(rows.map(({ index, title, amountMinor }) => [index, title, amountMinor])).toEqual([
    [0, "Draft", 500n],
    [2, "Atlas", 499n],
  ]);
  expect(problems).toEqual([
    "Milestone 2: enter at least $5.00.",
    "Milestone 2: enter a due day between 1 Jan 2000 and 31 Dec 2100.",
  ]);
});

test("a proposal of one row arrives as lists", () => {
  const { key, contractId } = ids;
  expect(proposeChangeForm.parse({ side: "talent", key, contractId, "milestoneTitle[]": ["A"] })).toMatchObject({
    "milestoneTitle[]": ["A"],
    "milestoneId[]": [],
    note: null,
  });
});
