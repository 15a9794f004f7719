import { type ChildProcess, spawn } from "node:child_process";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { bundleProgram } from "@/db/model/bundle";
import { startResend } from "@/e2e/stand-ins/resend";
import { startSmtp } from "@/e2e/stand-ins/smtp";
import { runSeed } from "@/e2e/world/seed";
import { openWorld, type World } from "@/e2e/world/world";
import { mails } from "@/emails";
import { writeAs } from "../ctx";
import { queueMail } from "./queue-mail";

// F4: several mail workers in processes of their own, killed at random moments while the provider loses answers, answers
// 429 and 500 and stalls. What was handed over is judged by the provider's own list and by SQL.

const killsWanted = Number(process.env.MAIL_KILLS ?? 60);
const seed = runSeed();
/** Three leases' minutes pass in nine seconds, so that killed workers' mails come free while the test watches. */
const speed = 20;
const random = generator(seed);

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
let program: Awaited<ReturnType<typeof bundleProgram>>;
let world: World;
let crew: Crew;

beforeAll(async () => {
  program = await bundleProgram("mail-worker.ts");
  world = await openWorld();
});
afterAll(async () => {
  program.remove();
  await sql.end({ timeout: 5 });
});
beforeEach(() => sql`delete from mail_outbox`);
afterEach(() => crew.dismiss());

test(`Resend: ${killsWanted * 5} mails, ${killsWanted} killed workers, a faulty provider: each mail once, none lost`, async () => {
  const provider = await startResend();
  crew = hire(["resend", provider.url, provider.apiKey]);
  const started = performance.now();
  const kinds = ["drop", "drop", "500", "stall", "page"] as const;
  const expected = await harass(killsWanted, 5, async () => {
    const kind = kinds[random(kinds.length)] ?? "drop";
    provider.fail(
      random(8) === 0
        ? { at: "before", kind: "429", retryAfter: 1 }
        : { at: random(2) === 0 ? "before" : "after", kind },
      { at: "after", kind: "drop" },
    );
    const asked = provider.requests() + random(6);
    return () => provider.requests() >= asked;
  });
  await settled();
  const took = (performance.now() - started) / 1000;
  const byRecipient = provider.accepted.map(({ to }) => to[0] ?? "").toSorted();
  console.log(
    `outbox over Resend: seed ${seed}, ${expected.length} mails, ${crew.kills()} kills, ${provider.requests()} requests → ${provider.accepted.length} mails, ${took.toFixed(1)} s`,
  );
  expect(crew.kills()).toBe(killsWanted);
  expect(byRecipient).toEqual(expected.toSorted());
  expect(new Set(provider.accepted.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(expected.length);
  const kept = await sql<
    { fate: string }[]
  >`select state || ' ' || to_address || ' ' || coalesce(provider_id, '') as fate from mail_outbox`;
  expect(kept.map((row) => row.fate).toSorted()).toEqual(
    provider.accepted.map(({ id, to }) => `sent ${to[0]} ${id}`).toSorted(),
  );
  expect(provider.requests()).toBeGreaterThan(expected.length);
  await provider.stop();
});

test("SMTP: killed workers lose no mail, and a repeat is the same letter under the same Message-ID", async () => {
  const server = await startSmtp();
  crew = hire(["smtp", server.url, ""]);
  const kills = Math.ceil(killsWanted / 6);
  const expected = await harass(kills, 5, async () => {
    server.fail({ at: "taken", kind: "drop" }, { at: "sender", kind: 421 }, { at: "middle", kind: "drop" });
    const reached = server.accepted.length + random(4);
    return () => server.accepted.length >= reached;
  });
  await settled();
  const letters = new Map<string, Set<string>>();
  for (const { recipients, raw, letter } of server.accepted) {
    const key = `${recipients[0]} ${letter.messageId}`;
    letters.set(key, (letters.get(key) ?? new Set()).add(raw));
  }
  console.log(
    `outbox over SMTP: seed ${seed}, ${expected.length} mails, ${crew.kills()} kills → ${server.accepted.length} letters, ${letters.size} different`,
  );
  expect(letters.size).toBe(expected.length);
  expect([...letters.keys()].map((key) => key.split(" ")[0]).toSorted()).toEqual(expected.toSorted());
  expect([...letters.values()].filter((bodies) => bodies.size !== 1)).toEqual([]);
  await server.stop();
});

/**
 * Queues `batch` mails and kills a worker, `kills` times: each time when `moment` says so (so many requests have come
 * in) or after a third of a second, whichever is first.
 * @returns the recipients, each of one mail
 */
async function harass(kills: number, batch: number, moment: () => Promise<() => boolean>): Promise<string[]> {
  const recipients: string[] = [];
  for (let n = 0; n < kills; n++) {
    await crew.ready();
    const fresh = Array.from({ length: batch }, (_, k) => `person${n}-${k}@northwind.example`);
    recipients.push(...fresh);
    const come = await moment();
    await writeAs(world.system, async (ctx) => {
      for (const to of fresh)
        await queueMail(ctx, { kind: "offer-withdrawn", to, key: to, props: mails["offer-withdrawn"].preview });
    });
    const until = performance.now() + 330;
    while (!come() && performance.now() < until) await new Promise((resume) => setTimeout(resume, 1 + random(10)));
    crew.killOne();
  }
  return recipients;
}

/** Resolves when no mail is waited for any longer. */
async function settled(): Promise<void> {
  await expect
    .poll(async () => (await sql`select from mail_outbox where state in ('ready', 'leased') limit 1`).length, {
      timeout: 60_000,
      interval: 100,
    })
    .toBe(0);
}

type Crew = { ready(): Promise<void>; killOne(): void; kills(): number; dismiss(): Promise<void> };

/** Three workers at work and one stepping in: a killed one is replaced at once. */
function hire(way: string[]): Crew {
  const epoch = Date.now();
  const working: ChildProcess[] = [];
  const all = new Set<ChildProcess>();
  let killed = 0;
  let dismissed = false;
  let failure = "";
  const recruit = () => {
    const worker = spawn(process.execPath, [program.file, world.accountId, ...way, String(epoch), String(speed)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    all.add(worker);
    worker.stdout?.once("data", () => working.push(worker));
    worker.stderr?.on("data", (bytes) => {
      failure += bytes;
    });
    worker.once("exit", () => all.delete(worker));
  };
  for (let n = 0; n < 4; n++) recruit();
  return {
    async ready() {
      await expect
        .poll(() => failure || working.length, { timeout: 30_000, interval: 5 })
        .toSatisfy((found: string | number) => typeof found === "string" || found >= 2);
      if (failure) throw new Error(`A worker failed by itself:\n${failure}`);
    },
    killOne() {
      const [victim] = working.splice(random(working.length), 1);
      if (!victim || dismissed) return;
      victim.kill("SIGKILL");
      killed += 1;
      recruit();
    },
    kills: () => killed,
    async dismiss() {
      dismissed = true;
      const gone = [...all].map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
      for (const worker of all) worker.kill("SIGKILL");
      await Promise.all(gone);
      if (failure) throw new Error(`A worker failed by itself:\n${failure}`);
    },
  };
}

/** Whole numbers below a bound, the same for the same seed (mulberry32). */
function generator(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
