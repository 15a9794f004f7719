import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { findHome } from "./lib/cluster-home";
import { joinUsers } from "./lib/cluster-users";
import { openDatabase } from "./lib/database";
import { claimDataDir } from "./lib/launcher-note";
import { refuseBusyPort } from "./lib/port";
import { identityOf } from "./lib/processes";
import { silent } from "./lib/progress";

const dataDir = mkdtempSync(join(tmpdir(), "countersign-launcher-"));

afterAll(async () => {
  const left = await openDatabase({ dataDir });
  await left.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1 });
  try {
    return await question(sql);
  } finally {
    await sql.end();
  }
}

test("the app's role owns its database and cannot pass row-level security", async () => {
  const database = await openDatabase({ dataDir });
  const [role] = await ask(
    database.url,
    (sql) => sql`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
             (select datdba = r.oid from pg_database where datname = current_database()) as owns_database,
             (select nspowner = r.oid from pg_namespace where nspname = 'public') as owns_schema
      from pg_roles r where rolname = current_user`,
  );
  await database.stop();
  expect(role).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    owns_database: true,
    owns_schema: true,
  });
});

test("what was written is there after a stop and a start, and the secrets are for our eyes only", async () => {
  const first = await openDatabase({ dataDir });
  await ask(first.url, (sql) => sql`create table kept as select 7 as seven`);
  await first.stop();
  expect(identityOf(first.postmaster ?? 0)).toBeNull();
  const second = await openDatabase({ dataDir });
  expect(await ask(second.url, (sql) => sql`select seven from kept`)).toMatchObject([{ seven: 7 }]);
  await second.stop();
  expect(statSync(join(dataDir, "cluster.json")).mode & 0o077).toBe(0);
});

test("a running server is shared, and only the last user stops it", async () => {
  const [first, second] = await Promise.all([openDatabase({ dataDir }), openDatabase({ dataDir })]);
  expect(second.postmaster).toBe(first.postmaster);
  await first.stop();
  expect(await ask(second.url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
  await second.stop();
  expect(identityOf(first.postmaster ?? 0)).toBeNull();
});

test("the server of a killed launcher is taken over, with the duty to stop it", async () => {
  // A launcher that dies without a word leaves its entry among the users; the number alone may live on as another process.
  const killed = await openDatabase({ dataDir });
  const [entry] = readdirSync(join(dataDir, "users"));
  writeFileSync(join(dataDir, "users", entry ?? ""), JSON.stringify({ pid: process.pid, startedAt: "another life" }));
  const next = await openDatabase({ dataDir });
  expect(next.postmaster).toBe(killed.postmaster);
  await next.stop();
  expect(identityOf(next.postmaster ?? 0)).toBeNull();
});

test("a server killed outright starts again with its data, although its number now belongs to another process", async () => {
  const killed = await openDatabase({ dataDir });
  await ask(killed.url, (sql) => sql`create table survived as select 1 as one`);
  process.kill(killed.postmaster ?? 0, "SIGKILL");
  const note = join(findHome(dataDir, silent).pgdata, "postmaster.pid");
  await expect.poll(() => identityOf(killed.postmaster ?? 0)).toBeNull();
  writeFileSync(note, readFileSync(note, "utf8").replace(/^\d+/, String(process.pid)));
  const next = await openDatabase({ dataDir });
  expect(await ask(next.url, (sql) => sql`select one from survived`)).toMatchObject([{ one: 1 }]);
  await killed.stop();
  await next.stop();
  expect(identityOf(next.postmaster ?? 0)).toBeNull();
});

test("DATABASE_URL is used as it is, and stopping leaves it alone", async () => {
  const database = await openDatabase();
  expect(database).toMatchObject({ url: process.env.DATABASE_URL, adminUrl: null, embedded: false, dataDir: null });
  await database.stop();
  expect(await ask(database.url, (sql) => sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
});

test("a second launcher on the same data is refused with the address of the first", async () => {
  await claimDataDir(dataDir, "http://localhost:3119", silent);
  await expect(claimDataDir(dataDir, "http://localhost:3118", silent)).rejects.toThrow(
    `already running on this data: http://localhost:3119 (process ${process.pid})`,
  );
});

test("what a killed launcher left running is ended by the next one", async () => {
  const orphan = spawn("sleep", ["300"], { detached: true, stdio: "ignore" });
  const dead = { pid: process.pid, startedAt: "another life" };
  const note = { launcher: dead, ancestors: [], children: [identityOf(orphan.pid ?? 0)], url: "http://localhost:3119" };
  writeFileSync(join(dataDir, "launcher.json"), JSON.stringify(note));
  const said: string[] = [];
  await claimDataDir(dataDir, "http://localhost:3119", (line) => said.push(line));
  expect(identityOf(orphan.pid ?? 0)).toBeNull();
  expect(said).toEqual([expect.stringContaining(`Ending process ${orphan.pid}`)]);
});

test("a busy port is refused with the program that holds it", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, () => resolve((server.address() as { port: number }).port));
  });
  await expect(refuseBusyPort(port)).rejects.toThrow(new RegExp(`Port ${port} is in use.*PORT=${port + 1} npm start`));
  server.close();
});

test("the dead do not count as users", () => {
  const leave = joinUsers(dataDir);
  writeFileSync(join(dataDir, "users", "dead.json"), JSON.stringify({ pid: process.pid, startedAt: "another life" }));
  expect(leave()).toEqual({ last: true });
});
