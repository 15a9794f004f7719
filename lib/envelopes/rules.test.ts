import { expect, test } from "vitest";
import type { Terms } from "../approvals/rules";
import {
  anyEnd,
  anyHours,
  anyRate,
  anyTalent,
  beyondEnvelope,
  type EnvelopeRule,
  envelopeOf,
  type Offered,
  refusedBeyond,
} from "./rules";

const hourly: Terms = {
  contractType: "hourly",
  rateMinor: 95_00n,
  weeklyHours: 20,
  budgetMinor: null,
  startDate: "2026-05-18",
  endDate: "2026-06-28",
};

const approved = {
  ...hourly,
  offerKind: "direct" as const,
  talentEmail: "ana@x.example",
  estimatedTotalMinor: 11_400_00n,
  feeMinor: 0n,
};
const offered: Offered = approved;

test("what was not asked for is not limited", () => {
  const open = { ...approved, talentEmail: null, rateMinor: null, weeklyHours: null, endDate: null };
  expect(envelopeOf(open)).toMatchObject({
    talentEmail: anyTalent,
    maxRateMinor: anyRate,
    maxWeeklyHours: anyHours,
    latestEnd: anyEnd,
  });
  expect(
    beyondEnvelope(
      { ...offered, talentEmail: "bea@x.example", rateMinor: 900_00n, weeklyHours: null, endDate: null },
      envelopeOf(open),
    ),
  ).toEqual([]);
});

test.each<[what: string, change: Partial<Offered>, beyond: string[]]>([
  ["the same", {}, []],
  ["a cent less", { rateMinor: 94_99n }, []],
  ["a cent more", { rateMinor: 95_01n }, ["rate"]],
  ["an hour less", { weeklyHours: 19 }, []],
  ["an hour more", { weeklyHours: 21 }, ["hours"]],
  ["no limit where hours were approved", { weeklyHours: null }, ["hours"]],
  ["a day earlier", { endDate: "2026-06-27" }, []],
  ["a day later", { endDate: "2026-06-29" }, ["end"]],
  ["no end where one was approved", { endDate: null }, ["end"]],
  ["the total to the cent", { estimatedTotalMinor: 11_400_01n }, ["total"]],
  ["another freelancer than named", { talentEmail: "bea@x.example" }, ["talent"]],
  ["another kind", { offerKind: "byo" }, ["kind"]],
  [
    "fixed-price instead: compared by total alone",
    { contractType: "fixed_price", rateMinor: null, weeklyHours: null, budgetMinor: 11_400_00n },
    ["type"],
  ],
])("%s", (_, change, beyond) => {
  expect(beyondEnvelope({ ...offered, ...change }, envelopeOf(approved))).toEqual(beyond);
});

test.each<[what: string, change: Partial<Offered>, tenPercent: string[]]>([
  ["nothing beyond", {}, []],
  ["exactly ten percent", { rateMinor: 104_50n, weeklyHours: 22, estimatedTotalMinor: 12_540_00n }, []],
  ["a cent above ten percent", { rateMinor: 104_51n }, ["rate"]],
  ["an hour above ten percent", { weeklyHours: 23 }, ["hours"]],
  ["the total a cent above ten percent", { estimatedTotalMinor: 12_540_01n }, ["total"]],
  ["no limit where hours were approved", { weeklyHours: null }, ["hours"]],
  ["another freelancer, another kind", { talentEmail: "bea@x.example", offerKind: "byo" }, ["kind", "talent"]],
  ["another contract type, later", { contractType: "fixed_price", endDate: null, weeklyHours: null }, []],
])("what is refused: %s", (_, change, tenPercent) => {
  const [envelope, other] = [envelopeOf(approved), { ...offered, ...change }];
  const beyond = [...beyondEnvelope(other, envelope), "order" as const];
  const refused = (rule: EnvelopeRule) => refusedBeyond(rule, beyond, other, envelope);
  expect(refused({ mode: "percent", percent: 10 })).toEqual(tenPercent);
  expect(refused({ mode: "strict", percent: 10 })).toEqual(beyond);
  expect(refused({ mode: "carry_over_always", percent: 0 })).toEqual([]);
});

test("any rate, any hours: nothing of them is refused by percent", () => {
  const open = envelopeOf({ ...approved, rateMinor: null, weeklyHours: null });
  const other = { ...offered, rateMinor: 900_00n, weeklyHours: null };
  expect(refusedBeyond({ mode: "percent", percent: 0 }, beyondEnvelope(other, open), other, open)).toEqual([]);
});
