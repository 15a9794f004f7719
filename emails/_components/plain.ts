import { type CompanyMail, type MailCategory, settingsSentence } from "./category";
import type { Change } from "./changes";
import { type Fact, told } from "./facts";

/** Joins the blocks of a text twin with one empty line between them; `null` blocks are left out. */
export function plainText(...blocks: (string | null)[]): string {
  return `${blocks.filter((block) => block !== null && block !== "").join("\n\n")}\n`;
}

/** A definition list with its values aligned, for a fixed-width face. */
export function plainFacts(rows: readonly Fact[]): string {
  const shown = told(rows);
  const width = Math.max(0, ...shown.map(([label]) => label.length)) + 2;
  return shown
    .map(([label, value]) => `${`${label}:`.padEnd(width)}${value.split("\n").join(`\n${" ".repeat(width)}`)}`)
    .join("\n");
}

/** Old → new, one change a line. */
export function plainChanges(rows: readonly Change[]): string {
  return rows
    .map(({ label, before, after, note }) => `${label}: ${before} → ${after}${note ? ` (${note})` : ""}`)
    .join("\n");
}

/** Somebody's own words. Every line is marked, so that none of them can pass for one of ours. */
export function plainQuote(by: string, words: string): string {
  return `${by}:\n${words
    .split("\n")
    .map((line) => `> ${line}`.trimEnd())
    .join("\n")}`;
}

/** What to do and where; the address alone on its line, so that clients make a whole link of it. */
export function plainLink(deed: string, url: string): string {
  return `${deed}:\n${url}`;
}

/** The footer of the text twin, below the usual signature mark. */
export function plainFooter(category: MailCategory, mail: CompanyMail): string {
  return [
    "-- ",
    `${category.because} ${settingsSentence(category)}`,
    `Notification settings: ${mail.settingsUrl}`,
    `Questions about this mail: ask ${mail.askWhom}.`,
    `Sent by Countersign for ${mail.companyName}.`,
  ].join("\n");
}
