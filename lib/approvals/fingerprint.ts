import "server-only";
import { createHash } from "node:crypto";
import type { Terms } from "./rules";

export type FingerprintedRequest = Terms & {
  id: string;
  contentVersion: number;
  title: string;
  talentName: string | null;
  talentEmail: string | null;
  offerKind: string;
  currency: string;
  neededBy: string | null;
  reason: string;
  currentStep: number;
  slots: readonly { approverId: string; step: number }[];
};

/**
 * What a decision counts for: the request's content, its step and its approvers. The decision form and the link carry
 * it, and a decision on anything else is refused (product.md §3.7, I6).
 */
export function fingerprintOf(request: FingerprintedRequest): string {
  const slots = request.slots.map((slot) => `${slot.step}:${slot.approverId}`).toSorted();
  const fields = [
    request.id,
    request.contentVersion,
    request.title,
    request.talentName,
    request.talentEmail,
    request.offerKind,
    request.contractType,
    request.currency,
    request.rateMinor,
    request.weeklyHours,
    request.budgetMinor,
    request.startDate,
    request.endDate,
    request.neededBy,
    request.reason,
    request.currentStep,
    ...slots,
  ];
  return createHash("sha256")
    .update(JSON.stringify(fields.map((field) => (field === null ? null : String(field)))))
    .digest("base64url");
}
