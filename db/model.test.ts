import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { depositAmply } from "@/e2e/world/deposit";
import { runSeed } from "@/e2e/world/seed";
import { openWorld } from "@/e2e/world/world";
import { type Command, commandNames, type Run, runs } from "./model/commands";
import { Driver } from "./model/drive";
import { holdMails } from "./model/hold-mails";
import { breaches, chainBreaks, chainWatch } from "./model/invariants";
import { unreachable } from "./model/reach";
import { compareRows, type Rows, rowReader } from "./model/rows";
import { Model } from "./model/state";

// Requests, steps, offers, settings and time, driven by random commands through the product's own verbs on a real
// Postgres. After every command a small model says what should have happened, and plain SQL as superuser says whether
// I1–I7, I31 and I36 hold, whether one reader's lists show what is theirs wherever a row moved (I8; another reader's at
// each command), and whether what was appended continues the chain (I37). At the end of each run all lists and the whole chain are verified.

const total = Number(process.env.MODEL_RUNS ?? 200);
const seed = runSeed();
/** Runs that share nothing but the server; so many keep two cores busy. */
const lanes = 4;

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: lanes * 2, onnotice: () => {} });
let readRows: (accountId: string) => Promise<Rows>;
let foreignRequest = "";
const seen = new Map<string, number>();
const count = (what: string, by = 1) => seen.set(what, (seen.get(what) ?? 0) + by);

beforeAll(async () => {
  await holdMails(sql);
  readRows = await rowReader(sql);
  foreignRequest = (await (await openWorld()).approvedRequest()).id;
});
afterAll(() => sql.end({ timeout: 5 }));

