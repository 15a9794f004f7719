import "server-only";
import { recordEvent } from "../audit/record-event";
import { mailAgreed, startContract } from "../contracts/start-contract";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { startMilestones } from "../milestones/offer-hold";
import { keepPostOpen } from "../posts/keep-post-open";
import { endOffer } from "./end-offer";
import { mailClientAccepted } from "./mails";
import { findContractOfOffer, getOfferForChange } from "./queries";
import { canAnswerOffer } from "./rules";
import type { AcceptOfferInput } from "./schema";

export type AcceptOfferResult =
  | { ok: true; contractNumber: number }
  | { ok: false; reason: "not-pending" }
  | { ok: false; reason: "expired" }
  | { ok: false; reason: "changed-meanwhile" };

/**
 * The freelancer accepts the version shown; the contract starts in the same transaction, or
 * waits for its onboarding plan, and the approval stays used for
 * ever (I2). Accepting twice gives the same contract.
 * @throws NotFoundError; ForbiddenError for anybody but the person it was sent to.
 */
export async function acceptOffer(ctx: Ctx, input: AcceptOfferInput): Promise<AcceptOfferResult> {
  const offer = await getOfferForChange(ctx, input.offerId);
  if (!canAnswerOffer(ctx.actor, offer)) throw new ForbiddenError("accept this offer");
  if (offer.state === "accepted") {
    const contract = await findContractOfOffer(ctx, offer.id);
    if (contract) return { ok: true, contractNumber: contract.number };
  }
  if (offer.state !== "pending") return { ok: false, reason: "not-pending" };
  if (offer.validUntil <= ctx.now) return { ok: false, reason: "expired" };
  if (offer.version !== input.version) return { ok: false, reason: "changed-meanwhile" };
  if (!(await endOffer(ctx, offer, "accepted", null))) return { ok: false, reason: "not-pending" };
  recordEvent(ctx, "offer.accepted", "offer", offer.id, { version: String(offer.version) });
  const contract = await startContract(ctx, offer);
  const funded = await startMilestones(ctx, offer, contract.id);
  if (offer.postId) await keepPostOpen(ctx, offer.postId, "offer-accepted");
  await mailClientAccepted(ctx, offer, contract);
  await mailAgreed(ctx, contract.id, funded);
  return { ok: true, contractNumber: contract.number };
}
