"use server";

import { formAction } from "../action";
import { atField, withAmount, writeForSide, wrongAt } from "../contracts/write-for-side";
import { answerProposal } from "./answer-proposal";
import { fundMilestone } from "./fund-milestone";
import { giveBack } from "./give-back";
import { giveBonus } from "./give-bonus";
import { proposeChange } from "./propose-change";
import { getEscrowContract } from "./queries";
import { releaseMilestone } from "./release-milestone";
import { requestChanges } from "./request-changes";
import { requestRefund } from "./request-refund";
import { requestRelease } from "./request-release";
import {
  answerProposalForm,
  bonusForm,
  milestoneInput,
  ownMilestoneForm,
  proposeChangeForm,
  readMilestoneRows,
  releaseForm,
  requestChangesInput,
  requestRefundInput,
  submitWorkForm,
} from "./schema";
import { submitWork } from "./submit-work";

const byClient = { side: "client", contractId: "" } as const;

/** "Fund milestone". */
export const fundMilestoneAction = formAction(milestoneInput, (actor, input) =>
  writeForSide(actor, byClient, (ctx) => fundMilestone(ctx, input)),
);

/** "Submit work". */
export const submitWorkAction = formAction(submitWorkForm, (actor, { contractId, "files[]": ids, ...input }) =>
  writeForSide(actor, { side: "talent", contractId }, async (ctx) =>
    atField(await submitWork(ctx, { ...input, fileIds: [...new Set(ids)] }), { "files-gone": "files[]" }),
  ),
);

/** "Request changes". */
export const requestChangesAction = formAction(requestChangesInput, (actor, input) =>
  writeForSide(actor, byClient, (ctx) => requestChanges(ctx, input)),
);

/** "Approve & pay", "Release funds", "Pay another amount". */
export const releaseMilestoneAction = formAction(releaseForm, (actor, { contractId, pay, amount, ...input }) =>
  writeForSide(actor, byClient, async (ctx) => {
    if (pay === "all") return releaseMilestone(ctx, { ...input, amountMinor: null });
    const released = await withAmount(ctx, contractId, ["amount", amount], (amountMinor) =>
      releaseMilestone(ctx, { ...input, amountMinor }),
    );
    return atField(released, { "more-than-held": "amount", "not-positive": "amount" });
  }),
);

/** "Give a bonus". */
export const giveBonusAction = formAction(bonusForm, (actor, { amount, ...input }) =>
  writeForSide(actor, byClient, async (ctx) =>
    atField(
      await withAmount(ctx, input.contractId, ["amount", amount], (amountMinor) =>
        giveBonus(ctx, { ...input, amountMinor }),
      ),
      { "too-small": "amount" },
    ),
  ),
);

/** "Give back", and "Approve refund" where one is asked for. */
export const giveBackAction = formAction(ownMilestoneForm, (actor, { contractId, ...input }) =>
  writeForSide(actor, { side: "talent", contractId }, (ctx) => giveBack(ctx, input)),
);

/** "Request refund". */
export const requestRefundAction = formAction(requestRefundInput, (actor, input) =>
  writeForSide(actor, byClient, (ctx) => requestRefund(ctx, input)),
);

/** "Request release" on a dormant contract. */
export const requestReleaseAction = formAction(ownMilestoneForm, (actor, { contractId, milestoneId }) =>
  writeForSide(actor, { side: "talent", contractId }, (ctx) => requestRelease(ctx, { milestoneId })),
);

/** "Propose a change" of the milestones, by either side. */
export const proposeChangeAction = formAction(proposeChangeForm, (actor, form) =>
  writeForSide(actor, form, async (ctx) => {
    const { currency } = await getEscrowContract(ctx, form.contractId);
    const problems: string[] = [];
    const rows = readMilestoneRows(
      { titles: form["milestoneTitle[]"], amounts: form["milestoneAmount[]"], dues: form["milestoneDue[]"] },
      currency,
      (_field, message) => problems.push(message),
    );
    if (problems.length > 0) return wrongAt("milestones", ...new Set(problems));
    const target = rows.map(({ index, title, amountMinor, dueDate }) => ({
      id: form["milestoneId[]"][index] || null,
      title,
      description: form["milestoneText[]"][index] ?? "",
      amountMinor: amountMinor.toString(),
      dueDate,
    }));
    const { contractId, key, note } = form;
    return atField(await proposeChange(ctx, { contractId, key, target, note }), {
      "invalid-list": "milestones",
      "too-small": "milestones",
      "nothing-changed": "milestones",
    });
  }),
);

/** "Accept" or "Decline" under a proposal of the other side. */
export const answerProposalAction = formAction(answerProposalForm, (actor, { answer, ...form }) =>
  writeForSide(actor, form, (ctx) => answerProposal(ctx, { ...form, accept: answer === "accept" })),
);
