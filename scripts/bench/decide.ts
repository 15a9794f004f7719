import type postgres from "postgres";
import { openPool } from "@/db/client";
import type { MemberActor } from "@/lib/actor";
import { addRequests, analyze, openBenchCompany, requestId } from "./company";
import { type Figure, median } from "./figure";
import { notePlain, perSecond, type Thing } from "./plain";

const perRound = 400;

/**
 * Decisions a second through the verb, 8 at a time, against the very SQL statements of one decision in a plain
 * transaction loop on the same database. Rounds alternate, so that both see the same machine.
 */
export async function decide(): Promise<Figure> {
  process.env.COUNTERSIGN_SECRET ??= "bench-".padEnd(48, "0");
  const company = await openBenchCompany();
  process.env.DATABASE_URL = company.url;
  try {
    await addRequests(company, 1, perRound * 8, 1);
    const { writeAs, readAs } = await import("@/lib/ctx");
    const { approveRequest } = await import("@/lib/approvals/approve-request");
    const { findRequest } = await import("@/lib/approvals/queries");
    const { closePool } = await import("@/db/client");
    const actor: MemberActor = {
      kind: "member",
      userId: company.approverId,
      accountId: company.accountId,
      name: "Al Approver",
      email: "approver@bench.example",
      roles: [],
      hiringTeams: [],
      via: "test",
    };
    let next = 1;
    const take = (count: number): Thing[] => Array.from({ length: count }, () => ({ request: requestId(next++) }));
    const fingerprints = async (things: Thing[]) => {
      const found = new Map<Thing, string>();
      await perSecond(things, async (thing) => {
        found.set(thing, (await readAs(actor, (ctx) => findRequest(ctx, thing.request ?? "")))?.fingerprint ?? "");
      });
      return found;
    };
    const approve = async (thing: Thing, fingerprint: string, door: { sql?: postgres.Sql } = {}) => {
      const given = { requestId: thing.request ?? "", fingerprint, reason: null };
      const result = await writeAs(actor, (ctx) => approveRequest(ctx, given), door);
      if (!result.ok) throw new Error(`A decision was refused: ${result.reason}`);
    };
    const byVerb = async (things: Thing[]) => {
      const prints = await fingerprints(things);
      return perSecond(things, (thing) => approve(thing, prints.get(thing) ?? ""));
    };
    const [first, second] = take(2) as [Thing, Thing];
    const prints = await fingerprints([first, second]);
    const loop = await notePlain(company.url, [first, second], (thing, sql) =>
      approve(thing, prints.get(thing) ?? "", { sql }),
    );
    const plain = openPool(company.url, { max: 10 });
    const bySql = (things: Thing[]) => perSecond(things, (thing) => loop(plain, thing));
    await byVerb(take(100));
    await bySql(take(100));
    await analyze(company); // so that both pools plan by the same statistics
    const rounds: { verb: number; sql: number }[] = [];
    for (let round = 0; round < 3; round++)
      rounds.push({ verb: await byVerb(take(perRound)), sql: await bySql(take(perRound)) });
    await plain.end();
    await closePool();
    return {
      value: median(rounds.map((round) => round.verb)),
      floor: median(rounds.map((round) => round.sql)),
      unit: "decisions/s",
      budget: "ratio ≥ 0.6",
      holds: (ratio) => ratio >= 0.6,
    };
  } finally {
    await company.stop();
  }
}
