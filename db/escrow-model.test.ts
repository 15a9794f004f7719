import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { runSeed } from "@/e2e/world/seed";
import { verifyLedgerOf } from "@/lib/ledger/verify";
import { bundleProgram } from "./model/bundle";
import { escrowBreaches, leftDue, type Standing, standing, thawed } from "./model/escrow-checks";
import { type Command, deeds, type Run, runs, sureRuns } from "./model/escrow-commands";
import { charge, type Facts, factsOf, prepare, tickOf } from "./model/escrow-driver";
import { isKeyed, type Job } from "./model/escrow-work";
import { holdMails } from "./model/hold-mails";
import { chainBreaks } from "./model/invariants";
import { type Process, startProcess } from "./model/processes";

// Contracts, milestones, escrow, disputes, money moves and time, driven by random commands through the product's own verbs
// on a real Postgres, in two processes beside this one, which judges. Their backends are ended in the midst of it, and now
// and then a whole process. After every command plain SQL as superuser says whether money and work are whole; a refusal
// leaves no trace; a form sent again moves nothing; what was lost on the way is there whole or not at all, and sent again
// it is there once; after a tick nothing is left due; nothing is paid while a dispute is open.
//
// The commands come from the seed; where exactly a kill hits does not. Every company pays a client fee that never comes out
// even; what there is without one, the tests of the verbs show.

vi.hoisted(() => {
  process.env.FEES_CLIENT ??= "2.75";
});

const total = Number(process.env.MODEL_RUNS ?? 200);
const seed = runSeed();
const lanes = 4;

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: lanes * 2, onnotice: () => {} });
let program: Awaited<ReturnType<typeof bundleProgram>>;
let processes: [Process, Process];

beforeAll(async () => {
  await holdMails(sql);
  program = await bundleProgram("escrow-worker.ts");
  processes = [startProcess(program.file, "model-a", sql), startProcess(program.file, "model-b", sql)];
});
afterAll(async () => {
  await Promise.all(processes.map((each) => each.dismiss()));
  program.remove();
  await sql.end({ timeout: 5 });
});

/** What came of the commands, by deed and word. */
const seen = new Map<string, number>();
const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
/** What befell the processes and the jobs in them. */
const figures = {
  commands: 0,
  refusals: 0,
  byProcess: [0, 0] as [number, number],
  pairs: 0,
  backends: 0,
  crashes: 0,
  lost: 0,
  lostButDone: 0,
};

