import { z } from "zod";
import { approvalScopes, envelopeModes } from "@/db/enums";
import { wholeNumberOrNull } from "../whole-number";

const person = z
  .union([z.uuid(), z.literal("")])
  .optional()
  .transform((value) => value || null);

/** A whole number between two others, typed in plain digits. */
const whole = (least: number, most: number, message: string) =>
  z.string(message).transform((typed, issue) => {
    const number = wholeNumberOrNull(typed.trim());
    if (number !== null && number >= least && number <= most) return number;
    issue.addIssue(message);
    return z.NEVER;
  });

/**
 * The approval settings form: up to two steps with up to two people each. Empty selects mean nobody.
 * Rule: product.md §3.1.
 */
export const changeApprovalPolicyInput = z
  .object({
    version: z.coerce.number().int().min(0).max(1_000_000),
    enabled: z.literal("on").optional(),
    scope: z.enum(approvalScopes, "Choose which offers need approval."),
    expiryDays: whole(1, 365, "Enter whole days, 1 to 365."),
    declineReason: z.enum(["required", "optional"], "Choose whether a reason is required."),
    envelope: z.enum(envelopeModes, "Choose how far an offer may go beyond what was approved."),
    envelopePercent: whole(0, 100, "Enter a whole percentage, 0 to 100."),
    step1a: person,
    step1b: person,
    step2a: person,
    step2b: person,
  })
  .transform((form, issue) => {
    const places = [
      { field: "step1a", step: 1, userId: form.step1a },
      { field: "step1b", step: 1, userId: form.step1b },
      { field: "step2a", step: 2, userId: form.step2a },
      { field: "step2b", step: 2, userId: form.step2b },
    ];
    const named = places.filter((place) => place.userId !== null);
    for (const [index, place] of named.entries()) {
      if (named.slice(0, index).some((other) => other.userId === place.userId)) {
        issue.addIssue({
          code: "custom",
          path: [place.field],
          message: "A person signs once. Choose somebody else or nobody.",
        });
      }
    }
    const first = named.some((place) => place.step === 1);
    if (form.enabled && !first)
      issue.addIssue({ code: "custom", path: ["step1a"], message: "Name at least one approver for step 1." });
    if (!first && named.length > 0)
      issue.addIssue({ code: "custom", path: ["step1a"], message: "Fill step 1 before step 2." });
    const seen = new Map<number, number>();
    const approvers = named.map(({ step, userId }) => {
      const position = (seen.get(step) ?? 0) + 1;
      seen.set(step, position);
      return { step, position, userId: userId ?? "" };
    });
    return {
      version: form.version,
      enabled: form.enabled === "on",
      scope: form.scope,
      expiryDays: form.expiryDays,
      declineReasonRequired: form.declineReason === "required",
      envelope: form.envelope,
      envelopePercent: form.envelopePercent,
      approvers,
    };
  });

export type ChangeApprovalPolicyInput = z.output<typeof changeApprovalPolicyInput>;

const box = z
  .literal("on")
  .optional()
  .transform((ticked) => ticked === "on");

/** The `po.*` switches (product.md §4). `token`: the settings the form began from. */
export const changeOrderSettingsInput = z.object({
  token: z.uuid(),
  ordersOn: box,
  requiredOnPosts: box,
  requiredOnOffers: box,
  oneDollarExempt: box,
  inline: box,
  includeFees: box,
});
export type ChangeOrderSettingsInput = z.output<typeof changeOrderSettingsInput>;
