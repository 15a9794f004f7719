import "server-only";
import { disputeSettlements } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { proposeMove } from "../billing/money-moves";
import { isMediator } from "../billing/rules";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { factsOf, payBack, payTalent } from "../milestones/escrow";
import { moveMilestone } from "../milestones/move-milestone";
import type { Refusal } from "../milestones/open-milestone";
import { isClientSideNow } from "../milestones/queries";
import { isTalentSide } from "../milestones/rules";
import { formatMoney } from "../money";
import { getDisputeAsOfNow } from "./advance-dispute";
import { mailDisputeDecided, mailDisputeProposed, mailProposalOver } from "./mails";
import { moveDispute, moveSettlement } from "./move-dispute";
import { type Dispute, findWaitingMove, getDisputeForChange } from "./queries";
import { awardOf, filingDays, settlementAnswerDays } from "./rules";

export type ProposeSettlementInput = { disputeId: string; releaseMinor: bigint; refundMinor: bigint; note: string };
export type ProposeSettlementResult =
  | { ok: true; settlementId: string }
  | Refusal<"not-in-mediation" | "another-proposal" | "does-not-add-up">;

/**
 * A mediator proposes how to share what is held; released + refunded = held, to the cent. Both sides have two days, and
 * silence is no (§11.6).
 * @throws NotFoundError; ForbiddenError for anybody but a mediator.
 */
export async function proposeSettlement(ctx: Ctx, input: ProposeSettlementInput): Promise<ProposeSettlementResult> {
  if (!isMediator(ctx.actor)) throw new ForbiddenError("mediate");
  const { contract, milestone, dispute, settlement } = await getDisputeAsOfNow(ctx, input.disputeId);
  if (dispute.state !== "mediation")
    return { ok: false, reason: "not-in-mediation", message: "This dispute is not in mediation." };
  if (settlement) return { ok: false, reason: "another-proposal", message: "A proposal waits for its answers." };
  const { releaseMinor, refundMinor, note } = input;
  if (releaseMinor < 0n || refundMinor < 0n || releaseMinor + refundMinor !== milestone.heldMinor) {
    const held = formatMoney({ minor: milestone.heldMinor, currency: milestone.currency });
    return { ok: false, reason: "does-not-add-up", message: `Both amounts together are ${held}, what is held.` };
  }
  const id = newId();
  const answerBy = afterDays(ctx.now, settlementAnswerDays);
  await ctx.db.insert(disputeSettlements).values({
    accountId: ctx.accountId,
    id,
    disputeId: dispute.id,
    state: "open",
    releaseMinor,
    refundMinor,
    note,
    mediatorId: ctx.actor.userId ?? "",
    proposedAt: ctx.now,
    answerBy,
    auditId: ctx.auditId,
  });
  await moveDispute(ctx, dispute, { to: "mediation", step: 1, answerBy });
  recordEvent(
    ctx,
    "dispute.proposed",
    "contract",
    contract.id,
    factsOf(milestone, { release: releaseMinor.toString(), refund: refundMinor.toString() }),
  );
  await mailDisputeProposed(ctx, contract, milestone, { id, releaseMinor, refundMinor, note, answerBy });
  return { ok: true, settlementId: id };
}

export type AnswerSettlementInput = { disputeId: string; settlementId: string; accept: boolean };
export type AnswerSettlementResult = { ok: true } | Refusal<"not-waiting">;

/**
 * A side accepts or declines the mediator's proposal. Once both have accepted it is a money move that a second staff
 * person confirms; nothing is paid before. An acceptance sent again changes nothing.
 * @throws NotFoundError; ForbiddenError for anybody but the two sides.
 */
