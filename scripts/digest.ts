import { parseArgs } from "node:util";
import { appEnvironment } from "./lib/app-env";
import { main, onInterrupt } from "./lib/children";
import { openDatabase } from "./lib/database";
import { wantedPort } from "./lib/port";
import { printLine, silent } from "./lib/progress";

const usage =
  "Say which company and when: npm run digest -- --account northwind --as-of 2026-05-04 [--user hana@northwind.example] [--json]";

/**
 * `npm run digest -- --account <slug> --as-of <date> [--user <email>] [--json]`: the spend alerts of a company as they
 * would go out, for everybody or for one person, with a reason for each line and for everything that was looked at and
 * left out. `--as-of` is a day (its digest hour) or an ISO instant. Sends nothing, changes nothing.
 */
await main(async () => {
  const { values } = parseArgs({
    options: {
      account: { type: "string" },
      "as-of": { type: "string" },
      user: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const { account, user, json } = values;
  const asOf = values["as-of"];
  if (!account || !asOf) throw new Error(usage);
  // In JSON mode nothing but the JSON stands on the output.
  const database = await openDatabase({ log: json ? silent : printLine });
  onInterrupt(
    () => database.stop(),
    () => 130,
  );
  try {
    // Read by the app's modules when they are loaded, so they are loaded afterwards.
    Object.assign(process.env, appEnvironment(database, `http://localhost:${wantedPort()}`));
    const { previewCompany } = await import("@/lib/digest/preview-company");
    const { renderMail } = await import("@/emails/render");
    const previews = await previewCompany({ slug: account, asOf, email: user ?? null });
    const shown = await Promise.all(
      previews.map(async (preview) => ({
        ...preview,
        mail: preview.mail && (await renderMail("spend-alerts", preview.mail)),
      })),
    );
    if (json) console.log(JSON.stringify({ account, asOf, digests: shown }, null, 2));
    else for (const each of shown) print(each);
    return 0;
  } finally {
    await database.stop();
  }
});

type Shown = Omit<Awaited<ReturnType<typeof import("@/lib/digest/preview-company").previewCompany>>[number], "mail"> & {
  mail: { subject: string; text: string } | null;
};

function print({ name, email, asOf, says, mail, lines, acknowledged, leftOut, partial }: Shown): void {
  printLine(`\n${"─".repeat(80)}\n${name} <${email}>, as of ${asOf.toISOString()}: ${says}`);
  if (mail) printLine(`\nSubject: ${mail.subject}\n\n${mail.text.replaceAll(/^/gm, "  │ ")}`);
  if (lines.length > 0) printLine("\nWhy each line:");
  for (const line of [...lines, ...acknowledged]) {
    const inputs = line.why.inputs.map(({ label, value }) => `${label} ${value}`).join("; ");
    printLine(`  ${line.section}: ${line.title} (${line.about})\n    ${line.why.rule}\n    ${inputs}`);
  }
  if (leftOut.length > 0) printLine("\nLooked at and left out:");
  for (const { section, title, about, reason } of leftOut)
    printLine(`  ${title} (${about})${section ? `, ${section}` : ""}: ${reason}`);
  if (partial) printLine("  Older contracts and posts were not looked at.");
}
