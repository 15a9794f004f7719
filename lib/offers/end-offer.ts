import "server-only";
import { and, eq } from "drizzle-orm";
import type { OfferOutcome } from "@/db/enums";
import { offerOutcomesTable, offers } from "@/db/schema";
import { freeRequest } from "../approvals/consume-request";
import type { Ctx } from "../ctx";
import { freeOfferHold } from "../milestones/offer-hold";
import { freeReserved } from "../orders/stages";
import type { Offer } from "./queries";
import { reservationOf } from "./reservation";

/**
 * Ends a pending offer, once: the state, the outcome and, unless it was accepted, the approval given back.
 * The offer ends first, because while it is live nothing can move its request.
 * @returns false when it is no longer pending.
 */
export async function endOffer(ctx: Ctx, offer: Offer, outcome: OfferOutcome, reason: string | null): Promise<boolean> {
  const ended = await ctx.db
    .update(offers)
    .set({ state: outcome, endedAt: ctx.now, auditId: ctx.auditId })
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.id, offer.id), eq(offers.state, "pending")))
    .returning({ id: offers.id });
  if (ended.length === 0) return false;
  await ctx.db.insert(offerOutcomesTable).values({
    accountId: ctx.accountId,
    offerId: offer.id,
    outcome,
    endedBy: ctx.actor.userId,
    reason,
    endedAt: ctx.now,
    auditId: ctx.auditId,
  });
  if (outcome !== "accepted" && offer.orderId) await freeReserved(ctx, reservationOf(offer));
  if (outcome !== "accepted") await freeOfferHold(ctx, offer);
  if (outcome !== "accepted" && offer.requestId)
    await freeRequest(ctx, offer.requestId, { number: offer.number, why: outcome, talentName: offer.talentName });
  return true;
}
