import { z } from "zod";
import { text } from "../approvals/schema";
import { sideField } from "../milestones/schema";

const id = z.string().max(64);

/** "Dispute": what was agreed, what was delivered, and why the money is due. */
export const openDisputeForm = z.object({
  side: sideField,
  contractId: id,
  milestoneId: id,
  key: z.uuid(),
  description: text(5000, "Say what was agreed and what was delivered; the other side and the mediator read it."),
});

/** The client's answer: accepting releases the money, declining needs evidence. */
export const acceptDisputeForm = z.object({ disputeId: id });
export const declineDisputeForm = z.object({
  disputeId: id,
  evidence: text(5000, "Say why; the mediator reads it."),
});

/** A deed of either side on a dispute. */
export const disputeForm = z.object({ side: sideField, contractId: id, disputeId: id });

/** The freelancer's own deed on a dispute. */
export const ownDisputeForm = z.object({ contractId: id, disputeId: id });

/** A side's answer to what the mediator proposed. */
export const answerSettlementForm = disputeForm.extend({
  settlementId: id,
  answer: z.enum(["accept", "decline"], "Choose an answer."),
});
