import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { spawnNode } from "./children";
import { readJson, writeJson } from "./json-file";
import { type Log, printLine, step } from "./progress";

const folders = ["app", "components", "db", "emails", "lib", "patches", "public"];
const files = [
  "proxy.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];
const stampFile = resolve(".next", "countersign-build.json");

/** Next's command line, to be run with Node. */
export const nextProgram = resolve("node_modules", "next", "dist", "bin", "next");

/**
 * Makes a production build in `.next` unless the present one was made from exactly these sources. Resolves to whether
 * it built. Throws with the end of Next's own output when the build fails.
 */
export async function buildIfNeeded(log: Log = printLine): Promise<boolean> {
  const stamp = sourceStamp();
  if (existsSync(resolve(".next", "BUILD_ID")) && readJson<{ stamp: string }>(stampFile)?.stamp === stamp) return false;
  rmSync(stampFile, { force: true });
  rmSync(resolve(".next", "dev"), { recursive: true, force: true }); // its generated types would be checked, too
  let output = "";
  await step(
    "Building the app",
    async (note) => {
      const child = spawnNode([nextProgram, "build"], { env: buildEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
      const keep = (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-8_000);
        const line = /^\s*(Creating|Running|Collecting|Generating|Finalizing)[^\n.…]*/m
          .exec(chunk.toString())?.[0]
          .trim();
        if (line) note(line.toLowerCase());
      };
      child.process.stdout?.on("data", keep);
      child.process.stderr?.on("data", keep);
      if ((await child.ended) !== 0) throw new Error(`The build failed:\n\n${output.trim()}`);
    },
    log,
  );
  writeJson(stampFile, { stamp });
  return true;
}

/** The build sees no secret and no database, so that none can be written into it. */
function buildEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL, COUNTERSIGN_SECRET, CRON_SECRET, COUNTERSIGN_DEMO, ...rest } = process.env;
  return { ...rest, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
}

/** A hash over everything the build is made from, tests left out. */
function sourceStamp(): string {
  const hash = createHash("sha256").update(process.version);
  const paths = [...folders.flatMap((folder) => filesBelow(folder)), ...files.filter((file) => existsSync(file))];
  for (const path of paths.sort()) hash.update(`${path}\0`).update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return /\.test\.tsx?$/.test(name) ? [] : [path];
  });
}
