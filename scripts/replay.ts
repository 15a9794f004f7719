import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { migrate } from "@/db/migrate";
import { appEnvironment } from "./lib/app-env";
import { main, onInterrupt, stopAllChildren } from "./lib/children";
import { openDatabase } from "./lib/database";
import { wantedPort } from "./lib/port";
import { printLine } from "./lib/progress";
import { startMailProcess } from "./replay/mail";
import { readRows } from "./replay/read-rows";
import type { Progress, ReplayReport } from "./replay/replay";

const usage = "Say which list to replay: npm run replay -- ../shared/data/chicago-contracts.csv [--limit 1000]";

/** `npm run replay -- <csv> [--limit n]`: a real contract list through the product's own verbs, on its real dates. */
await main(async () => {
  const { values, positionals } = parseArgs({ options: { limit: { type: "string" } }, allowPositionals: true });
  const [file] = positionals;
  if (!file) throw new Error(usage);
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (!(limit >= 1)) throw new Error("--limit takes a number of rows, such as 1000.");
  if ((process.env.MAIL_TRANSPORT || "mailbox") !== "mailbox")
    throw new Error("MAIL_TRANSPORT is set: a replay writes thousands of mails and hands them to the mailbox only.");
  const rows = await readRows(resolve(process.env.INIT_CWD ?? ".", file), limit);
  if (process.env.DATABASE_URL)
    throw new Error(
      "DATABASE_URL is set: the replay fills the embedded database only, whose company nobody takes for a real one.",
    );
  const database = await openDatabase({ log: printLine });
  onInterrupt(
    async () => {
      await stopAllChildren();
      await database.stop();
    },
    () => 130,
  );
  try {
    await migrate(database.url);
    // Read by the app's modules when they are loaded, so they are loaded afterwards.
    Object.assign(
      process.env,
      { NODE_ENV: "production" },
      appEnvironment(database, `http://localhost:${wantedPort()}`),
    );
    const { replay } = await import("./replay/replay");
    printLine(`${count(rows.length)} rows read. Each is asked for, decided, offered and accepted on its own dates.`);
    const report = await replay(rows, { onProgress: showProgress(), startMail: () => startMailProcess(process.env) });
    printReport(report);
    return 0;
  } finally {
    await stopAllChildren();
    await database.stop();
  }
});

function count(number: number): string {
  return number.toLocaleString("en");
}

/** One line a second: rewritten on a terminal. */
function showProgress(): (progress: Progress) => void {
  let next = performance.now() + 1000;
  return ({ doing, done, of, day, mails }) => {
    const last = done === of;
    if (performance.now() < next && !last) return;
    next = performance.now() + 1000;
    const line = [
      `  ${doing} ${count(done)} of ${count(of)}`,
      day,
      mails === undefined ? null : `${count(mails)} mails`,
    ]
      .filter(Boolean)
      .join(" · ");
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${line}${last ? "\n" : ""}`);
    else printLine(line);
  };
}

function printReport(report: ReplayReport): void {
  const { taken, added, waiting, refused, reasons, undelivered, seconds } = report;
  const notes = [
    added < taken && `${count(taken - added)} by an earlier run`,
    waiting > 0 && `${count(waiting)} waiting for their day`,
  ].filter(Boolean);
  printLine(`\nTaken      ${count(taken)}${notes.length > 0 ? ` (${notes.join(", ")})` : ""}`);
  printLine(`Refused    ${count(refused)}`);
  for (const [reason, rows] of [...reasons].toSorted((a, b) => b[1] - a[1]))
    printLine(`  ${count(rows).padStart(7)}  ${reason}`);
  printLine(`Together   ${count(taken + refused)} of ${count(report.rows)} rows\n`);
  for (const name of ["requests", "offers", "contracts", "expired", "mails"] as const)
    printLine(`${name.padEnd(10)} ${count(report[name])}`);
  if (undelivered > 0)
    printLine(`${count(undelivered)} mails are still to be delivered: the app's timer tries them again.`);
  printLine(
    added === 0 ? "\nNothing was added: every row was told by an earlier run." : `\n${seconds.toFixed(1)} seconds`,
  );
}
