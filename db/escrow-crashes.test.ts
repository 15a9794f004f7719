import postgres, { type Sql, type TransactionSql } from "postgres";
import { afterAll, expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import type { Actor } from "@/lib/actor";
import { confirmMove, recordWire } from "@/lib/billing/money-moves";
import { endContract } from "@/lib/contracts/end-contract";
import { type Ctx, writeAs } from "@/lib/ctx";
import { answerDispute } from "@/lib/disputes/answer-dispute";
import { openDispute } from "@/lib/disputes/open-dispute";
import { newId } from "@/lib/ids";
import { runMilestoneTimer } from "@/lib/milestones/advance-milestone";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { giveBack } from "@/lib/milestones/give-back";
import { giveBonus } from "@/lib/milestones/give-bonus";
import { makeEarningAvailable } from "@/lib/milestones/make-earning-available";
import { releaseMilestone } from "@/lib/milestones/release-milestone";
import { requestRefund } from "@/lib/milestones/request-refund";
import { submitWork } from "@/lib/milestones/submit-work";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { sendOffer } from "@/lib/offers/send-offer";
import { openPool } from "./client";
import { escrowBreaches, standing } from "./model/escrow-checks";

// The connection is killed by the server before each statement of every money verb, one statement after the other. What was
// done so far is gone; the same form sent again does the deed once, and once more changes nothing.

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 2, onnotice: () => {} });
const pool = openPool(process.env.DATABASE_URL ?? "", { max: 2 });
afterAll(async () => {
  await pool.end({ timeout: 5 });
  await sql.end({ timeout: 5 });
});

class Crash extends Error {}

/** The pool, in which the backend of the next transaction dies before its `at`-th statement; counts them in `seen`. */
function crashing(at: number, seen: { statements: number }): Sql {
  const begin = (run: (tx: TransactionSql) => Promise<unknown>) =>
    pool.begin((tx) => {
      const unsafe = (...statement: Parameters<TransactionSql["unsafe"]>) => {
        seen.statements += 1;
        return seen.statements === at
          ? tx.unsafe("select pg_terminate_backend(pg_backend_pid())")
          : tx.unsafe(...statement);
      };
      const proxied = new Proxy(tx, {
        get: (target, name) => (name === "unsafe" ? unsafe : Reflect.get(target, name)),
      });
      return run(proxied);
    });
  return { begin } as unknown as Sql;
}

type Deed = { name: string; by: Actor; verb: (ctx: Ctx) => Promise<unknown> };

/** Kills every statement of a deed once, then lets it happen, then sends it again. @returns how many crashes there were. */
async function crashEverywhere(world: EscrowWorld, { name, by, verb }: Deed): Promise<number> {
  const now = world.now ?? new Date(0);
  const before = await standing(sql, world.accountId);
  for (let at = 1; ; at++) {
    const seen = { statements: 0 };
    const outcome = await writeAs(by, verb, { now, sql: crashing(at, seen) }).catch(
      (error: unknown) => new Crash(String(error)),
    );
    if (seen.statements < at) {
      expect(outcome, name).not.toBeInstanceOf(Crash);
      const after = await standing(sql, world.accountId);
      expect(after.text, `${name} did something`).not.toBe(before.text);
      expect(await escrowBreaches(sql, world.accountId), name).toEqual([]);
      await writeAs(by, verb, { now, sql: pool }).catch((error: unknown) => error);
      expect((await standing(sql, world.accountId)).text, `${name} twice`).toBe(after.text);
      return at - 1;
    }
    expect(outcome, `${name}, killed before statement ${at}`).toBeInstanceOf(Crash);
    expect((await standing(sql, world.accountId)).text, `${name}, killed before statement ${at}`).toBe(before.text);
  }
}