export async function answerSettlement(ctx: Ctx, input: AnswerSettlementInput): Promise<AnswerSettlementResult> {
  const { contract, milestone, dispute, settlement } = await getDisputeAsOfNow(ctx, input.disputeId);
  const talent = isTalentSide(ctx.actor, contract);
  if (!talent && !(await isClientSideNow(ctx, contract))) throw new ForbiddenError("answer this proposal");
  if (!settlement || settlement.id !== input.settlementId || settlement.state !== "open")
    return { ok: false, reason: "not-waiting", message: "This proposal no longer waits for an answer." };
  const side = talent ? "talent" : "client";
  const given = talent ? settlement.talentAcceptedAt : settlement.clientAcceptedAt;
  if (input.accept && given) return { ok: true };
  if (!input.accept) {
    await moveSettlement(ctx, settlement, { state: "rejected" });
    await moveDispute(ctx, dispute, { to: "mediation" });
    recordEvent(ctx, "dispute.proposal-answered", "contract", contract.id, factsOf(milestone, { side, answer: "no" }));
    await mailProposalOver(ctx, contract, milestone, settlement, { is: "proposal-declined" });
    return { ok: true };
  }
  const accepted = talent ? { talentAcceptedAt: ctx.now } : { clientAcceptedAt: ctx.now };
  const both = talent ? settlement.clientAcceptedAt : settlement.talentAcceptedAt;
  await moveSettlement(ctx, settlement, { ...accepted, ...(both ? { state: "agreed" as const } : {}) });
  recordEvent(ctx, "dispute.proposal-answered", "contract", contract.id, factsOf(milestone, { side, answer: "yes" }));
  if (!both) return { ok: true };
  const move = await proposeMove(ctx, {
    id: newId(),
    kind: "escrow_decision",
    currency: milestone.currency,
    companyMinor: settlement.refundMinor,
    talentMinor: settlement.releaseMinor,
    subjectId: dispute.id,
    reason: settlement.note.slice(0, 1000),
    proposedBy: settlement.mediatorId,
  });
  await moveDispute(ctx, dispute, { to: "mediation", answerBy: move.lapsesAt });
  return { ok: true };
}

export type RecordAwardInput = {
  disputeId: string;
  key: string;
  releaseMinor: bigint;
  refundMinor: bigint;
  note: string;
};
export type RecordAwardResult =
  | { ok: true }
  | Refusal<"not-in-arbitration" | "too-early" | "does-not-add-up" | "waiting">;

/**
 * A mediator records how arbitration ended, for a second person to confirm: the one side that filed, the client where
 * nobody did, or the award where both did. Possible once the 14 days of filing are over (§11.6).
 * @throws NotFoundError; ForbiddenError for anybody but a mediator.
 */
export async function recordAward(ctx: Ctx, input: RecordAwardInput): Promise<RecordAwardResult> {
  if (!isMediator(ctx.actor)) throw new ForbiddenError("record an award");
  const { milestone, dispute } = await getDisputeAsOfNow(ctx, input.disputeId);
  if (dispute.state !== "arbitration")
    return { ok: false, reason: "not-in-arbitration", message: "This dispute is not in arbitration." };
  const both = dispute.clientFiledAt && dispute.talentFiledAt;
  if (!both && afterDays(dispute.since, filingDays) > ctx.now)
    return { ok: false, reason: "too-early", message: "Both sides still have time to file." };
  const side = awardOf(dispute);
  const held = milestone.heldMinor;
  const { releaseMinor, refundMinor } = input;
  const fits =
    releaseMinor >= 0n &&
    refundMinor >= 0n &&
    releaseMinor + refundMinor === held &&
    (side === null || (side === "talent" ? releaseMinor === held : refundMinor === held));
  if (!fits) {
    const words = formatMoney({ minor: held, currency: milestone.currency });
    const whose =
      side === null ? "Both amounts together are" : `The ${side === "talent" ? "freelancer" : "client"} gets`;
    return { ok: false, reason: "does-not-add-up", message: `${whose} ${words}, what is held.` };
  }
  const waiting = await findWaitingMove(ctx, dispute.id);
  if (waiting?.id === input.key) return { ok: true };
  if (waiting) return { ok: false, reason: "waiting", message: "An outcome waits for its second confirmation." };
  await proposeMove(ctx, {
    id: input.key,
    kind: "escrow_decision",
    currency: milestone.currency,
    companyMinor: refundMinor,
    talentMinor: releaseMinor,
    subjectId: dispute.id,
    reason: input.note,
    proposedBy: ctx.actor.userId ?? "",
  });
  return { ok: true };
}

