import "server-only";
import { and, eq } from "drizzle-orm";
import { offers } from "@/db/schema";
import { isEndNear } from "../approvals/rules";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { mailOfferExpiring } from "./mails";
import { findOffer, getOfferForChange } from "./queries";

/**
 * Tells both sides that a pending offer ends in three days (product.md §8). Run by the tick; asks the row again.
 * @returns whether this call told them.
 */
export async function warnOfEnd(ctx: Ctx, offerId: string): Promise<boolean> {
  if (!(await findOffer(ctx, offerId))) return false;
  const offer = await getOfferForChange(ctx, offerId);
  if (offer.state !== "pending" || !isEndNear(offer.validUntil, offer.warnedFor, ctx.now)) return false;
  await ctx.db
    .update(offers)
    .set({ warnedFor: offer.validUntil, auditId: ctx.auditId })
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.id, offer.id)));
  recordEvent(ctx, "offer.expiring", "offer", offer.id, { until: offer.validUntil.toISOString() });
  await mailOfferExpiring(ctx, offer);
  return true;
}
