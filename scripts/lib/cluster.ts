import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { as, type ClusterHome } from "./cluster-home";
import { freePort, isFree } from "./port";
import { commandOf, identityOf, waitUntil } from "./processes";

/** The cluster's superuser, known to the launcher alone. */
export const superuser = "countersign_admin";

/** A running postmaster of ours. */
export type Postmaster = { pid: number; port: number };

const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = '256MB'
synchronous_commit = on
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%d '
`;

/**
 * What waits for the disk. A cluster of the tests does without: it survives every process, killed or not, and none of
 * them survives the machine. Nothing else about a commit differs.
 */
const durability = {
  disk: "fsync = on\nfull_page_writes = on\n",
  processes: "fsync = off\nfull_page_writes = off\n",
};

/** What a cluster outlives: the machine's power, or only its own processes. */
export type Durability = keyof typeof durability;

/**
 * Creates the cluster if there is none, in one step: a half-made one (killed while initdb ran) never carries the name.
 * The locale is the server's own C.UTF-8, so that text sorts alike on every machine and no system library can change it.
 */
export function initialise(home: ClusterHome, password: string): void {
  if (existsSync(join(home.pgdata, "PG_VERSION"))) {
    refuseOtherVersion(home);
    return;
  }
  const unfinished = `${home.pgdata}.new`;
  const passwordFile = `${home.pgdata}.password`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const path of [unfinished, passwordFile]) giveTo(home, path);
  try {
    const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
    const access = [`--username=${superuser}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    const args = [`--pgdata=${unfinished}`, ...access, ...locale, "--no-instructions"];
    const ended = spawnSync(join(home.native, "bin", "initdb"), args, { ...as(home), encoding: "utf8" });
    if (ended.status !== 0)
      throw new Error(
        `The database could not be created (initdb):\n${ended.error ?? `${ended.stdout}${ended.stderr}`.trim()}`,
      );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, home.pgdata);
}

function refuseOtherVersion(home: ClusterHome): void {
  const data = readFileSync(join(home.pgdata, "PG_VERSION"), "utf8").trim();
  const shown =
    spawnSync(join(home.native, "bin", "postgres"), ["--version"], { ...as(home), encoding: "utf8" }).stdout ?? "";
  const program = /\) (\d+)/.exec(shown)?.[1];
  if (program && program !== data)
    throw new Error(
      `${home.pgdata} was made by Postgres ${data}, this is ${program}. Start it with the release that made it, or set COUNTERSIGN_DATA to a new folder.`,
    );
}

/** The running postmaster of this directory, whoever started it; null when there is none. Waits while one is starting. */
export async function findRunning(home: ClusterHome): Promise<Postmaster | null> {
  const started = await waitUntil(() => !isOurs(home) || status(home).ready, 120_000);
  if (!started)
    throw new Error(`The database in ${home.pgdata} has been starting for two minutes. See ${home.logFile}.`);
  return isOurs(home) ? status(home) : null;
}

/**
 * Starts the postmaster in a session of its own, so that a Ctrl-C meant for us does not reach it while pages are still
 * being served. Tries `port` first, then free ones. Resolves when it accepts connections.
 */
export async function start(home: ClusterHome, port: number | undefined, survives: Durability): Promise<Postmaster> {
  forgetDeadPostmaster(home);
  writeSettings(home, survives);
  let wanted = port && (await isFree(port)) ? port : await freePort();
  for (let attempt = 1; ; attempt++) {
    const pid = launch(home, wanted);
    const settled = await waitUntil(
      () => identityOf(pid) === null || (status(home).pid === pid && status(home).ready),
      120_000,
    );
    if (settled && identityOf(pid)) return { pid, port: wanted };
    if (!settled) throw new Error(`The database did not start within two minutes. See ${home.logFile}.`);
    // Two things pass by themselves: a port taken in between, and the last processes of a killed predecessor.
    if (attempt === 10) throw new Error(`The database did not start:\n${lastLines(home.logFile)}`);
    await waitUntil(() => false, 500);
    wanted = await freePort();
  }
}

/** Fast shutdown: ends sessions, writes everything out, returns when the process is gone. */
export async function stop(home: ClusterHome, pid: number): Promise<void> {
  if (!askToStop(home, pid)) return;
  if (await waitUntil(() => identityOf(pid) === null, 30_000)) return;
  process.kill(pid, "SIGQUIT");
  await waitUntil(() => identityOf(pid) === null, 10_000);
}

/** Begins a fast shutdown, which then needs nobody. False when the process is not, or no longer, our postmaster. */
export function askToStop(home: ClusterHome, pid: number): boolean {
  if (!isOurs(home) || status(home).pid !== pid) return false;
  process.kill(pid, "SIGINT");
  return true;
}

/** postmaster.pid: process, directory, start, port, socket folder, address, shared memory, state; one per line. */
function status(home: ClusterHome): Postmaster & { ready: boolean } {
  try {
    const lines = readFileSync(join(home.pgdata, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
  } catch {
    return { pid: 0, port: 0, ready: false };
  }
}

/** Process numbers are used again: only one whose command line names our directory is our postmaster. */
function isOurs(home: ClusterHome): boolean {
  const { pid } = status(home);
  return pid > 0 && identityOf(pid) !== null && commandOf(pid).includes(`-D ${home.pgdata} `);
}

/**
 * Postgres refuses to start when the number in a left-over postmaster.pid now belongs to some other process, or to a
 * zombie. So the number is replaced by an impossible one; the file stays, for it also names the shared memory by which
 * Postgres notices surviving processes of the dead server.
 */
function forgetDeadPostmaster(home: ClusterHome): void {
  const file = join(home.pgdata, "postmaster.pid");
  if (!existsSync(file) || isOurs(home)) return;
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\d+/, "99999999"));
}

function writeSettings(home: ClusterHome, survives: Durability): void {
  const main = join(home.pgdata, "postgresql.conf");
  const ours = join(home.pgdata, "countersign.conf");
  writeFileSync(ours, settings + durability[survives], { mode: 0o600 });
  giveTo(home, ours);
  const text = readFileSync(main, "utf8");
  if (!text.includes("include 'countersign.conf'")) writeFileSync(main, `${text}\ninclude 'countersign.conf'\n`);
}

function launch(home: ClusterHome, port: number): number {
  if ((statSync(home.logFile, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000)
    renameSync(home.logFile, `${home.logFile}.1`);
  const log = openSync(home.logFile, "a", 0o600);
  try {
    const program = join(home.native, "bin", "postgres");
    const child = spawn(program, ["-D", home.pgdata, "-p", String(port)], {
      ...as(home),
      detached: true,
      stdio: ["ignore", log, log],
    });
    child.unref();
    child.on("error", () => {}); // no pid, reported below
    if (!child.pid) throw new Error(`${program} could not be run.`);
    return child.pid;
  } finally {
    closeSync(log);
  }
}

function giveTo(home: ClusterHome, path: string): void {
  if (home.runAs) chownSync(path, home.runAs.uid, home.runAs.gid);
  if (dirname(path) === home.pgdata) chmodSync(path, 0o600);
}

function lastLines(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-8).join("\n") : "(no log)";
}
