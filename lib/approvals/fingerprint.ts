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
  postId?: string | null;
  orderChoice?: string;
  orderId?: string | null;
  currentStep: number;
  slots: readonly { approverId: string; step: number }[];
  attachments: readonly { name: string; sha256: Uint8Array }[];
};

/**
 * What a decision counts for: the request's content with its purchase order and its files byte for byte, its step and its approvers. The decision form and the link carry
 * it, and a decision on anything else is refused (product.md §3.7, I6).
 */
export function fingerprintOf(request: FingerprintedRequest): string {
  const slots = request.slots.map((slot) => `${slot.step}:${slot.approverId}`).toSorted();
  const attached = request.attachments.map(({ name, sha256 }) => `${Buffer.from(sha256).toString("hex")}:${name}`);
  // Only what was answered, so that a request without either keeps the fingerprint that its links carry.
  const spend = [
    ...(request.postId ? [`post:${request.postId}`] : []),
    ...(request.orderChoice && request.orderChoice !== "none"
      ? [`order:${request.orderId ?? request.orderChoice}`]
      : []),
  ];
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
    ...attached,
    ...spend,
  ];
  return createHash("sha256")
    .update(JSON.stringify(fields.map((field) => (field === null ? null : String(field)))))
    .digest("base64url");
}
