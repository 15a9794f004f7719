import { describe, expect, test } from "vitest";
import type { Role } from "@/db/enums";
import {
  type AlertAccount,
  type AlertKind,
  type ContractFacts,
  canAcknowledgeUntil,
  compareLines,
  figureText,
  holds,
  isSuperseded,
  judgeLinkedOrder,
  judgePastEnd,
  judgePost,
  mendOf,
  type OrderFacts,
  type PostFacts,
  reachedThreshold,
  type Verdict,
  withOverlap,
} from "./rules";

const today = "2026-05-04";
const account: AlertAccount = { today, oneDollarExempt: true, postsNeedOrder: true };
const contract: ContractFacts = {
  kind: "contract",
  id: "c",
  number: 12,
  title: "Payroll audit, March",
  talentName: "Teodor Marsh",
  ownerId: "hana",
  state: "active",
  contractType: "fixed_price",
  endDate: null,
};
const order: OrderFacts = {
  id: "o",
  number: "4711",
  currency: "USD",
  validThrough: null,
  fundsMinor: 500_000n,
  spentMinor: 0n,
  thresholds: [50, 75, 90],
};
const post: PostFacts = {
  kind: "post",
  id: "p",
  title: "Depot count",
  ownerId: "hana",
  state: "open",
  orderChoice: "placeholder",
};

const fired = (verdicts: Verdict[]) => verdicts.flatMap((each) => (each.fires ? [each.line.kind] : []));
const reasonOf = (verdicts: Verdict[], kind: AlertKind) =>
  verdicts.flatMap((each) => (!each.fires && each.kind === kind ? [each.reason] : []))[0];
const linesOf = (verdicts: Verdict[]) => verdicts.flatMap((each) => (each.fires ? [each.line] : []));
const judge = (of: Partial<OrderFacts>, on: Partial<AlertAccount> = {}) =>
  judgeLinkedOrder(contract, { ...order, ...of }, { ...account, ...on });

describe("valid through, on 4 May", () => {
  test.each<[string | null, AlertKind[]]>([
    ["2025-12-31", ["expired"]],
    ["2026-05-03", ["expired"]],
    ["2026-05-04", ["expiring"]],
    ["2026-05-17", ["expiring"]],
    ["2026-05-18", ["expiring"]],
    ["2026-05-19", []],
    [null, []],
  ])("%s", (validThrough, expected) => {
    expect(fired(judge({ validThrough }))).toEqual(expected);
  });
});

describe("left of a purchase order", () => {
  const none: number[] = [];
  test.each<[string, bigint, bigint, boolean]>([
    ["1 cent", 500_000n, 499_999n, false],
    ["exactly 0", 500_000n, 500_000n, true],
    ["-1 cent", 500_000n, 500_001n, true],
    ["$1 of more", 500_000n, 499_900n, false],
    ["a one-dollar PO, untouched", 100n, 0n, false],
    ["a one-dollar PO, spent", 100n, 100n, false],
    ["a one-dollar PO, overdrawn", 100n, 90_000n, false],
    ["$1.01 in all, spent", 101n, 101n, true],
    ["99 cents in all, spent", 99n, 99n, true],
  ])("%s", (_, fundsMinor, spentMinor, expected) => {
    expect(fired(judge({ fundsMinor, spentMinor, thresholds: none }))).toEqual(expected ? ["out_of_funds"] : []);
  });

  test("one dollar is one major unit, whatever the currency", () => {
    expect(fired(judge({ currency: "JPY", fundsMinor: 1n, spentMinor: 1n }))).toEqual([]);
    expect(fired(judge({ currency: "JPY", fundsMinor: 100n, spentMinor: 100n }))).toContain("out_of_funds");
    expect(fired(judge({ currency: "KWD", fundsMinor: 1_000n, spentMinor: 1_000n }))).toEqual([]);
  });

  test("where the exemption is off, a one-dollar PO is like any other; it is never exempt from its date", () => {
    const spent = { fundsMinor: 100n, spentMinor: 100n };
    expect(fired(judge(spent, { oneDollarExempt: false }))).toEqual(["out_of_funds", "threshold"]);
    expect(fired(judge({ ...spent, validThrough: "2026-05-03" }))).toEqual(["expired"]);
    expect(reasonOf(judge(spent), "out_of_funds")).toBe("PO has $1");
    expect(reasonOf(judge({ spentMinor: 499_900n }), "out_of_funds")).toBe("PO has $1");
  });
});

