import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/vitest/longest-first";

const root = fileURLToPath(new URL(".", import.meta.url));
const secret = "only-for-tests-".padEnd(48, "0");

/** Pure tests by name: rules and schemas, and everything that renders from props. They touch no database. */
const pure = ["{lib,db,scripts}/**/{rules,schema}.test.ts", "{emails,components}/**/*.test.{ts,tsx}"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // The marker throws outside a server bundle; in tests every module may be imported.
      { find: /^server-only$/, replacement: `${root}scripts/lib/server-only.ts` },
    ],
  },
  test: {
    pool: "forks",
    // One more than the cores that CI has: several suites wait for clocks, killed backends and stalled servers.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // A limit ends what hangs, and nothing else: a machine with a quarter of the speed is slow, not wrong.
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
    env: { COUNTERSIGN_SECRET: secret, CRON_SECRET: secret, APP_ORIGIN: "http://localhost:3000", TZ: "UTC" },
    projects: [
      {
        extends: true,
        test: {
          name: "rules",
          include: pure,
          // Well-formed and dead: a pure test that connects fails at once.
          env: { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["{lib,db,scripts,app}/**/*.test.{ts,tsx}"],
          exclude: pure,
          globalSetup: "scripts/vitest/cluster.ts",
          setupFiles: "scripts/vitest/database.ts",
        },
      },
    ],
  },
});
