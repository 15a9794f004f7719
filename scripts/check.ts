import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkRepository, type Finding, printFinding } from "./rules";
import { checkLockfile } from "./rules/lockfile";

// `npm run check`: format, lint, types, house rules and pure tests. Seconds, no database, no browser.

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (file: string) => path.join(root, "node_modules", file);

interface Outcome {
  ok: boolean;
  output: string;
}

interface Step {
  name: string;
  run(): Promise<Outcome>;
}

const steps: Step[] = [
  { name: "format and lint", run: () => node(bin("@biomejs/biome/bin/biome"), ["check", "--error-on-warnings"]) },
  { name: "types", run: types },
  { name: "house rules", run: async () => outcomeOf(checkRepository(root)) },
  {
    name: "lockfile",
    run: async () => outcomeOf(checkLockfile(readFileSync(path.join(root, "package-lock.json"), "utf8"))),
  },
  // `npm test` runs these by itself, to count them one by one.
  ...(process.env.CHECK_REPORT ? [] : [{ name: "rules and schemas", run: pureTests }]),
];

function pureTests(): Promise<Outcome> {
  return node(bin("vitest/vitest.mjs"), ["run", "--project", "rules", "--reporter=dot"]);
}

/** Next writes the types of the routes; without them a fresh clone does not know its own links and page props. */
async function types(): Promise<Outcome> {
  if (existsSync(path.join(root, "app"))) {
    // What `next dev` noted of routes that are gone since would be checked, too.
    rmSync(path.join(root, ".next/dev/types"), { recursive: true, force: true });
    const routes = await node(bin("next/dist/bin/next"), ["typegen"]);
    if (!routes.ok) return routes;
  }
  return node(bin("typescript/bin/tsc"), ["--noEmit", "--pretty", "false"]);
}

function outcomeOf(findings: Finding[]): Outcome {
  return { ok: findings.length === 0, output: findings.map(printFinding).join("\n") };
}

function node(program: string, args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (bytes: Buffer) => {
      output += bytes;
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => resolve({ ok: false, output: String(error) }));
    child.on("close", (code) => resolve({ ok: code === 0, output: output.trim() }));
  });
}

const results: { name: string; ok: boolean }[] = [];
for (const { name, run } of steps) {
  const started = performance.now();
  const { ok, output } = await run().catch((error: unknown) => ({ ok: false, output: String(error) }));
  results.push({ name, ok });
  console.log(`${ok ? "ok  " : "FAIL"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) console.log(`${output}\n`);
}
if (process.env.CHECK_REPORT) writeFileSync(process.env.CHECK_REPORT, JSON.stringify({ steps: results }));
process.exitCode = results.every((each) => each.ok) ? 0 : 1;
