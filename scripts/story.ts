import { migrate } from "@/db/migrate";
import { appEnvironment } from "./lib/app-env";
import { main, onInterrupt } from "./lib/children";
import { openTemporaryDatabase } from "./lib/database";
import { wantedPort } from "./lib/port";
import { printLine } from "./lib/progress";

/**
 * `npm run story`: a company's fixed-price work from the offer to a milestone that everybody forgot, and support by the hour
 * beside it, 166 days, on a temporary database, through the product's own verbs,
 * with every state, movement and mail as it happens. Nothing of it stays.
 */
await main(async () => {
  const started = performance.now();
  const database = await openTemporaryDatabase({ log: printLine });
  onInterrupt(
    () => database.stop(),
    () => 130,
  );
  try {
    await migrate(database.url);
    // Read by the app's modules when they are loaded, so they are loaded afterwards.
    Object.assign(process.env, appEnvironment(database, `http://localhost:${wantedPort()}`));
    const { tellStory } = await import("./story/tell");
    const told = await tellStory(printLine);
    const { closePool } = await import("@/db/client");
    await closePool();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    printLine(
      `\n${told.days} days, ${told.states} changes of state, ${told.movements} movements and ${told.mails} mails in ${seconds} s.`,
    );
    for (const fault of told.faults) printLine(`BROKEN  ${fault}`);
    return told.faults.length > 0 ? 1 : 0;
  } finally {
    await database.stop();
  }
});