test(`${total} runs of up to 120 commands leave every cent accounted for`, async () => {
  const started = performance.now();
  const each = Math.ceil(total / lanes);
  await Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      fc.assert(fc.asyncProperty(runs, oneRun), {
        seed: seed + lane,
        examples: sureRuns,
        numRuns: sureRuns.length + Math.min(each, total - lane * each),
        maxSkipsPerRun: 0,
        endOnFailure: process.env.SHRINK !== "1",
      }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  const { commands, refusals, byProcess, pairs, backends, crashes, lost, lostButDone } = figures;
  const lines = [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what} ${times}`);
  console.log(
    `${lines.join("\n")}\nescrow model: seed ${seed}, ${total} runs, ${commands} commands (${pairs} in both processes at once), ` +
      `${refusals} refusals; jobs by process ${byProcess.join(" and ")}; ${backends} killed backends, ${crashes} killed processes ` +
      `and lost answers hit ${lost} jobs, ${lostButDone} deeds of them after the commit; ${seconds.toFixed(1)} s`,
  );
  if (total < 200) return;
  expect(expected.filter((what) => !seen.has(what))).toEqual([]);
  expect(backends).toBeGreaterThan(50);
  expect(crashes).toBeGreaterThan(0);
  expect(lostButDone).toBeGreaterThan(3);
  expect(pairs).toBeGreaterThan(20);
});

/** Every deed, and ways of refusing that guard money. A run without them proves little. */
const expected = [
  ...deeds.map((deed) => `${deed} ok`),
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
  let facts = await factsOf(world);
  for (const [index, command] of commands.entries()) {
    const said = `after command ${index}: ${JSON.stringify(command)}`;
    const after =
      command.do === "wait" ? await wait(world, command, said) : await act(world, command, facts, now, said);
    if (!after) continue;
    count(command.do);
    figures.commands += 1;
    const moved = after.text !== now.text;
    if (moved) expect(await escrowBreaches(sql, world.accountId), said).toEqual([]);
    if (!endsDisputes.has(command.do)) expect(thawed(now, after), said).toEqual([]);
    if (moved) facts = await factsOf(world);
    now = after;
  }
  expect(await chainBreaks(sql, world.accountId)).toEqual([]);
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
}

type Form = Extract<Command, { aim: boolean }>;

async function act(
  world: EscrowWorld,
  command: Form,
  facts: Facts,
  before: Standing,
  said: string,
): Promise<Standing | null> {
  const job = prepare(world, command, facts);
  if (!job) return null;
  if (command.twice) figures.pairs += 1;
  const places = command.twice ? [command.process, otherThan(command.process)] : [command.process];
  const [answers] = await Promise.all([
    Promise.all(places.map((place) => carryOut(place, job, said, command))),
    harm(command, job),
  ]);
  const [words = ""] = answers;
  count(`${command.do} ${words}`);
  if (words !== "ok" && words !== "lost") figures.refusals += 1;

  const after = await standing(sql, world.accountId);
  const events = after.events - before.events;
  const told = `${said}: told ${answers.join(" and ")}`;
  expect(events, told).toBeLessThanOrEqual(1);
  expect(after.text !== before.text, told).toBe(events === 1);
  if (events === 1) expect(answers.includes("ok") || answers.includes("lost"), told).toBe(true);
  // A yes is a commit. Verbs without a key also say yes to what is so already.
  if (answers.includes("ok") && isKeyed(job)) expect(events, told).toBe(1);

  const lost = answers.includes("lost");
  if (!lost && (words !== "ok" || !command.again)) return after;
  if (lost && events === 1) {
    if (!answers.includes("ok")) figures.lostButDone += 1;
    expect(await escrowBreaches(sql, world.accountId), told).toEqual([]);
  }
  const again = await insist(otherThan(command.process), job, said);
  if (lost) count(`${command.do} ${again.at(-1)}`);
  const later = await standing(sql, world.accountId);
  const toldAgain = `${told}, then ${again.join(" and ")}`;
  expect(later.events - before.events, toldAgain).toBeLessThanOrEqual(1);
  if (events === 1) expect(later.text, toldAgain).toBe(after.text);
  if (later.events > before.events && isKeyed(job)) expect(again.at(-1), toldAgain).toBe("ok");
  if (events === 0 && again.length === 1 && again[0] !== "ok") expect(later.text, toldAgain).toBe(before.text);
  return later;
}

type Wait = Extract<Command, { do: "wait" }>;

async function wait(world: EscrowWorld, command: Wait, said: string): Promise<Standing> {
  world.now = new Date((world.now?.getTime() ?? 0) + command.hours * 3_600_000);
  const job = tickOf(world);
  const places = [command.process, otherThan(command.process)].slice(0, command.ticks);
  const [answers] = await Promise.all([
    Promise.all(places.map((place) => carryOut(place, job, said, command))),
    harm(command, job),
  ]);
  if (answers.includes("lost")) {
    expect(await escrowBreaches(sql, world.accountId), said).toEqual([]);
    await insist(otherThan(command.process), job, said);
  }
  expect(await leftDue(sql, world.accountId, job.now), said).toEqual([]);
  return standing(sql, world.accountId);
}

type Place = Command["process"];
const otherThan = (place: Place): Place => (place === 0 ? 1 : 0);

/** @param command is harmed here, where it is given and its own process does the job */
async function carryOut(place: Place, job: Job, said: string, command?: Command): Promise<string> {
  const answer = await processes[place].carryOut(job);
  const unheard = command?.harm?.kind === "deafen" && command.process === place && !answer.startsWith("fault");
  const words = unheard ? "lost" : answer;
  if (words.startsWith("fault")) throw new Error(`${said}: ${words}`);
  figures.byProcess[place] += 1;
  if (words === "lost") figures.lost += 1;
  return words;
}

/** Sends the same form until an answer comes. @returns all that was told */
async function insist(place: Place, job: Job, said: string): Promise<string[]> {
  const told: string[] = [];
  do told.push(await carryOut(place, job, said));
  while (told.at(-1) === "lost");
  return told;
}

async function harm({ process, harm }: Command, job: Job): Promise<void> {
  if (harm?.kind === "cutOff") {
    if (await processes[process].cutOff(harm.share, job)) figures.backends += 1;
  }
  if (harm?.kind === "crash") {
    await processes[process].crash(harm.share, job);
    figures.crashes += 1;
  }
}
