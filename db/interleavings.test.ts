import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { writeAs } from "@/lib/ctx";
import { outcomeOf } from "./model/drive";
import { escrowBreaches } from "./model/escrow-checks";
import { breaches, chainBreaks } from "./model/invariants";
import { type Deed, meetings } from "./model/pairs";

// F12: named meetings of two deeds, in both orders. The first has done all its writing and has not committed when the
// second starts; the second then waits for it, or does not have to. Either way both must be told the truth.

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 2, onnotice: () => {} });
afterAll(() => sql.end({ timeout: 5 }));

describe.each(meetings)("$name", ({ arrange, firstWins, secondWins }) => {
  test.each([
    { order: "the first is first", reversed: false },
    { order: "the second is first", reversed: true },
  ])("$order", async ({ reversed }) => {
    const {
      world,
      deeds: [first, second],
    } = await arrange();
    const [early, late] = await (reversed ? overlap(second, first) : overlap(first, second));
    expect(reversed ? [late, early] : [early, late]).toEqual(reversed ? secondWins : firstWins);
    expect(await breaches(sql, world.accountId)).toEqual([]);
    expect(await chainBreaks(sql, world.accountId)).toEqual([]);
    expect(await escrowBreaches(sql, world.accountId)).toEqual([]);
  });
});

/** Performs `early` up to its commit, lets `late` run until it is done or waits for a lock, then lets `early` commit. */
async function overlap(early: Deed, late: Deed): Promise<[string, string]> {
  const written = gate();
  const mayCommit = gate();
  const one = outcomeOf(
    writeAs(
      early.actor,
      async (ctx) => {
        const result = await early.verb(ctx);
        written.open();
        await mayCommit.passed;
        return result;
      },
      { now: early.now },
    ),
  );
  await Promise.race([written.passed, one]);
  let done = false;
  const other = outcomeOf(writeAs(late.actor, late.verb, { now: late.now })).finally(() => {
    done = true;
  });
  while (!done && !(await somebodyWaits()));
  mayCommit.open();
  return Promise.all([one, other]);
}

function gate(): { passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

async function somebodyWaits(): Promise<boolean> {
  const [row] = await sql<{ waits: boolean }[]>`
    select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`;
  return row?.waits ?? false;
}
