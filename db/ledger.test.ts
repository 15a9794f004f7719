import { randomUUID } from "node:crypto";
import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openWorld, type World } from "@/e2e/world/world";
import { recordEvent } from "@/lib/audit/record-event";
import { writeAs } from "@/lib/ctx";
import { ConflictError } from "@/lib/errors";
import { type Movement, type Pot, transfer } from "@/lib/ledger/transfer";
import { ledgerRules } from "@/lib/ledger/verify";
import { openPool } from "./client";

// The ledger against a model, crowds and kills (I16–I23; L2, L3 and F1 of reliability.md). What happened is judged by SQL
// as superuser and by the test's own log of what it was told.

const admin = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 3, onnotice: () => {} });
const crowd = openPool(process.env.DATABASE_URL ?? "", { max: 10 });
afterAll(async () => {
  await Promise.all([admin.end({ timeout: 5 }), crowd.end({ timeout: 5 })]);
});

let world: World;
beforeEach(async () => {
  world = await openWorld({ policy: null });
});

const pot = (code: string, guarded = false): Pot => ({
  subjectKind: "company",
  subjectId: randomUUID(),
  code,
  guarded,
});
const move = (debit: Pot, credit: Pot, amount: bigint, more: Partial<Movement> = {}): Movement => ({
  kind: "deposit",
  key: randomUUID(),
  debit,
  credit,
  amount,
  currency: "USD",
  subject: { kind: "account", id: world.accountId },
  ...more,
});

const post = (movements: Movement[]) =>
  writeAs(
    world.system,
    async (ctx) => {
      const made = await transfer(ctx, movements);
      recordEvent(ctx, "account.posted", "account", world.accountId);
      return made;
    },
    { sql: crowd, ...(world.now ? { now: world.now } : {}) },
  );
/** "ok", or that it was refused as a conflict; anything else is a failure of the test. */
const attempted = (movements: Movement[]) =>
  post(movements).then(
    () => "ok" as const,
    (error: unknown) => {
      if (error instanceof ConflictError) return "refused" as const;
      throw error;
    },
  );

const balanceOf = async ({ subjectId, code }: Pot, currency = "USD") => {
  const [row] = await admin<{ balance: string }[]>`
    select balance from ledger_accounts where account_id = ${world.accountId} and subject_id = ${subjectId} and code = ${code} and currency = ${currency}`;
  return BigInt(row?.balance ?? 0);
};

/** Everything that is broken in the company's ledger, by every rule. */
async function faults(): Promise<string[]> {
  const found: string[] = [];
  for (const [rule, query] of Object.entries(ledgerRules)) {
    const rows = await admin.unsafe<Record<string, string>[]>(query, [world.accountId]);
    found.push(...rows.map((row) => `${rule}: ${Object.values(row)[0]}`));
  }
  return found;
}

/** Rounds of `count` deeds, `lanes` at a time. */
async function inLanes<T>(lanes: number, count: number, one: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < count) results.push(await one(next++));
    }),
  );
  return results;
}

