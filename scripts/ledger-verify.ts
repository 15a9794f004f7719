import { appEnvironment } from "./lib/app-env";
import { main, onInterrupt } from "./lib/children";
import { openDatabase } from "./lib/database";
import { wantedPort } from "./lib/port";
import { printLine } from "./lib/progress";

/**
 * `npm run ledger:verify`: reckons the ledger of every company again and says what it found: entries against balances,
 * transfers against entries, stages against funds. Exit code 1 when anything does not add up.
 */
await main(async () => {
  const database = await openDatabase({ log: printLine });
  onInterrupt(
    () => database.stop(),
    () => 130,
  );
  try {
    // Read by the app's modules when they are loaded, so they are loaded afterwards.
    Object.assign(process.env, appEnvironment(database, `http://localhost:${wantedPort()}`));
    const { verifyLedger } = await import("@/lib/ledger/verify");
    const total = { companies: 0, transfers: 0, faults: 0 };
    const started = performance.now();
    for await (const { slug, transfers, pots, faults } of verifyLedger()) {
      printLine(
        `${faults.length > 0 ? "BROKEN" : "ok    "}  ${slug.padEnd(24)} ${count(transfers)} transfers, ${count(pots)} pots`,
      );
      for (const fault of faults) printLine(`        ${fault}.`);
      total.companies += 1;
      total.transfers += transfers;
      total.faults += faults.length > 0 ? 1 : 0;
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    printLine(
      `\n${count(total.companies)} companies, ${count(total.transfers)} transfers in ${seconds} s: ${total.faults === 0 ? "every ledger adds up." : `${total.faults} broken.`}`,
    );
    return total.faults === 0 ? 0 : 1;
  } finally {
    await database.stop();
  }
});

function count(number: number): string {
  return number.toLocaleString("en");
}
