import { type OfferState, offerStates } from "@/db/enums";

/** Tabs of the client's offers, in the order of product.md §8. */
export const offerTabs = ["pending", "drafts", "accepted", "declined", "withdrawn", "expired"] as const;
export type OfferTab = (typeof offerTabs)[number];

/** The tab that the address names; anything else opens the first. */
export const offerTabOf = (text: unknown): OfferTab => offerTabs.find((tab) => tab === text) ?? "pending";

/** The state behind a tab, or null for drafts, which are no offers yet. */
export const stateOfTab = (tab: OfferTab): OfferState | null => offerStates.find((state) => state === tab) ?? null;

export const tabWords: Record<OfferTab, string> = {
  pending: "Pending",
  drafts: "Drafts",
  accepted: "Accepted",
  declined: "Declined",
  withdrawn: "Withdrawn",
  expired: "Expired",
};
