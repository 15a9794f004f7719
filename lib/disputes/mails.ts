import "server-only";
import { and, eq } from "drizzle-orm";
import type { DisputeOrigin, DisputeState } from "@/db/enums";
import { users } from "@/db/schema";
import { afterBusinessDays } from "../business-days";
import type { Ctx } from "../ctx";
import { type About, bothReaders, clientReader, mailStep, type Reader } from "../milestones/mails";
import type { EscrowContract, Milestone } from "../milestones/queries";
import { formatMoney } from "../money";
import { staffPages } from "../staff/pages";
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

/** The mediator who made a proposal, if still one: the dispute is theirs to go on with. */
async function listProposer(ctx: Ctx, mediatorId: string): Promise<Reader[]> {
  const rows = await ctx.db
    .select({ address: users.email, zone: users.timeZone })
    .from(users)
    .where(and(eq(users.id, mediatorId), eq(users.staffRole, "support_agent")));
  return rows.map((row) => ({ side: "staff", ...row }));
}

type DisputeMail = Extract<Parameters<typeof mailStep>[1], `dispute-${string}`>;

/** One kind of mail about a dispute; staff are led to its case, each side to its own page of the contract. */
async function mailDispute(
  ctx: Ctx,
  kind: DisputeMail,
  contract: EscrowContract,
  readers: readonly Reader[],
  { id, ...about }: About & { id: string },
): Promise<void> {
  await mailStep(ctx, kind, contract, readers, { ...about, staffPage: `${await staffPages(ctx)}/disputes/${id}` });
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
  { id, state, origin, description }: { id: string; state: DisputeState; origin: DisputeOrigin; description: string },
): Promise<void> {
  await mailDispute(ctx, "dispute-opened", contract, [...bothReaders(contract), ...(await listMediators(ctx))], {
    id,
    key: id,
    // A mediator writes down what the freelancer asked for.
    ...(origin === "ticket" && { by: contract.talentName }),
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
  await mailDispute(ctx, "dispute-answered", contract, [...bothReaders(contract), ...(await listMediators(ctx))], {
    id: dispute.id,
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
  await mailDispute(ctx, "dispute-reminder", contract, [...sides, ...mediators], {
    id: dispute.id,
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

/** What a mediator proposed, to both sides or to a second person. */
type Proposal = { id: string; disputeId: string; mediatorId: string; releaseMinor: bigint; refundMinor: bigint };

/** How it ended without money moving: by a side, by silence, or since no second person confirmed it. */
export type ProposalEnd = "proposal-declined" | "proposal-lapsed" | "decision-refused" | "decision-lapsed";

/** To the mediator who proposed: it came to nothing, and the dispute goes on. */
export async function mailProposalOver(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  { id, disputeId, mediatorId, releaseMinor, refundMinor }: Proposal,
  { is, reason = null }: { is: ProposalEnd; reason?: string | null },
): Promise<void> {
  await mailDispute(ctx, "dispute-answered", contract, await listProposer(ctx, mediatorId), {
    id: disputeId,
    key: `${id}/over`,
    milestone,
    amount: split(milestone, releaseMinor, refundMinor),
    is,
    reason,
  });
}

/** To both sides and the mediators: how it ended. */
export async function mailDisputeDecided(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  dispute: Dispute,
  { released, refunded, how }: { released: bigint; refunded: bigint; how: "decided" | "withdrawn" },
): Promise<void> {
  await mailDispute(ctx, "dispute-decided", contract, [...bothReaders(contract), ...(await listMediators(ctx))], {
    id: dispute.id,
    key: dispute.id,
    milestone,
    amount: split(milestone, released, refunded),
    is: how,
  });
}
