import { readJson } from "./json-file";

/** How a suite went; `which`: the names of tests that failed, as far as a report knows them. */
export type Counts = { passed: number; failed: number; which?: readonly string[] };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
};

type PlaywrightSpec = { title: string; file: string; line: number; tests: { status: string; results: unknown[] }[] };
type PlaywrightSuite = { suites?: PlaywrightSuite[]; specs?: PlaywrightSpec[] };
type PlaywrightReport = { suites: PlaywrightSuite[]; errors: unknown[] };

/**
 * Makes sure that a suite which went wrong never looks well: without a report, without a test, or with a bad exit code
 * and no failed test in the report (a crash), it has at least one failure.
 */
export function settle(counts: Counts | null, exitCode: number): Counts {
  if (!counts) return { passed: 0, failed: 1 };
  const wrong = exitCode !== 0 || counts.passed + counts.failed === 0;
  return { ...counts, failed: wrong ? Math.max(1, counts.failed) : counts.failed };
}

/** Counts of vitest's JSON report; a file that could not even be loaded is one failure. Null without a report. */
export function readVitest(path: string): Counts | null {
  const report = readJson<VitestReport>(path);
  if (!report) return null;
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const which = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter((test) => test.status === "failed").map((test) => `${name}: ${test.fullName}`),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    which: [...which, ...broken.map(({ name }) => name)],
  };
}

/** Counts of Playwright's JSON report; a test that never ran (the run was cut short) is a failure. Null without a report. */
export function readPlaywright(path: string): Counts | null {
  const report = readJson<PlaywrightReport>(path);
  if (!report) return null;
  const tests = report.suites.flatMap(testsOf);
  const passed = tests.filter((test) => test.status === "expected" || test.status === "flaky").length;
  const skipped = (test: (typeof tests)[number]) => test.status === "skipped" && test.results.length > 0;
  const which = tests
    .filter((test) => test.status !== "expected" && test.status !== "flaky" && !skipped(test))
    .map((test) => test.name);
  return { passed, failed: which.length + report.errors.length, which };
}

/** Counts of `npm run check`: each step is one. Null without a report. */
export function readCheck(path: string): Counts | null {
  const report = readJson<{ steps: { ok: boolean }[] }>(path);
  if (!report) return null;
  const passed = report.steps.filter((each) => each.ok).length;
  return { passed, failed: report.steps.length - passed };
}

function testsOf(suite: PlaywrightSuite): { name: string; status: string; results: unknown[] }[] {
  return [
    ...(suite.specs ?? []).flatMap(({ title, file, line, tests }) =>
      tests.map((test) => ({ ...test, name: `${file}:${line}: ${title}` })),
    ),
    ...(suite.suites ?? []).flatMap(testsOf),
  ];
}
