import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { accessSync, chmodSync, constants, mkdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readJson, writeJson } from "./json-file";
import { completeBinaries, copyBinaries, findBinaries } from "./postgres-binaries";
import type { Log } from "./progress";

/** The system user Postgres runs as when we are root, which it refuses to run as. */
export type RunAs = { uid: number; gid: number; name: string };

/** Where a cluster lives and who runs it. */
export type ClusterHome = {
  /** Postgres' own data directory (PGDATA). */
  pgdata: string;
  /** Its log file. */
  logFile: string;
  /** Folder with bin/, lib/, share/. */
  native: string;
  /** Null: as ourselves. */
  runAs: RunAs | null;
  /** Set when the cluster could not live below the data directory: the folder to delete together with it. */
  movedTo: string | null;
};

/**
 * Finds a place for the cluster of `dataDir` (created if absent) and, as root, an existing unprivileged user to run it:
 * the owner of an existing cluster, else `postgres`, else `nobody`. Where that user cannot get at the data directory
 * (below a closed home, for example) the cluster goes to a new folder in /var/lib or /var/tmp instead, noted in the data
 * directory so that the next start finds it; likewise a copy of the binaries. Creates no user.
 */
export function findHome(dataDir: string, log: Log): ClusterHome {
  const root = process.getuid?.() === 0;
  const own = ensureDataDir(dataDir);
  const binaries = findBinaries();
  if (!root) {
    completeBinaries(binaries.native);
    return { ...placeIn(own), native: binaries.native, runAs: null, movedTo: null };
  }
  const runAs = ownerOf(join(own, "postgres")) ?? unprivilegedUser();
  openDoor(own, runAs);
  const folder = canEnter(own, runAs) ? own : elsewhere(own, log);
  const moved = folder !== own;
  const user = moved ? (ownerOf(join(folder, "postgres")) ?? runAs) : runAs;
  return {
    ...placeIn(folder),
    native: reachableBinaries(binaries, folder, user),
    runAs: user,
    movedTo: moved ? folder : null,
  };
}

/** Makes the folder if it is absent and returns its real path. Throws with advice when we may not write there. */
export function ensureDataDir(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(dataDir);
  } catch {
    const owner = statSync(dataDir, { throwIfNoEntry: false })?.uid;
    const whose =
      owner === undefined ? "it could not be made" : `it belongs to ${owner === 0 ? "root" : `user ${owner}`}`;
    throw new Error(
      `You may not write to ${dataDir} (${whose}). Run this as its owner, or set COUNTERSIGN_DATA to a folder of yours.`,
    );
  }
}

const placeIn = (folder: string) => ({ pgdata: join(folder, "postgres"), logFile: join(folder, "postgres.log") });

/** Spawn options that drop root's rights, and a working directory and environment the other user can use. */
export function as(home: Pick<ClusterHome, "runAs" | "pgdata">) {
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "/usr/bin:/bin",
    LC_ALL: "C",
    TZ: "UTC",
  };
  return { cwd: dirname(home.pgdata), env, ...(home.runAs ? { uid: home.runAs.uid, gid: home.runAs.gid } : {}) };
}

/** A folder we made ourselves may be closed only at its own door (mkdtemp does that): let others pass, not list. */
function openDoor(folder: string, user: RunAs): void {
  const stat = statSync(folder);
  if (stat.uid === 0 && (stat.mode & 0o011) !== 0o011 && canEnter(dirname(folder), user))
    chmodSync(folder, stat.mode | 0o011);
}

/** The place is random and noted in the data directory, so that a fresh data directory never meets an old database. */
function elsewhere(dataDir: string, log: Log): string {
  const note = join(dataDir, "location.json");
  const known = readJson<{ folder: string }>(note)?.folder;
  const name = `countersign-${randomBytes(6).toString("hex")}`;
  const folder = known ?? ["/var/lib", "/var/tmp"].map((parent) => join(parent, name)).find(tryCreate);
  if (!folder)
    throw new Error(
      `Postgres cannot run as root, and its user cannot reach ${dataDir}. Set COUNTERSIGN_DATA to a folder it can.`,
    );
  if (known) return folder;
  writeJson(note, { folder });
  log(`Postgres does not run as root and its user cannot reach ${dataDir}: the database is in ${folder}.`);
  return folder;
}

function tryCreate(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 });
    return true;
  } catch {
    return false;
  }
}

function reachableBinaries(binaries: ReturnType<typeof findBinaries>, folder: string, user: RunAs): string {
  completeBinaries(binaries.native);
  const sample = join(binaries.native, "share", "postgresql", "postgresql.conf.sample");
  const works =
    runsAs(user, join(binaries.native, "bin", "postgres"), "--version") && runsAs(user, "test", "-r", sample);
  return works ? binaries.native : copyBinaries(binaries, folder);
}

const canEnter = (folder: string, user: RunAs) => runsAs(user, "test", "-x", folder);

/** Tries it as that user instead of judging by mode bits: access lists and mounts have their say, too. */
function runsAs(user: RunAs, command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { cwd: "/", uid: user.uid, gid: user.gid, stdio: "ignore" }).status === 0;
}

function ownerOf(pgdata: string): RunAs | null {
  const stat = statSync(pgdata, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid, name: `user ${stat.uid}` } : null;
}

function unprivilegedUser(): RunAs {
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      const [uid, gid] = [id("-u"), id("-g")];
      if (uid > 0 && gid > 0) return { uid, gid, name };
    } catch {
      // No such user here: try the next one.
    }
  }
  throw new Error(
    "Postgres cannot run as root, and there is neither a user postgres nor nobody. Run this as an ordinary user, or set DATABASE_URL.",
  );
}
