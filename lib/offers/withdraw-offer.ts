import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { endOffer } from "./end-offer";
import { mailTalentWithdrawn } from "./mails";
import { getOfferForChange } from "./queries";
import { canManageOffer } from "./rules";
import type { WithdrawOfferInput } from "./schema";

export type WithdrawOfferResult = { ok: true } | { ok: false; reason: "not-pending" };

/**
 * The client takes a pending offer back; its approval is available again (source: approvals guide).
 * @throws NotFoundError; ForbiddenError for anybody but the sender, admins and program owners.
 */
export async function withdrawOffer(ctx: Ctx, input: WithdrawOfferInput): Promise<WithdrawOfferResult> {
  const offer = await getOfferForChange(ctx, input.offerId);
  if (!canManageOffer(ctx.actor, offer)) throw new ForbiddenError("withdraw this offer");
  if (offer.state === "withdrawn") return { ok: true };
  if (!(await endOffer(ctx, offer, "withdrawn", input.reason))) return { ok: false, reason: "not-pending" };
  recordEvent(ctx, "offer.withdrawn", "offer", offer.id, { reason: input.reason });
  await mailTalentWithdrawn(ctx, offer, input.reason);
  return { ok: true };
}
