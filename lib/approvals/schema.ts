import { z } from "zod";
import { contractTypes, offerKinds } from "@/db/enums";
import { isLocalDate } from "../dates";
import { emailOrNull } from "../email-address";
import { mostFiles } from "../files/rules";
import { amountProblemText, formatMoney, maxMinor, parseAmount } from "../money";
import { orderAnswerOf, orderFields } from "../orders/order-fields";
import { estimatedTotal } from "./rules";

/**
 * What no text of ours holds: control characters but tab and newline, which Postgres or a mail would refuse; halves of
 * characters; marks that turn the direction of what stands around them (embeddings, overrides, isolates), because a
 * decision counts for what its reader saw (product.md §3.7); and spaces without width.
 */
export const clean = (value: string) =>
  value
    .replace(/\r\n?/g, "\n")
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]/gu,
      "",
    );

/** Nothing in it can be seen: joiners, marks and fillers alone name nothing. */
const isBlank = (value: string) => /^[\p{C}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]*$/u.test(value);

const cleanText = (value: string) => {
  const text = clean(value).trim();
  return isBlank(text) ? "" : text;
};

/** Text as people type it: trimmed, newlines kept, no control characters. Lengths count characters, not code units. */
export const text = (max: number, emptyMessage: string) =>
  z
    .string(emptyMessage)
    .transform(cleanText)
    .refine((value) => value.length > 0, emptyMessage)
    .refine((value) => [...value].length <= max, `Use at most ${max.toLocaleString("en")} characters.`);

/** The same, where nothing may be said: empty becomes null. */
export const optionalText = (max: number) =>
  z
    .string()
    .optional()
    .transform((value) => cleanText(value ?? ""))
    .refine((value) => [...value].length <= max, `Use at most ${max.toLocaleString("en")} characters.`)
    .transform((value) => (value === "" ? null : value));

/** One line of text: line breaks become spaces, so that it can stand in a subject. */
export const line = (max: number, emptyMessage: string) =>
  z
    .string(emptyMessage)
    .transform((value) => value.replace(/\s+/gu, " "))
    .pipe(text(max, emptyMessage));

/** One line of text, where nothing may be said: empty becomes null. */
export const optionalLine = (max: number) =>
  z
    .string()
    .optional()
    .transform((value) => value?.replace(/\s+/gu, " "))
    .pipe(optionalText(max));

export const optionalDate = z
  .string()
  .optional()
  .transform((value) => value?.trim() ?? "")
  .refine((value) => value === "" || isLocalDate(value), "Enter a day between 1 Jan 2000 and 31 Dec 2100.")
  .transform((value) => (value === "" ? null : value));

const hoursMessage = "Enter 1 to 168 whole hours a week, or leave it empty for no limit.";

/** Whole hours a week, or null for no limit. */
export const weeklyHoursField = z
  .string()
  .max(10, hoursMessage)
  .optional()
  .transform((value) => (value ?? "").trim())
  .refine((hours) => hours === "" || isWeeklyHours(hours), hoursMessage)
  .transform((hours) => (hours === "" ? null : Number(hours)));

const isWeeklyHours = (hours: string) => /^\d{1,3}$/.test(hours) && Number(hours) >= 1 && Number(hours) <= 168;

const amountText = z.string().max(40, "Enter an amount such as 12,400.00.").optional();

/** The fields of hourly and fixed-price terms as a form sends them, shared by requests and offers. */
export const termsFields = {
  contractType: z.enum(contractTypes, "Choose hourly or fixed-price."),
  rate: amountText,
  weeklyHours: z.string().max(10, hoursMessage).optional(),
  budget: amountText,
  startDate: optionalDate,
  endDate: optionalDate,
};

type TermsForm = {
  contractType: "hourly" | "fixed_price";
  rate?: string | undefined;
  weeklyHours?: string | undefined;
  budget?: string | undefined;
  startDate: string | null;
  endDate: string | null;
};
type Issue = (path: string, message: string) => void;

/** Reads the terms fields of a form in the company's currency; every problem is told at its field. */
export function readTerms(form: TermsForm, currency: string, issue: Issue) {
  const amount = (path: string, value: string | undefined): bigint | null => {
    const read = parseAmount(value ?? "", currency);
    if ("minor" in read) return read.minor;
    issue(path, amountProblemText(read.problem, currency));
    return null;
  };
  const hourly = form.contractType === "hourly";
  const rateMinor = hourly ? amount("rate", form.rate) : null;
  const budgetMinor = hourly || form.budget === undefined ? null : amount("budget", form.budget);
  const hours = (form.weeklyHours ?? "").trim();
  let weeklyHours: number | null = null;
  if (hourly && hours !== "") {
    if (isWeeklyHours(hours)) weeklyHours = Number(hours);
    else issue("weeklyHours", hoursMessage);
  }
  if (form.startDate && form.endDate && form.endDate < form.startDate)
    issue("endDate", "The end date is before the start date. Choose a later day.");
  const terms = {
    contractType: form.contractType,
    rateMinor,
    weeklyHours,
    budgetMinor,
    startDate: form.startDate,
    endDate: form.endDate,
  };
  if (hourly && estimatedTotal(terms).minor > maxMinor) issue("rate", tooMuchText(currency));
  return terms;
}

