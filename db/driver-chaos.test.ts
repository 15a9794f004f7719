import { describe, expect, test } from "vitest";
import { runChild } from "./chaos/child";
import type { DirectedReport } from "./chaos/directed";
import type { DriverName } from "./chaos/driver";
import { judge } from "./chaos/judge";
import type { RunReport } from "./chaos/run";
import { createScratch, type Scratch } from "./chaos/scratch";

// Decision 001: why the driver is patched. Both parts also run on the unpatched copy and must fail there, or they
// would prove nothing.

describe("transfers while backends are killed", () => {
  test("patched: nothing hangs, crashes, halves, mixes or goes missing, and the pool recovers", async () => {
    const { figures, kills, acked, recovered } = await run("patched", 15);
    expect(kills).toBeGreaterThan(30);
    expect(acked).toBeGreaterThan(100);
    expect(figures).toEqual({ hung: 0, uncaught: 0, half: 0, mixed: 0, missing: 0 });
    expect(recovered).toBe(100);
  });

  test("unpatched: the same run fails", async () => {
    const { figures } = await run("unpatched", 10);
    expect(Object.values(figures).some((figure) => figure > 0)).toBe(true);
  });
});

describe("directed cases", () => {
  test.each<DriverName>(["patched", "patched-cjs"])("%s: every case holds", async (driver) => {
    const report = await directed(driver);
    expect(Object.keys(report).length).toBeGreaterThanOrEqual(10);
    expect(Object.entries(report).filter(([, failure]) => failure !== null)).toEqual([]);
  });

  test("unpatched: no case holds", async () => {
    const report = await directed("unpatched");
    expect(Object.entries(report).filter(([, failure]) => failure === null)).toEqual([]);
  });
});

async function run(driver: DriverName, seconds: number) {
  return inScratch(async ({ url, adminUrl }) => {
    const report = await runChild<RunReport>("run.ts", [driver, url, adminUrl, String(seconds)]);
    const { half, mixed, missing } = await judge(adminUrl, report.acked);
    const { kills, recovered, hung, uncaught } = report;
    const acked = report.acked.transfers.length + report.acked.notes.length;
    const figures = { hung, uncaught, half, mixed: mixed + report.crossed, missing };
    console.log(
      `driver ${driver}, ${seconds} s: ${kills} kills, ${acked} acked, ${JSON.stringify(figures)}, ` +
        `${recovered} of 100 afterwards; refused ${JSON.stringify(report.refused)} ${report.uncaughtMessages[0] ?? ""}`,
    );
    return { figures, kills, acked, recovered };
  });
}

function directed(driver: DriverName): Promise<DirectedReport> {
  return inScratch(({ url, adminUrl }) => runChild<DirectedReport>("directed.ts", [driver, url, adminUrl]));
}

async function inScratch<T>(use: (scratch: Scratch) => Promise<T>): Promise<T> {
  const scratch = await createScratch(process.env.ADMIN_DATABASE_URL ?? "");
  return use(scratch).finally(scratch.drop);
}
