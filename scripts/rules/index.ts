import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkClock } from "./clock";
import { checkFloors } from "./floors";
import { checkLedger } from "./ledger";
import { type Finding, readSource } from "./source";

export type { Finding } from "./source";

const floors = ["app", "components", "lib", "db", "emails", "e2e", "scripts"];

/** All house rules on one file's text; `file` is its path from the repository root. */
export function checkText(file: string, text: string): Finding[] {
  const source = readSource(file, text);
  return [...checkFloors(source), ...checkClock(source), ...checkLedger(source)];
}

/** All house rules on every TypeScript file of the repository. */
export function checkRepository(root: string): Finding[] {
  const findings: Finding[] = [];
  for (const floor of floors.filter((name) => existsSync(path.join(root, name)))) {
    for (const entry of readdirSync(path.join(root, floor), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
      const place = path.join(entry.parentPath, entry.name);
      findings.push(...checkText(path.relative(root, place).split(path.sep).join("/"), readFileSync(place, "utf8")));
    }
  }
  return findings;
}

/** `file:line: message`, which editors and terminals turn into links. */
export function printFinding({ file, line, message }: Finding): string {
  return `${file}:${line}: ${message}`;
}
