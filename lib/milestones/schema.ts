import { z } from "zod";
import { contractSides } from "@/db/enums";
import { clean, optionalText, text } from "../approvals/schema";
import { isLocalDate } from "../dates";
import { mostFiles } from "../files/rules";
import { amountProblemText, formatMoney, maxMinor, parseAmount } from "../money";
import type { Issue } from "../whole-form";
import { leastMilestone } from "./rules";

const id = z.string().max(64);
/** Minted with the form: sending it twice does it once. */
const key = z.uuid();
const amountText = z.string().max(40, "Enter an amount such as 1,200.00.").optional();

/** Which side's page sent a form that both have; what each may do, the verb decides. */
export const sideField = z.enum(contractSides);

/** One milestone and the form's key. */
export const milestoneInput = z.object({ milestoneId: id, key });
export type MilestoneInput = z.output<typeof milestoneInput>;

/** The same from the freelancer's page, which belongs to no company until its contract is named. */
export const ownMilestoneForm = milestoneInput.extend({ contractId: id });

export const submitWorkInput = z.object({
  milestoneId: id,
  key,
  message: text(5000, "Say what you deliver; the client reads it."),
  links: z
    .array(
      z
        .url({ protocol: /^https?$/, error: "Enter whole web addresses, such as https://example.com/file." })
        .max(500, "Use addresses of at most 500 characters."),
    )
    .max(10, "Use at most 10 addresses."),
});
/** `fileIds`: own uploads, in their order; none by default. */
export type SubmitWorkInput = z.output<typeof submitWorkInput> & { fileIds?: readonly string[] };

/** "Submit work" as its form sends it: addresses stand one to a line. */
export const submitWorkForm = submitWorkInput.extend({
  contractId: id,
  "files[]": z
    .array(z.uuid("Remove this file and attach it again."))
    .max(mostFiles, `Attach at most ${mostFiles} files.`)
    .optional(),
  links: z
    .string()
    .max(6000, "Use at most 10 addresses.")
    .optional()
    .transform((value) => (value ?? "").split(/\s+/u).filter((each) => each !== ""))
    .pipe(submitWorkInput.shape.links),
});

export const requestChangesInput = z.object({
  milestoneId: id,
  note: text(5000, "Say what should change; the freelancer reads it."),
});
export type RequestChangesInput = z.output<typeof requestChangesInput>;

/** `amountMinor` null: all that is held. `seen`: what the payer had before their eyes (`seenOf`), where it was a page. */
export type ReleaseInput = {
  milestoneId: string;
  key: string;
  amountMinor: bigint | null;
  note: string | null;
  seen?: string | undefined;
};

/** "Approve & pay", "Release funds" or "Pay another amount"; the amount is read in the contract's currency. */
export const releaseForm = z.object({
  contractId: id,
  milestoneId: id,
  key,
  pay: z.enum(["all", "part"], "Choose what is paid."),
  seen: z.string().max(80).optional(),
  amount: amountText,
  note: optionalText(1000),
});

export const requestRefundInput = z.object({
  milestoneId: id,
  key,
  reason: text(1000, "Say why; the freelancer reads it."),
});
export type RequestRefundInput = z.output<typeof requestRefundInput>;

export type BonusInput = { contractId: string; key: string; amountMinor: bigint; note: string | null };

/** "Give a bonus". */
export const bonusForm = z.object({ contractId: id, key, amount: amountText, note: optionalText(1000) });

const rowTexts = (max: number, message: string) =>
  z
    .array(z.string().max(max, message))
    .max(110, "Use at most 100 milestones.")
    .optional()
    .transform((values) => values ?? []);

/** "Propose a change": the whole list as it shall be, in this order. A row without an id is a new milestone. */
export const proposeChangeForm = z.object({
  side: sideField,
  contractId: id,
  key,
  "milestoneId[]": rowTexts(64, "Reload the page."),
  "milestoneTitle[]": rowTexts(300, "Shorten this to 120 characters."),
  "milestoneText[]": rowTexts(6000, "Use at most 5,000 characters."),
  "milestoneAmount[]": rowTexts(40, "Enter an amount such as 1,200.00."),
  "milestoneDue[]": rowTexts(40, "Enter a real due day."),
  note: optionalText(1000),
});

/** "Accept" or "Decline" under a proposal. */
export const answerProposalForm = z.object({
  side: sideField,
  contractId: id,
  proposalId: id,
  answer: z.enum(["accept", "decline"], "Choose an answer."),
});

/** How a client ends a contract with money in escrow (§11.5). */
export type EscrowChoice = { pay: "all" } | { pay: "part"; amountMinor: bigint } | { pay: "none" };

/** One row of a list of milestones as somebody typed it; `index` is its place in the form. */
export type MilestoneRow = { index: number; title: string; amountMinor: bigint; dueDate: string | null };

/** Reads a list of milestones, of an offer or of a proposal; wholly empty rows are passed over. Errors stand at the list. */
export function readMilestoneRows(
  { titles, amounts, dues }: { titles: readonly string[]; amounts: readonly string[]; dues: readonly string[] },
  currency: string,
  issue: Issue,
): MilestoneRow[] {
  const least = leastMilestone(currency);
  const rows: MilestoneRow[] = [];
  for (const [index, rawTitle] of titles.entries()) {
    const title = clean(rawTitle.replace(/\s+/gu, " ")).trim();
    const amount = (amounts[index] ?? "").trim();
    const due = (dues[index] ?? "").trim();
    if (!title && !amount && !due) continue;
    const name = `Milestone ${rows.length + 1}`;
    if (!title || [...title].length > 120) issue("milestones", `${name}: enter a title of at most 120 characters.`);
    const read = parseAmount(amount, currency);
    if ("problem" in read) issue("milestones", `${name}: ${lowerFirst(amountProblemText(read.problem, currency))}`);
    else if (read.minor < least)
      issue("milestones", `${name}: enter at least ${formatMoney({ minor: least, currency })}.`);
    if (due && !isLocalDate(due)) issue("milestones", `${name}: enter a due day between 1 Jan 2000 and 31 Dec 2100.`);
    rows.push({ index, title, amountMinor: "minor" in read ? read.minor : 0n, dueDate: due || null });
  }
  if (rows.reduce((sum, row) => sum + row.amountMinor, 0n) > maxMinor)
    issue("milestones", `The milestones add up to more than ${formatMoney({ minor: maxMinor, currency })}.`);
  return rows;
}

const lowerFirst = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1);
