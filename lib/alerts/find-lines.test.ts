import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { alertOracle } from "@/e2e/world/alert-oracle";
import { companyId, fillCompanies } from "@/e2e/world/many-companies";
import type { PlanActor, SystemActor } from "../actor";
import { readAs } from "../ctx";
import { explainAlerts, findAlertLines, listAlertCompanies } from "./find-lines";

const companies = 1_000;
const planner: PlanActor = { kind: "plan", accountId: null, userId: null, via: "test" };
// 11:30 in UTC is another day in Kiritimati (+14) and in Pago Pago (−11).
const now = new Date("2026-05-04T10:30:00Z");
const admin = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });

beforeAll(() =>
  fillCompanies(process.env.ADMIN_DATABASE_URL ?? "", {
    companies,
    orders: 4,
    contracts: 7,
    posts: 2,
    day: "2026-05-04",
    flavour: "edges",
    seed: 1 + (process.pid % 1000),
  }),
);
afterAll(async () => {
  await admin.end();
  await closePool();
});

test("every alert of 1,000 random companies fires exactly where the guide says", async () => {
  const expected = new Set((await alertOracle(admin, now)).map((row) => `${row.account} ${row.key}`));
  const ids = Array.from({ length: companies }, (_, at) => companyId(at + 1));
  const found = await readAs(planner, async (ctx) => findAlertLines(ctx, await listAlertCompanies(ctx, ids)), { now });
  const lines = new Set([...found].flatMap(([id, each]) => each.map((line) => `${id} ${line.key}`)));
  expect({
    missing: [...expected].filter((line) => !lines.has(line)).slice(0, 5),
    tooMany: [...lines].filter((line) => !expected.has(line)).slice(0, 5),
  }).toEqual({ missing: [], tooMany: [] });
  for (const kind of ["expired", "out_of_funds", "placeholder", "past_end", "threshold", "expiring"])
    expect([kind, [...lines].filter((line) => line.includes(` ${kind}/`)).length > 100]).toEqual([kind, true]);
});

test("one company asked alone answers the same, and an explanation fires the same and names a reason for all else", async () => {
  for (let n = 1; n <= 40; n++) {
    const system: SystemActor = { kind: "system", accountId: companyId(n), userId: null, job: "look", via: "test" };
    const [alone, explained, left] = await readAs(
      system,
      async (ctx) => {
        const companies = await listAlertCompanies(ctx);
        const [company] = companies;
        if (!company) throw new Error("The company is gone.");
        const explained = await explainAlerts(ctx, company);
        const lines = (await findAlertLines(ctx, companies)).get(company.accountId) ?? [];
        return [lines, explained.lines, explained.leftOut] as const;
      },
      { now },
    );
    const keys = (lines: typeof alone) => lines.map((line) => `${line.key} ${line.cause}`).sort();
    expect(keys(explained)).toEqual(keys(alone));
    for (const each of left) expect(each.reason).toMatch(/\S/);
  }
});

test("a company sees no other's lines, whatever it asks for", async () => {
  const system: SystemActor = { kind: "system", accountId: companyId(1), userId: null, job: "look", via: "test" };
  const other = await readAs(planner, (ctx) => listAlertCompanies(ctx, [companyId(2), companyId(3)]), { now });
  const found = await readAs(system, (ctx) => findAlertLines(ctx, other), { now });
  expect([...found.values()].flat()).toEqual([]);
});
