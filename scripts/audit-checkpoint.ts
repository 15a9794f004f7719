import { appendFileSync } from "node:fs";
import { appEnvironment } from "./lib/app-env";
import { main, onInterrupt } from "./lib/children";
import { openDatabase } from "./lib/database";
import { wantedPort } from "./lib/port";
import { printLine } from "./lib/progress";

/**
 * `npm run audit:checkpoint -- <file>`: appends the signed heads of all audit chains as one line of JSON. Keep the file
 * away from this machine; `npm run audit:verify -- --against <file>` then shows what was rewritten or cut since.
 */
await main(async () => {
  const [file] = process.argv.slice(2);
  if (!file) {
    printLine("Say where to: npm run audit:checkpoint -- <file>");
    return 1;
  }
  const database = await openDatabase({ log: printLine });
  onInterrupt(
    () => database.stop(),
    () => 130,
  );
  try {
    Object.assign(process.env, appEnvironment(database, `http://localhost:${wantedPort()}`));
    const { takeCheckpoint } = await import("@/lib/audit/checkpoint");
    const { wallNow } = await import("@/lib/clock");
    const checkpoint = await takeCheckpoint(wallNow());
    appendFileSync(file, `${JSON.stringify(checkpoint)}\n`);
    printLine(`Noted where ${checkpoint.heads.length} chains end, signed, in ${file}.`);
    return 0;
  } finally {
    await database.stop();
  }
});
