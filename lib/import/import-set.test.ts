import { readFileSync } from "node:fs";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import type { SystemActor } from "../actor";
import { verifyAccount } from "../audit/verify";
import { writeAs } from "../ctx";
import { ForbiddenError } from "../errors";
import { verifyLedgerOf } from "../ledger/verify";
import { type ImportSetInput, importSet } from "./import-set";

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });

afterAll(async () => {
  await sql.end();
  await closePool();
});

const file = (name: string, ...lines: string[]) => ({ name, bytes: new TextEncoder().encode(lines.join("\n")) });
const example = ["members", "purchase-orders", "job-posts", "contracts"].map((name) => ({
  name: `${name}.csv`,
  bytes: readFileSync(`docs/import/example/${name}.csv`),
}));

async function bring(world: World, input: ImportSetInput) {
  const actor: SystemActor = { kind: "system", accountId: world.accountId, userId: null, job: "import", via: "import" };
  return writeAs(actor, (ctx) => importSet(ctx, input), world.now ? { now: world.now } : {});
}

async function holdings({ accountId }: World) {
  const [row] = await sql<{ orders: number; posts: number; contracts: number; members: number; money: string[] }[]>`
    select (select count(*)::int from purchase_orders where account_id = ${accountId}) as orders,
      (select count(*)::int from job_posts where account_id = ${accountId}) as posts,
      (select count(*)::int from contracts where account_id = ${accountId}) as contracts,
      (select count(*)::int from memberships where account_id = ${accountId}) as members,
      (select coalesce(array_agg(o.number || ' ' || l.code || ' ' || l.balance order by o.number, l.code), '{}')
        from ledger_accounts l join purchase_orders o on o.account_id = l.account_id and o.id = l.subject_id
        where l.account_id = ${accountId}) as money`;
  return row;
}

test("the documented example is taken whole, its money in the ledger, and a second time adds nothing", async () => {
  const world = await openWorld();
  const before = await holdings(world);
  const first = await bring(world, { files: example });
  expect(first).toMatchObject({ ok: true, report: { written: true, problems: [] } });
  const after = await holdings(world);
  expect(after).toEqual({
    orders: 2,
    posts: 2,
    contracts: 2,
    members: (before?.members ?? 0) + 2,
    money: [
      "PO-2041 committed 4495000",
      "PO-2041 free 305000",
      "PO-2041 funds -4800000",
      "PO-2042 committed 620000",
      "PO-2042 free 330000",
      "PO-2042 funds -950000",
    ],
  });
  const second = await bring(world, { files: example });
  expect(second.report.files.map(({ fresh, known, refused }) => [fresh, known, refused])).toEqual(
    Array.from({ length: 4 }, () => [0, 2, 0]),
  );
  expect(await holdings(world)).toEqual(after);
  expect((await verifyAccount(world.accountId)).fault).toBeNull();
});

test("a dry run says the same and writes nothing", async () => {
  const world = await openWorld();
  const before = await holdings(world);
  const { ok, report } = await bring(world, { files: example, dry: true });
  expect([ok, report.written, report.files.map((each) => each.fresh)]).toEqual([true, false, [2, 2, 2, 2]]);
  expect(await holdings(world)).toEqual(before);
});

test("one bad line refuses everything, and every line's fate is told", async () => {
  const world = await openWorld();
  const before = await holdings(world);
  const { ok, report } = await bring(world, {
    files: [
      file("purchase-orders.csv", "number,amount,teams", "PO-1,100,", "po-1,200,", "PO-2,5,Nowhere", "PO-3,7,"),
      file(
        "contracts.csv",
        "ref,title,talent_name,talent_email,type,budget,start_date,po_number,contact_email",
        "C-1,Trees,Ana,ana@example.com,fixed_price,50,2026-01-05,PO-9,",
        "C-2,Trees,Ana,ana@example.com,fixed_price,50,2026-01-05,PO-3,nobody@example.com",
        "C-3,Trees,Ana,ana@example.com,fixed_price,50,2026-01-05,PO-3,",
      ),
    ],
  });
  expect(ok).toBe(false);
  expect(report.problems.map((each) => `${each.file}:${each.line} ${each.column} ${each.reason}`)).toEqual([
    "purchase-orders.csv:3 number duplicate",
    "purchase-orders.csv:4 team team",
    "contracts.csv:2 po_number order",
    "contracts.csv:3 contact_email person",
  ]);
  expect(report.files.map(({ fresh, known, refused }) => [fresh, known, refused])).toEqual([
    [2, 0, 2],
    [1, 0, 2],
  ]);
  expect(await holdings(world)).toEqual(before);
});

