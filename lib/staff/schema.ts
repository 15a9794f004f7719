import { z } from "zod";
import { line, text } from "../approvals/schema";

const company = z.string().max(40);
const amount = z.string().max(40, "Enter an amount such as 12,400.00.").optional();

/** "Confirm". */
export const confirmMoveInput = z.object({ company, moveId: z.string().max(64) });

/** "Refuse", with the reason that the proposer reads. */
export const refuseMoveInput = z.object({
  company,
  moveId: z.string().max(64),
  reason: text(1000, "Say why it is refused; whoever recorded it reads this."),
});

/** "Record payout": the freelancer, how much, and why. `key` is minted with the form. */
export const recordPayoutInput = z.object({
  company,
  key: z.uuid(),
  talentUserId: z.uuid("Choose a freelancer."),
  amount,
  reason: text(1000, "Say who asked for it and how it is sent."),
});

/** "Record transfer" of what was asked for: how much of it, and the reference on the freelancer's statement. `key` is minted with the form. */
export const recordAskedPayoutInput = z.object({
  company,
  key: z.uuid(),
  requestId: z.string().max(64),
  amount,
  reference: line(80, "Enter the reference of the transfer."),
  note: text(1000, "Say how it is sent."),
});

/** "Pay back" what is left on a company's balance. `key` is minted with the form. */
export const recordReturnInput = z.object({
  company,
  key: z.uuid(),
  amount,
  reference: line(80, "Enter the reference of the transfer."),
  note: text(1000, "Say who asked for it and how it is sent."),
});

/** "Exempt from the client fee", or the end of it. `key` is minted with the form. */
export const exemptFromFeeInput = z.object({
  company,
  key: z.uuid(),
  to: z.enum(["exempt", "charged"]),
  note: text(1000, "Say why; the second person reads this."),
});

/** "Decline" a payout, with the reason that the freelancer reads. */
export const declinePayoutInput = z.object({
  company,
  requestId: z.string().max(64),
  reason: text(1000, "Say why; the freelancer reads this."),
});

/** "Open dispute": about which work, and what its freelancer says. `key` is minted with the form. */
export const openTicketInput = z.object({
  company,
  key: z.uuid(),
  milestoneId: z.string("Choose a milestone.").max(64).min(1, "Choose a milestone."),
  description: text(5000, "Say what was agreed and what was delivered; both sides read it."),
});

/** "Propose": what the freelancer gets; the rest of what is held goes back to the client. */
export const proposeSettlementInput = z.object({
  company,
  disputeId: z.string().max(64),
  release: amount,
  refund: amount,
  note: text(5000, "Say why; both sides read this."),
});

/** "Record outcome" of an arbitration. `key` is minted with the form. */
export const recordAwardInput = z.object({
  company,
  key: z.uuid(),
  disputeId: z.string().max(64),
  release: amount,
  refund: amount,
  note: text(1000, "Say what was decided and where it is written."),
});

/** "Pause for the platform" and "Lift the pause", with the reason that only staff read. */
export const holdInput = z.object({
  company,
  contractId: z.string().max(64),
  reason: text(1000, "Say why; only staff read this."),
});

/** "Suspend" and "Reinstate", with the reason that only staff read. */
export const suspensionInput = z.object({ company, reason: text(1000, "Say why; only staff read this.") });

/** Which company a form is about; the rest of it is read in that company's currency. */
export const companyOnly = z.object({ company });
