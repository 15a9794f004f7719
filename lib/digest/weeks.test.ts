import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { alertOracle, type OracleLine } from "@/e2e/world/alert-oracle";
import { companyId, fillCompanies, personId } from "@/e2e/world/many-companies";
import { buildDigests } from "./build";
import { planDigests } from "./plan";

const adminUrl = process.env.ADMIN_DATABASE_URL ?? "";
const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
const weeks = 104;
/** One company shows a contract once, in the most severe section, the other in each. */
const [once, inEach] = [1, 2];

beforeAll(async () => {
  await fillCompanies(adminUrl, {
    companies: 2,
    orders: 8,
    contracts: 24,
    posts: 5,
    day: "2026-05-04",
    flavour: "usual",
  });
  await admin`update account_settings set time_zone = 'Europe/Berlin'`;
  await admin`
    insert into alert_settings (account_id, enabled, weekday, minute_of_day, zone, overlap, personal_schedule, version, audit_id)
    select account_id, true, 1, 480, null, case account_id when ${companyId(inEach)} then 'all' else 'most_severe' end, true, 1, audit_id from account_settings`;
});
afterAll(async () => {
  await admin.end();
  await closePool();
});

test("over 104 weeks of change each person's digests are those of the oracle: sent or nothing, new and still open", async () => {
  const expected: string[] = [];
  const before = new Map<number, Set<string>>();
  // After eight in Berlin, in summer and in winter.
  const start = Date.UTC(2026, 4, 4, 7, 30);
  for (let week = -1; week < weeks; week++) {
    const now = new Date(start + week * 7 * 86_400_000);
    await change(week, now);
    await planDigests({ door: { now } });
    await buildDigests({ door: { now } });
    if (week < 0) continue;
    const both = await Promise.all([once, inEach].map((n) => alertOracle(admin, now, companyId(n))));
    for (const [index, n] of [once, inEach].entries()) {
      const lines = both[index] ?? [];
      for (const who of ["hiring", "otherHiring", "admin"] as const)
        expected.push(told(n, week, personId(n, who), lines, who === "admin", before.get(n)));
      before.set(n, new Set(lines.map((line) => line.key)));
    }
  }
  const runs = await admin<
    { account_id: string; user_id: string; outcome: string; new_lines: number; open_lines: number }[]
  >`
    select account_id, user_id, outcome, new_lines, open_lines, dense_rank() over (order by iso_week) - 1 as week from digest_runs order by iso_week`;
  const had = runs.map(({ user_id, outcome, new_lines, open_lines, ...run }) =>
    [(run as unknown as { week: string }).week, user_id, outcome, new_lines, open_lines].join(" "),
  );
  expect(had.toSorted()).toEqual(expected.toSorted());
  expect(had.filter((each) => each.includes(" sent ")).length).toBeGreaterThan(weeks);
  expect(had.filter((each) => each.includes(" nothing ")).length).toBeGreaterThan(3);
});

/** What one person is to be told this week: week, person, outcome, new and still open lines. */
function told(
  n: number,
  week: number,
  userId: string,
  lines: OracleLine[],
  all: boolean,
  last = new Set<string>(),
): string {
  const mine = lines.filter((line) => all || line.owner === userId).map((line) => line.key);
  const shown = n === inEach ? mine : mine.filter((key) => !mine.some((other) => outranks(other, key)));
  const fresh = shown.filter((key) => !last.has(key)).length;
  return [week, userId, shown.length > 0 ? "sent" : "nothing", fresh, shown.length - fresh].join(" ");
}

/** Of the four alerts of one contract and its purchase order the worse hides the milder. */
function outranks(other: string, key: string): boolean {
  const ranks = ["expired", "out_of_funds", "threshold", "expiring"];
  const [kind = "", contract] = key.split("/");
  const [otherKind = "", otherContract] = other.split("/");
  return contract === otherContract && ranks.includes(otherKind) && ranks.indexOf(otherKind) < ranks.indexOf(kind);
}

/**
 * What people and time do in a week; in some weeks everything is mended. All is sent at once on the one connection, which
 * does it in this order.
 */
async function change(week: number, now: Date): Promise<void> {
  const quiet = week % 13 === 9;
  const day = now.toISOString().slice(0, 10);
  await Promise.all([
    admin`
    update purchase_orders o set valid_through = case when ${quiet} then ${day}::date + 300
      else ${day}::date + (array[-40, -3, 0, 6, 13, 14, 20, 90, 300])[1 + abs(hashtext(o.id::text || ${week}::text)) % 9] end
    where ${quiet} or abs(hashtext(${week}::text || o.id::text)) % 4 = 0`,
    admin`
    update contracts c set state = s.state, ended_at = case when s.state = 'ended' then ${now.toISOString()}::timestamptz end
    from (select id, case when ${quiet} then 'ended' else (array['active', 'active', 'paused', 'pending', 'ended'])[1 + abs(hashtext(id::text || ${week}::text)) % 5] end as state from contracts) s
    where s.id = c.id and (${quiet} or abs(hashtext(${week}::text || c.id::text)) % 5 = 0)`,
    admin`
    update contracts c set order_id = o.id, order_choice = 'order', end_date = ${day}::date + abs(hashtext(c.id::text || ${week}::text)) % 60 - 20
    from purchase_orders o
    where o.account_id = c.account_id and o.number like '%-' || (1 + abs(hashtext(c.id::text || ${week}::text)) % 8) and abs(hashtext(c.id::text || ${week}::text || 'o')) % 7 = 0`,
    admin`
    update job_posts p set state = s.state, open_until = case when s.state = 'open' then ${now.toISOString()}::timestamptz + interval '30 days' end,
      closed_at = case when s.state = 'closed' then ${now.toISOString()}::timestamptz end
    from (select id, case when ${quiet} or abs(hashtext(id::text || ${week}::text)) % 2 = 0 then 'closed' else 'open' end as state from job_posts) s
    where s.id = p.id and (${quiet} or abs(hashtext(${week}::text || p.id::text)) % 3 = 0)`,
    admin`update order_thresholds set active = abs(hashtext(order_id::text || percent || ${week}::text)) % 3 > 0 where abs(hashtext(percent || ${week}::text || order_id::text)) % 6 = 0`,
  ]);
  if (week % 26 === 20)
    await admin`update contracts set contact_id = case contact_id when ${personId(once, "hiring")} then ${personId(once, "otherHiring")}::uuid else contact_id end where number % 3 = 0`;
}
