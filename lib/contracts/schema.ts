import { z } from "zod";
import { optionalDate, optionalLine, optionalText, text, weeklyHoursField } from "../approvals/schema";
import { sideField } from "../milestones/schema";
import { amountProblemText, parseAmount } from "../money";
import { orderFields } from "../orders/order-fields";
import { wholeForm } from "../whole-form";
import { endReasons } from "./rules";

const contractId = z.string().max(64);
/** the version of the contract that was shown */
const version = z.coerce.number().int().min(1).max(1_000_000);

/** A deed on a contract that needs no more words: "Pause contract", "Restart". */
export const contractInput = z.object({ contractId });

/** "Mark as done": a task of the onboarding plan, by its place in it. */
export const finishTaskForm = z.object({
  side: sideField,
  contractId,
  position: z.coerce.number().int().min(1).max(10),
});
export type FinishTaskInput = { contractId: string; position: number };

/** "Raise rate", "Lower rate"; the amount is read in the contract's currency. */
export const changeRateForm = z.object({
  side: sideField,
  contractId,
  rate: z.string().max(40, "Enter an amount such as 85.00.").optional(),
});

/** "Change weekly limit"; empty is no limit. */
export const changeWeeklyLimitForm = z.object({ contractId, weeklyHours: weeklyHoursField });

/** "Manual time"; a box that is not ticked sends nothing. */
export const changeManualTimeForm = z.object({ contractId, manualTime: z.literal("on").optional() });

/** "Choose PO", "Change PO". */
export const linkOrderInput = z.object({ contractId, version, ...orderFields });
export type LinkOrderInput = z.output<typeof linkOrderInput>;

/** "Change end date"; empty means no end date. */
export const changeEndDateInput = z.object({ contractId, version, endDate: optionalDate });
export type ChangeEndDateInput = z.output<typeof changeEndDateInput>;

/** "Change contact person". */
export const changeContactInput = z.object({
  contractId,
  version,
  contactId: z.uuid("Choose a contact person."),
});
export type ChangeContactInput = z.output<typeof changeContactInput>;

/** "Record charge" in the company's currency. `id` is minted with the form: pressed twice, it is one charge. */
export const recordChargeInput = (currency: string) =>
  wholeForm(
    {
      id: z.uuid(),
      contractId,
      amount: z.string().max(40, "Enter an amount such as 12,400.00.").optional(),
      chargedOn: optionalDate,
      note: optionalLine(500),
    },
    (form, issue) => {
      const read = parseAmount(form.amount ?? "", currency);
      if ("problem" in read) issue("amount", amountProblemText(read.problem, currency));
      if (form.chargedOn === null) issue("chargedOn", "Choose the day of the charge.");
      return {
        id: form.id,
        contractId: form.contractId,
        amountMinor: "minor" in read ? read.minor : 0n,
        chargedOn: form.chargedOn ?? "2000-01-01",
        note: form.note,
      };
    },
  );
export type RecordChargeInput = z.output<ReturnType<typeof recordChargeInput>>;

/** "Take back". */
export const reverseChargeInput = z.object({
  contractId,
  chargeId: z.string().max(64),
  reason: text(500, "Say why it is taken back; it stands beside the charge."),
});
export type ReverseChargeInput = z.output<typeof reverseChargeInput>;

/**
 * "End contract": a reason from the list, and words of one's own. Where money is in escrow, the client says what happens
 * to it: all is paid, another amount, or nothing and a refund is asked for (part two, §11.5).
 */
export const endContractInput = z.object({
  contractId,
  cause: z.enum(endReasons, "Choose a reason."),
  reason: optionalText(900),
  pay: z.enum(["all", "part", "none"], "Choose what happens to the money in escrow.").optional(),
  payAmount: z.string().max(40, "Enter an amount such as 1,200.00.").optional(),
  key: z.uuid().optional(),
  /** what was held on the page that sent it (`seenAtEnd`), where it was a page */
  seen: z.string().max(8000).optional(),
});
export type EndContractInput = z.output<typeof endContractInput>;