test("with a mapping, clean lines are taken, dirty ones fall whole, teams are added", async () => {
  const world = await openWorld();
  const mapping = {
    file: "list.csv",
    dates: "MM/DD/YYYY" as const,
    skipDirty: true,
    addTeams: true,
    nouns: {
      "purchase-orders": { number: "no", amount: "sum" },
      contracts: {
        ref: "no",
        title: "what",
        team: "team",
        talent_name: "who",
        talent_email: { columns: ["who"], addressAt: "vendors.example" },
        type: { value: "fixed_price" },
        budget: "sum",
        start_date: "from",
        po_number: "no",
      },
    },
  };
  const list = file(
    "list.csv",
    "no,sum,what,team,who,from",
    "A1,100,Trees,Parks,Oak,01/02/2026",
    "A2,100,,Parks,Oak,01/02/2026",
    "a1,300,Again,Parks,Oak,01/02/2026",
  );
  const { ok, report } = await bring(world, { files: [list], mapping });
  expect(ok).toBe(true);
  expect(report.files.map(({ noun, fresh, refused }) => [noun, fresh, refused])).toEqual([
    ["purchase-orders", 1, 2],
    ["contracts", 1, 2],
  ]);
  expect((await holdings(world))?.money).toEqual(["A1 committed 10000", "A1 free 0", "A1 funds -10000"]);
  const again = await bring(world, { files: [list], mapping });
  expect(again.report.files.map(({ fresh, known, refused }) => [fresh, known, refused])).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
});

test("of lines that are partly there, the report says which", async () => {
  const world = await openWorld();
  const header = "number,amount";
  await bring(world, { files: [file("purchase-orders.csv", header, "PO-2,100", "PO-3,100", "PO-5,100")] });
  const lines = ["PO-1,100", "PO-2,100", "PO-3,100", "PO-4,100", "PO-5,100"];
  const { report } = await bring(world, { files: [file("purchase-orders.csv", header, ...lines)] });
  expect(report.files).toMatchObject([{ fresh: 2, known: 3, knownLines: "3–4, 6", refused: 0 }]);
});

test("20,000 rows go in at once, with progress, and a second time add nothing", async () => {
  const world = await openWorld();
  const { actor } = world.as("hiringManager");
  const owner = actor.kind === "member" ? actor.email : "";
  const numbered = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n + 1));
  const files = [
    file("purchase-orders.csv", "number,amount", ...numbered(100, (n) => `PO-${n},1000.00`)),
    file(
      "job-posts.csv",
      "ref,title,type,budget,po_number,owner_email",
      ...numbered(19_800, (n) => `JP-${n},Translation ${n},fixed_price,200.00,,${owner}`),
    ),
    file(
      "contracts.csv",
      "ref,title,talent_name,talent_email,type,budget,start_date,po_number",
      ...numbered(
        100,
        (n) => `C-${n},Work ${n},Talent ${n % 500},t${n % 500}@example.com,fixed_price,300.00,2026-01-05,PO-${n}`,
      ),
    ),
  ];
  const told: [number, number][] = [];
  const { ok, report } = await bring(world, { files, progress: (done, of) => told.push([done, of]) });
  expect([ok, report.problems.slice(0, 3)]).toEqual([true, []]);
  expect(told.map(([done]) => done)).toEqual([
    100,
    ...numbered(19, String).map((n) => 100 + Number(n) * 1_000),
    19_900,
    20_000,
  ]);
  expect(new Set(told.map(([, of]) => of))).toEqual(new Set([20_000]));
  expect(await holdings(world)).toMatchObject({ orders: 100, posts: 19_800, contracts: 100 });
  const again = await bring(world, { files });
  expect(again.report.files.map(({ fresh, known, knownLines }) => [fresh, known, knownLines])).toEqual([
    [0, 100, "2–101"],
    [0, 19_800, "2–19801"],
    [0, 100, "2–101"],
  ]);
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
}, 240_000);

test("people without the right cannot import", async () => {
  const world = await openWorld();
  const { actor } = world.as("hiringManager");
  await expect(writeAs(actor, (ctx) => importSet(ctx, { files: example }))).rejects.toThrow(ForbiddenError);
});