describe("thresholds", () => {
  test.each<[bigint, bigint, number[], number | null]>([
    [1_000n, 499n, [50, 75, 90], null],
    [1_000n, 500n, [50, 75, 90], 50],
    [1_000n, 899n, [50, 75, 90], 75],
    [1_000n, 900n, [50, 75, 90], 90],
    [1_000n, 5_000n, [50, 75, 90], 90],
    [1_000n, 900n, [50], 50],
    [1_000n, 900n, [], null],
    [3n, 2n, [66, 67], 66],
    [99_999_999_999_999n, 74_999_999_999_999n, [75], null],
    [99_999_999_999_999n, 75_000_000_000_000n, [75], 75],
    [0n, 0n, [50], null],
  ])("of %d, %d spent, ticked %j: %s", (fundsMinor, spentMinor, thresholds, expected) => {
    expect(reachedThreshold({ ...order, fundsMinor, spentMinor, thresholds })).toBe(expected);
  });

  test("75 growing into 90 is another line; the same threshold is the same", () => {
    const keyAt = (spentMinor: bigint) => linesOf(judge({ spentMinor })).map((line) => line.key);
    expect(keyAt(375_000n)).toEqual(["threshold/c/o/75"]);
    expect(keyAt(449_999n)).toEqual(["threshold/c/o/75"]);
    expect(keyAt(450_000n)).toEqual(["threshold/c/o/90"]);
    expect(isSuperseded("threshold/c/o/75", new Set(["threshold/c/o/90"]))).toBe(true);
    expect(isSuperseded("threshold/c/o/75", new Set(["threshold/d/o/90"]))).toBe(false);
    expect(isSuperseded("expiring/c/o", new Set(["expired/c/o"]))).toBe(true);
    expect(isSuperseded("expired/c/o", new Set(["expiring/c/o"]))).toBe(false);
  });
});

describe("past its end date", () => {
  test.each<[string, Partial<ContractFacts>, boolean]>([
    ["yesterday", { endDate: "2026-05-03" }, true],
    ["today", { endDate: today }, false],
    ["no end", { endDate: null }, false],
    ["hourly", { endDate: "2026-05-03", contractType: "hourly" }, false],
    ["paused by the platform", { endDate: "2026-05-03", state: "paused" }, true],
    ["pending", { endDate: "2026-05-03", state: "pending" }, false],
    ["ended", { endDate: "2026-05-03", state: "ended" }, false],
  ])("%s", (_, of, expected) => {
    expect(judgePastEnd({ ...contract, ...of }, null, account).fires).toBe(expected);
  });
});

describe("placeholder on a post", () => {
  test.each<[string, Partial<PostFacts>, Partial<AlertAccount>, string | null]>([
    ["open, required", {}, {}, null],
    ["not required", {}, { postsNeedOrder: false }, "requirement off"],
    ["draft", { state: "draft" }, {}, "post is a draft"],
    ["closed", { state: "closed" }, {}, "post closed"],
    ["with a PO", { orderChoice: "order" }, {}, "PO chosen"],
    ["never asked", { orderChoice: "none" }, {}, "PO was not asked for"],
  ])("%s", (_, of, on, reason) => {
    const verdict = judgePost({ ...post, ...of }, { ...account, ...on });
    expect(verdict.fires ? null : verdict.reason).toBe(reason);
  });
});

