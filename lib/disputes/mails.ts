import "server-only";
import { eq } from "drizzle-orm";
import type { DisputeState } from "@/db/enums";
import { users } from "@/db/schema";
import { afterBusinessDays } from "../business-days";
import type { Ctx } from "../ctx";
import { bothReaders, clientReader, mailStep, type Reader } from "../milestones/mails";
import type { EscrowContract, Milestone } from "../milestones/queries";
import { formatMoney } from "../money";
import type { Dispute } from "./queries";
import type { DisputeTimer } from "./rules";

/** Staff who mediate; they belong to the installation and stand in a table that all companies share. */
async function listMediators(ctx: Ctx): Promise<Reader[]> {
  const rows = await ctx.db
    .select({ address: users.email, zone: users.timeZone })
    .from(users)
    .where(eq(users.staffRole, "support_agent"));
  return rows.map((row) => ({ side: "staff", ...row }));
}

const split = (milestone: Milestone, released: bigint, refunded: bigint) => {
  const words = (minor: bigint) => formatMoney({ minor, currency: milestone.currency });
  const parts = [
    released > 0n ? `${words(released)} to the freelancer` : null,
    refunded > 0n ? `${words(refunded)} back to the company` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(", ") : null;
};

export async function mailDisputeOpened(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  { id, state, description }: { id: string; state: DisputeState; description: string },
): Promise<void> {
  await mailStep(ctx, "dispute-opened", contract, [...bothReaders(contract), ...(await listMediators(ctx))], {
    key: id,
    milestone,
    amount: milestone.heldMinor,
    is: state,
    reason: description,
    next: state === "awaiting_client" ? ["Answer by", afterBusinessDays(ctx.now, 5)] : null,
  });
}

export async function mailDisputeAnswered(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  dispute: Dispute,
  is: "accepted" | "declined" | "silent",
): Promise<void> {
  await mailStep(ctx, "dispute-answered", contract, [...bothReaders(contract), ...(await listMediators(ctx))], {
    key: dispute.id,
    milestone,
    amount: milestone.heldMinor,
    is,
    reason: is === "declined" ? dispute.clientEvidence : null,
  });
}

/** To the company while its answer is missing, to both sides and the mediators otherwise. */
export async function mailDisputeReminder(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  dispute: Dispute,
  is: DisputeTimer,
): Promise<void> {
  const mediators = is === "remind-client" ? [] : await listMediators(ctx);
  const sides = is === "remind-client" ? [clientReader(contract)] : is === "arbitrate" ? bothReaders(contract) : [];
  await mailStep(ctx, "dispute-reminder", contract, [...sides, ...mediators], {
    key: `${dispute.id}/${dispute.state}/${dispute.step}`,
    milestone,
    amount: milestone.heldMinor,
    is,
    next: is === "remind-client" ? ["Answer by", afterBusinessDays(dispute.since, 5)] : null,
  });
}

export const mailDisputeProposed = (
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  {
    id,
    releaseMinor,
    refundMinor,
    note,
    answerBy,
  }: { id: string; releaseMinor: bigint; refundMinor: bigint; note: string; answerBy: Date },
) =>
  mailStep(ctx, "dispute-proposed", contract, bothReaders(contract), {
    key: id,
    milestone,
    amount: split(milestone, releaseMinor, refundMinor),
    reason: note,
    next: ["Answer by", answerBy],
  });

export const mailDisputeDecided = (
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  dispute: Dispute,
  { released, refunded, how }: { released: bigint; refunded: bigint; how: "decided" | "withdrawn" },
) =>
  mailStep(ctx, "dispute-decided", contract, bothReaders(contract), {
    key: dispute.id,
    milestone,
    amount: split(milestone, released, refunded),
    is: how,
  });
