import { randomInt } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool, pool } from "@/db/client";
import { companyId, fillCompanies, personId } from "@/e2e/world/many-companies";
import { renderMail } from "@/emails/render";
import type { SystemActor } from "../actor";
import { acknowledgeAlert } from "../alerts/acknowledge-alert";
import { type DoorOptions, readAs, writeAs } from "../ctx";
import { drainOutbox } from "../mail/drain-outbox";
import { buildDigests } from "./build";
import { planDigests } from "./plan";
import { previewDigest } from "./preview";
import { rescheduleDigests } from "./reschedule";

const adminUrl = process.env.ADMIN_DATABASE_URL ?? "";
const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
const companies = 90;
let taken = 0;

/** The next company that no test has touched; all keep UTC, so that Monday 08:00 is the same instant for each. */
const nextCompany = () => {
  taken += 1;
  if (taken > companies) throw new Error("There are not enough companies for these tests.");
  return taken;
};

beforeAll(async () => {
  await fillCompanies(adminUrl, { companies, orders: 6, contracts: 12, posts: 3, day: "2026-05-04", flavour: "usual" });
  await admin`update account_settings set time_zone = 'UTC'`;
  // Something for everybody: one contract of each hiring manager stands past its end date.
  await admin`update contracts set contract_type = 'fixed_price', end_date = '2026-04-20' where number in (1, 2)`;
});
afterAll(async () => {
  await admin.end();
  await closePool();
});

const systemOf = (n: number): SystemActor => ({
  kind: "system",
  accountId: companyId(n),
  userId: null,
  job: "look",
  via: "test",
});
const at = (text: string) => new Date(`${text}Z`);
const sunday = at("2026-05-03T20:00:00");
const monday = at("2026-05-04T08:00:00");

/** Plan and settle as a tick does. */
async function tick(n: number, now: Date, door: DoorOptions = {}) {
  const options = { accountId: companyId(n), door: { ...door, now } };
  await planDigests(options);
  return buildDigests(options);
}

const handOver = (n: number, now: Date) => drainOutbox(companyId(n), { door: { now } });

type Run = { user_id: string; iso_week: string; outcome: string | null; new_lines: number; open_lines: number };
const runsOf = (n: number) =>
  admin<
    Run[]
  >`select user_id, iso_week, outcome, new_lines, open_lines from digest_runs where account_id = ${companyId(n)} order by iso_week, user_id`;
const outcomesOf = async (n: number) => (await runsOf(n)).map((run) => `${run.iso_week} ${run.outcome}`);
const mailsOf = (n: number) =>
  admin<{ to_address: string; subject: string; html: string; text: string; headers: Record<string, string> }[]>`
    select to_address, subject, html, text, headers from mailbox_messages where kind = 'spend-alerts' and to_address like ${`%@many-${n}.example`} order by at, to_address`;

/** Mails in the outbox, handed over or not. */
async function queuedOf(n: number): Promise<number> {
  const [row] = await admin<{ mails: number }[]>`
    select count(*)::int as mails from mail_outbox where account_id = ${companyId(n)} and kind = 'spend-alerts'`;
  return row?.mails ?? 0;
}

