/** Child process of the chaos test: every directed case on one driver, its report as JSON on the last line of stdout. */
import postgres from "postgres";
import { directedCases } from "./directed-cases";
import { type DriverName, driverNamed } from "./driver";
import { countUncaught } from "./uncaught";

/** Why a case failed, or null; by the name of the case. */
export type DirectedReport = Record<string, string | null>;

const [driver, url, adminUrl] = process.argv.slice(2) as [DriverName, string, string];
const PATIENCE = 3_000;
const uncaught = countUncaught();
const report: DirectedReport = {};
const role = new URL(url).username;

for (const [name, run] of Object.entries(directedCases)) {
  const admin = postgres(adminUrl, { max: 1 });
  const before = uncaught.count;
  const settled = run({ driver: driverNamed(driver), url, admin }).then(() => null, String);
  report[name] = await Promise.race([settled, tooLate()]);
  if (uncaught.count > before) report[name] = `uncaught: ${uncaught.messages.at(-1)}`;
  // The next case finds nobody of this one still dying.
  while ((await admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${role}`).length > 0);
  await admin.end();
}
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));

function tooLate(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, `hung for ${PATIENCE} ms`).unref();
  });
}
