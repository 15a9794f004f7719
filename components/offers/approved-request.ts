import type { ContractType, OfferKind, OrderChoice } from "@/db/enums";
import { offerable } from "@/lib/approvals/rules";
import {
  type Beyond,
  beyondEnvelope,
  type EnvelopeRule,
  envelopeOf,
  refusalText,
  refusedBeyond,
} from "@/lib/envelopes/rules";
import type { ComparedTerms } from "@/lib/offers/rules";
import { orderAnswer } from "@/lib/orders/rules";

/** An approved request as the offer form knows it. Amounts are minor units as text, so that it can travel to the browser. */
export type ApprovedRequest = {
  id: string;
  title: string;
  teamId: string;
  teamName: string;
  talentName: string | null;
  talentEmail: string | null;
  offerKind: OfferKind;
  contractType: ContractType;
  currency: string;
  rateMinor: string | null;
  weeklyHours: number | null;
  budgetMinor: string | null;
  /** without the client fee, like the total of an offer */
  estimatedTotalMinor: string;
  rule: EnvelopeRule;
  startDate: string | null;
  endDate: string | null;
  postId: string | null;
  orderId: string | null;
  /** "4500018231" or "No PO yet"; null where nobody asked. */
  order: string | null;
  /** Until when it can be used, in the reader's zone; null while an offer holds it. */
  until: string | null;
};

/** What was approved, in the shape the rules compare. */
export function comparedRequest(request: ApprovedRequest): ComparedTerms {
  const { offerKind, contractType, currency, weeklyHours, startDate, endDate, title } = request;
  return {
    offerKind,
    contractType,
    currency,
    talent: request.talentEmail,
    title,
    rateMinor: minorOf(request.rateMinor),
    weeklyHours,
    budgetMinor: minorOf(request.budgetMinor),
    estimatedTotalMinor: BigInt(request.estimatedTotalMinor),
    startDate,
    endDate,
    order: request.order,
  };
}

/** Why the company's rule refuses these terms under that approval, in words; null where it lets them through. */
export function refusalOf(request: ApprovedRequest, terms: ComparedTerms): string | null {
  const approved = comparedRequest(request);
  const envelope = envelopeOf({ ...approved, talentEmail: approved.talent, feeMinor: 0n });
  const offered = { ...terms, talentEmail: terms.talent ?? "" };
  const beyond: Beyond[] = beyondEnvelope(offered, envelope);
  if (request.orderId && terms.order !== undefined && terms.order !== approved.order) beyond.push("order");
  const refused = refusedBeyond(request.rule, beyond, offered, envelope);
  return refused.length > 0 ? refusalText(refused, request.rule) : null;
}

const minorOf = (text: string | null) => (text === null ? null : BigInt(text));

type RequestRow = Omit<ApprovedRequest, "rateMinor" | "budgetMinor" | "estimatedTotalMinor" | "order" | "until"> & {
  orderChoice: OrderChoice;
  orderNumber: string | null;
  rateMinor: bigint | null;
  budgetMinor: bigint | null;
  estimatedTotalMinor: bigint;
  feeMinor: bigint;
};

/** Picks what the browser may know of a request, and no more. */
export function approvedRequest(row: RequestRow, until: string | null): ApprovedRequest {
  return {
    id: row.id,
    title: row.title,
    teamId: row.teamId,
    teamName: row.teamName,
    talentName: row.talentName,
    talentEmail: row.talentEmail,
    offerKind: row.offerKind,
    contractType: row.contractType,
    currency: row.currency,
    rateMinor: row.rateMinor?.toString() ?? null,
    weeklyHours: row.weeklyHours,
    budgetMinor: row.budgetMinor?.toString() ?? null,
    estimatedTotalMinor: offerable(row).toString(),
    rule: row.rule,
    startDate: row.startDate,
    endDate: row.endDate,
    postId: row.postId,
    orderId: row.orderId,
    order: orderAnswer(row),
    until,
  };
}
