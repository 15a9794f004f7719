import { z } from "zod";
import { text } from "../approvals/schema";

const id = z.string().max(64);
/** Minted with the form: sending it twice does it once. */
const key = z.uuid();

/** One milestone and the form's key. */
export const milestoneInput = z.object({ milestoneId: id, key });
export type MilestoneInput = z.output<typeof milestoneInput>;

export const submitWorkInput = z.object({
  milestoneId: id,
  key,
  message: text(5000, "Say what you deliver; the client reads it."),
  links: z.array(z.url("Enter a whole web address, such as https://example.com/file.").max(500)).max(10),
});
export type SubmitWorkInput = z.output<typeof submitWorkInput>;

export const requestChangesInput = z.object({
  milestoneId: id,
  note: text(5000, "Say what should change; the freelancer reads it."),
});
export type RequestChangesInput = z.output<typeof requestChangesInput>;

/** `amountMinor` null: all that is held. */
export type ReleaseInput = { milestoneId: string; key: string; amountMinor: bigint | null; note: string | null };

export const requestRefundInput = z.object({
  milestoneId: id,
  key,
  reason: text(1000, "Say why; the freelancer reads it."),
});
export type RequestRefundInput = z.output<typeof requestRefundInput>;

export type BonusInput = { contractId: string; key: string; amountMinor: bigint; note: string | null };

/** How a client ends a contract with money in escrow (§11.5). */
export type EscrowChoice = { pay: "all" } | { pay: "part"; amountMinor: bigint } | { pay: "none" };