test("on Monday at eight each hiring manager, admin and program owner gets one mail, and nobody else", async () => {
  const n = nextCompany();
  await tick(n, sunday);
  expect(await runsOf(n)).toEqual([]);
  await tick(n, at("2026-05-04T07:59:59"));
  expect(await runsOf(n)).toEqual([]);
  await tick(n, monday);
  await handOver(n, monday);
  await tick(n, at("2026-05-04T08:05:00"));
  await handOver(n, at("2026-05-04T08:05:00"));
  expect(await outcomesOf(n)).toEqual(["2026-W19 sent", "2026-W19 sent", "2026-W19 sent"]);
  const mails = await mailsOf(n);
  expect(mails.map((mail) => mail.to_address.split("@")[0]).sort()).toEqual(["dana", "hana", "marek"]);
  for (const mail of mails) {
    expect(mail.subject).toMatch(/^Spend alerts: \d+ new, 0 still open$/);
    expect(mail.headers["List-Unsubscribe"]).toMatch(/^<http:\/\/localhost:3000\/unsubscribe\/[\w-]{86}>$/);
    expect(mail.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  }
});

test("a hiring manager is told of what is owned and of nothing else", async () => {
  const n = nextCompany();
  await tick(n, sunday);
  await tick(n, monday);
  await handOver(n, monday);
  const [{ text: hana } = { text: "" }] = (await mailsOf(n)).filter((mail) => mail.to_address.startsWith("hana"));
  const owned = await admin<{ number: number; mine: boolean }[]>`
    select number, contact_id = ${personId(n, "hiring")} as mine from contracts where account_id = ${companyId(n)} and number in (1, 2)`;
  for (const { number, mine } of owned) expect([number, hana.includes(`Contract ${number} ·`)]).toEqual([number, mine]);
});

test("twenty ticks at once settle each person's week once, and send one mail each", async () => {
  const ns = Array.from({ length: 4 }, nextCompany);
  for (const n of ns) await tick(n, sunday);
  await Promise.all(
    Array.from({ length: 20 }, async (_, lane) => {
      for (const n of ns.map((_each, index) => ns[(index + lane) % ns.length] ?? 0)) {
        await tick(n, monday);
        await handOver(n, monday);
      }
    }),
  );
  for (const n of ns) {
    expect(await outcomesOf(n)).toEqual(["2026-W19 sent", "2026-W19 sent", "2026-W19 sent"]);
    expect(await mailsOf(n)).toHaveLength(3);
  }
});

test("killed at each of its statements and run again, every person has one outcome and one mail", async () => {
  let killed = 0;
  for (let statement = 1; ; statement++) {
    const n = nextCompany();
    await tick(n, sunday);
    const { sql, died } = dyingAt(statement);
    await tick(n, monday, { sql }).catch(() => expect(died()).toBe(true));
    await tick(n, at("2026-05-04T08:01:00"));
    expect([statement, await outcomesOf(n), await queuedOf(n)]).toEqual([
      statement,
      ["2026-W19 sent", "2026-W19 sent", "2026-W19 sent"],
      3,
    ]);
    if (!died()) break;
    killed += 1;
  }
  expect(killed).toBeGreaterThan(15);
});

test("killed at each statement of the hand-over, each mail leaves at most once and none is lost", async () => {
  let wall = 0;
  for (let statement = 1; statement <= 10; statement++) {
    const n = nextCompany();
    await tick(n, sunday);
    await tick(n, monday);
    const { sql } = dyingAt(statement);
    await drainOutbox(companyId(n), { door: { now: monday, sql } }).catch(() => {});
    wall += 120_000;
    await drainOutbox(companyId(n), { door: { now: monday }, wall: () => new Date(Date.now() + wall) });
    expect([statement, (await mailsOf(n)).length]).toEqual([statement, 3]);
  }
});

test.each([
  [1, "sent"],
  [2, "sent"],
  [3, "sent"],
  [4, "skipped"],
  [5, "skipped"],
  [6, "skipped"],
  [7, "skipped"],
  [8, "skipped"],
  [9, "skipped"],
  [10, "skipped"],
])("after an outage of %i days the digest is %s, and the next week is as usual", async (days, outcome) => {
  const n = nextCompany();
  await tick(n, sunday);
  const back = new Date(monday.getTime() + days * 86_400_000 - 3_600_000);
  await tick(n, back);
  const missed = days > 7 ? ["2026-W19 skipped", "2026-W20 sent"] : [`2026-W19 ${outcome}`];
  expect([...new Set(await outcomesOf(n))]).toEqual(missed);
  await tick(n, at("2026-05-18T08:00:00"));
  expect((await outcomesOf(n)).filter((each) => each === "2026-W21 sent")).toHaveLength(3);
});

/** Each week that a person's rows stand for, with its outcome: a row of missed weeks stands for several. */
const weeksOf = (n: number, who: string) =>
  admin<{ week: string; outcome: string }[]>`
    select to_char(w, 'IYYY"-W"IW') as week, d.outcome from digest_runs d
    cross join generate_series(to_date(coalesce(d.first_week, d.iso_week), 'IYYY"-W"IW'), to_date(d.iso_week, 'IYYY"-W"IW'), interval '7 days') w
    where d.account_id = ${companyId(n)} and d.user_id = ${who} order by 1`;

test("two years without a tick are one row per person, and it stands for every week of them, once", async () => {
  const n = nextCompany();
  const [hana, marek] = [personId(n, "hiring"), personId(n, "otherHiring")];
  await tick(n, sunday);
  await tick(n, monday);
  // One keeps a day of their own: a schedule apart, and a row apart.
  await writeAs(
    systemOf(n),
    async (ctx) => {
      await admin`
        insert into personal_schedules (account_id, user_id, weekday, minute_of_day, zone, audit_id)
        select account_id, user_id, 5, null, null, audit_id from memberships where account_id = ${companyId(n)} and user_id = ${marek}`;
      await rescheduleDigests(ctx);
    },
    { now: monday },
  );
  const before = (await runsOf(n)).length;
  // The Tuesday of a week whose Monday can still be caught up; Friday's digest of the week before cannot.
  const back = at("2028-05-09T08:00:00");
  await tick(n, back);
  const added = (await runsOf(n)).length - before;
  // Three people: all have the missed weeks; the two on Mondays also this week.
  expect(added).toBe(3 + 2);
  for (const [who, last] of [
    [hana, "2028-W19"],
    [marek, "2028-W18"],
  ] as const) {
    const weeks = await weeksOf(n, who);
    const every = await admin<{ week: string }[]>`
      select to_char(w, 'IYYY"-W"IW') as week
      from generate_series(to_date('2026-W19', 'IYYY"-W"IW'), to_date(${last}, 'IYYY"-W"IW'), interval '7 days') w order by 1`;
    expect(weeks.map(({ week }) => week)).toEqual(every.map(({ week }) => week));
    expect(weeks.filter(({ outcome }) => outcome === "skipped")).toHaveLength(weeks.length - (who === hana ? 2 : 1));
    expect(weeks[0]?.outcome).toBe("sent");
  }
  // Once more, after another gap: it goes on after the last outcome, and another tick adds nothing.
  await tick(n, at("2028-09-01T12:00:00"));
  await tick(n, at("2028-09-01T12:01:00"));
  const all = (await weeksOf(n, hana)).map(({ week }) => week);
  expect(new Set(all).size).toBe(all.length);
  expect([all.at(-1), all.length]).toEqual(["2028-W35", 122]);
});

test("a digest that is late at night waits for five o'clock", async () => {
  const n = nextCompany();
  await tick(n, sunday);
  await tick(n, at("2026-05-05T02:00:00"));
  expect(await outcomesOf(n)).toEqual(["2026-W19 null", "2026-W19 null", "2026-W19 null"]);
  await tick(n, at("2026-05-05T05:00:00"));
  expect([...new Set(await outcomesOf(n))]).toEqual(["2026-W19 sent"]);
});

test("what is taken away between plan and hand-over is noticed: role, seat, setting, address, the lines themselves", async () => {
  const losses: [string, (n: number) => Promise<unknown>][] = [
    ["not_eligible", (n) => admin`update member_roles set revoked_at = ${monday} where account_id = ${companyId(n)}`],
    [
      "not_eligible",
      (n) => admin`update memberships set state = 'removed', removed_at = ${monday} where account_id = ${companyId(n)}`,
    ],
    [
      "setting_off",
      (n) => admin`
      insert into notification_settings (account_id, user_id, category, channel, value, changed_at, audit_id)
      select account_id, user_id, 'spend_alerts', 'mail', 'off', ${monday}, audit_id from memberships where account_id = ${companyId(n)}`,
    ],
    [
      "suppressed",
      (n) =>
        admin`insert into mail_suppressions (address, reason, since) select email, 'bounced', ${monday} from users where email like ${`%@many-${n}.example`}`,
    ],
    ["nothing", (n) => settleEverything(n)],
  ];
  for (const [expected, lose] of losses) {
    for (const before of ["plan", "hand-over"]) {
      const n = nextCompany();
      await tick(n, sunday);
      await planDigests({ accountId: companyId(n), door: { now: monday } });
      if (before === "plan") await lose(n);
      await buildDigests({ accountId: companyId(n), door: { now: monday } });
      if (before === "hand-over") await lose(n);
      await handOver(n, monday);
      expect([before, [...new Set(await outcomesOf(n))], (await mailsOf(n)).length]).toEqual([
        before,
        [`2026-W19 ${expected}`],
        0,
      ]);
    }
  }
});

/** Everything mended: no contract runs, no post is open. */
async function settleEverything(n: number) {
  await admin`update contracts set state = 'ended', ended_at = ${monday} where account_id = ${companyId(n)}`;
  await admin`update job_posts set state = 'closed', open_until = null, closed_at = ${monday} where account_id = ${companyId(n)}`;
}

test("zone, weekday, hour and own schedule changed at any moment: nobody gets two in a week", async () => {
  const n = nextCompany();
  const zones = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/St_Johns"];
  const any = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;
  await tick(n, sunday);
  for (let hour = 0; hour < 24 * 7 * 6; hour += 2 + randomInt(12)) {
    const now = new Date(sunday.getTime() + hour * 3_600_000);
    if (randomInt(4) === 0) {
      const choice = { weekday: 1 + randomInt(7), minute: 300 + randomInt(961), zone: any(zones) };
      await writeAs(
        systemOf(n),
        async (ctx) => {
          await admin`
            insert into alert_settings (account_id, enabled, weekday, minute_of_day, zone, overlap, personal_schedule, version, audit_id)
            select account_id, true, ${choice.weekday}, ${choice.minute}, ${choice.zone}, 'most_severe', ${randomInt(3) > 0}, 1, audit_id from account_settings where account_id = ${companyId(n)}
            on conflict (account_id) do update set weekday = excluded.weekday, minute_of_day = excluded.minute_of_day, zone = excluded.zone, personal_schedule = excluded.personal_schedule`;
          if (randomInt(2) === 0)
            await admin`
              insert into personal_schedules (account_id, user_id, weekday, minute_of_day, zone, audit_id)
              select account_id, user_id, ${1 + randomInt(7)}, null, ${any(zones)}, audit_id from memberships where account_id = ${companyId(n)} and user_id = ${personId(n, any(["hiring", "admin"] as const))}
              on conflict (account_id, user_id) do update set weekday = excluded.weekday, zone = excluded.zone`;
          if (randomInt(3) === 0)
            await admin`update account_settings set time_zone = ${any(zones)} where account_id = ${companyId(n)}`;
          await rescheduleDigests(ctx);
        },
        { now },
      );
    }
    await tick(n, now);
  }
  const runs = await runsOf(n);
  expect(new Set(runs.map((run) => `${run.user_id} ${run.iso_week}`)).size).toBe(runs.length);
  const sent = runs.filter((run) => run.outcome === "sent").length;
  expect(sent).toBeGreaterThan(6);
  expect(await queuedOf(n)).toBe(sent);
  // Due less sent less reasons leaves nobody: what is still open waits for its hour.
  const [open] = await admin<{ late: number }[]>`
    select count(*)::int as late from digest_runs where account_id = ${companyId(n)} and outcome is null and due_at < ${new Date(sunday.getTime() + 40 * 86_400_000)}`;
  expect(open?.late).toBe(0);
});

test("what the preview shows at a moment is the mail of that moment, byte by byte, and looking changes nothing", async () => {
  const n = nextCompany();
  await tick(n, sunday);
  for (const now of [monday, at("2026-05-11T08:00:00")]) {
    const previews = await Promise.all(
      (["hiring", "otherHiring", "admin", "finance"] as const).map((who) =>
        readAs(systemOf(n), (ctx) => previewDigest(ctx, personId(n, who)), { now }),
      ),
    );
    expect(previews.map((preview) => preview.outcome)).toEqual(["sent", "sent", "sent", "not_eligible"]);
    await admin`delete from mailbox_messages where to_address like ${`%@many-${n}.example`}`;
    await tick(n, now);
    await handOver(n, now);
    for (const mail of await mailsOf(n)) {
      const preview = previews.find((each) => each.email === mail.to_address);
      if (!preview?.mail) throw new Error(`${mail.to_address} was to get nothing.`);
      const { subject, html, text } = await renderMail("spend-alerts", preview.mail);
      expect(mail).toMatchObject({ subject, html, text });
      // Who may change purchase orders asks nobody; the others do wherever a line is about one.
      const asks = preview.lines.some(({ mend }) => mend === "Ask finance");
      expect(text.includes("Ask finance: "), mail.to_address).toBe(asks);
      if (preview.email.startsWith("dana@")) expect(asks).toBe(false);
      for (const line of preview.lines) expect(line.why.inputs.length).toBeGreaterThan(1);
    }
  }
});

test("an acknowledged line is counted, not listed; no reason for a mail; and told to the others", async () => {
  const n = nextCompany();
  const hana = personId(n, "hiring");
  await settleEverything(n);
  await admin`update contracts set state = 'active', ended_at = null, order_id = null, order_choice = 'none', contact_id = ${hana} where account_id = ${companyId(n)} and number = 1`;
  const preview = (who: string, now = monday) => readAs(systemOf(n), (ctx) => previewDigest(ctx, who), { now });
  const [line] = (await preview(hana)).lines;
  if (!line) throw new Error("There is nothing to acknowledge.");
  const actor = {
    kind: "member",
    userId: hana,
    accountId: companyId(n),
    name: "Hana Okafor",
    email: "",
    roles: ["hiring_manager"],
    hiringTeams: ["x"],
    via: "test",
  } as const;
  const acknowledge = (lineKey: string, untilDate: string, now = monday) =>
    writeAs(actor, (ctx) => acknowledgeAlert(ctx, { lineKey, untilDate, note: "Talking to finance" }), { now });
  expect(await acknowledge(line.key, "2026-06-02")).toMatchObject({ ok: false, reason: "invalid" });
  expect(await acknowledge(line.key, "2026-05-04")).toMatchObject({ ok: false, reason: "invalid" });
  await expect(acknowledge("past_end/nothing", "2026-05-11")).rejects.toThrow("Not found");
  await tick(n, sunday);
  expect(await acknowledge(line.key, "2026-05-11")).toEqual({ ok: true });
  await tick(n, monday);
  expect((await runsOf(n)).map((run) => [run.user_id === personId(n, "admin"), run.outcome])).toEqual([
    [false, "nothing"],
    [false, "nothing"],
    [true, "sent"],
  ]);
  expect((await preview(hana)).leftOut).toContainEqual(
    expect.objectContaining({ reason: "acknowledged until 11 May 2026" }),
  );
  expect((await preview(personId(n, "admin"))).lines[0]?.note).toBe("Acknowledged by Hana Okafor until 11 May 2026");
  // It holds through its last day, and no longer once the cause is another one.
  expect((await preview(hana, at("2026-05-11T23:59:00"))).outcome).toBe("nothing");
  expect((await preview(hana, at("2026-05-12T00:00:00"))).lines[0]?.since).toBe("Open for 1 week");
  await admin`update contracts set end_date = '2026-05-01' where account_id = ${companyId(n)} and number = 1`;
  expect((await preview(hana)).outcome).toBe("sent");
  await settleEverything(n);
  expect(await acknowledge(line.key, "2026-05-20", at("2026-05-06T08:00:00"))).toMatchObject({
    reason: "resolved",
    message: "Resolved on 6 May 2026. There is nothing to acknowledge.",
  });
});

/** A pool whose k-th statement fails, as if the process had been killed before it. */
function dyingAt(statement: number): { sql: postgres.Sql; died: () => boolean } {
  let count = 0;
  let died = false;
  const step = () => {
    count += 1;
    if (count < statement) return;
    died = true;
    throw new Error("killed");
  };
  const wrap = (tx: postgres.TransactionSql) =>
    new Proxy(tx, {
      apply: (target, self, args) => {
        step();
        return Reflect.apply(target, self, args);
      },
      get: (target, name) =>
        name === "unsafe"
          ? (...args: Parameters<typeof tx.unsafe>) => {
              step();
              return target.unsafe(...args);
            }
          : Reflect.get(target, name),
    });
  const begin = (...args: unknown[]) => {
    const work = args.pop() as (tx: postgres.TransactionSql) => Promise<unknown>;
    return Reflect.apply(pool().begin, pool(), [...args, (tx: postgres.TransactionSql) => work(wrap(tx))]);
  };
  return { sql: { begin } as unknown as postgres.Sql, died: () => died };
}
