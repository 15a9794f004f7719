import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld, type World } from "@/e2e/world/world";
import { approveRequest } from "@/lib/approvals/approve-request";
import { declineRequest } from "@/lib/approvals/decline-request";
import { writeAs } from "@/lib/ctx";
import { openPool } from "./client";
import { outcomeOf } from "./model/drive";
import { breaches, chainBreaks } from "./model/invariants";
import { type Deed, pairs, policyChange, sends } from "./model/pairs";

// Many at once, committed for real, on more connections than a process has by default. What happened is judged by SQL
// as superuser. L4, L5 and F12 of reliability.md.

const rounds = Number(process.env.RACE_ROUNDS ?? 100);
const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 2, onnotice: () => {} });
const crowd = openPool(process.env.DATABASE_URL ?? "", { max: 16 });

afterAll(async () => {
  await Promise.all([sql.end({ timeout: 5 }), crowd.end({ timeout: 5 })]);
});

const perform = ({ actor, verb, now }: Deed) => outcomeOf(writeAs(actor, verb, { now, sql: crowd }));
const sound = async (world: World) =>
  expect((await Promise.all([breaches(sql, world.accountId), chainBreaks(sql, world.accountId)])).flat()).toEqual([]);

/** Halves of the rounds in two companies at once: what one company's lock lets wait, the other's does not. */
async function inTwo(worlds: World[], count: number, round: (world: World, n: number) => Promise<void>): Promise<void> {
  await Promise.all(
    worlds.map(async (world, lane) => {
      for (let n = lane; n < count; n += worlds.length) await round(world, n);
    }),
  );
}

describe("crowds", () => {
  let worlds: World[];
  beforeAll(async () => {
    worlds = [
      await openWorld({ policy: { steps: [["approver", "secondApprover"]] } }),
      await openWorld({ policy: { steps: [["approver", "secondApprover"]] } }),
    ];
  });

  test(`64 sends at once on one approval, ${rounds} times: ${rounds} winners`, async () => {
    const tally = new Map<string, number>();
    await inTwo(worlds, rounds, async (world) => {
      const { id } = await world.approvedRequest();
      const outcomes = await Promise.all(sends(world, id, 64).map(perform));
      for (const outcome of outcomes) tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      const [found] = await sql<{ offers: number; versions: number; mails: number }[]>`
        select count(*)::int as offers, (select count(*)::int from offer_versions v where v.account_id = ${world.accountId} and v.request_id = ${id}) as versions,
          (select count(*)::int from mail_outbox m where m.account_id = ${world.accountId} and m.kind = 'offer-sent' and m.dedupe_key like any (select '%' || o.id || '%' from offers o where o.account_id = ${world.accountId} and o.request_id = ${id})) as mails
        from offers where account_id = ${world.accountId} and request_id = ${id}`;
      expect(found).toEqual({ offers: 1, versions: 1, mails: 1 });
    });
    for (const world of worlds) await sound(world);
    console.log(`sends: ${rounds * 64} attempts on ${rounds} approvals → ${JSON.stringify(Object.fromEntries(tally))}`);
    expect(Object.fromEntries(tally)).toEqual({ ok: rounds, "approval-unusable:used": rounds * 63 });
  });

  test("50 mixed decisions at once on one request, 50 times: one outcome each", async () => {
    const ends = new Map<string, number>();
    await inTwo(worlds, 50, async (world, n) => {
      const { id } = await world.pendingRequest();
      const form = await world.decision(id, "Weighed against the plan.");
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, k) => {
          const actor = world.as(k % 2 === 0 ? "approver" : "secondApprover").actor;
          // Some rounds nearly all approve, some are mixed evenly: both ends must come up.
          const declines = k % (n % 2 === 0 ? 3 : 25) === n % 3;
          const verb: Deed["verb"] = (ctx) => (declines ? declineRequest : approveRequest)(ctx, form);
          return outcomeOf(writeAs(actor, verb, { now: world.now ?? new Date(0), sql: crowd }));
        }),
      );
      expect(outcomes.filter((outcome) => outcome !== "ok" && outcome !== "already-decided")).toEqual([]);
      const [found] = await sql<
        { state: string; outcomes: number; decisions: number; declines: number; told: number }[]
      >`
        select r.state, (select count(*)::int from approval_outcomes o where o.account_id = r.account_id and o.request_id = r.id) as outcomes,
          (select count(*)::int from approval_decisions d where d.account_id = r.account_id and d.request_id = r.id) as decisions,
          (select count(*)::int from approval_decisions d where d.account_id = r.account_id and d.request_id = r.id and d.kind = 'declined') as declines,
          (select count(*)::int from mail_outbox m where m.account_id = r.account_id and m.kind in ('request-approved', 'request-declined') and m.dedupe_key like '%' || r.id || '%') as told
        from approval_requests r where r.account_id = ${world.accountId} and r.id = ${id}`;
      if (!found) throw new Error("The request is gone.");
      const { state, ...counts } = found;
      ends.set(state, (ends.get(state) ?? 0) + 1);
      if (state === "approved") expect(counts).toEqual({ outcomes: 1, decisions: 2, declines: 0, told: 1 });
      else
        expect({ state, outcomes: counts.outcomes, declines: counts.declines, told: counts.told }).toEqual({
          state: "declined",
          outcomes: 1,
          declines: 1,
          told: 1,
        });
    });
    for (const world of worlds) await sound(world);
    console.log(`decisions: 2,500 attempts on 50 requests → ${JSON.stringify(Object.fromEntries(ends))}`);
    expect([...ends.keys()].toSorted()).toEqual(["approved", "declined"]);
  });

  test("30 edits of the settings at once, from one version: one is kept", async () => {
    const world = await openWorld();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => perform(policyChange(world, 1, n % 2 === 0))),
    );
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 29 }, () => "changed-meanwhile"), "ok"]);
    const [found] = await sql<
      { versions: number[] }[]
    >`select array_agg(version order by version) as versions from approval_policies where account_id = ${world.accountId}`;
    expect(found?.versions).toEqual([1, 2]);
    await sound(world);
  });
});

/**
 * No order is forced here (db/interleavings.test.ts does that): whoever comes first, both are told one true story. Four
 * companies at once, so that none waits while another does.
 */
test.each(pairs)("$name, at once", async ({ prepare, firstWins, secondWins }) => {
  const race = async (n: number) => {
    const world = await openWorld({ policy: { steps: [["approver", "secondApprover"]] } });
    const [first, second] = await prepare(world);
    const told = await Promise.all(
      n % 2 === 0 ? [perform(first), perform(second)] : [perform(second), perform(first)].toReversed(),
    );
    expect([firstWins, secondWins]).toContainEqual(told);
    await sound(world);
  };
  await Promise.all(Array.from({ length: 4 }, (_, n) => race(n)));
});