test("killed before any statement, a money verb leaves nothing; sent again, it happens once", async () => {
  const world = await openEscrowWorld({ amounts: [900, 800, 700, 600], ordered: true });
  const [first, second, third, fourth] = (await world.list()).map((each) => each.id);
  if (!first || !second || !third || !fourth) throw new Error("no milestones");
  const client = world.as("hiringManager").actor;
  const talent = world.as("freelancer").actor;
  const { contractId } = world;
  const wire = newId();
  const disputeId = newId();
  const keys = Array.from({ length: 12 }, newId);
  const key = (index: number) => keys[index] ?? "";
  const offer = world.offerInput({
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["Poster"],
    "milestoneAmount[]": ["50"],
    "milestoneDue[]": [""],
  });
  const deeds: Deed[] = [
    { name: "send offer with its hold", by: client, verb: (ctx) => sendOffer(ctx, offer) },
    { name: "accept offer", by: talent, verb: (ctx) => acceptOffer(ctx, { offerId: offer.id, version: 1 }) },
    {
      name: "release a part, the rest rolls on",
      by: client,
      verb: (ctx) => releaseMilestone(ctx, { milestoneId: first, key: key(0), amountMinor: 50_000n, note: null }),
    },
    { name: "fund", by: client, verb: (ctx) => fundMilestone(ctx, { milestoneId: second, key: key(1) }) },
    {
      name: "submit",
      by: talent,
      verb: (ctx) => submitWork(ctx, { milestoneId: second, key: key(2), message: "Done.", links: [] }),
    },
    {
      name: "release in full",
      by: client,
      verb: (ctx) => releaseMilestone(ctx, { milestoneId: second, key: key(3), amountMinor: null, note: null }),
    },
    {
      name: "bonus",
      by: client,
      verb: (ctx) => giveBonus(ctx, { contractId, key: key(4), amountMinor: 1_000n, note: null }),
    },
    { name: "fund the third", by: client, verb: (ctx) => fundMilestone(ctx, { milestoneId: third, key: key(5) }) },
    { name: "give back", by: talent, verb: (ctx) => giveBack(ctx, { milestoneId: third, key: key(6) }) },
    {
      name: "record a wire",
      by: world.as("financeAdmin").actor,
      verb: (ctx) =>
        recordWire(ctx, {
          key: wire,
          amountMinor: 100_000n,
          currency: "USD",
          reference: "W1",
          receivedOn: "2026-05-04",
          fileName: null,
          note: "Statement.",
        }),
    },
    { name: "confirm the wire", by: world.payments, verb: (ctx) => confirmMove(ctx, { moveId: wire }) },
    { name: "fund the fourth", by: client, verb: (ctx) => fundMilestone(ctx, { milestoneId: fourth, key: key(7) }) },
    {
      name: "request a refund",
      by: client,
      verb: (ctx) => requestRefund(ctx, { milestoneId: fourth, key: key(8), reason: "Late." }),
    },
    {
      name: "dispute",
      by: talent,
      verb: (ctx) => openDispute(ctx, { milestoneId: fourth, key: disputeId, description: "As agreed." }),
    },
    { name: "accept the dispute", by: client, verb: (ctx) => answerDispute(ctx, { disputeId, accept: true }) },
    {
      name: "end",
      by: client,
      verb: (ctx) => endContract(ctx, { contractId, cause: "Other", reason: null, key: key(9) }),
    },
  ];
  let crashes = 0;
  for (const deed of deeds) crashes += await crashEverywhere(world, deed);

  const other = await openEscrowWorld({ amounts: [900], ordered: true });
  const [only] = (await other.list()).map((each) => each.id);
  await other
    .as("freelancer")
    .write((ctx) => submitWork(ctx, { milestoneId: only ?? "", key: key(10), message: "Done.", links: [] }));
  const later = (days: number) => other.at(new Date((other.now?.getTime() ?? 0) + days * 86_400_000).toISOString());
  later(14);
  crashes += await crashEverywhere(other, {
    name: "automatic release",
    by: other.system,
    verb: (ctx) => runMilestoneTimer(ctx, only ?? ""),
  });
  const [earning] = await sql<{ id: string }[]>`select id from earnings where account_id = ${other.accountId}`;
  later(5);
  crashes += await crashEverywhere(other, {
    name: "earnings become available",
    by: other.system,
    verb: (ctx) => makeEarningAvailable(ctx, earning?.id ?? ""),
  });
  console.log(`escrow crashes: ${crashes} kills in ${deeds.length + 2} deeds`);
}, 240_000);
