import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { refundHeld, releaseHeld } from "../milestones/advance-milestone";
import { factsOf } from "../milestones/escrow";
import { moveMilestone } from "../milestones/move-milestone";
import type { Refusal } from "../milestones/open-milestone";
import { isClientSideNow, type Milestone, type Work } from "../milestones/queries";
import { atWork, isTalentSide } from "../milestones/rules";
import { getDisputeAsOfNow } from "./advance-dispute";
import { mailDisputeAnswered, mailDisputeDecided } from "./mails";
import { moveDispute, moveSettlement } from "./move-dispute";
import { type Dispute, findWaitingMove } from "./queries";

export type AnswerDisputeInput =
  | { disputeId: string; accept: true }
  | { disputeId: string; accept: false; evidence: string };
export type DisputeAnswerResult = { ok: true } | Refusal<"not-waiting">;

const over: Refusal<"not-waiting"> = {
  ok: false,
  reason: "not-waiting",
  message: "This dispute no longer waits for this answer.",
};

/**
 * The client accepts, which releases what is held, or declines with evidence, which goes to mediation (§11.6).
 * @throws NotFoundError; ForbiddenError for anybody but the client side.
 */
export async function answerDispute(ctx: Ctx, input: AnswerDisputeInput): Promise<DisputeAnswerResult> {
  const { contract, milestone, dispute } = await getDisputeAsOfNow(ctx, input.disputeId);
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("answer this dispute");
  if (dispute.state !== "awaiting_client") return over;
  if (input.accept) {
    await closeByRelease(ctx, { contract, milestone }, dispute, ctx.now, "accepted");
    return { ok: true };
  }
  const moved = await moveDispute(ctx, dispute, {
    to: "mediation",
    set: { clientEvidence: input.evidence, clientAnsweredAt: ctx.now, mediationAt: ctx.now },
  });
  recordEvent(ctx, "dispute.answered", "contract", contract.id, factsOf(milestone, { answer: "declined" }));
  await mailDisputeAnswered(ctx, contract, milestone, moved, "declined");
  return { ok: true };
}

/** What is held goes to the freelancer and the dispute closes: the client accepted, or did not answer in time. */
export async function closeByRelease(
  ctx: Ctx,
  { contract, milestone }: Pick<Work, "contract"> & { milestone: Milestone },
  dispute: Dispute,
  at: Date,
  how: "accepted" | "silent",
): Promise<void> {
  const closed = await moveDispute(ctx, dispute, { to: "closed", set: { clientAnsweredAt: ctx.now } });
  await releaseHeld(ctx, contract, milestone, { at, by: "dispute" });
  recordEvent(ctx, "dispute.answered", "contract", contract.id, factsOf(milestone, { answer: how }));
  await mailDisputeAnswered(ctx, contract, milestone, closed, how);
}

export type WithdrawDisputeResult =
  | { ok: true }
  | Refusal<"not-waiting" | "another-funded" | "waits-for-second-person">;

/**
 * "Withdraw" by the freelancer: the refund request is carried out; on an active contract the milestone goes back to where
 * it was, with its days anew (§11.6). A dispute that the client opened is not the freelancer's to withdraw.
 * @throws NotFoundError; ForbiddenError for anybody but the freelancer.
 */
export async function withdrawDispute(ctx: Ctx, { disputeId }: { disputeId: string }): Promise<WithdrawDisputeResult> {
  const { contract, milestone, milestones, dispute, settlement } = await getDisputeAsOfNow(ctx, disputeId);
  if (!isTalentSide(ctx.actor, contract) || dispute.origin === "dormancy")
    throw new ForbiddenError("withdraw this dispute");
  if (dispute.closedAt) return over;
  if (settlement?.state === "agreed" || (await findWaitingMove(ctx, dispute.id)))
    return {
      ok: false,
      reason: "waits-for-second-person",
      message: "The outcome is agreed and waits for its second confirmation.",
    };
  const refunds = dispute.origin === "refund_request" || contract.state === "ended";
  if (!refunds && milestones.some((each) => atWork.includes(each.state)))
    return {
      ok: false,
      reason: "another-funded",
      message: "Another milestone is at work; withdraw when it is done, or give the money back.",
    };
  if (settlement) await moveSettlement(ctx, settlement, { state: "rejected" });
  const closed = await moveDispute(ctx, dispute, { to: "withdrawn" });
  if (refunds) await refundHeld(ctx, contract, milestone, null, newId());
  else await moveMilestone(ctx, contract, milestone, { to: dispute.formerState });
  recordEvent(ctx, "dispute.withdrawn", "contract", contract.id, factsOf(milestone));
  await mailDisputeDecided(ctx, contract, milestone, closed, {
    released: 0n,
    refunded: refunds ? milestone.heldMinor : 0n,
    how: "withdrawn",
  });
  return { ok: true };
}
