import { migrate } from "@/db/migrate";
import { appEnvironment } from "./lib/app-env";
import { main, onInterrupt } from "./lib/children";
import { openDatabase } from "./lib/database";
import { wantedPort } from "./lib/port";
import { printLine } from "./lib/progress";
import { needsSeeding, seedWith } from "./lib/seeding";

/** `npm run seed`: fills an empty embedded database with the demo company. */
await main(async () => {
  const database = await openDatabase({ log: printLine });
  onInterrupt(
    () => database.stop(),
    () => 130,
  );
  try {
    if (!database.embedded) throw new Error("DATABASE_URL is set: the demo company is only for the embedded database.");
    await migrate(database.url);
    if (!(await needsSeeding(database))) {
      printLine("The database has companies already; nothing was written.");
      return 0;
    }
    // Read by the app's modules when they are loaded, so they are loaded afterwards.
    Object.assign(process.env, appEnvironment(database, `http://localhost:${wantedPort()}`));
    const { seedDemo } = await import("@/db/seed/demo");
    await seedWith(database, seedDemo);
    return 0;
  } finally {
    await database.stop();
  }
});
