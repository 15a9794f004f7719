import type postgres from "postgres";
import { v7 as uuidv7 } from "uuid";
import { migrate } from "@/db/migrate";
import { openTemporaryDatabase, withDatabase } from "../lib/database";
import { copying, renamed } from "./copies";
import { type Figure, median } from "./figure";
import { notePlain, perSecond, type Thing } from "./plain";

const perRound = 200;
const rounds = 3;
const warmUp = 60;

/**
 * Releases a second through the verb, 8 at a time, each of a funded milestone of a contract of its own with a freelancer
 * of its own, against the very SQL statements of one release in a plain transaction loop on the same database. Rounds
 * alternate, so that both see the same machine.
 */
export async function release(): Promise<Figure> {
  process.env.COUNTERSIGN_SECRET ??= "bench-".padEnd(48, "0");
  const database = await openTemporaryDatabase({ survives: "disk" });
  if (!database.adminUrl) throw new Error("A measurement needs the embedded database.");
  await migrate(database.url);
  process.env.DATABASE_URL = database.url;
  const { closePool, openPool } = await import("@/db/client");
  try {
    const { openEscrowWorld } = await import("@/e2e/world/escrow");
    const { writeAs } = await import("@/lib/ctx");
    const { releaseMilestone } = await import("@/lib/milestones/release-milestone");
    const world = await openEscrowWorld({ amounts: [1000, 2000, 3000] });
    const [milestone] = await world.list();
    if (milestone?.state !== "funded") throw new Error("The first milestone is not funded.");
    const adminUrl = withDatabase(database.adminUrl, new URL(database.url).pathname.slice(1));
    const things = await copyContract(adminUrl, world.contractId, 2 + (warmUp + rounds * perRound) * 2);
    const take = (count: number) => things.splice(0, count);
    const actor = world.as("hiringManager").actor;
    const now = world.now ?? new Date(0);
    const pay = async (thing: Thing, sql?: postgres.Sql) => {
      const given = { milestoneId: thing[milestone.id] ?? "", key: uuidv7(), amountMinor: null, note: null };
      const result = await writeAs(actor, (ctx) => releaseMilestone(ctx, given), { now, ...(sql && { sql }) });
      if (!result.ok) throw new Error(`A release was refused: ${result.reason}`);
    };
    const loop = await notePlain(database.url, take(2) as [Thing, Thing], pay);
    const plain = openPool(database.url, { max: 10 });
    const byVerb = () => perSecond(take(perRound), (thing) => pay(thing));
    const bySql = () => perSecond(take(perRound), (thing) => loop(plain, thing));
    await perSecond(take(warmUp), (thing) => pay(thing));
    await perSecond(take(warmUp), (thing) => loop(plain, thing));
    const each: { verb: number; sql: number }[] = [];
    for (let round = 0; round < rounds; round++) each.push({ verb: await byVerb(), sql: await bySql() });
    await plain.end();
    return {
      value: median(each.map((round) => round.verb)),
      floor: median(each.map((round) => round.sql)),
      unit: "releases/s",
      budget: "ratio ≥ 0.6",
      holds: (ratio) => ratio >= 0.6,
    };
  } finally {
    await closePool();
    await database.stop();
  }
}

/** Copies of a contract with its milestones, their escrow and its freelancer, by the ids of the original. */
async function copyContract(adminUrl: string, contractId: string, count: number): Promise<Thing[]> {
  const things: Thing[] = [];
  await copying(adminUrl, async ({ rows, write }) => {
    const [contract] = await rows("contracts", `id = '${contractId}'`);
    if (!contract) throw new Error("The contract is gone.");
    const milestones = await rows("milestones", `contract_id = '${contractId}'`);
    const talent = await rows("users", `id = '${contract.talent_user_id}'`);
    const pots = await rows(
      "ledger_accounts",
      `subject_id in (select id from milestones where contract_id = '${contractId}')`,
    );
    const entries = await rows("ledger_entries", `ledger_account_id in ('${pots.map((pot) => pot.id).join("', '")}')`);
    const transfers = await rows(
      "ledger_transfers",
      `id in ('${entries.map((entry) => entry.transfer_id).join("', '")}')`,
    );
    const originals = [contract, ...milestones, ...talent, ...pots, ...transfers].map((row) => String(row.id));
    for (let n = 0; n < count; n++)
      things.push(Object.fromEntries([...originals, String(contract.offer_id)].map((id) => [id, uuidv7()])));
    const copies = (originals: typeof pots, change: (n: number) => object = () => ({})) =>
      things.flatMap((thing, n) => originals.map((row) => ({ ...renamed(row, thing), ...change(n) })));
    const first = Number(contract.number) + 1;
    await write(
      "users",
      copies(talent, (n) => ({ email: `talent-${n}@bench.example` })),
    );
    await write(
      "contracts",
      copies([contract], (n) => ({ number: first + n })),
    );
    await write("milestones", copies(milestones));
    await write("ledger_accounts", copies(pots));
    await write("ledger_transfers", copies(transfers));
    await write("ledger_entries", copies(entries));
  });
  return things;
}
