import { z } from "zod";
import { offerKinds } from "@/db/enums";
import { clean, line, optionalLine, optionalText, readTerms, termsFields, text } from "../approvals/schema";
import { emailOrNull } from "../email-address";
import { isId } from "../ids";
import { type MilestoneRow, readMilestoneRows } from "../milestones/schema";
import { currencyDigits, formatMoney } from "../money";
import { orderAnswerOf, orderFields } from "../orders/order-fields";
import { type Issue, wholeForm } from "../whole-form";
import { minRateMajor, mostTasks, talentOwns } from "./rules";

const many = z
  .array(z.string().max(300, "Shorten this to 120 characters."))
  .max(60, "Use at most 20 milestones.")
  .optional()
  .transform((values) => values ?? []);

const taskTexts = z
  .array(z.string().max(300, "Shorten this to 120 characters."))
  .max(60, `Use at most ${mostTasks} tasks.`)
  .optional()
  .transform((values) => values ?? []);

const offerTermsFields = {
  title: line(120, "Enter a job or contract title."),
  description: text(5000, "Describe the work; the freelancer reads it."),
  ...termsFields,
  manualTime: z.literal("on").optional(),
  workDiary: z.literal("on").optional(),
  "milestoneTitle[]": many,
  "milestoneAmount[]": many,
  "milestoneDue[]": many,
  "taskTitle[]": taskTexts,
  "taskOwner[]": taskTexts,
  message: optionalText(2000),
  employer: optionalLine(120),
  countryOfWork: optionalLine(80),
  ...orderFields,
};

type TermsForm = z.output<z.ZodObject<typeof offerTermsFields>>;

/** Reads milestones of a fixed-price offer; wholly empty rows are passed over. Errors stand at the list. */
function readMilestones(form: TermsForm, currency: string, issue: Issue): MilestoneRow[] {
  const { "milestoneTitle[]": titles, "milestoneAmount[]": amounts, "milestoneDue[]": dues } = form;
  if (!titles || !amounts || !dues) return []; // one of the lists is told to be wrong already
  const milestones = readMilestoneRows({ titles, amounts, dues }, currency, issue);
  if (milestones.length === 0) issue("milestones", "Add at least one milestone: its title and amount.");
  if (milestones.length > 20) issue("milestones", "Use at most 20 milestones.");
  return milestones;
}

/** One task of an onboarding plan: a member does it, or the freelancer where `ownerId` is null. */
export type TaskInput = { title: string; ownerId: string | null };

/** Reads the onboarding plan; wholly empty rows are passed over, and no row at all is no plan. Errors stand at the list. */
function readTasks(form: TermsForm, issue: Issue): TaskInput[] {
  const { "taskTitle[]": titles, "taskOwner[]": owners } = form;
  if (!titles || !owners) return []; // one of the lists is told to be wrong already
  const tasks: TaskInput[] = [];
  for (const [index, rawTitle] of titles.entries()) {
    const title = clean(rawTitle.replace(/\s+/gu, " ")).trim();
    const owner = (owners[index] ?? "").trim();
    if (!title && !owner) continue;
    const name = `Task ${tasks.length + 1}`;
    if (!title || [...title].length > 120) issue("tasks", `${name}: enter a title of at most 120 characters.`);
    if (owner !== talentOwns && !isId(owner)) issue("tasks", `${name}: choose who does it.`);
    tasks.push({ title, ownerId: owner === talentOwns ? null : owner });
  }
  if (tasks.length > mostTasks) issue("tasks", `Use at most ${mostTasks} tasks.`);
  return tasks;
}

function readOfferTerms(form: TermsForm, currency: string, issue: Issue) {
  const terms = readTerms({ ...form, budget: undefined }, currency, issue);
  const leastRate = minRateMajor * 10n ** BigInt(currencyDigits(currency));
  if (terms.rateMinor !== null && terms.rateMinor < leastRate)
    issue("rate", `Enter at least ${formatMoney({ minor: leastRate, currency })} an hour.`);
  if (!terms.startDate) issue("startDate", "Choose the day the work starts.");
  const milestones = terms.contractType === "fixed_price" ? readMilestones(form, currency, issue) : [];
  const budgetMinor =
    terms.contractType === "fixed_price"
      ? milestones.reduce((sum, milestone) => sum + milestone.amountMinor, 0n)
      : null;
  const { title, description, message, employer, countryOfWork } = form;
  return {
    title,
    description,
    message,
    employer,
    countryOfWork,
    ...terms,
    startDate: terms.startDate ?? "2000-01-01",
    budgetMinor,
    milestones,
    tasks: readTasks(form, issue),
    manualTime: form.manualTime === "on",
    workDiary: form.workDiary === "on",
  };
}

