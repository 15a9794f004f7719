import "server-only";
import { versionDifferences } from "./modify-offer";
import type { Offer } from "./queries";
import type { Difference } from "./rules";

/** Each version of an offer with what it changed against the one before, oldest first; the first changed nothing. */
export function listVersionChanges(offer: Offer): { version: number; madeAt: Date; changes: Difference[] }[] {
  const asOf = (terms: Offer["terms"]): Offer => ({ ...offer, terms, milestones: terms.milestones });
  return offer.versions.map((terms, index) => {
    const before = offer.versions[index - 1];
    return {
      version: terms.version,
      madeAt: terms.madeAt,
      changes: before ? versionDifferences(asOf(before), asOf(terms)) : [],
    };
  });
}
