import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfNeeded } from "./lib/build";
import { main, messageOf, onInterrupt, spawnNode, stopAllChildren } from "./lib/children";
import { findChromium } from "./lib/chromium";
import { sweepTemporaryDatabases } from "./lib/database";
import { heading, printLine } from "./lib/progress";
import { type Counts, readCheck, readPlaywright, readVitest, settle } from "./lib/reports";

type Suite = { title: string; minutes: number; run(folder: string, minutes: number): Promise<Counts> };

const suites: Suite[] = [
  { title: "Format, lint, types, our own rules", minutes: 10, run: check },
  { title: "Rules: pure tests", minutes: 10, run: (folder, minutes) => vitest("rules", folder, minutes) },
  { title: "Database tests", minutes: 45, run: (folder, minutes) => vitest("db", folder, minutes) },
  { title: "Production build", minutes: 15, run: build },
  { title: "Browser stories", minutes: 50, run: stories },
];

/**
 * What runs beside one another, each lane on a server and a database of its own, so that all end at about the same time:
 * the stories; the long half of the harness, which looks at a whole database; its short half, then the settings of the
 * company and then its clock, one after the other because there is one of each.
 */
const lanes = [
  ["--project=stories"],
  ["--project=harness", "harness-(?!bypass|plain|launcher)"],
  [
    ...["--project=harness", "--project=policy", "--project=time", "--no-deps", "--workers=1"],
    "harness-(bypass|plain|launcher)|policy-|time-",
  ],
];

/**
 * `npm test`: every suite, whatever became of the one before. The last line is "N passed, N failed" over all of them,
 * and the exit code is 1 when anything failed. `npm test -- browser` runs the suites whose title says so.
 */
await main(async () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  const cleanUp = async () => {
    await stopAllChildren();
    await sweepTemporaryDatabases();
    rmSync(folder, { recursive: true, force: true });
  };
  onInterrupt(cleanUp, () => 130);
  const lines: string[] = [];
  const total: Counts = { passed: 0, failed: 0, failures: [] };
  const wanted = process.argv.slice(2).join(" ").toLowerCase();
  for (const suite of suites.filter(({ title }) => title.toLowerCase().includes(wanted))) {
    heading(suite.title);
    const started = performance.now();
    const counts = await suite.run(folder, suite.minutes).catch((error: unknown): Counts => {
      printLine(messageOf(error));
      return { passed: 0, failed: 1, failures: [messageOf(error)] };
    });
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.failures.push(...counts.failures);
    const seconds = Math.round((performance.now() - started) / 1000);
    lines.push(
      `${counts.failed === 0 ? "ok  " : "FAIL"} ${suite.title}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`,
    );
  }
  await cleanUp();
  if (total.failed > 0) heading("What failed");
  for (const failure of total.failures) printLine(`${failure}\n`);
  heading("Result");
  for (const line of [...lines, "", ...inBrief(total.failures), `${total.passed} passed, ${total.failed} failed`])
    printLine(line);
  return total.failed === 0 ? 0 : 1;
});

/** What failed in a line each, where only the end of the output is kept: the name's end and the first words of the error. */
function inBrief(failures: string[]): string[] {
  const shown = failures.slice(0, 10).map((failure) => {
    const [name = "", ...told] = failure.split("\n").map((line) => line.trim());
    return `- ${name.replace(`${process.cwd()}/`, "").slice(0, 90)}: ${told.find(Boolean)?.slice(0, 90) ?? ""}`;
  });
  return failures.length > shown.length ? [...shown, `- and ${failures.length - shown.length} more`] : shown;
}

async function check(folder: string, minutes: number): Promise<Counts> {
  const report = join(folder, "check.json");
  const code = await runWithin(minutes, ["scripts/run.mjs", "check"], { CHECK_REPORT: report });
  return settle(readCheck(report), code);
}

async function vitest(project: string, folder: string, minutes: number): Promise<Counts> {
  const report = join(folder, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await runWithin(
    minutes,
    ["node_modules/vitest/vitest.mjs", "run", `--project=${project}`, ...reporters],
    { NODE_ENV: "test" },
  );
  return settle(readVitest(report), code);
}

/** Counts as one. */
async function build(): Promise<Counts> {
  if (!(await buildIfNeeded())) printLine("The present build was made from exactly these sources.");
  return { passed: 1, failed: 0, failures: [] };
}

/** The browser stories, all lanes at once: they wait for pages most of the time. */
async function stories(folder: string, minutes: number): Promise<Counts> {
  const chromium = await findChromium();
  await buildIfNeeded(); // once: every lane would begin one
  const counts = await Promise.all(
    lanes.map(async (args, lane) => {
      const report = join(folder, `stories-${lane}.json`);
      const env = { CHROMIUM_PATH: chromium, E2E_REPORT: report, E2E_OUTPUT: `test-results/${lane}` };
      const code = await runWithin(minutes, ["scripts/run.mjs", "e2e", ...args], env);
      return settle(readPlaywright(report), code);
    }),
  );
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    failures: counts.flatMap(({ failures }) => failures),
  };
}

/**
 * Runs a suite in a process group of its own and ends it when its time is over, which is a failure. Tests never see
 * DATABASE_URL: they make their own databases.
 */
async function runWithin(minutes: number, args: string[], extra: Record<string, string>): Promise<number> {
  const { DATABASE_URL: _, ...rest } = process.env;
  const child = spawnNode(args, { env: { ...rest, ...extra } });
  const timer = setTimeout(() => {
    printLine(`This suite was ended: it took longer than ${minutes} minutes.`);
    void child.stop(30_000);
  }, minutes * 60_000);
  const code = await child.ended;
  clearTimeout(timer);
  return code;
}
