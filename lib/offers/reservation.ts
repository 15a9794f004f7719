import "server-only";
import type { Offer } from "./queries";

/**
 * What a pending offer reserves on its purchase order: its own figure, with the client fee that counts there, in place of
 * its approval's (product.md §4).
 */
export const reservationOf = (offer: Pick<Offer, "id" | "orderId" | "orderFeeMinor" | "terms">) => ({
  subject: { kind: "offer" as const, id: offer.id },
  orderId: offer.orderId,
  currency: offer.terms.currency,
  amount: offer.terms.estimatedTotalMinor + offer.orderFeeMinor,
});