/** Said of hourly terms whose estimated total is above every amount that a form takes. */
export const tooMuchText = (currency: string) =>
  `Rate, hours and weeks come to more than ${formatMoney({ minor: maxMinor, currency })}. Lower one of them.`;

/**
 * The request form (product.md §3.3). `id` is minted with the form, so that a repeated "Submit" finds the request it
 * already made. Parse it with the company's currency.
 */
export const requestApprovalForm = z.object({
  id: z.uuid(),
  title: line(120, "Enter a job or contract title."),
  talentChoice: z.enum(["named", "open"], "Say whom the offer is for."),
  talentName: optionalLine(120),
  talentEmail: z.string().optional(),
  offerKind: z.enum(offerKinds, "Choose the kind of offer."),
  ...termsFields,
  teamId: z.uuid("Choose a team."),
  neededBy: optionalDate,
  reason: text(2000, "Say why this is needed; the approvers read it."),
  copiedFrom: z.uuid().optional(),
  postId: z.union([z.uuid("Choose one of your job posts."), z.literal("")]).optional(),
  ...orderFields,
  "files[]": z
    .array(z.uuid("Remove this file and attach it again."))
    .max(mostFiles, `Attach at most ${mostFiles} files.`)
    .optional(),
});

/**
 * A parsed request form in the company's currency. Price and talent are read even where other fields are wrong, so that
 * one answer names everything that must change.
 */
export const requestApprovalInput = (currency: string) =>
  requestApprovalForm
    .superRefine(
      (form, context) => {
        if (!contractTypes.includes(form.contractType)) return; // told already, and nothing can be read without it
        const days = { startDate: dayOrNull(form.startDate), endDate: dayOrNull(form.endDate) };
        readRequest({ ...form, ...days }, currency, (path, message) =>
          context.addIssue({ code: "custom", path: [path], message }),
        );
      },
      { when: ({ value }) => typeof value === "object" && value !== null },
    )
    .transform((form) => readRequest(form, currency, () => {}));

const dayOrNull = (day: string | null) => (day !== null && isLocalDate(day) ? day : null);

function readRequest(form: z.output<typeof requestApprovalForm>, currency: string, issue: Issue) {
  const terms = readTerms(
    { ...form, budget: form.contractType === "fixed_price" ? (form.budget ?? "") : undefined },
    currency,
    issue,
  );
  let talentName: string | null = null;
  let talentEmail: string | null = null;
  if (form.talentChoice === "named") {
    talentName = form.talentName;
    if (!talentName) issue("talentName", "Enter the freelancer's name, or choose “Not chosen yet”.");
    talentEmail = emailOrNull(form.talentEmail ?? "");
    if (!talentEmail) issue("talentEmail", "Enter one plain address such as ana@example.com.");
  }
  const { id, title, offerKind, teamId, neededBy, reason, copiedFrom } = form;
  return {
    id,
    title,
    talentName,
    talentEmail,
    offerKind,
    ...terms,
    teamId,
    neededBy,
    reason,
    copiedFrom: copiedFrom ?? null,
    postId: form.postId || null,
    order: orderAnswerOf(form),
    fileIds: [...new Set(form["files[]"])],
  };
}

export type RequestApprovalInput = z.output<ReturnType<typeof requestApprovalInput>>;

/** A decision: which request, on which content, and why. The reason doubles as the comment of an approval. */
export const decideRequestInput = z.object({
  requestId: z.string().max(64),
  fingerprint: z.string().min(1).max(100),
  reason: optionalText(1000),
});
export type DecideRequestInput = z.output<typeof decideRequestInput>;

/** The same from the page behind a mail: the link says in which company the session's person decides. */
export const decideByMailInput = decideRequestInput.extend({ token: z.string().max(200).optional() });

export const withdrawRequestInput = z.object({ requestId: z.string().max(64) });
export type WithdrawRequestInput = z.output<typeof withdrawRequestInput>;

/** "Replace approver": whose slot of which request, and who takes it over. */
export const replaceApproverInput = z.object({
  requestId: z.string().max(64),
  approverId: z.string().max(64),
  replacementId: z.uuid("Choose who decides instead."),
});
export type ReplaceApproverInput = z.output<typeof replaceApproverInput>;

/** "Remind": which approver of which request. */
export const remindApproverInput = z.object({ requestId: z.string().max(64), approverId: z.string().max(64) });
export type RemindApproverInput = z.output<typeof remindApproverInput>;
