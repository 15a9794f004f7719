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
import { archiveOrder } from "../orders/archive-order";
import { createTeam } from "../teams/create-team";
import { hideTeam } from "../teams/hide-team";
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
    "purchase-orders.csv:4 teams team",
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

/** What an import was told, after it was seen that nothing was written. */
async function refusals(world: World, files: ImportSetInput["files"]) {
  const before = await holdings(world);
  const { ok, report } = await bring(world, { files });
  expect([ok, report.written]).toEqual([false, false]);
  expect(await holdings(world)).toEqual(before);
  return report.problems.map((each) => `${each.line} ${each.column}: ${each.message}`);
}

const posts = (...lines: string[]) => file("job-posts.csv", "ref,title,owner_email,type,team,po_number", ...lines);
const works = (...lines: string[]) =>
  file(
    "contracts.csv",
    "ref,title,talent_name,talent_email,type,budget,start_date,contact_email,team,po_number",
    ...lines,
  );

test("a PO number whose lower case JavaScript and Postgres write differently is linked, and found again", async () => {
  const world = await openWorld();
  const owner = world.emailOf("hiringManager");
  const files = [
    file("purchase-orders.csv", "number,amount", "İST-1,100", "ΟΔΟΣ,100"),
    posts(`P-1,Trees,${owner},fixed_price,,İST-1`),
    works(
      "C-1,Trees,Ana,ana@example.com,fixed_price,50,2026-01-05,,,İST-1",
      "C-2,Trees,Ana,ana@example.com,fixed_price,50,2026-01-05,,,İst-1",
      "C-3,Trees,Ana,ana@example.com,fixed_price,50,2026-01-05,,,ΟΔΟΣ",
    ),
  ];
  expect(await bring(world, { files })).toMatchObject({ ok: true });
  const linked = await sql`
    select c.external_ref as ref, o.number from contracts c
    join purchase_orders o on o.account_id = c.account_id and o.id = c.order_id
    where c.account_id = ${world.accountId} and c.origin = 'import' order by ref`;
  expect(linked.map(({ ref, number }) => [ref, number])).toEqual([
    ["C-1", "İST-1"],
    ["C-2", "İST-1"],
    ["C-3", "ΟΔΟΣ"],
  ]);
  const after = await holdings(world);
  expect((await bring(world, { files })).report.files.map(({ fresh, known }) => [fresh, known])).toEqual([
    [0, 2],
    [0, 1],
    [0, 3],
  ]);
  expect(await holdings(world)).toEqual(after);
});

test("teams are the same in every case that the database takes for one", async () => {
  const world = await openWorld();
  const mapping = {
    file: "list.csv",
    dates: "YYYY-MM-DD" as const,
    skipDirty: false,
    addTeams: true,
    nouns: { "purchase-orders": { number: "no", amount: "sum", teams: "team" } },
  };
  const list = file("list.csv", "no,sum,team", "A1,100,İzmir", "A2,100,i̇zmir", "A3,100,izmir", "A4,100,IZMIR");
  expect(await bring(world, { files: [list], mapping })).toMatchObject({ ok: true });
});

test("two files of one name are refused, and nothing of the others is written", async () => {
  const world = await openWorld();
  const header = "number,amount";
  const told = await refusals(world, [
    file("purchase-orders.csv", header, "PO-1,1"),
    file("Purchase-orders.csv", header, "PO-2,2"),
    file("members.csv", "email,name,roles", "ines.duarte@example.com,Inês,admin"),
  ]);
  expect(told).toEqual([
    "null null: 2 files have this name: “purchase-orders.csv”, “Purchase-orders.csv”. Choose one of them, or put their lines into one file.",
  ]);
});

test("sums beyond every amount are a line's fate and no fault", async () => {
  const world = await openWorld();
  const contracts = file(
    "contracts.csv",
    "ref,title,talent_name,talent_email,type,rate,weekly_hours,start_date,end_date",
    "C-1,Trees,Ana,ana@example.com,hourly,999999999999.99,168,2000-01-01,2100-01-01",
  );
  expect(await refusals(world, [contracts])).toEqual([
    "2 rate: Rate, hours and weeks come to more than $999,999,999,999.99. Lower one of them.",
  ]);
});

