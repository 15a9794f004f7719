import { stripVTControlCharacters } from "node:util";
import { readJson } from "./json-file";

/** How a suite went; what failed by its name, with the first lines of its error where there is one. */
export type Counts = { passed: number; failed: number; failures: string[] };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] | null }[];
  }[];
};

type PlaywrightError = { message?: string };
type PlaywrightTest = { status: string; results: { errors: PlaywrightError[] }[] };
type PlaywrightSuite = {
  suites?: PlaywrightSuite[];
  specs?: { title: string; file: string; tests: PlaywrightTest[] }[];
};
type PlaywrightReport = { suites: PlaywrightSuite[]; errors: PlaywrightError[] };

/**
 * Makes sure that a suite which went wrong never looks well: without a report, without a test, or with a bad exit code
 * and no failed test in the report (a crash), it has at least one failure.
 */
export function settle(counts: Counts | null, exitCode: number): Counts {
  if (!counts) return { passed: 0, failed: 1, failures: ["The suite ended without a report."] };
  if (counts.failed > 0 || (exitCode === 0 && counts.passed > 0)) return counts;
  return {
    ...counts,
    failed: 1,
    failures: [`The suite ended with exit code ${exitCode}; no failed test is on record.`],
  };
}

/** Counts of vitest's JSON report; a file that could not even be loaded is one failure. Null without a report. */
export function readVitest(path: string): Counts | null {
  const report = readJson<VitestReport>(path);
  if (!report) return null;
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => failure(`${file.name} › ${test.fullName}`, test.failureMessages?.[0])),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    failures: [...failures, ...broken.map((file) => failure(file.name, file.message))],
  };
}

/** Counts of Playwright's JSON report; a test that never ran (the run was cut short) is a failure. Null without a report. */
export function readPlaywright(path: string): Counts | null {
  const report = readJson<PlaywrightReport>(path);
  if (!report) return null;
  const tests = report.suites.flatMap(testsOf);
  const ok = tests.filter((test) => test.status === "expected" || test.status === "flaky").length;
  const skipped = tests.filter((test) => test.status === "skipped" && test.results.length > 0).length;
  const failures = tests
    .filter((test) => test.status === "unexpected")
    .map((test) => failure(test.name, test.results.at(-1)?.errors[0]?.message));
  return {
    passed: ok,
    failed: tests.length - ok - skipped + report.errors.length,
    failures: [...failures, ...report.errors.map((error) => failure("Outside of any test", error.message))],
  };
}

/** Counts of `npm run check`: each step is one. Null without a report. */
export function readCheck(path: string): Counts | null {
  const report = readJson<{ steps: { name: string; ok: boolean }[] }>(path);
  if (!report) return null;
  const failures = report.steps.filter((each) => !each.ok).map(({ name }) => name);
  return { passed: report.steps.length - failures.length, failed: failures.length, failures };
}

function testsOf(suite: PlaywrightSuite): (PlaywrightTest & { name: string })[] {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ ...test, name: `${spec.file} › ${spec.title}` })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(testsOf)];
}

function failure(name: string, message = ""): string {
  const lines = stripVTControlCharacters(message).split("\n").slice(0, 12);
  return [name, ...lines.map((line) => `  ${line}`)].join("\n").trimEnd();
}
