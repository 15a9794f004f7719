import { z } from "zod";
import { contractTypes } from "@/db/enums";
import { line, optionalLine, optionalText, text } from "../approvals/schema";
import { amountProblemText, parseAmount } from "../money";
import { orderAnswerOf, orderFields } from "../orders/order-fields";
import { type Issue, wholeForm } from "../whole-form";

const amountText = z.string().max(40, "Enter an amount such as 12,400.00.").optional();

/** `id` is minted with the form; `version` is the one that was shown, 0 for a post that is not kept yet. */
const postFields = {
  id: z.uuid(),
  version: z.coerce.number().int().min(0).max(1_000_000),
  teamId: z.uuid("Choose a team."),
  ownerId: z.union([z.uuid("Choose an owner."), z.literal("")]).optional(),
  contractType: z.enum(contractTypes, "Choose hourly or fixed-price."),
  rateFrom: amountText,
  rateTo: amountText,
  budget: amountText,
  ...orderFields,
};

type PriceForm = {
  contractType: (typeof contractTypes)[number];
  rateFrom?: string | undefined;
  rateTo?: string | undefined;
  budget?: string | undefined;
};

/** The price of a post, all of it optional; what does not belong to the type is passed over. */
function readPrice(form: PriceForm, currency: string, issue: Issue) {
  const amount = (path: string, typed: string | undefined): bigint | null => {
    if (!typed?.trim()) return null;
    const read = parseAmount(typed, currency);
    if ("minor" in read) return read.minor;
    issue(path, amountProblemText(read.problem, currency));
    return null;
  };
  const hourly = form.contractType === "hourly";
  const rateFromMinor = hourly ? amount("rateFrom", form.rateFrom) : null;
  const rateToMinor = hourly ? amount("rateTo", form.rateTo) : null;
  const budgetMinor = hourly ? null : amount("budget", form.budget);
  if (rateFromMinor !== null && rateToMinor !== null && rateToMinor < rateFromMinor)
    issue("rateTo", "The highest rate is below the lowest. Change one of them.");
  return { rateFromMinor, rateToMinor, budgetMinor };
}

type PostForm = z.output<z.ZodObject<typeof postFields>> & { title: string; description: string };

function readPost(form: PostForm, currency: string, issue: Issue) {
  const { id, version, title, description, teamId, ownerId, contractType } = form;
  return {
    id,
    version,
    title,
    description,
    teamId,
    ownerId: ownerId || null,
    contractType,
    ...readPrice(form, currency, issue),
    order: orderAnswerOf(form),
  };
}

/** A post as it is to be shown to everybody: posted, edited or reopened (product.md §7). */
export const postInput = (currency: string) =>
  wholeForm(
    {
      ...postFields,
      title: line(120, "Enter a title."),
      description: text(5000, "Describe the work that is looked for."),
    },
    (form, issue) => readPost(form, currency, issue),
  );
export type PostInput = z.output<ReturnType<typeof postInput>>;

/** A draft: what is missing may stay so, what is there must be readable. */
export const postDraftInput = (currency: string) =>
  wholeForm(
    {
      ...postFields,
      title: optionalLine(120).transform((value) => value ?? "Untitled post"),
      description: optionalText(5000).transform((value) => value ?? ""),
    },
    (form, issue) => readPost(form, currency, issue),
  );

export const closePostInput = z.object({ postId: z.string().max(64), reason: optionalText(1000) });
export type ClosePostInput = z.output<typeof closePostInput>;
