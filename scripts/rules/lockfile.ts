import type { Finding } from "./source";

interface Lockfile {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>;
}

/**
 * Every optional dependency the lockfile names must itself be in the lockfile. npm leaves some out when a release's
 * platform packages were not all published yet; `npm ci` then fails, or silently lacks a binary, on the other platforms.
 * Source: npm issues #4828 and #8320.
 */
export function checkLockfile(text: string): Finding[] {
  const { packages } = JSON.parse(text) as Lockfile;
  const findings: Finding[] = [];
  for (const [place, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!isPresent(packages, place, name)) {
        const message = `${place || "the project"} wants ${name}, which the lockfile lacks: step back to a complete release`;
        findings.push({ file: "package-lock.json", line: 1, message });
      }
    }
  }
  return findings;
}

/** Looks where Node would: beside the package, then in every node_modules above it. */
function isPresent(packages: Lockfile["packages"], place: string, name: string): boolean {
  for (let at = place; ; at = at.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    if (`${at ? `${at}/` : ""}node_modules/${name}` in packages) return true;
    if (at === "") return false;
  }
}
