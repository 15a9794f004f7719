import { z } from "zod";
import { orderPermissions } from "@/db/enums";
import { line, optionalDate, optionalLine, optionalText, text } from "../approvals/schema";
import { amountProblemText, parseAmount } from "../money";
import { type Issue, wholeForm } from "../whole-form";
import { orderFields } from "./order-fields";
import { mostOwnThresholds, ownThresholdOrNull, standardThresholds } from "./rules";

const amountText = z.string().max(40, "Enter an amount such as 12,400.00.").optional();

const number = line(40, "Enter the number of the purchase order.");
const percents = z
  .array(z.string().max(10, "Use whole percentages from 1 to 99."))
  .max(10, `Add at most ${mostOwnThresholds} percentages of your own.`)
  .optional();
const ids = z.array(z.uuid()).max(500, "Choose at most 500.").optional();
const version = z.coerce.number().int().min(1).max(1_000_000);

/** Alerts and who may use it: the fields that creating and editing share. */
const shared = {
  number,
  description: optionalText(500).transform((value) => value ?? ""),
  validThrough: optionalDate,
  "threshold[]": percents,
  "ownThreshold[]": percents,
  permission: z.enum(orderPermissions, "Choose who may use it."),
  "teamId[]": ids,
  "userId[]": ids,
};
type Shared = z.output<z.ZodObject<typeof shared>>;

function readShared(form: Shared, issue: Issue) {
  const thresholds = new Set<number>();
  for (const ticked of form["threshold[]"] ?? []) {
    const standard = standardThresholds.find((percent) => String(percent) === ticked);
    if (standard) thresholds.add(standard);
    else issue("threshold[]", "Tick 50, 75 or 90 %.");
  }
  const own = (form["ownThreshold[]"] ?? []).filter((typed) => typed.trim().replace(/%$/, "") !== "");
  if (own.length > mostOwnThresholds)
    issue("ownThreshold[]", `Add at most ${mostOwnThresholds} percentages of your own.`);
  for (const typed of own) {
    const percent = ownThresholdOrNull(typed);
    if (percent !== null) thresholds.add(percent);
    else issue("ownThreshold[]", "Use whole percentages from 1 to 99.");
  }
  const { permission } = form;
  const teamIds = permission === "teams" ? [...new Set(form["teamId[]"])] : [];
  const userIds = permission === "people" ? [...new Set(form["userId[]"])] : [];
  if (permission === "teams" && teamIds.length === 0) issue("teamId[]", "Tick at least one team.");
  if (permission === "people" && userIds.length === 0) issue("userId[]", "Tick at least one person.");
  const { number, description, validThrough } = form;
  return {
    number,
    description,
    validThrough,
    thresholds: [...thresholds].toSorted((a, b) => a - b),
    permission,
    teamIds,
    userIds,
  };
}

/** Reads an amount above zero in the company's currency, or tells what is wrong with it at its field. */
export function readAmount(typed: string | undefined, currency: string, path: string, issue: Issue): bigint {
  const read = parseAmount(typed ?? "", currency);
  if ("minor" in read) return read.minor;
  issue(path, amountProblemText(read.problem, currency));
  return 0n;
}

/** "Create PO". `id` is minted with the form, so that a double click makes one. */
export const createOrderInput = (currency: string) =>
  wholeForm({ id: z.uuid(), amount: amountText, ...shared }, (form, issue) => ({
    id: form.id,
    amountMinor: readAmount(form.amount, currency, "amount", issue),
    ...readShared(form, issue),
  }));
export type CreateOrderInput = z.output<ReturnType<typeof createOrderInput>>;

/** "Update PO". `version` is the one the person saw. */
export const updateOrderInput = wholeForm({ orderId: z.string().max(64), version, ...shared }, (form, issue) => ({
  orderId: form.orderId,
  version: form.version,
  ...readShared(form, issue),
}));
export type UpdateOrderInput = z.output<typeof updateOrderInput>;

/** "Add funds". `id` is minted with the form: pressed twice, it is one posting. */
export const addFundsInput = (currency: string) =>
  wholeForm(
    {
      id: z.uuid(),
      orderId: z.string().max(64),
      amount: amountText,
      date: optionalDate,
      note: optionalLine(500),
    },
    (form, issue) => ({
      id: form.id,
      orderId: form.orderId,
      amountMinor: readAmount(form.amount, currency, "amount", issue),
      date: form.date,
      note: form.note,
    }),
  );
export type AddFundsInput = z.output<ReturnType<typeof addFundsInput>>;

/** "Correct funds": how much more or less, and why. @returns `amountMinor` below zero where funds are taken away. */
export const correctFundsInput = (currency: string) =>
  wholeForm(
    {
      id: z.uuid(),
      orderId: z.string().max(64),
      direction: z.enum(["add", "take"], "Choose whether funds are added or taken away."),
      amount: amountText,
      reason: text(500, "Say why; it stands in the history."),
    },
    (form, issue) => {
      const amount = readAmount(form.amount, currency, "amount", issue);
      return {
        id: form.id,
        orderId: form.orderId,
        amountMinor: form.direction === "take" ? -amount : amount,
        reason: form.reason,
      };
    },
  );
export type CorrectFundsInput = z.output<ReturnType<typeof correctFundsInput>>;

/** "Extend". */
export const extendOrderInput = z.object({
  orderId: z.string().max(64),
  validThrough: optionalDate.refine((day) => day !== null, "Choose the new last day."),
});
export type ExtendOrderInput = z.output<typeof extendOrderInput>;

/** "Archive" and "Unarchive". */
export const orderIdInput = z.object({ orderId: z.string().max(64) });
export type OrderIdInput = z.output<typeof orderIdInput>;

/** "Ask finance". */
export const askFinanceInput = z.object({ orderId: z.string().max(64), note: optionalText(500) });
export type AskFinanceInput = z.output<typeof askFinanceInput>;

/** A purchase order typed in passing, by a hiring manager: number, amount, valid through. */
export const inlineOrderInput = (currency: string) =>
  wholeForm(
    {
      newOrderNumber: number,
      newOrderAmount: orderFields.newOrderAmount,
      newOrderValidThrough: optionalDate,
    },
    (form, issue) => ({
      number: form.newOrderNumber,
      amountMinor: readAmount(form.newOrderAmount, currency, "newOrderAmount", issue),
      validThrough: form.newOrderValidThrough,
    }),
  );
