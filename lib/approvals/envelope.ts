import type { ContractType, OfferKind } from "@/db/enums";
import type { Terms } from "./rules";

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

type Approved = Terms & { offerKind: OfferKind; talentEmail: string | null; estimatedTotalMinor: bigint };

/** The limits that an approval freezes (product.md §3.8). A talent counts only if named. */
export function envelopeOf(request: Approved): EnvelopeLimits {
  return {
    offerKind: request.offerKind,
    contractType: request.contractType,
    talentEmail: request.talentEmail ?? anyTalent,
    maxTotalMinor: request.estimatedTotalMinor,
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
