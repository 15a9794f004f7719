import type postgres from "postgres";
import { v7 as uuidv7 } from "uuid";
import { openPool } from "@/db/client";
import type { MemberActor } from "@/lib/actor";
import { addRequests, analyze, type BenchCompany, openBenchCompany, requestId } from "./company";
import { type Figure, median } from "./figure";

const lanes = 8;
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
    const fingerprints = async (ids: string[]) => {
      const found = new Map<string, string>();
      await timed(ids, async (id) => {
        found.set(id, (await readAs(actor, (ctx) => findRequest(ctx, id)))?.fingerprint ?? "");
      });
      return found;
    };
    const take = (count: number) => Array.from({ length: count }, () => requestId(next++));
    const byVerb = async (ids: string[]) => {
      const prints = await fingerprints(ids);
      return timed(ids, async (id) => {
        const result = await writeAs(actor, (ctx) =>
          approveRequest(ctx, { requestId: id, fingerprint: prints.get(id) ?? "", reason: null }),
        );
        if (!result.ok) throw new Error(`A decision was refused: ${result.reason}`);
      });
    };
    const script = await record(company, async (sql) => {
      const [id] = take(1) as [string];
      const prints = await fingerprints([id]);
      await writeAs(
        actor,
        (ctx) => approveRequest(ctx, { requestId: id, fingerprint: prints.get(id) ?? "", reason: null }),
        { sql },
      );
      return id;
    });
    const plain = openPool(company.url, { max: 10 });
    const bySql = (ids: string[]) => timed(ids, (id) => replay(plain, script, id));
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

/** Ids a second, `lanes` at a time. */
async function timed(ids: string[], one: (id: string) => Promise<void>): Promise<number> {
  const queue = [...ids];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let id = queue.pop(); id; id = queue.pop()) await one(id);
    }),
  );
  return ids.length / ((performance.now() - start) / 1000);
}

type Statement = { text: string; params: unknown[] };
type Script = { requestId: string; statements: Statement[] };

/** Notes every statement of one deed as the server gets it, with its parameters. */
async function record({ url }: BenchCompany, deed: (sql: postgres.Sql) => Promise<string>): Promise<Script> {
  const statements: Statement[] = [];
  const sql = openPool(url, {
    max: 1,
    debug: (_connection, text, params) => statements.push({ text, params: [...params] }),
  });
  const id = await deed(sql);
  await sql.end();
  const own = statements.filter(({ text }) => !/^\s*(begin|commit|select b\.oid)/i.test(text));
  return { requestId: id, statements: own };
}

/** Runs the noted statements for another request: its id, a new event and a new mail in place of the noted ones. */
async function replay(sql: postgres.Sql, script: Script, id: string): Promise<void> {
  const auditId = uuidv7();
  const notedAudit = script.statements[0]?.params[2];
  await sql.begin(async (tx) => {
    for (const { text, params } of script.statements) {
      const values = params.map((value) => {
        if (value === notedAudit) return auditId;
        return typeof value === "string" && value.includes(script.requestId)
          ? value.replaceAll(script.requestId, id)
          : value;
      });
      if (text.includes('insert into "mail_outbox"')) values[1] = uuidv7();
      if (text.includes('insert into "notices"')) {
        for (const [at, value] of values.entries())
          if (typeof value === "string")
            values[at] = value.replaceAll(/"id":"[0-9a-f-]{36}"/g, () => `"id":"${uuidv7()}"`);
      }
      await tx.unsafe(text, values as never[], { prepare: true });
    }
  });
}