test("a job post stands on no archived or expired PO, in no hidden team, and its owner hires there", async () => {
  const world = await openWorld();
  const [owner, designer, finance] = [
    world.emailOf("hiringManager"),
    world.emailOf("secondHiringManager"),
    world.emailOf("financeAdmin"),
  ];
  const orders = file("purchase-orders.csv", "number,amount,valid_through", "OLD-1,5,2020-01-31", "PO-1,5,");
  await bring(world, { files: [orders] });
  const [order] = await sql`
    select id from purchase_orders where account_id = ${world.accountId} and number = 'PO-1'`;
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId: order?.id }));
  const team = await world.as("admin").write((ctx) => createTeam(ctx, { name: "Hushed" }));
  if (!team.ok) throw new Error("The team was refused.");
  await world.as("admin").write((ctx) => hideTeam(ctx, { teamId: team.teamId }));
  const told = await refusals(world, [
    file("purchase-orders.csv", "number,amount,valid_through", "OLD-2,5,2020-01-31"),
    posts(
      `P-1,Trees,${owner},fixed_price,,po-1`,
      `P-2,Trees,${owner},fixed_price,,OLD-1`,
      `P-3,Trees,${owner},fixed_price,,old-2`,
      `P-4,Trees,${designer},fixed_price,,`,
      `P-5,Trees,${owner},fixed_price,Product design,`,
      `P-6,Trees,${finance},fixed_price,,`,
      `P-7,Trees,${designer},fixed_price,PRODUCT design,`,
      `P-8,Trees,${world.emailOf("admin")},fixed_price,Hushed,`,
    ),
  ]);
  expect(told).toEqual([
    "2 po_number: PO PO-1 is archived. Choose another one.",
    "3 po_number: PO OLD-1 expired on 31 Jan 2020. Choose another one, or have it extended.",
    "4 po_number: PO OLD-2 expired on 31 Jan 2020. Choose another one, or have it extended.",
    "5 owner_email: This member may not hire in the parent team; add them to it, or name another.",
    "6 owner_email: This member may not hire in the team “Product design”; add them to it, or name another.",
    "7 owner_email: This member may not hire; give the role hiring_manager or admin first.",
    "9 team: The team “Hushed” is hidden and takes no job posts; show it or name another.",
  ]);
});

test("a member of the same import hires in the team that their line names", async () => {
  const world = await openWorld();
  const members = file(
    "members.csv",
    "email,name,roles,team",
    "ines.duarte@example.com,Inês,hiring_manager,product DESIGN",
    "rui.lopes@example.com,Rui,admin,",
  );
  const post = (ref: string, owner: string, team: string) => `${ref},Trees,${owner}@example.com,fixed_price,${team},`;
  expect(await refusals(world, [members, posts(post("P-1", "ines.duarte", ""))])).toEqual([
    "2 owner_email: This member may not hire in the parent team; add them to it, or name another.",
  ]);
  const fair = posts(post("P-1", "ines.duarte", "Product design"), post("P-2", "rui.lopes", "Finance operations"));
  expect(await bring(world, { files: [members, fair] })).toMatchObject({ ok: true });
});

test("who answers for a contract hires in its team, and nobody hires themselves", async () => {
  const world = await openWorld();
  const [owner, designer, admin] = [
    world.emailOf("hiringManager"),
    world.emailOf("secondHiringManager"),
    world.emailOf("admin"),
  ];
  const work = (ref: string, talent: string, contact: string, team: string) =>
    `${ref},Trees,Ana,${talent},fixed_price,50,2026-01-05,${contact},${team},`;
  const files = [
    works(
      work("C-1", "ana@example.com", designer, ""),
      work("C-2", "ana@example.com", owner, "Product design"),
      work("C-3", owner, owner, ""),
      work("C-4", "ana@example.com", designer, "Product design"),
    ),
  ];
  expect(await refusals(world, files)).toEqual([
    "2 contact_email: This member may not hire in the parent team; add them to it, or name another.",
    "3 contact_email: This member may not hire in the team “Product design”; add them to it, or name another.",
    "4 talent_email: This is the contact person, too. Name another contact_email.",
  ]);
  // Who is named by nobody stands in, and is no exception.
  const everyAdmin = await bring(world, {
    files: [works(work("C-5", admin, "", ""), work("C-6", world.emailOf("programOwner"), "", ""))],
  });
  expect(everyAdmin.report.problems.map(({ column, reason }) => [column, reason])).toEqual([
    ["talent_email", "oneself"],
  ]);
  const own = await world
    .as("programOwner")
    .write((ctx) => importSet(ctx, { files: [works(work("C-7", world.emailOf("programOwner"), owner, ""))] }));
  expect(own.report.problems.map(({ column, reason }) => [column, reason])).toEqual([["talent_email", "oneself"]]);
});

test("people without the right cannot import", async () => {
  const world = await openWorld();
  const { actor } = world.as("hiringManager");
  await expect(writeAs(actor, (ctx) => importSet(ctx, { files: example }))).rejects.toThrow(ForbiddenError);
});
