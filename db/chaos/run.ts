/** Child process of the chaos test: one load with kills, its report as JSON on the last line of stdout. */
import postgres, { type Sql } from "postgres";
import { type DriverName, driverNamed } from "./driver";
import { type LoadFigures, runLoad, settle } from "./load";
import { countUncaught } from "./uncaught";

/** Every figure but `kills`, `recovered` and the ack log must be zero. */
export interface RunReport extends LoadFigures {
  kills: number;
  uncaught: number;
  /** First lines of what nobody caught, for the reader of a failure. */
  uncaughtMessages: string[];
  /** Of 100 queries after the last kill, how many succeeded. */
  recovered: number;
}

const [driver, url, adminUrl, seconds] = process.argv.slice(2) as [DriverName, string, string, string];
const PATIENCE = 10_000;
const uncaught = countUncaught();

const sql = driverNamed(driver)(url, { max: 10, onnotice: () => undefined });
const killer = startKiller(adminUrl, 60);
const figures = await runLoad(sql, { workers: 30, seconds: Number(seconds), patience: PATIENCE });
const kills = await killer.stop();
const recovered = await countSuccesses(sql, 100);

const report: RunReport = {
  ...figures,
  kills,
  uncaught: uncaught.count,
  uncaughtMessages: uncaught.messages,
  recovered,
};
// A wedged pool keeps the process alive for ever, so leave once the report is out.
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));

/** Ends a random backend of the workload's role every `every` milliseconds. */
function startKiller(clusterUrl: string, every: number) {
  const admin = postgres(clusterUrl, { max: 1 });
  const role = new URL(url).username;
  let kills = 0;
  let last = 0;
  let stopped = false;
  const loop = (async () => {
    while (!stopped) {
      await new Promise((resolve) => setTimeout(resolve, every));
      const killed = await admin<{ pid: number }[]>`
        select pid, pg_terminate_backend(pid) from
          (select pid from pg_stat_activity where usename = ${role} order by random() limit 1) victim`;
      last = killed[0]?.pid ?? last;
      kills += killed.length;
    }
  })();
  return {
    async stop() {
      stopped = true;
      await loop;
      // Once the last victim is gone, one more round trip gives its closed socket time to reach the driver as well.
      while ((await admin`select from pg_stat_activity where pid = ${last}`).length > 0);
      await admin`select 1`;
      await admin.end();
      return kills;
    },
  };
}

async function countSuccesses(pool: Sql, count: number): Promise<number> {
  let successes = 0;
  const none: LoadFigures = { acked: { transfers: [], notes: [], rolledBack: [] }, hung: 0, crossed: 0, refused: {} };
  const queries = Array.from({ length: count }, async (_, n) => {
    const [row] = await pool<{ n: number }[]>`select ${n}::int as n`;
    if (row?.n === n) successes++;
  });
  await Promise.all(queries.map((query) => settle(query, PATIENCE, none)));
  return successes;
}
