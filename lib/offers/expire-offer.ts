import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { endOffer } from "./end-offer";
import { mailOfferExpired } from "./mails";
import { findOffer, getOfferForChange } from "./queries";

/** Ends an offer nobody answered in time. Run by the tick; asks the row again. @returns whether this call expired it. */
export async function expireOffer(ctx: Ctx, offerId: string): Promise<boolean> {
  if (!(await findOffer(ctx, offerId))) return false;
  const offer = await getOfferForChange(ctx, offerId);
  if (offer.state !== "pending" || offer.validUntil > ctx.now) return false;
  if (!(await endOffer(ctx, offer, "expired", null))) return false;
  recordEvent(ctx, "offer.expired", "offer", offer.id);
  await mailOfferExpired(ctx, offer);
  return true;
}
