import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { spawnGroup, spawnNode } from "./children";
import { type Log, printLine, step } from "./progress";

/** Chromium without its windows first: the same pages for less of the machine. */
const installed = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macs = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Finds a browser for the tests: CHROMIUM_PATH, an installed Chromium or Chrome, one that Playwright downloaded earlier;
 * as root on Debian, the distribution's package; last, a download by Playwright. Resolves to the executable. Throws with
 * advice when none can be had.
 */
export async function findChromium(log: Log = printLine): Promise<string> {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (works(wanted)) return wanted;
    throw new Error(`CHROMIUM_PATH is ${wanted}, which does not start.`);
  }
  const present = findInstalled() ?? playwrightsOwn();
  if (present) return present;
  const debian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const made =
    (debian && (await step("Installing Chromium (apt-get)", fromDebian, log))) ||
    (await step("Downloading Chromium (Playwright)", download, log));
  if (made) return made;
  throw new Error(
    "The browser stories need Chromium or Chrome, and none was found. Install one (Debian: apt-get install chromium; " +
      "elsewhere: npx playwright install chromium), or set CHROMIUM_PATH to the executable.",
  );
}

function findInstalled(): string | undefined {
  const folders = ["/usr/bin", "/usr/local/bin", "/snap/bin", ...(process.env.PATH ?? "").split(":")];
  const named = installed.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
  return [...named, ...macs].find((path) => existsSync(path) && works(path));
}

/** Playwright may know a path without having the file. */
function playwrightsOwn(): string | undefined {
  try {
    const { chromium } = createRequire(import.meta.url)("@playwright/test") as typeof import("@playwright/test");
    const path = chromium.executablePath();
    return existsSync(path) && works(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

async function download(): Promise<string | undefined> {
  await spawnNode(["node_modules/@playwright/test/cli.js", "install", "chromium"], { stdio: "ignore" }).ended;
  return playwrightsOwn();
}

async function fromDebian(): Promise<string | undefined> {
  const options = { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
  await spawnGroup("apt-get", ["update"], options).ended;
  for (const name of ["chromium-headless-shell", "chromium"]) {
    const packages = [name, "fonts-liberation"];
    await spawnGroup("apt-get", ["install", "-y", "--no-install-recommends", ...packages], options).ended;
    const found = findInstalled();
    if (found) return found;
  }
  return undefined;
}

/** A file that exists may still lack its libraries, or be a stub that asks to install the real thing. */
function works(path: string): boolean {
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}
