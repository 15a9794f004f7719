import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { runSeed } from "@/e2e/world/seed";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import { verifyLedgerOf } from "@/lib/ledger/verify";
import { escrowBreaches, leftDue, type Standing, standing } from "./model/escrow-checks";
import { type Command, deeds, type Run, runs } from "./model/escrow-commands";
import { charge, perform, prepare } from "./model/escrow-driver";
import { holdMails } from "./model/hold-mails";
import { chainBreaks } from "./model/invariants";

// Contracts, milestones, escrow, disputes, money moves and time, driven by random commands through the product's own verbs
// on a real Postgres. After every command plain SQL as superuser says whether money and work are whole; a refusal leaves
// no trace; a form sent again moves nothing; after a tick nothing is left due; nothing is paid while a dispute is open.

const total = Number(process.env.MODEL_RUNS ?? 200);
const seed = runSeed();
const lanes = 4;

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: lanes * 2, onnotice: () => {} });
beforeAll(() => holdMails(sql));
afterAll(() => sql.end({ timeout: 5 }));

const seen = new Map<string, number>();
const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);

test(`${total} runs of up to 120 commands leave every cent accounted for`, async () => {
  const started = performance.now();
  const each = Math.ceil(total / lanes);
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      fc.assert(fc.asyncProperty(runs, oneRun), {
        seed: seed + lane,
        numRuns: Math.min(each, total - lane * each),
        maxSkipsPerRun: 0,
        endOnFailure: process.env.SHRINK !== "1",
      }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  const commands = [...seen].filter(([what]) => !what.includes(" ")).reduce((sum, [, times]) => sum + times, 0);
  const lines = [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what} ${times}`);
  console.log(
    `escrow model: seed ${seed}, ${total} runs, ${commands} commands, ${seconds.toFixed(1)} s\n${lines.join("\n")}`,
  );
  if (total >= 200) expect(expected.filter((what) => !seen.has(what))).toEqual([]);
}, 900_000);

/** Every deed that two hundred runs surely do, and ways of refusing that guard money. A run without them proves little. */
const rare = new Set<string>(["ask-release", "payout", "refuse", "reinstate", "withdraw-dispute", "changes"]);
const expected = [
  ...deeds.filter((deed) => !rare.has(deed)).map((deed) => `${deed} ok`),
  "release more-than-held",
  "release not-positive",
  "fund another-funded",
  "end choose-escrow",
];

/** Deeds that end a dispute, or let its clock end it (every deed on it looks at the clock first); any other leaves what is frozen as it is. */
const endsDisputes = new Set(["answer-dispute", "withdraw-dispute", "confirm", "wait"]);

async function oneRun({ amounts, ordered, charged, commands }: Run): Promise<void> {
  const world = await openEscrowWorld({ amounts, ordered });
  if (charged) await charge(world);
  let now = await standing(sql, world.accountId);
  for (const [index, command] of commands.entries()) {
    const said = `after command ${index}: ${JSON.stringify(command)}`;
    const after = command.do === "wait" ? await wait(world, command, said) : await act(world, command, now, said);
    if (!after) continue;
    count(command.do);
    if (after.text !== now.text) expect(await escrowBreaches(sql, world.accountId), said).toEqual([]);
    if (!endsDisputes.has(command.do)) {
      for (const [id, figures] of Object.entries(now.frozen)) expect(after.frozen[id] ?? "thawed", said).toBe(figures);
    }
    now = after;
  }
  expect(await chainBreaks(sql, world.accountId)).toEqual([]);
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
}

type Form = Extract<Command, { aim: boolean }>;

async function act(world: EscrowWorld, command: Form, before: Standing, said: string): Promise<Standing | null> {
  const made = await prepare(world, command);
  if (!made) return null;
  const [outcome, other] = await Promise.all([perform(world, made), command.twice ? perform(world, made) : null]);
  const words = outcomeOf(outcome);
  const fault = [words, other ? outcomeOf(other) : ""].find((each) => each.startsWith("fault"));
  if (fault) throw new Error(`${said}: ${fault}`);
  count(`${command.do} ${words}`);
  const after = await standing(sql, world.accountId);
  if (words !== "ok" && !command.twice) expect(after.text, said).toBe(before.text);
  if (words !== "ok" || !command.again) return after;
  const again = outcomeOf(await perform(world, made));
  if (again.startsWith("fault")) throw new Error(`${said}, again: ${again}`);
  expect((await standing(sql, world.accountId)).text, `${said}, again`).toBe(after.text);
  return after;
}

async function wait(world: EscrowWorld, { hours, ticks }: { hours: number; ticks: number }, said: string) {
  world.now = new Date((world.now?.getTime() ?? 0) + hours * 3_600_000);
  await Promise.all(Array.from({ length: ticks }, () => world.tick()));
  expect(await leftDue(sql, world.accountId, world.now), said).toEqual([]);
  return standing(sql, world.accountId);
}

function outcomeOf(outcome: unknown): string {
  if (outcome instanceof NotFoundError) return "not-found";
  if (outcome instanceof ForbiddenError) return "forbidden";
  if (outcome instanceof ConflictError) return "conflict";
  if (outcome instanceof Error) return `fault ${outcome.stack} ${outcome.cause}`;
  const { ok, reason } = outcome as { ok: boolean; reason?: string };
  return ok ? "ok" : (reason ?? "refused");
}
