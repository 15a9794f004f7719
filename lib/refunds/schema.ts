import { z } from "zod";
import { text } from "../approvals/schema";

const id = z.string().max(64);
/** Minted with the form: sending it twice does it once. */
const key = z.uuid();
const amount = z.string().max(40, "Enter an amount such as 1,200.00.").optional();

/** `askId`: the request this answers, where it answers one. */
export type PayRefundInput = {
  contractId: string;
  key: string;
  amountMinor: bigint;
  reason: string;
  askId?: string | undefined;
};

/** "Refund a payment"; the amount is read in the contract's currency. */
export const payRefundForm = z.object({
  contractId: id,
  key,
  amount,
  reason: text(1000, "Say why; the client reads it."),
  askId: id.optional(),
});

export type AskRefundInput = { contractId: string; key: string; amountMinor: bigint; reason: string };

/** "Request a refund". */
export const askRefundForm = z.object({
  contractId: id,
  key,
  amount,
  reason: text(1000, "Say why; the freelancer reads it."),
});

/** "Decline" under a request. */
export const declineRefundInput = z.object({
  contractId: id,
  askId: id,
  reason: text(1000, "Say why; the client reads it."),
});
export type DeclineRefundInput = z.output<typeof declineRefundInput>;

/** "Withdraw" under an own request. */
export const withdrawAskInput = z.object({ contractId: id, askId: id });
export type WithdrawAskInput = z.output<typeof withdrawAskInput>;
