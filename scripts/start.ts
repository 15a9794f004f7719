import { migrate } from "@/db/migrate";
import { personas } from "@/lib/demo/personas";
import { appEnvironment } from "./lib/app-env";
import { buildIfNeeded } from "./lib/build";
import { main, onChildren, onInterrupt, spawnNode, stopAllChildren } from "./lib/children";
import { ensureDataDir } from "./lib/cluster-home";
import { type Database, defaultDataDir, openDatabase } from "./lib/database";
import { claimDataDir } from "./lib/launcher-note";
import { refuseBusyPort, wantedPort } from "./lib/port";
import { identityOf, isAlive, type ProcessIdentity } from "./lib/processes";
import { printLine, step } from "./lib/progress";
import { needsSeeding } from "./lib/seeding";
import { type Server, startServer } from "./lib/server";
import { startTickTimer } from "./lib/tick-timer";

/** What runs, in the order in which it was started; stopped in the opposite one. */
const running: { database?: Promise<Database>; server?: Server; stopTimer?: () => void } = {};
let stopping: Promise<void> | undefined;

/** `npm start` and `npm run dev`: from an empty folder to a served app, and back to no process at all. */
await main(async () => {
  const dev = process.argv.includes("--dev");
  const port = wantedPort();
  const origin = `http://localhost:${port}`;
  onInterrupt(stopAll, () => 0);
  if (!process.env.DATABASE_URL) await claimEmbedded(origin);
  await refuseBusyPort(port);
  try {
    running.database = openDatabase({ log: printLine });
    const database = await running.database;
    const env = appEnvironment(database, origin);
    const { applied } = await step("Bringing the database up to date", () => migrate(database.url));
    if (applied > 0) printLine(`Applied ${applied} migration${applied === 1 ? "" : "s"}.`);
    if (await needsSeeding(database)) await step("Filling in the demo company", seed);
    if (!dev) await buildIfNeeded();
    running.server = await step("Starting the app", () =>
      startServer({ port, databaseUrl: database.url, env, log: printLine, dev }),
    );
    announce(env.APP_ORIGIN ?? origin, database);
    running.stopTimer = startTickTimer(port, env.CRON_SECRET ?? "", printLine);
    return await untilSomethingEnds(running.server, database);
  } catch (error) {
    if (stopping) await new Promise(() => {}); // a step that was cut short by Ctrl-C: no complaint, stopping goes on
    throw error;
  } finally {
    await stopAll();
  }
});

async function claimEmbedded(origin: string): Promise<void> {
  const claim = await claimDataDir(ensureDataDir(defaultDataDir()), origin, printLine);
  onChildren(claim.noteChildren);
  watchAncestors(claim.ancestors);
}

/** kill -9 on npm reaches npm alone. Without it nobody could stop us any more, so we go as well. */
function watchAncestors(ancestors: ProcessIdentity[]): void {
  const every = process.platform === "linux" ? 1_000 : 5_000;
  const timer = setInterval(() => {
    if (ancestors.every(isAlive)) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, every);
  timer.unref();
}

/** A process of its own: the app's modules read their environment when they are loaded. */
async function seed(): Promise<void> {
  const code = await spawnNode(["scripts/run.mjs", "seed"]).ended;
  if (code !== 0)
    throw new Error(
      "The demo company could not be written (see above). The next start tries again from the beginning.",
    );
}

function announce(origin: string, database: Database): void {
  printLine(`\nCountersign is ready: ${origin}`);
  if (database.embedded) {
    printLine(`\nOne click signs in at ${origin}/sign-in, no password:`);
    for (const { role, name, email } of personas) printLine(`  ${role.padEnd(34)}${name.padEnd(16)}${email}`);
    printLine(`\nMail   ${origin}/dev/mailbox\nData   ${database.dataDir}`);
  }
  printLine("Stop with Ctrl-C.\n");
}

/** Resolves to the exit code when server or database ended without us; never otherwise. */
async function untilSomethingEnds(server: Server, database: Database): Promise<number> {
  const databaseEnded = new Promise<string>((resolve) => {
    const postmaster = database.postmaster && identityOf(database.postmaster);
    if (!postmaster) return;
    setInterval(() => {
      if (!isAlive(postmaster)) resolve(`The database ended by itself. See ${database.dataDir}/postgres.log.`);
    }, 2_000).unref();
  });
  const reason = await Promise.race([
    server.child.ended.then((code) => `The app ended by itself (exit code ${code}).`),
    databaseEnded,
  ]);
  if (stopping) await new Promise(() => {}); // we are stopping it; the interrupt handler exits
  printLine(reason);
  return 1;
}

function stopAll(): Promise<void> {
  stopping ??= (async () => {
    running.stopTimer?.();
    if (running.server) printLine("\nStopping …");
    await stopAllChildren();
    const database = await running.database?.catch(() => undefined);
    await database?.stop();
    if (running.server) printLine("Stopped. The data is kept.");
  })();
  return stopping;
}
