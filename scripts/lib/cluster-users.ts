import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "./json-file";
import { identityOf, isAlive, type ProcessIdentity, waitUntil } from "./processes";

/**
 * Notes that this process uses the cluster of `dataDir`. Whoever leaves last stops it: `npm run replay` beside
 * `npm start` shares one server, and neither pulls it away from under the other. Processes that died without leaving
 * do not count. Returns the function that leaves, which says whether nobody is left.
 */
export function joinUsers(dataDir: string): () => { last: boolean } {
  const folder = join(dataDir, "users");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine = join(folder, `${randomUUID()}.json`);
  writeFileSync(mine, JSON.stringify(identityOf(process.pid)), { mode: 0o600 });
  return () => {
    rmSync(mine, { force: true });
    return { last: countUsers(dataDir) === 0 };
  };
}

/** How many living users the cluster has; forgets the dead ones. */
export function countUsers(dataDir: string): number {
  const folder = join(dataDir, "users");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder).filter((name) => {
    const user = readJson<ProcessIdentity>(join(folder, name));
    if (user && isAlive(user)) return true;
    rmSync(join(folder, name), { force: true });
    return false;
  }).length;
}

/**
 * Runs `work` while no other process works on the same data directory: opening and stopping take turns. A lock whose
 * holder died is broken. Gives up after two minutes.
 */
export async function withLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dataDir, "lock");
  const mine = `${lock}.${randomUUID()}`;
  writeFileSync(mine, JSON.stringify(identityOf(process.pid)), { mode: 0o600 });
  try {
    if (!(await waitUntil(() => tryLock(mine, lock), 120_000)))
      throw new Error(`Another process has been opening ${dataDir} for two minutes.`);
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** A hard link appears whole or not at all, so a lock is never seen half-written. */
function tryLock(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = readJson<ProcessIdentity>(lock);
  if (holder && !isAlive(holder)) breakLock(lock, holder);
  return false;
}

/** Moves the dead holder's lock away; puts it back if somebody else broke it first and what we moved is a live one. */
function breakLock(lock: string, holder: ProcessIdentity): void {
  const aside = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, aside);
    const moved = readJson<ProcessIdentity>(aside);
    if (moved?.pid !== holder.pid || moved.startedAt !== holder.startedAt) linkSync(aside, lock);
  } catch {
    // Somebody was faster: the next try sees what they left.
  }
  rmSync(aside, { force: true });
}
