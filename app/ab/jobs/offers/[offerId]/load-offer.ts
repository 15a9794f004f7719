import "server-only";
import { approvedRequest, comparedRequest } from "@/components/offers/approved-request";
import type { Reader } from "@/components/offers/moment";
import type { MemberActor } from "@/lib/actor";
import { findRequest, listHistory, type Request } from "@/lib/approvals/queries";
import { type ReadCtx, readAs } from "@/lib/ctx";
import { formatInstant } from "@/lib/dates";
import { comparedTerms } from "@/lib/offers/modify-offer";
import {
  findContractOfOffer,
  findOffer,
  findOfferOutcome,
  findPendingOfferTo,
  findTeamName,
  type Offer,
} from "@/lib/offers/queries";
import { differences } from "@/lib/offers/rules";
import { listVersionChanges } from "@/lib/offers/version-changes";
import { findOrderFacts } from "@/lib/orders/order-facts";
import { orderAnswer } from "@/lib/orders/rules";
import { findPost } from "@/lib/posts/queries";

/** Everything the page of one offer shows, in one block; null when the offer is out of the reader's reach. */
export async function loadOffer(actor: MemberActor, reader: Reader, offerId: string) {
  return readAs(actor, async (ctx) => {
    const offer = await findOffer(ctx, offerId);
    if (!offer) return null;
    return {
      offer,
      order: await findOrderFacts(ctx, offer.orderId),
      postOpen: offer.postId !== null && (await findPost(ctx, offer.postId)) !== null,
      teamName: await findTeamName(ctx, offer.teamId),
      outcome: await findOfferOutcome(ctx, offer.id),
      contract: offer.state === "accepted" ? await findContractOfOffer(ctx, offer.id) : null,
      approval: await findApproval(ctx, offer, reader),
      versions: listVersionChanges(offer),
      history: await listHistory(ctx, "offer", offer.id),
      alsoPending: offer.state === "pending" ? await findAlsoPending(ctx, offer) : null,
    };
  });
}

/** The request an offer went out under with every difference to it, for those who may see the request. */
async function findApproval(ctx: ReadCtx, offer: Offer, reader: Reader) {
  const request = offer.requestId ? await findRequest(ctx, offer.requestId) : null;
  if (!request) return null;
  const approved = comparedRequest(approvedRequest(request, null));
  return {
    request: { id: request.id, title: request.title, usable: standingOf(request, offer, reader) },
    differences: differences(approved, { ...comparedTerms(offer), order: orderAnswer(offer) }),
  };
}

/** How the approval stands for this offer: used by it, available again, used by another, over. */
function standingOf(request: Request, offer: Offer, { zone, now }: Reader): string {
  if (offer.state === "accepted") return "Used by this offer for good: it was accepted.";
  if (offer.state === "pending") return "Used by this offer while it is pending.";
  if (request.state === "consumed") return "Given back when this offer ended; another offer uses it now.";
  if (request.state === "approved" && request.expiresAt && request.expiresAt > now) {
    return `Available again until ${formatInstant(request.expiresAt, zone)}.`;
  }
  return "Given back when this offer ended; it has expired since.";
}

async function findAlsoPending(ctx: ReadCtx, offer: Offer) {
  const other = await findPendingOfferTo(ctx, offer.talentEmail, offer.id);
  if (!other) return null;
  const reachable = (await findOffer(ctx, other.id)) !== null;
  return { number: other.number, href: reachable ? `/ab/jobs/offers/${other.id}` : null };
}