test("a contract in several of 1, 2, 5, 6 stands in the most severe and names the others; 3 and 4 stand beside it", () => {
  const lines = linesOf([
    ...judge({ validThrough: "2026-05-10", spentMinor: 500_000n }),
    judgePastEnd({ ...contract, endDate: "2026-05-01" }, order, account),
    judgePost(post, account),
  ]);
  const shown = (overlap: "most_severe" | "all") =>
    withOverlap(lines, overlap).map((line) => [line.kind, line.also.map((each) => each.kind)]);
  expect(shown("most_severe")).toEqual([
    ["out_of_funds", ["threshold", "expiring"]],
    ["placeholder", []],
    ["past_end", []],
  ]);
  expect(shown("all").map(([kind]) => kind)).toEqual([
    "out_of_funds",
    "placeholder",
    "past_end",
    "threshold",
    "expiring",
  ]);
});

test("in a section new lines come first, then the longest open, then by title", () => {
  const [line] = linesOf(judge({ validThrough: "2026-05-03" }));
  if (!line) throw new Error("It expired.");
  const at = (title: string, weeksOpen: number | null) => ({
    ...line,
    subject: { ...contract, title },
    weeksOpen,
    also: [],
  });
  const sorted = [at("B", 2), at("A", 2), at("Z", null), at("C", 9)].sort(compareLines);
  expect(sorted.map((each) => each.subject.title)).toEqual(["Z", "C", "A", "B"]);
});

test("an acknowledgement lasts through its date, four weeks at most, and only for its cause", () => {
  const [line] = linesOf(judge({ spentMinor: 500_000n, thresholds: [] }));
  const [funded] = linesOf(judge({ fundsMinor: 600_000n, spentMinor: 600_000n, thresholds: [] }));
  if (!line || !funded) throw new Error("Both are out of funds.");
  const ack = { lineKey: line.key, cause: line.cause, userId: "hana", userName: "Hana", untilDate: "2026-05-11" };
  expect([holds(ack, line, "2026-05-11"), holds(ack, line, "2026-05-12"), holds(ack, funded, today)]).toEqual([
    true,
    false,
    false,
  ]);
  const days = ["2026-05-03", today, "2026-05-05", "2026-06-01", "2026-06-02"];
  expect(days.map((day) => canAcknowledgeUntil(day, today))).toEqual([false, false, true, true, false]);
});

test("figures and links are those that mend the line", () => {
  const told = [
    ...judge({ validThrough: "2026-04-30", spentMinor: 500_100n }),
    ...judge({ validThrough: "2026-05-12" }),
    judgePastEnd({ ...contract, endDate: "2026-05-01" }, null, account),
    judgePost(post, account),
  ];
  expect(linesOf(told).map((line) => [figureText(line, today), mendOf(line, { roles: ["admin"] }).href])).toEqual([
    ["Expired on 30 Apr 2026", "/ab/reports/purchase-orders/o#extend"],
    ["-$1.00 left", "/ab/reports/purchase-orders/o#funds"],
    ["100 % of funds spent, threshold 90 %", "/ab/reports/purchase-orders/o#funds"],
    ["Expires on 12 May 2026, in 8 days", "/ab/reports/purchase-orders/o#extend"],
    ["Past its end date, 1 May 2026", "/ab/jobs/contracts/12#end-date"],
    ["“I don't have one yet”", "/ab/jobs/posts/p/edit#order"],
  ]);
});

test("who may not change purchase orders asks finance; posts and contracts are mended by whoever is told of them", () => {
  const lines = linesOf([
    ...judge({ validThrough: "2026-04-30", spentMinor: 500_100n }),
    ...judge({ validThrough: "2026-05-12" }),
    judgePastEnd({ ...contract, endDate: "2026-05-01" }, null, account),
    judgePost(post, account),
  ]);
  const words = (...roles: Role[]) => lines.map((line) => mendOf(line, { roles }).words);
  const deeds = ["Extend PO", "Add funds", "Add funds", "Extend PO", "Extend or end", "Choose PO"];
  for (const role of ["admin", "program_owner", "finance_admin"] as const)
    expect(words("hiring_manager", role)).toEqual(deeds);
  expect(words("hiring_manager")).toEqual([...Array(4).fill("Ask finance"), "Extend or end", "Choose PO"]);
  const [line] = lines;
  expect(line && mendOf(line, { roles: [] }).href).toBe("/ab/reports/purchase-orders/o#ask-finance");
});