test("any list of movements does to the pots what it says, or nothing at all", async () => {
  const codes = ["cash", "escrow", "earned", "fees"];
  const guarded = new Set(["escrow", "earned"]);
  const one = fc.record({
    debit: fc.constantFrom(...codes),
    credit: fc.constantFrom(...codes),
    amount: fc.bigInt({ min: 1n, max: 40n }),
    currency: fc.constantFrom("USD", "USD", "JPY"),
    /** which earlier key it repeats, if any, and whether with other content */
    repeats: fc.option(fc.record({ which: fc.nat(20), other: fc.boolean() }), { freq: 4 }),
  });
  const lists = fc.array(fc.array(one, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 });
  const told = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(lists, async (run) => {
      const subjectId = randomUUID();
      const potNamed = (code: string): Pot => ({ subjectKind: "company", subjectId, code, guarded: guarded.has(code) });
      let balances = new Map<string, bigint>();
      const posted: Movement[] = [];
      for (const list of run) {
        const movements: Movement[] = [];
        const next = new Map(balances);
        let sound = true;
        for (const { debit, credit, amount, currency, repeats } of list.filter((each) => each.debit !== each.credit)) {
          const earlier = [...posted, ...movements];
          const again = repeats ? earlier[repeats.which % Math.max(1, earlier.length)] : undefined;
          if (again) {
            movements.push(repeats?.other ? { ...again, amount: again.amount + 1n } : again);
            if (repeats?.other) sound = false;
            continue;
          }
          movements.push(move(potNamed(debit), potNamed(credit), amount, { currency }));
          for (const [code, change] of [
            [debit, amount],
            [credit, -amount],
          ] as const) {
            const name = `${code} ${currency}`;
            next.set(name, (next.get(name) ?? 0n) + change);
            if (guarded.has(code) && (next.get(name) ?? 0n) < 0n) sound = false;
          }
        }
        const outcome = await attempted(movements);
        told.set(outcome, (told.get(outcome) ?? 0) + 1);
        expect(outcome).toBe(sound ? "ok" : "refused");
        if (!sound) continue;
        balances = next;
        posted.push(...movements);
      }
      const rows = await admin<{ name: string; balance: string }[]>`
        select code || ' ' || currency as name, balance from ledger_accounts where account_id = ${world.accountId} and subject_id = ${subjectId}`;
      expect(new Map(rows.map((row) => [row.name, BigInt(row.balance)]))).toEqual(balances);
    }),
    { numRuns: Number(process.env.LEDGER_RUNS ?? 60) },
  );
  expect(await faults()).toEqual([]);
  expect([...told.keys()].toSorted()).toEqual(["ok", "refused"]);
});

test("a list of thousands on the same few pots is a few statements, and may be sent again", async () => {
  const pots = Array.from({ length: 50 }, () => pot("line"));
  const bank = pot("bank");
  const list = Array.from({ length: 2_500 }, (_, n) => {
    const [a, b] = [pots[n % 50] as Pot, bank];
    return n % 3 === 0 ? move(b, a, 1n) : move(a, b, 2n);
  });
  const made = await post(list);
  expect(new Set(made.map(({ id }) => id)).size).toBe(2_500);
  expect(await post(list)).toEqual(made);
  const half = [...list.slice(1_000), ...list.slice(0, 10).map((each) => ({ ...each, key: randomUUID() }))];
  expect((await post(half)).slice(0, 1_500)).toEqual(made.slice(1_000));
  expect(await faults()).toEqual([]);
});

