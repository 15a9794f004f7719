import { readFileSync } from "node:fs";
import { appEnvironment } from "./lib/app-env";
import { main, onInterrupt } from "./lib/children";
import { openDatabase } from "./lib/database";
import { wantedPort } from "./lib/port";
import { printLine } from "./lib/progress";

/**
 * `npm run audit:verify`: walks the audit chain of every company and says what it found. With `-- --against <file>` it
 * also compares the chains with the checkpoints in that file, which shows a cut tail too. Exit code 1 when anything was
 * changed, removed, inserted or reordered.
 */
await main(async () => {
  const [flag, file] = process.argv.slice(2);
  if (flag && (flag !== "--against" || !file)) {
    printLine("Say: npm run audit:verify [-- --against <file>]");
    return 1;
  }
  const database = await openDatabase({ log: printLine });
  onInterrupt(
    () => database.stop(),
    () => 130,
  );
  try {
    // Read by the app's modules when they are loaded, so they are loaded afterwards.
    Object.assign(process.env, appEnvironment(database, `http://localhost:${wantedPort()}`));
    const { verifyAudit } = await import("@/lib/audit/verify");
    const total = { companies: 0, events: 0, entries: 0, faults: 0 };
    const started = performance.now();
    for await (const { slug, events, entries, fault } of verifyAudit()) {
      printLine(
        `${fault ? "BROKEN" : "ok    "}  ${slug.padEnd(24)} ${count(events)} events, ${count(entries)} entries`,
      );
      if (fault) printLine(`        ${fault.row} ${fault.problem}.`);
      total.companies += 1;
      total.events += events;
      total.entries += entries;
      total.faults += fault ? 1 : 0;
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    printLine(
      `\n${count(total.companies)} companies, ${count(total.events)} events, ${count(total.entries)} entries in ${seconds} s: ${total.faults === 0 ? "every chain holds." : `${total.faults} broken.`}`,
    );
    return total.faults === 0 && (!file || (await agrees(file))) ? 0 : 1;
  } finally {
    await database.stop();
  }
});

/** Every checkpoint of the file, the oldest first. */
async function agrees(file: string): Promise<boolean> {
  const { compareWithCheckpoint } = await import("@/lib/audit/checkpoint");
  const checkpoints = readFileSync(file, "utf8").trim().split("\n");
  const findings: string[] = [];
  for (const line of checkpoints) findings.push(...(await compareWithCheckpoint(JSON.parse(line))));
  for (const finding of findings) printLine(finding);
  if (findings.length === 0) printLine(`The chains agree with all ${count(checkpoints.length)} checkpoints.`);
  return findings.length === 0;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
