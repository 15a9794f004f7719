import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { type Checkpoint, compareWithCheckpoint, takeCheckpoint } from "./checkpoint";
import { verifyAccount } from "./verify";

let admin: postgres.Sql;
let world: World;

beforeAll(async () => {
  admin = postgres(process.env.ADMIN_DATABASE_URL ?? "", {
    max: 1,
    onnotice: () => {},
    connection: { session_replication_role: "replica" },
  });
});

afterAll(async () => {
  await admin.end();
  await closePool();
});

test("later deeds agree with an earlier checkpoint", async () => {
  world = await openWorld();
  await world.approvedRequest();
  const checkpoint = await takeCheckpoint(new Date("2026-02-02T08:00:00Z"));
  expect(checkpoint.heads.find((head) => head.accountId === world.accountId)?.seq).toBeGreaterThan(2);
  await world.approvedRequest();
  expect(await compareWithCheckpoint(JSON.parse(JSON.stringify(checkpoint)) as Checkpoint)).toEqual([]);
});

test("a tail that was cut without a trace inside is found by the checkpoint outside", async () => {
  world = await openWorld();
  await world.approvedRequest();
  const checkpoint = await takeCheckpoint(new Date("2026-02-02T08:00:00Z"));
  const seq = checkpoint.heads.find((head) => head.accountId === world.accountId)?.seq ?? 0;
  // Everything the last deed wrote goes with it, as a superuser with time would do it.
  const tables = await admin<{ name: string }[]>`
    select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'audit_id'`;
  const [last] = await admin<
    { id: string }[]
  >`select id from audit_events where account_id = ${world.accountId} and seq = ${seq}`;
  for (const { name } of tables)
    await admin`delete from ${admin(name)} where account_id = ${world.accountId} and audit_id = ${last?.id ?? ""}`;
  await admin`delete from audit_entries where account_id = ${world.accountId} and event_id = ${last?.id ?? ""}`;
  await admin`delete from audit_events where account_id = ${world.accountId} and seq = ${seq}`;
  await admin`update audit_heads set seq = ${seq - 1}, hash = (select hash from audit_events where account_id = ${world.accountId} and seq = ${seq - 1}) where account_id = ${world.accountId}`;
  expect((await verifyAccount(world.accountId)).fault).toBeNull();
  expect(await compareWithCheckpoint(checkpoint)).toEqual([
    `Company ${world.accountId}: event ${seq}, noted on 2026-02-02T08:00:00.000Z, is not there any more.`,
  ]);
});

test("a checkpoint that was changed, or signed by somebody else, counts for nothing", async () => {
  const checkpoint = await takeCheckpoint(new Date("2026-02-02T08:00:00Z"));
  const refused = ["The checkpoint of 2026-02-02T08:00:00.000Z was not signed by this installation."];
  const [first, ...others] = checkpoint.heads;
  if (!first) throw new Error("There are no chains.");
  const edited = { ...checkpoint, heads: [{ ...first, seq: first.seq + 1 }, ...others] };
  expect(await compareWithCheckpoint(edited)).toEqual(refused);
  expect(await compareWithCheckpoint({ ...checkpoint, publicKey: checkpoint.publicKey.replace("A", "B") })).toEqual(
    refused,
  );
});
