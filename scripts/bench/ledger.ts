import { openPool } from "@/db/client";
import type { SystemActor } from "@/lib/actor";
import type { Movement, Pot } from "@/lib/ledger/transfer";
import { addCompanies, openBenchCompany } from "./company";
import { type Figure, median } from "./figure";

const lanes = 8;
/** 1,000 ledger accounts: the events of one company form one chain, so its deeds commit one after the other. */
const companies = 100;
const pots = 10;
const perRound = 1_200;

/**
 * Transfers a second by the verb, 8 at a time over 1,000 ledger accounts: door, locks, transfer, two entries, two balances
 * and an audit event each. The floor is one plain row a transaction, inserted on the very same connections. Rounds
 * alternate, so that both see the same machine.
 */
export async function ledgerTransfer(): Promise<Figure> {
  const company = await openBenchCompany();
  process.env.DATABASE_URL = company.url;
  try {
    const { writeAs } = await import("@/lib/ctx");
    const { recordEvent } = await import("@/lib/audit/record-event");
    const { transfer } = await import("@/lib/ledger/transfer");
    const { newId } = await import("@/lib/ids");
    const sql = openPool(company.url, { max: lanes });
    const accountIds = await addCompanies(company, companies);
    const post = (accountId: string, movements: Movement[]) => {
      const actor: SystemActor = { kind: "system", accountId, userId: null, job: "bench", via: "test" };
      return writeAs(
        actor,
        async (ctx) => {
          await transfer(ctx, movements);
          recordEvent(ctx, "account.posted", "account", accountId);
        },
        { sql },
      );
    };
    const held = accountIds.map((accountId) => ({
      accountId,
      pots: Array.from({ length: pots }, (): Pot => ({ subjectKind: "company", subjectId: newId(), code: "held" })),
    }));
    const between = ({ accountId, pots: own }: (typeof held)[number], from: number, to: number): Movement => ({
      kind: "deposit",
      key: newId(),
      debit: own[to % pots] as Pot,
      credit: own[from % pots] as Pot,
      amount: 1_00n,
      currency: "USD",
      subject: { kind: "account", id: accountId },
    });
    for (const each of held)
      await post(
        each.accountId,
        each.pots.map((_, n) => between(each, n, n + 1)),
      );
    await sql`create table bench_rows (account_id uuid, id uuid, amount bigint not null, note text, at timestamptz not null, primary key (account_id, id))`;
    await sql`analyze`;

    const random = (below: number) => Math.floor(Math.random() * below);
    const byVerb = () => {
      const each = held[random(companies)] as (typeof held)[number];
      const from = random(pots);
      return post(each.accountId, [between(each, from, from + 1 + random(pots - 1))]);
    };
    const plain = () =>
      sql`insert into bench_rows values (${company.accountId}, ${newId()}, ${100}, 'one plain row', ${"2026-05-04T09:00:00Z"}::timestamptz)`;
    await timed(200, byVerb);
    await timed(400, plain);
    const rounds: { verb: number; plain: number }[] = [];
    for (let round = 0; round < 5; round++)
      rounds.push({ verb: await timed(perRound, byVerb), plain: await timed(perRound * 3, plain) });
    await sql.end();
    return {
      value: median(rounds.map((round) => round.verb)),
      floor: median(rounds.map((round) => round.plain)),
      unit: "transfers/s",
      budget: "ratio ≥ 0.25",
      holds: (ratio) => ratio >= 0.25,
    };
  } finally {
    await company.stop();
  }
}

/** Calls a second, `lanes` at a time. */
async function timed(count: number, one: () => Promise<unknown>): Promise<number> {
  let left = count;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left-- > 0) await one();
    }),
  );
  return count / ((performance.now() - start) / 1000);
}
