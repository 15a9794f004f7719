import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** Contents of a JSON file of ours, or null when it is absent or was cut short. */
export function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch {
    return null;
  }
}

/** Writes a JSON file that only we may read, all or nothing. */
export function writeJson(path: string, value: unknown): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, path);
}