/** A side shows that it filed for arbitration, within 14 days; the first time counts. @throws NotFoundError; ForbiddenError for others. */
export async function fileForArbitration(
  ctx: Ctx,
  { disputeId }: { disputeId: string },
): Promise<AnswerSettlementResult> {
  const { contract, milestone, dispute } = await getDisputeAsOfNow(ctx, disputeId);
  const talent = isTalentSide(ctx.actor, contract);
  if (!talent && !(await isClientSideNow(ctx, contract))) throw new ForbiddenError("file for arbitration");
  if (dispute.state !== "arbitration" || afterDays(dispute.since, filingDays) <= ctx.now)
    return { ok: false, reason: "not-waiting", message: "The 14 days for filing are over, or have not begun." };
  if (talent ? dispute.talentFiledAt : dispute.clientFiledAt) return { ok: true };
  await moveDispute(ctx, dispute, {
    to: "arbitration",
    set: talent ? { talentFiledAt: ctx.now } : { clientFiledAt: ctx.now },
  });
  recordEvent(
    ctx,
    "dispute.filed",
    "contract",
    contract.id,
    factsOf(milestone, { side: talent ? "talent" : "client" }),
  );
  return { ok: true };
}

/** The confirmed outcome, to the cent: what is held is shared and the dispute closes. Called by the money move. */
export async function executeDecision(
  ctx: Ctx,
  disputeId: string,
  { key, talentMinor, companyMinor }: { key: string; talentMinor: bigint; companyMinor: bigint },
): Promise<{ ok: true } | Refusal<"does-not-add-up">> {
  const { contract, milestone, dispute, settlement } = await getDisputeForChange(ctx, disputeId);
  if (dispute.closedAt || milestone.heldMinor !== talentMinor + companyMinor)
    return { ok: false, reason: "does-not-add-up", message: "What is held has changed since this was proposed." };
  if (settlement) await moveSettlement(ctx, settlement, { state: "executed" });
  const closed: Dispute = await moveDispute(ctx, dispute, { to: "closed" });
  if (companyMinor > 0n)
    await payBack(ctx, contract, milestone, { amount: companyMinor, key: `${key}/back`, receiptId: newId() });
  if (talentMinor > 0n)
    await payTalent(ctx, contract, milestone, { amount: talentMinor, key, by: "dispute", note: null, at: ctx.now });
  await moveMilestone(ctx, contract, milestone, {
    to: talentMinor > 0n ? "released" : "refunded",
    add: { released: talentMinor, refunded: companyMinor },
  });
  recordEvent(
    ctx,
    "dispute.decided",
    "contract",
    contract.id,
    factsOf(milestone, { released: talentMinor.toString(), refunded: companyMinor.toString() }),
  );
  await mailDisputeDecided(ctx, contract, milestone, closed, {
    released: talentMinor,
    refunded: companyMinor,
    how: "decided",
  });
  return { ok: true };
}

/** A money move that carries out a dispute's outcome, as far as its proposer must know it. */
type Decision = { id: string; subjectId: string | null; proposedBy: string; talentMinor: bigint; companyMinor: bigint };

/**
 * The outcome was refused, or lapsed where no reason is given: an agreed settlement is off, the dispute goes on where it
 * was, and its mediator is told.
 */
export async function dropDecision(ctx: Ctx, move: Decision, reason: string | null): Promise<void> {
  const { contract, milestone, dispute, settlement } = await getDisputeForChange(ctx, move.subjectId ?? "");
  if (settlement) await moveSettlement(ctx, settlement, { state: "rejected" });
  if (dispute.closedAt) return;
  await moveDispute(ctx, dispute, { to: dispute.state });
  const { id, proposedBy, talentMinor, companyMinor } = move;
  await mailProposalOver(
    ctx,
    contract,
    milestone,
    { id, disputeId: dispute.id, mediatorId: proposedBy, releaseMinor: talentMinor, refundMinor: companyMinor },
    { is: reason === null ? "decision-lapsed" : "decision-refused", reason },
  );
}