describe("crowds", () => {
  test("the same key a hundred times at once is one transfer", async () => {
    const [to, from] = [pot("held"), pot("bank")];
    const same = move(to, from, 7_00n);
    const answers = await Promise.all(Array.from({ length: 100 }, () => post([same])));
    expect(new Set(answers.map(([made]) => made?.id)).size).toBe(1);
    expect(await balanceOf(to)).toBe(7_00n);
  });

  test("the same key with fifty contents at once: one is posted, the others are told", async () => {
    const from = pot("bank");
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => attempted([move(pot("held"), from, BigInt(n + 1), { key })])),
    );
    expect(answers.filter((answer) => answer === "ok")).toHaveLength(1);
  });

  test("every reversal sent twice at once: each takes back once", async () => {
    const [to, from] = [pot("held"), pot("bank")];
    const made = await post(Array.from({ length: 20 }, (_, n) => move(to, from, BigInt(n + 1))));
    const backs = made.flatMap(({ id }, n) =>
      [1, 2].map(() => move(from, to, BigInt(n + 1), { kind: "reversal", reverses: id })),
    );
    const answers = await Promise.all(backs.map((back) => attempted([back])));
    expect(answers.filter((answer) => answer === "ok")).toHaveLength(20);
    expect(answers.filter((answer) => answer === "refused")).toHaveLength(20);
    expect(await balanceOf(to)).toBe(0n);
  });

  test("twenty at once on one guarded pot: never below zero, nothing lost, and whole at every look", async () => {
    const [hot, bank] = [pot("escrow", true), pot("bank")];
    const others = Array.from({ length: 6 }, () => pot("line"));
    await post([move(hot, bank, 500n)]);
    let expected = 500n;
    let looks = 0;
    const refusals: string[] = [];
    const answers = await inLanes(20, 200, async (n) => {
      const amount = BigInt(1 + ((n * 7) % 11));
      // Both directions over the hot pot, and side payments in opposite order: a circle unless the locks are sorted.
      const [a, b] = [others[n % 6] as Pot, others[(n * 5 + 1) % 6] as Pot];
      const movements =
        n % 4 === 0 ? [move(hot, a, amount)] : [move(b, hot, amount), ...(a === b ? [] : [move(a, b, 1n)])];
      const answer = await attempted(movements);
      if (answer === "ok") expected += n % 4 === 0 ? amount : -amount;
      else refusals.push(answer);
      if (n % 20 === 10) {
        expect(await faults()).toEqual([]);
        looks += 1;
      }
      return answer;
    });
    expect(answers).toHaveLength(200);
    expect(await balanceOf(hot)).toBe(expected);
    expect(expected >= 0n).toBe(true);
    expect(refusals.length).toBeGreaterThan(0);
    expect(looks).toBe(10);
    expect(await faults()).toEqual([]);
  });
});

test("backends are killed under it: what was acknowledged is there once, and nothing is there by half", async () => {
  const pots = Array.from({ length: 12 }, () => pot("line"));
  const acked = new Map<string, bigint>();
  let unsure = 0;
  let kills = 0;
  const until = performance.now() + 1_000 * Number(process.env.KILL_SECONDS ?? 3);
  // A busy machine takes longer until enough was killed, and in the middle of something.
  const over = () => performance.now() >= until && kills > 5 && unsure > 0;
  const killer = (async () => {
    while (!over()) {
      await new Promise((resolve) => setTimeout(resolve, 80));
      const killed = await admin`
        select pg_terminate_backend(pid) from (select pid from pg_stat_activity
          where datname = current_database() and usename = 'countersign' order by random() limit 1) victim`;
      kills += killed.length;
    }
  })();
  await Promise.all(
    Array.from({ length: 12 }, async (_, lane) => {
      for (let n = 0; !over(); n++) {
        const [a, b] = [pots[(lane + n) % 12] as Pot, pots[(lane * 5 + n * 7 + 1) % 12] as Pot];
        if (a === b) continue;
        const amount = BigInt(1 + (n % 97));
        const movements = [move(a, b, amount), move(b, a, amount + 1n), move(a, b, 1n)];
        // An unknown outcome is asked again with the same keys, never with others.
        for (let tries = 1; ; tries++) {
          try {
            await post(movements);
            break;
          } catch (error) {
            unsure += 1;
            if (tries === 500 || error instanceof ConflictError) throw error;
          }
        }
        for (const { key, amount: minor } of movements) acked.set(key, minor);
      }
    }),
  );
  await killer;
  const rows = await admin<{ key: string; amount: string }[]>`
    select idem_key as key, amount from ledger_transfers t join ledger_accounts p on p.account_id = t.account_id and p.id = t.debit_id
    where t.account_id = ${world.accountId} and p.subject_id = any(${pots.map((each) => each.subjectId)})`;
  console.log(`ledger: ${acked.size} acknowledged, ${kills} kills, ${unsure} asked again`);
  expect(kills).toBeGreaterThan(5);
  expect(unsure).toBeGreaterThan(0);
  expect(new Map(rows.map((row) => [row.key, BigInt(row.amount)]))).toEqual(acked);
  expect(rows).toHaveLength(acked.size);
  expect(await faults()).toEqual([]);
});
