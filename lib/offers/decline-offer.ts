import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { endOffer } from "./end-offer";
import { mailClientDeclined } from "./mails";
import { getOfferForChange } from "./queries";
import { canAnswerOffer } from "./rules";
import type { DeclineOfferInput } from "./schema";

export type DeclineOfferResult = { ok: true } | { ok: false; reason: "not-pending" };

/**
 * The freelancer declines with a reason; the approval is available again (source: approvals guide).
 * @throws NotFoundError; ForbiddenError for anybody but the person it was sent to.
 */
export async function declineOffer(ctx: Ctx, input: DeclineOfferInput): Promise<DeclineOfferResult> {
  const offer = await getOfferForChange(ctx, input.offerId);
  if (!canAnswerOffer(ctx.actor, offer)) throw new ForbiddenError("decline this offer");
  if (offer.state === "declined") return { ok: true };
  if (!(await endOffer(ctx, offer, "declined", input.reason))) return { ok: false, reason: "not-pending" };
  recordEvent(ctx, "offer.declined", "offer", offer.id, { reason: input.reason });
  await mailClientDeclined(ctx, offer, input.reason);
  return { ok: true };
}
