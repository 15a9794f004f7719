import postgres from "postgres";
import { migrate } from "@/db/migrate";
import { companyId, fillCompanies } from "@/e2e/world/many-companies";
import { openTemporaryDatabase, withDatabase } from "../lib/database";
import { type Figure, median } from "./figure";

const day = "2026-05-04";
const now = new Date(`${day}T08:00:00Z`);
/** 100 contracts, 10 purchase orders and 2 job posts in each company. */
const perCompany = { orders: 10, contracts: 100, posts: 2 };
const [few, many] = [1_000, 10_000];

/**
 * Seconds to find every alert line of 1,000,000 active contracts in 10,000 accounts, a hundred companies at a look as the
 * digest does it, against one plain join-and-count over the same rows through the same door.
 */
export function digestPlan(): Promise<Figure> {
  return withCompanies(async ({ adminUrl }) => {
    await fill(adminUrl, 1, many);
    const { value, floor } = await rounds(many);
    return { value, floor, unit: "s", budget: "ratio ≤ 3", holds: (ratio) => ratio <= 3 };
  });
}

/** The same seconds with 1,000,000 contracts, against 100,000. */
export function digestPlanGrowth(): Promise<Figure> {
  return withCompanies(async ({ adminUrl }) => {
    await fill(adminUrl, 1, few);
    const small = await rounds(few);
    await fill(adminUrl, few + 1, many - few);
    const large = await rounds(many);
    return { value: large.value, floor: small.value, unit: "s", budget: "ratio ≤ 12", holds: (ratio) => ratio <= 12 };
  });
}

/**
 * Digest mails a second from plan to outbox row, against `render()` of the same template in a bare loop of one process.
 * Companies alternate between a handful of lines and a full mail; resident memory is part of the budget.
 */
export function digestRender(): Promise<Figure> {
  return withCompanies(async ({ adminUrl }) => {
    const companies = 400;
    await fill(adminUrl, 1, companies);
    const { planDigests } = await import("@/lib/digest/plan");
    const { buildDigests } = await import("@/lib/digest/build");
    const { previewDigest } = await import("@/lib/digest/preview");
    const { readAs } = await import("@/lib/ctx");
    const { personId } = await import("@/e2e/world/many-companies");
    const { mails } = await import("@/emails");
    const { render } = await import("react-email");
    const { createElement } = await import("react");
    const week = 7 * 86_400_000;
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 20);
    // Schedules are made a week before; from then on each round is the next week.
    await planDigests({ door: { now: new Date(now.getTime() - week) } });
    const each: { mails: number; renders: number }[] = [];
    for (let round = 0; round < 3; round++) {
      const door = { now: new Date(now.getTime() + round * week + 3_600_000) };
      const start = performance.now();
      await planDigests({ door });
      const { mails: queued } = await buildDigests({ door });
      const perSecond = queued / ((performance.now() - start) / 1000);
      const props = await Promise.all(
        Array.from({ length: 40 }, (_, at) => {
          const system = {
            kind: "system",
            accountId: companyId(at + 1),
            userId: null,
            job: "bench",
            via: "test",
          } as const;
          const who = (["hiring", "otherHiring", "admin"] as const)[at % 3] ?? "admin";
          return readAs(system, (ctx) => previewDigest(ctx, personId(at + 1, who)), door);
        }),
      );
      const bare = props.flatMap((preview) => (preview.mail ? [preview.mail] : []));
      const from = performance.now();
      for (const mail of bare) await render(createElement(mails["spend-alerts"].component, mail));
      each.push({ mails: perSecond, renders: bare.length / ((performance.now() - from) / 1000) });
    }
    clearInterval(watch);
    const megabytes = Math.round(peak / 2 ** 20);
    return {
      value: median(each.map((round) => round.mails)),
      floor: median(each.map((round) => round.renders)),
      unit: "mails/s",
      budget: `ratio ≥ 0.7, ${megabytes} of 512 MB`,
      holds: (ratio) => ratio >= 0.7 && megabytes <= 512,
    };
  });
}

/** A temporary database, migrated, that the app's doors lead to. */
async function withCompanies(measure: (database: { adminUrl: string }) => Promise<Figure>): Promise<Figure> {
  process.env.COUNTERSIGN_SECRET ??= "bench-".padEnd(48, "0");
  const database = await openTemporaryDatabase({ survives: "disk" });
  if (!database.adminUrl) throw new Error("A measurement needs the embedded database.");
  await migrate(database.url);
  process.env.DATABASE_URL = database.url;
  try {
    return await measure({ adminUrl: withDatabase(database.adminUrl, new URL(database.url).pathname.slice(1)) });
  } finally {
    const { closePool } = await import("@/db/client");
    await closePool();
    await database.stop();
  }
}

async function fill(adminUrl: string, from: number, companies: number): Promise<void> {
  await fillCompanies(adminUrl, { companies, from, ...perCompany, day, flavour: "usual", unchecked: true });
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connection: { statement_timeout: 0 } });
  await sql`vacuum analyze`;
  await sql.end();
}

/** Medians of three rounds after one to warm up; finding and counting alternate, so that both see the same machine. */
async function rounds(companies: number): Promise<{ value: number; floor: number }> {
  const times: { found: number; counted: number }[] = [];
  for (let round = 0; round < 4; round++) {
    const counted = await seconds(countRows);
    const found = await seconds(() => findAll(companies));
    if (round > 0) times.push({ found, counted });
  }
  return { value: median(times.map((each) => each.found)), floor: median(times.map((each) => each.counted)) };
}

async function findAll(companies: number): Promise<void> {
  const { readAs } = await import("@/lib/ctx");
  const { planner } = await import("@/lib/digest/plan");
  const { companiesPerLook } = await import("@/lib/digest/build");
  const { findAlertLines, listAlertCompanies } = await import("@/lib/alerts/find-lines");
  let lines = 0;
  for (let first = 1; first <= companies; first += companiesPerLook) {
    const ids = Array.from({ length: Math.min(companiesPerLook, companies - first + 1) }, (_, at) =>
      companyId(first + at),
    );
    const found = await readAs(planner, async (ctx) => findAlertLines(ctx, await listAlertCompanies(ctx, ids)), {
      now,
    });
    for (const each of found.values()) lines += each.length;
  }
  // A figure of an empty search would be worth nothing.
  if (lines < companies * 5) throw new Error(`Only ${lines} lines were found in ${companies} companies.`);
}

/** Contracts with their purchase orders and the pots of these, joined and counted once. */
async function countRows(): Promise<void> {
  const { readAs } = await import("@/lib/ctx");
  const { planner } = await import("@/lib/digest/plan");
  await readAs(planner, async ({ db }) => {
    await db.execute("set local statement_timeout = 0");
    await db.execute(
      `select count(*) from contracts c
       join purchase_orders o on o.account_id = c.account_id and o.id = c.order_id
       join ledger_accounts l on l.account_id = o.account_id and l.subject_id = o.id and l.code in ('funds', 'invoiced', 'paid')`,
    );
  });
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
