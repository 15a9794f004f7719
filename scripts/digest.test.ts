import { execFile } from "node:child_process";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { companyId, fillCompanies, personId } from "@/e2e/world/many-companies";
import { buildDigests } from "@/lib/digest/build";
import { planDigests } from "@/lib/digest/plan";
import { drainOutbox } from "@/lib/mail/drain-outbox";

// The operator's command, run as operators run it: a program of its own on the same database.

const adminUrl = process.env.ADMIN_DATABASE_URL ?? "";
const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
const accountId = companyId(1);
const monday = new Date("2026-05-04T08:00:00Z");

beforeAll(async () => {
  await fillCompanies(adminUrl, {
    companies: 1,
    orders: 6,
    contracts: 12,
    posts: 3,
    day: "2026-05-04",
    flavour: "usual",
  });
  await admin`update account_settings set time_zone = 'UTC'`;
  // Something for everybody: one contract of each hiring manager stands past its end date.
  await admin`update contracts set contract_type = 'fixed_price', end_date = '2026-04-20' where number in (1, 2)`;
});
afterAll(async () => {
  await admin.end();
  await closePool();
});

const digest = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ["scripts/run.mjs", "digest", ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

type Printed = {
  email: string;
  outcome: string;
  says: string;
  mail: { subject: string; html: string; text: string } | null;
  lines: { title: string; section: string; why: { rule: string; inputs: { label: string; value: string }[] } }[];
  leftOut: { reason: string }[];
};

test("prints for everybody the mail that then goes out, with a reason for each line and each thing left out", async () => {
  await planDigests({ accountId, door: { now: new Date("2026-05-03T20:00:00Z") } });
  const before = await admin`select * from digest_schedules order by scope_id`;
  const { code, out } = await digest("--account", "many-1", "--as-of", "2026-05-04", "--json");
  expect(code).toBe(0);
  const { digests } = JSON.parse(out) as { digests: Printed[] };
  expect(digests.map(({ email }) => email.split("@")[0])).toEqual(["dana", "hana", "marek"]);
  for (const { lines, leftOut } of digests) {
    expect(lines.length).toBeGreaterThan(0);
    for (const { why } of lines) {
      expect(why.rule).not.toBe("");
      expect(why.inputs.length).toBeGreaterThan(1);
    }
    expect(leftOut.length).toBeGreaterThan(0);
    for (const { reason } of leftOut) expect(reason).not.toBe("");
  }
  // Looking changed nothing; what is sent at that hour is what was shown.
  expect(await admin`select * from digest_schedules order by scope_id`).toEqual(before);
  expect(await admin`select * from digest_runs`).toEqual([]);
  await planDigests({ accountId, door: { now: monday } });
  await buildDigests({ accountId, door: { now: monday } });
  await drainOutbox(accountId, { door: { now: monday } });
  const sent = await admin`
    select to_address as email, subject, html, text from mailbox_messages where kind = 'spend-alerts' order by to_address`;
  expect(digests.map(({ email, mail }) => ({ email, ...mail }))).toEqual(sent.map((mail) => ({ ...mail })));
});

test("says it in words, for one person, also why somebody gets nothing", async () => {
  const hana = await digest("--account", "many-1", "--as-of", "2026-05-11T08:00:00Z", "--user", "HANA@many-1.example");
  expect(hana.code).toBe(0);
  for (const words of [
    "as of 2026-05-11T08:00:00.000Z: A mail would go out.",
    "Subject: Spend alerts: ",
    "Why each line:",
    "Looked at and left out:",
  ])
    expect(hana.out).toContain(words);
  expect(hana.out).not.toContain("marek@");
  const fiona = await digest("--account", "many-1", "--as-of", "2026-05-11", "--user", "fiona@many-1.example");
  expect(fiona.out).toContain("only hiring managers, admins and program owners get spend alerts");
  await admin`
    insert into notification_settings (account_id, user_id, category, channel, value, changed_at, audit_id)
    select account_id, user_id, 'spend_alerts', 'mail', 'off', ${monday}, audit_id from memberships
    where account_id = ${accountId} and user_id = ${personId(1, "otherHiring")}`;
  const marek = await digest("--account", "many-1", "--as-of", "2026-05-11", "--user", "marek@many-1.example");
  expect(marek.out).toContain("No mail would go out: setting off.");
});

test.each([
  [[], "Say which company and when"],
  [["--account", "many-1"], "Say which company and when"],
  [["--account", "nobody", "--as-of", "2026-05-04"], "company nobody"],
  [["--account", "many-1", "--as-of", "2026-05-04", "--user", "nobody@many-1.example"], "member nobody@many-1.example"],
  [["--account", "many-1", "--as-of", "4 May"], "Give a day such as 2026-05-04"],
])("%j is refused in words", async (args, words) => {
  const { code, out, err } = await digest(...args);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(words);
});