/** The offer form (product.md §8), parsed in the company's currency. `id` is minted with the form: a double click sends once. */
export const sendOfferInput = (currency: string) =>
  wholeForm(
    {
      id: z.uuid(),
      draftId: z.union([z.uuid(), z.literal("")]).optional(),
      kind: z.enum(offerKinds, "Choose the kind of offer."),
      teamId: z.uuid("Choose a team."),
      requestId: z.string().max(64).optional(),
      talentName: line(120, "Enter the freelancer's name."),
      talentEmail: z.string("Enter the freelancer's address."),
      contactId: z.union([z.uuid(), z.literal("")]).optional(),
      postId: z.union([z.uuid("Choose one of your job posts."), z.literal("")]).optional(),
      ...offerTermsFields,
    },
    (form, issue) => {
      const talentEmail = emailOrNull(form.talentEmail ?? "");
      if (!talentEmail) issue("talentEmail", "Enter one plain address such as ana@example.com.");
      if (form.kind === "payroll" && !form.employer) issue("employer", "Enter the employer of record.");
      if (form.kind === "payroll" && !form.countryOfWork) issue("countryOfWork", "Enter the country of work.");
      const { id, kind, teamId, talentName } = form;
      return {
        id,
        kind,
        teamId,
        talentName,
        talentEmail: talentEmail ?? "",
        requestId: form.requestId || null,
        draftId: form.draftId || null,
        contactId: form.contactId || null,
        postId: form.postId || null,
        order: orderAnswerOf(form),
        ...readOfferTerms(form, currency, issue),
      };
    },
  );
export type SendOfferInput = z.output<ReturnType<typeof sendOfferInput>>;
export type OfferTermsInput = ReturnType<typeof readOfferTerms>;

/** The terms of a pending offer, changed. `version` is the one the sender saw. */
export const modifyOfferInput = (currency: string) =>
  wholeForm(
    { offerId: z.string().max(64), version: z.coerce.number().int().min(1).max(10_000), ...offerTermsFields },
    (form, issue) => ({
      offerId: form.offerId,
      version: form.version,
      order: orderAnswerOf(form),
      ...readOfferTerms(form, currency, issue),
    }),
  );
export type ModifyOfferInput = z.output<ReturnType<typeof modifyOfferInput>>;

export const withdrawOfferInput = z.object({ offerId: z.string().max(64), reason: optionalText(1000) });
export type WithdrawOfferInput = z.output<typeof withdrawOfferInput>;

/** The freelancer's yes to the version shown. */
export const acceptOfferInput = z.object({
  offerId: z.string().max(64),
  version: z.coerce.number().int().min(1).max(10_000),
});
export type AcceptOfferInput = z.output<typeof acceptOfferInput>;

export const declineOfferInput = z.object({
  offerId: z.string().max(64),
  reason: text(1000, "Say why you decline; the sender reads it."),
});
export type DeclineOfferInput = z.output<typeof declineOfferInput>;

const tooLong = "Use at most 5,000 characters.";
const draftText = z
  .string()
  .transform(clean)
  .refine((value) => [...value].length <= 5000, tooLong);

/** Whatever stands in the form when a draft is kept; judged only when the offer is sent. */
export const saveDraftInput = z
  .object({ draftId: z.uuid(), title: z.string().max(300, "Use at most 120 characters.").transform(clean).optional() })
  .catchall(z.union([draftText, z.array(draftText).max(60)], tooLong));
export type SaveDraftInput = z.output<typeof saveDraftInput>;

export const discardDraftInput = z.object({ draftId: z.string().max(64) });
