import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  askToStop,
  type Durability,
  findRunning,
  initialise,
  type Postmaster,
  start,
  stop,
  superuser,
} from "./cluster";
import { type ClusterHome, ensureDataDir, findHome } from "./cluster-home";
import { countUsers, joinUsers, withLock } from "./cluster-users";
import { asAdmin, createOwnDatabase, role } from "./database-admin";
import { readJson, writeJson } from "./json-file";
import { type Log, silent, step } from "./progress";

export { cloneDatabase, createOwnDatabase, dropDatabase, withDatabase } from "./database-admin";

/** An open database. `url` logs in as the app's own role, which row-level security binds; `adminUrl` as superuser. */
export type Database = {
  url: string;
  /** Null when the database is not ours (`DATABASE_URL`). */
  adminUrl: string | null;
  embedded: boolean;
  dataDir: string | null;
  /** Number of the embedded server's main process. */
  postmaster: number | null;
  /** Leaves the database; the last one to leave an embedded one stops it. Repeatable. */
  stop(): Promise<void>;
};

export type OpenDatabaseOptions = {
  /** Folder of the embedded database. When given, `DATABASE_URL` is not looked at: tests never touch a real database. */
  dataDir?: string;
  log?: Log;
};

type Credentials = { adminPassword: string; appPassword: string; port?: number };

const temporaryPrefix = "countersign-db-";

/** The folder that holds the embedded database, the launcher's secrets and its notes: COUNTERSIGN_DATA, else `.data`. */
export function defaultDataDir(): string {
  return resolve(process.env.COUNTERSIGN_DATA || ".data");
}

/**
 * Opens the database: `DATABASE_URL` as it is, else an embedded Postgres in `dataDir`. A server that already runs on
 * that folder is shared: with its other users, or taken over from a launcher that was killed. Throws an Error with advice.
 */
export async function openDatabase(options: OpenDatabaseOptions = {}): Promise<Database> {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL && !options.dataDir)
    return {
      url: DATABASE_URL,
      adminUrl: null,
      embedded: false,
      dataDir: null,
      postmaster: null,
      stop: async () => {},
    };
  return (await openCluster(options.dataDir ?? defaultDataDir(), options.log ?? silent, "disk")).database;
}

/**
 * An embedded database of its own in a temporary folder; `stop()` also removes it. Tests that wait for every commit to
 * reach the disk mostly wait; measurements have to, and say `disk`.
 */
export async function openTemporaryDatabase({
  log = silent,
  survives = "processes",
}: {
  log?: Log;
  survives?: Durability;
} = {}): Promise<Database> {
  await sweepTemporaryDatabases();
  const dataDir = mkdtempSync(join(tmpdir(), temporaryPrefix));
  const { database, home } = await openCluster(dataDir, log, survives);
  const remove = async () => {
    await database.stop();
    for (const folder of [home.movedTo, dataDir]) if (folder) rmSync(folder, { recursive: true, force: true });
  };
  return { ...database, stop: remove };
}

/** Stops and removes temporary databases whose users were all killed before they could. */
export async function sweepTemporaryDatabases(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(temporaryPrefix))) {
    const dataDir = join(tmpdir(), name);
    // Without notes it is only being made; another user's we cannot touch, and need not.
    if (
      statSync(dataDir, { throwIfNoEntry: false })?.uid !== process.getuid?.() ||
      !existsSync(join(dataDir, "cluster.json"))
    )
      continue;
    const abandoned = await withLock(dataDir, () => stopIfUnused(dataDir)).catch(() => null);
    for (const folder of abandoned ?? []) rmSync(folder, { recursive: true, force: true });
  }
}

/** The folders to remove, or null when somebody uses the cluster. */
async function stopIfUnused(dataDir: string): Promise<string[] | null> {
  if (countUsers(dataDir) > 0) return null;
  const home = findHome(dataDir, silent);
  const running = await findRunning(home);
  if (running) await stop(home, running.pid);
  return [home.movedTo, dataDir].filter((folder) => folder !== null);
}

async function openCluster(
  dataDir: string,
  log: Log,
  survives: Durability,
): Promise<{ database: Database; home: ClusterHome }> {
  const folder = ensureDataDir(resolve(dataDir));
  const home = findHome(folder, log);
  const notes = join(folder, "cluster.json");
  return withLock(folder, async () => {
    const credentials = credentialsFor(home, notes);
    const server = await run(home, credentials, log, survives);
    writeJson(notes, { ...credentials, port: server.port });
    const adminUrl = urlOf(superuser, credentials.adminPassword, server.port, "postgres");
    await checkAndPrepare(adminUrl, home, credentials);
    const leave = joinUsers(folder);
    // Ways out that pass by stop(): a second Ctrl-C, an error nobody caught.
    const leaveAtExit = () => {
      if (leave().last) askToStop(home, server.pid);
    };
    process.once("exit", leaveAtExit);
    const database: Database = {
      url: urlOf(role, credentials.appPassword, server.port, role),
      adminUrl,
      embedded: true,
      dataDir: folder,
      postmaster: server.pid,
      stop: () =>
        withLock(folder, async () => {
          process.off("exit", leaveAtExit);
          if (leave().last) await stop(home, server.pid);
        }),
    };
    return { database, home };
  });
}

/** The passwords are written before the cluster is made, so that a made cluster always has them. */
function credentialsFor(home: ClusterHome, notes: string): Credentials {
  const known = readJson<Credentials>(notes);
  if (known) return known;
  if (existsSync(home.pgdata))
    throw new Error(
      `${home.pgdata} has a database, but its passwords (${notes}) are missing or unreadable for this user.`,
    );
  const made = { adminPassword: randomBytes(24).toString("hex"), appPassword: randomBytes(24).toString("hex") };
  writeJson(notes, made);
  return made;
}

async function run(home: ClusterHome, credentials: Credentials, log: Log, survives: Durability): Promise<Postmaster> {
  const running = await findRunning(home);
  if (running) return running;
  return step(
    "Starting the database",
    async () => {
      initialise(home, credentials.adminPassword);
      return start(home, credentials.port, survives);
    },
    log,
  );
}

/**
 * Last proof that the server on this port is ours, then role and database, if they are not there yet. The role owns its
 * database and schema, and nothing lets it pass row-level security.
 */
async function checkAndPrepare(adminUrl: string, home: ClusterHome, credentials: Credentials): Promise<void> {
  await asAdmin(adminUrl, async (sql) => {
    const [shown] = await sql<{ data_directory: string }[]>`show data_directory`;
    if (shown?.data_directory !== home.pgdata)
      throw new Error(`The server on that port serves ${shown?.data_directory}, not ${home.pgdata}.`);
    if ((await sql`select from pg_roles where rolname = ${role}`).length === 0) await sql.unsafe(`create role ${role}`);
    await sql.unsafe(
      `alter role ${role} login nosuperuser nobypassrls nocreaterole nocreatedb noreplication password '${credentials.appPassword}'`,
    );
    if ((await sql`select from pg_database where datname = ${role}`).length === 0)
      await createOwnDatabase(adminUrl, role);
  });
}

function urlOf(user: string, password: string, port: number, name: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
}
