import type { ContractType, EnvelopeMode, OfferKind } from "@/db/enums";
import { offerable, type Terms } from "../approvals/rules";

/** How far an offer may go beyond what was approved (`approvals.envelope`); `percent` counts in that mode alone. */
export type EnvelopeRule = { mode: EnvelopeMode; percent: number };

/** "Any" in an envelope, as explicit extremes (reliability.md §4.6). */
export const anyRate = 9_223_372_036_854_775_807n;
export const anyHours = 999;
export const anyEnd = "9999-12-31";
export const anyTalent = "";

export type EnvelopeLimits = {
  offerKind: OfferKind;
  contractType: ContractType;
  talentEmail: string;
  maxTotalMinor: bigint;
  maxRateMinor: bigint;
  maxWeeklyHours: number;
  latestEnd: string;
};

type Approved = Terms & {
  offerKind: OfferKind;
  talentEmail: string | null;
  estimatedTotalMinor: bigint;
  /** the client fee in it */
  feeMinor: bigint;
};

/**
 * The limits that an approval freezes (product.md §3.8). A talent counts only if named. The total is what a freelancer may
 * be offered, so the client fee is left out: another fee by the time of the offer goes beyond nothing.
 */
export function envelopeOf(request: Approved): EnvelopeLimits {
  return {
    offerKind: request.offerKind,
    contractType: request.contractType,
    talentEmail: request.talentEmail ?? anyTalent,
    maxTotalMinor: offerable(request),
    maxRateMinor: request.rateMinor ?? anyRate,
    maxWeeklyHours: request.weeklyHours ?? anyHours,
    latestEnd: request.endDate ?? anyEnd,
  };
}

export type Offered = Terms & { offerKind: OfferKind; talentEmail: string; estimatedTotalMinor: bigint };

export type EnvelopeField = "kind" | "type" | "talent" | "total" | "rate" | "hours" | "end";

/** The fields in which an offer goes beyond what was approved; empty means inside. Lower or shorter never counts. */
export function beyondEnvelope(offered: Offered, envelope: EnvelopeLimits): EnvelopeField[] {
  const beyond: EnvelopeField[] = [];
  if (offered.offerKind !== envelope.offerKind) beyond.push("kind");
  if (offered.contractType !== envelope.contractType) beyond.push("type");
  if (envelope.talentEmail !== anyTalent && offered.talentEmail !== envelope.talentEmail) beyond.push("talent");
  if (offered.estimatedTotalMinor > envelope.maxTotalMinor) beyond.push("total");
  if ((offered.rateMinor ?? 0n) > envelope.maxRateMinor) beyond.push("rate");
  if (offered.contractType === "hourly" && (offered.weeklyHours ?? anyHours) > envelope.maxWeeklyHours)
    beyond.push("hours");
  if ((offered.endDate ?? anyEnd) > envelope.latestEnd) beyond.push("end");
  return beyond;
}

/** What an offer can differ in beyond its envelope: one of its fields, or the purchase order. */
export type Beyond = EnvelopeField | "order";

/**
 * Of the fields in which an offer goes beyond what was approved, those that the company's rule refuses; the others are
 * shown (product.md §3.8). By percent, figures may exceed by that much, and kind and talent not at all.
 */
export function refusedBeyond(
  rule: EnvelopeRule,
  beyond: readonly Beyond[],
  offered: Offered,
  envelope: EnvelopeLimits,
): Beyond[] {
  if (rule.mode === "carry_over_always") return [];
  if (rule.mode === "strict") return [...beyond];
  const exceeds = (is: bigint, approved: bigint) => is * 100n > approved * BigInt(100 + rule.percent);
  const refused: Record<Beyond, () => boolean> = {
    kind: () => true,
    talent: () => true,
    total: () => exceeds(offered.estimatedTotalMinor, envelope.maxTotalMinor),
    rate: () => exceeds(offered.rateMinor ?? 0n, envelope.maxRateMinor),
    hours: () => exceeds(BigInt(offered.weeklyHours ?? anyHours), BigInt(envelope.maxWeeklyHours)),
    type: () => false,
    end: () => false,
    order: () => false,
  };
  return beyond.filter((field) => refused[field]());
}

const beyondWords: Record<Beyond, string> = {
  kind: "the kind of offer",
  type: "the contract type",
  talent: "the freelancer",
  total: "the estimated total",
  rate: "the rate",
  hours: "the weekly limit",
  end: "the end date",
  order: "the purchase order",
};

/** Why an offer is refused, in words, and what the rule allows: "Beyond what was approved: the rate. …". */
export function refusalText(refused: readonly Beyond[], rule: EnvelopeRule): string {
  const allowed =
    rule.mode === "percent"
      ? `Rate, hours and total may exceed what was approved by at most ${rule.percent} %.`
      : "Your company allows nothing beyond what was approved.";
  return `Beyond what was approved: ${refused.map((field) => beyondWords[field]).join(", ")}. ${allowed}`;
}
