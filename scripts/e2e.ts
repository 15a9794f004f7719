import { appEnvironment } from "./lib/app-env";
import { buildIfNeeded } from "./lib/build";
import { main, onInterrupt, spawnNode, stopAllChildren } from "./lib/children";
import { findChromium } from "./lib/chromium";
import { type Database, openTemporaryDatabase, withDatabase } from "./lib/database";
import { freePort } from "./lib/port";
import { printLine, step } from "./lib/progress";
import { startServer } from "./lib/server";

/**
 * `npm run e2e [-- playwright arguments]`: the browser stories, against a production build on a database of their own,
 * which is removed afterwards. E2E_REPORT names a file for Playwright's JSON report.
 */
await main(async () => {
  let opening: Promise<Database> | undefined;
  const cleanUp = async () => {
    await stopAllChildren();
    await (await opening?.catch(() => undefined))?.stop();
  };
  onInterrupt(cleanUp, () => 130);
  try {
    const chromium = await findChromium();
    await buildIfNeeded();
    opening = openTemporaryDatabase({ log: printLine });
    const database = await opening;
    const port = await freePort();
    const env = { ...appEnvironment(database, ""), APP_ORIGIN: `http://localhost:${port}`, MAIL_TRANSPORT: "mailbox" };
    await step("Filling in the demo company", () => seed(database, env.APP_ORIGIN));
    const server = await step("Starting the app", () =>
      startServer({ port, databaseUrl: database.url, env, log: printLine }),
    );
    return await playwright({
      ...server.env,
      BASE_URL: server.url,
      ADMIN_DATABASE_URL: withDatabase(database.adminUrl ?? "", new URL(database.url).pathname.slice(1)),
      CHROMIUM_PATH: chromium,
    });
  } finally {
    await cleanUp();
  }
});

/** As `npm start` does it, on the temporary folder. */
async function seed(database: Database, origin: string): Promise<void> {
  const { DATABASE_URL: _, ...rest } = process.env;
  const env = { ...rest, COUNTERSIGN_DATA: database.dataDir ?? "", APP_ORIGIN: origin, MAIL_TRANSPORT: "mailbox" };
  if ((await spawnNode(["scripts/run.mjs", "seed"], { env }).ended) !== 0)
    throw new Error("The demo company could not be written.");
}

/** Resolves to Playwright's exit code. */
async function playwright(settings: Record<string, string>): Promise<number> {
  const report = process.env.E2E_REPORT;
  const reporters = report ? ["--reporter=list,json"] : [];
  const env = { ...process.env, ...settings, ...(report ? { PLAYWRIGHT_JSON_OUTPUT_NAME: report } : {}) };
  const args = ["node_modules/@playwright/test/cli.js", "test", ...reporters, ...process.argv.slice(2)];
  return spawnNode(args, { env: { ...env, NODE_ENV: "test" } }).ended;
}