test(`${total} runs of up to 60 commands leave every invariant whole`, async () => {
  const started = performance.now();
  const property = fc.asyncProperty(runs, oneRun);
  const each = Math.ceil(total / lanes);
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      fc.assert(property, {
        seed: seed + lane,
        numRuns: Math.min(each, total - lane * each),
        maxSkipsPerRun: 0,
        endOnFailure: process.env.SHRINK !== "1",
      }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  const lines = [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what} ${times}`);
  const commands = commandNames.reduce((sum, name) => sum + (seen.get(name) ?? 0), 0);
  const refused = [...seen]
    .filter(([what]) => what.includes(" ") && !/ (ok|again)$/.test(what) && !what.startsWith("rows"))
    .reduce((sum, [, times]) => sum + times, 0);
  console.log(
    `model: seed ${seed}, ${total} runs, ${commands} commands, ${refused} refused, ${seconds.toFixed(1)} s\n${lines.join("\n")}`,
  );
  expect(expected.filter((what) => !seen.has(what))).toEqual([]);
});

/** Every command, and every reason to refuse it that the product knows. A run that never meets one proves nothing about it. */
const expected = [
  ...commandNames,
  ..."ok again forbidden approvals-off nobody-can-decide invalid:neededBy invalid:title"
    .split(" ")
    .map((outcome) => `request ${outcome}`),
  ..."ok again not-found forbidden already-decided expired not-your-turn changed"
    .split(" ")
    .flatMap((outcome) => [`approve ${outcome}`, `decline ${outcome}`]),
  "decline invalid:reason",
  ..."ok again not-found forbidden already-decided".split(" ").map((outcome) => `withdraw-request ${outcome}`),
  ..."ok again not-found forbidden already-decided expired changed-meanwhile invalid:replacementId"
    .split(" ")
    .map((outcome) => `replace-approver ${outcome}`),
  ..."ok again forbidden not-found invalid:talentEmail invalid:contactId invalid:requestId approval-unusable:requester approval-unusable:used approval-unusable:expired approval-unusable:pending approval-unusable:ended approval-unusable:team"
    .split(" ")
    .map((outcome) => `send ${outcome}`),
  ..."ok not-found forbidden not-pending changed-meanwhile nothing-changed"
    .split(" ")
    .map((outcome) => `modify ${outcome}`),
  ..."ok again not-found forbidden not-pending"
    .split(" ")
    .flatMap((outcome) => [`withdraw-offer ${outcome}`, `decline-offer ${outcome}`]),
  ..."ok again not-found forbidden not-pending expired changed-meanwhile"
    .split(" ")
    .map((outcome) => `accept ${outcome}`),
  ..."ok forbidden changed-meanwhile invalid:step1a".split(" ").map((outcome) => `policy ${outcome}`),
  "revoke ok",
  "wait ok",
  "rows carried over",
  "rows inside",
  "rows expired requests",
  "rows expired offers",
  "rows freed requests",
  "rows reminders",
  "rows approvers missing",
  "rows warnings",
  "rows second steps",
  "rows own slots skipped",
];

async function oneRun({ steps, reasonRequired, commands }: Run): Promise<void> {
  const world = await openWorld({ policy: { steps, declineReasonRequired: reasonRequired } });
  const { accountId } = world;
  // Debt and what follows from it are the escrow model's.
  await depositAmply(world);
  const model = new Model(world.now ?? new Date(0), steps, reasonRequired);
  const driver = new Driver(world, model, foreignRequest);
  const told = new Map<string, number>();
  let rows = await readRows(accountId);
  let besideBefore = 0;
  const chainNow = chainWatch(sql, accountId);
  for (const [index, command] of commands.entries()) {
    const step = await driver.perform(command);
    if (!step) continue;
    const { predicted, actual } = step;
    count(command.do);
    count(`${command.do} ${predicted.outcome === "again" && command.do === "wait" ? "ok" : predicted.outcome}`);
    for (const mail of predicted.mails) told.set(mail, (told.get(mail) ?? 0) + 1);
    const [after, chain, broken, states, mails, beside] = await Promise.all([
      readRows(accountId),
      chainNow(),
      breaches(sql, accountId),
      statesOf(accountId),
      mailsOf(accountId),
      countBeside(accountId),
    ]);
    const change = compareRows(rows, after, accountId);
    // A list reads rows and nothing else: where none moved, it is as it was.
    const hidden = change.moved > 0 ? await unreachable(sql, world, index) : [];
    const found = {
      outcome: actual === "ok" && predicted.outcome === "again" ? "again" : actual,
      broken: [...change.broken, ...broken, ...chain, ...hidden],
      events: change.events - (beside - besideBefore),
      moved: predicted.events === 0 && beside === besideBefore ? change.moved : 0,
      states,
      mails: mails.filter(({ mail }) => told.has(mail) || known.has(mail.split(" ")[0] ?? "")),
    };
    const wanted = {
      outcome: predicted.outcome,
      broken: [],
      events: predicted.events,
      moved: 0,
      states: statesIn(model),
      mails: mailsIn(told, (who) => addressOf(world, who)),
    };
    expect(found, `after command ${index}: ${describe(command)}`).toEqual(wanted);
    rows = after;
    besideBefore = beside;
  }
  expect([...(await chainBreaks(sql, accountId)), ...(await unreachable(sql, world))]).toEqual([]);
  await countRows(accountId);
}

/** Mails the model speaks of. Other news may be added by sweeps it does not know. */
const known = new Set(
  "approver-missing request-reminder request-expiring offer-expiring request-requested request-approved request-declined request-expired request-freed offer-sent offer-invited offer-modified offer-withdrawn offer-accepted offer-declined offer-expired".split(
    " ",
  ),
);

const describe = (command: Command) => JSON.stringify(command);

function addressOf(world: Awaited<ReturnType<typeof openWorld>>, who: string): string {
  return who === "stranger"
    ? `ivo@${world.company.slug}-stranger.example`
    : world.emailOf(who as Parameters<typeof world.emailOf>[0]);
}

/** Events of the clock that this model does not tell: a month on terms is closed or due, a contract ends soon or is quiet. */
async function countBeside(accountId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(distinct event_id)::int as count from audit_entries
    where account_id = ${accountId} and action in ('billing.month-closed', 'invoice.issued', 'billing.due-day-passed', 'contract.end-near', 'contract.inactive')`;
  return row?.count ?? 0;
}

async function statesOf(accountId: string): Promise<string[]> {
  const rows = await sql<{ state: string }[]>`
    select 'request ' || id || ' ' || state || ' step ' || current_step || ' until ' || coalesce((extract(epoch from expires_at) * 1000)::bigint::text, 'never') as state from approval_requests where account_id = ${accountId}
    union all
    select 'offer ' || id || ' ' || state || ' version ' || version || ' until ' || (extract(epoch from valid_until) * 1000)::bigint from offers where account_id = ${accountId}`;
  return rows.map((row) => row.state).toSorted();
}

function statesIn(model: Model): string[] {
  return [
    ...model.requests.map(
      (request) => `request ${request.id} ${request.state} step ${request.step} until ${request.expiresAt ?? "never"}`,
    ),
    ...model.offers.map(
      (offer) => `offer ${offer.id} ${offer.state} version ${offer.version} until ${offer.validUntil}`,
    ),
  ].toSorted();
}

async function mailsOf(accountId: string) {
  const rows = await sql<{ mail: string; times: number }[]>`
    select kind || ' ' || to_address as mail, count(*)::int as times from mail_outbox where account_id = ${accountId} group by 1`;
  return rows.map(({ mail, times }) => ({ mail, times })).toSorted((a, b) => (a.mail < b.mail ? -1 : 1));
}

function mailsIn(told: Map<string, number>, addressOfRole: (who: string) => string) {
  const byMail = [...told].map(([mail, times]) => {
    const [kind, who = ""] = mail.split(" ");
    return { mail: `${kind} ${addressOfRole(who)}`, times };
  });
  return byMail.toSorted((a, b) => (a.mail < b.mail ? -1 : 1));
}

async function countRows(accountId: string): Promise<void> {
  const [found] = await sql<Record<string, number>[]>`
    select (select count(*)::int from offer_versions where account_id = ${accountId} and carried_over) as "carried over",
      (select count(*)::int from offer_versions where account_id = ${accountId} and inside and request_id is not null) as "inside",
      (select count(*)::int from approval_requests where account_id = ${accountId} and state = 'expired') as "expired requests",
      (select count(*)::int from offers where account_id = ${accountId} and state = 'expired') as "expired offers",
      (select count(*)::int from audit_entries where account_id = ${accountId} and action = 'request.freed') as "freed requests",
      (select count(*)::int from audit_entries where account_id = ${accountId} and action = 'request.reminded') as "reminders",
      (select count(*)::int from audit_entries where account_id = ${accountId} and action = 'request.approver-missing') as "approvers missing",
      (select count(*)::int from audit_entries where account_id = ${accountId} and action in ('request.expiring', 'offer.expiring')) as "warnings",
      (select count(*)::int from approval_decisions where account_id = ${accountId} and step = 2) as "second steps",
      (select count(*)::int from approval_slots where account_id = ${accountId} and state = 'skipped') as "own slots skipped"`;
  for (const [what, times] of Object.entries(found ?? {})) if (times > 0) count(`rows ${what}`, times);
}
