import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stringify } from "csv-stringify/sync";
import type { SystemActor } from "@/lib/actor";
import type { ImportReport } from "@/lib/import/plan-set";
import { appEnvironment } from "./lib/app-env";
import { main, onInterrupt } from "./lib/children";
import { openDatabase } from "./lib/database";
import { wantedPort } from "./lib/port";
import { printLine } from "./lib/progress";

const usage =
  "Say: npm run import -- <folder> [--account <slug>] [--dry-run] [--mapping <file.json>] [--report <file.csv>]";

const shownProblems = 20;

/**
 * `npm run import -- <folder>`: brings members, purchase orders, job posts and contracts into a company, all of them or
 * nothing (docs/import/README.md). Exit code 1 when nothing was written because a line is bad.
 */
await main(async () => {
  const options = {
    account: { type: "string" },
    "dry-run": { type: "boolean" },
    mapping: { type: "string" },
    report: { type: "string" },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [folder] = positionals;
  if (!folder || !existsSync(folder)) {
    printLine(folder ? `There is no folder ${folder}.` : usage);
    return 1;
  }
  const database = await openDatabase({ log: printLine });
  onInterrupt(
    () => database.stop(),
    () => 130,
  );
  try {
    Object.assign(process.env, appEnvironment(database, `http://localhost:${wantedPort()}`));
    const { findImportAccount } = await import("@/lib/import/find-account");
    const { importSet } = await import("@/lib/import/import-set");
    const { mappingSchema } = await import("@/lib/import/mapping");
    const { writeAs } = await import("@/lib/ctx");
    const account = await findImportAccount(values.account);
    if (!account) {
      printLine(values.account ? `There is no company “${values.account}”.` : "There is no company to import into.");
      return 1;
    }
    printLine(`Company ${account.slug}${values["dry-run"] ? ", dry run: nothing will be written" : ""}`);
    const mapping = values.mapping ? mappingSchema.parse(JSON.parse(readFileSync(values.mapping, "utf8"))) : null;
    const files = readdirSync(folder)
      .filter((name) => name.toLowerCase() === mapping?.file.toLowerCase() || (!mapping && /\.csv$/i.test(name)))
      .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
    const actor: SystemActor = { kind: "system", accountId: account.id, userId: null, job: "import", via: "import" };
    const started = performance.now();
    const progress = (done: number, of: number) => printLine(`  ${count(done)} of ${count(of)} written`);
    const { ok, report } = await writeAs(actor, (ctx) =>
      importSet(ctx, { files, mapping, dry: values["dry-run"] ?? false, progress }),
    );
    printReport(report);
    if (values.report) writeFileSync(values.report, reportAsCsv(report));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    printLine(ok ? `${report.written ? "Written" : "Nothing written"}, ${seconds} s.` : "Nothing was written.");
    return ok ? 0 : 1;
  } finally {
    await database.stop();
  }
});

function printReport({ files, problems }: ImportReport): void {
  for (const { noun, lines, fresh, known, knownLines, refused } of files) {
    printLine(
      `${noun.padEnd(16)} ${count(lines)} lines: ${count(fresh)} new, ${count(known)} known, ${count(refused)} refused`,
    );
    if (known > 0 && known < lines) printLine(`  known: ${shortened(knownLines)}`);
  }
  const byReason = new Map<string, number>();
  for (const { reason, column } of problems) {
    const key = column ? `${column}: ${reason}` : reason;
    byReason.set(key, (byReason.get(key) ?? 0) + 1);
  }
  for (const [reason, number] of [...byReason].toSorted((a, b) => b[1] - a[1]))
    printLine(`  ${count(number).padStart(7)}  ${reason}`);
  for (const { file, line, column, message } of problems.slice(0, shownProblems))
    printLine(`  ${[file, line, column].filter((part) => part !== null).join(":")} ${message}`);
  if (problems.length > shownProblems)
    printLine(`  … and ${count(problems.length - shownProblems)} more; --report <file.csv> writes all of them.`);
}

const shortened = (text: string) => (text.length > 400 ? `${text.slice(0, 400)} …; --report <file.csv> has all` : text);

/** Every refused line with its reasons, and the known ones by file; what is not named is new. */
function reportAsCsv({ files, problems }: ImportReport): string {
  const columns = ["file", "line", "fate", "column", "value", "reason", "message"];
  const rows = [
    ...problems.map((problem) => ({ ...problem, fate: "refused" })),
    ...files
      .filter(({ known }) => known > 0)
      .map(({ file, noun, knownLines }) => ({ file, line: knownLines, fate: "known", column: noun })),
  ];
  return stringify(rows, { header: true, columns, escape_formulas: true, bom: true });
}

function count(number: number): string {
  return number.toLocaleString("en");
}
