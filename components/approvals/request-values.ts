import { milestoneSum, valuesFromFields } from "@/components/offers/offer-values";
import { orderValuesOf } from "@/components/orders/order-values";
import type { Request } from "@/lib/approvals/queries";
import { decimalText } from "@/lib/money";

/** What stands in the fields of a request form, as text, by field name. */
export type RequestValues = Partial<Record<(typeof fields)[number], string>>;

const fields = [
  "title",
  "talentChoice",
  "talentName",
  "talentEmail",
  "offerKind",
  "contractType",
  "rate",
  "weeklyHours",
  "budget",
  "startDate",
  "endDate",
  "teamId",
  "neededBy",
  "reason",
  "postId",
  "orderChoice",
  "orderNumber",
  "newOrderNumber",
  "newOrderAmount",
  "newOrderValidThrough",
] as const;

export function emptyValues(teamId: string | undefined): RequestValues {
  return {
    talentChoice: "named",
    offerKind: "direct",
    contractType: "hourly",
    ...(teamId !== undefined && { teamId }),
  };
}

/** "Copy to new request": everything but the day it was needed by, which may be over. */
export function copiedValues(request: Request): RequestValues {
  const { currency } = request;
  const amount = (minor: bigint | null) => (minor === null ? "" : decimalText({ minor, currency }));
  return {
    title: request.title,
    talentChoice: request.talentName === null ? "open" : "named",
    talentName: request.talentName ?? "",
    talentEmail: request.talentEmail ?? "",
    offerKind: request.offerKind,
    contractType: request.contractType,
    rate: amount(request.rateMinor),
    weeklyHours: request.weeklyHours?.toString() ?? "",
    budget: amount(request.budgetMinor),
    startDate: request.startDate ?? "",
    endDate: request.endDate ?? "",
    teamId: request.teamId,
    reason: request.reason,
    postId: request.postId ?? "",
    ...orderValuesOf(request),
  };
}

type OpenPost = {
  id: string;
  title: string;
  teamId: string;
  contractType: string;
  currency: string;
  rateToMinor: bigint | null;
  budgetMinor: bigint | null;
  orderId: string | null;
  orderChoice: string;
};

/** From a job post: title, team, purchase order and price (product.md §3.3). */
export function postedValues(post: OpenPost): RequestValues {
  const amount = (minor: bigint | null) => (minor === null ? "" : decimalText({ minor, currency: post.currency }));
  return {
    ...emptyValues(post.teamId),
    ...orderValuesOf(post),
    talentChoice: "open",
    postId: post.id,
    title: post.title,
    contractType: post.contractType,
    rate: amount(post.rateToMinor),
    budget: amount(post.budgetMinor),
  };
}

/** From an offer kept as a draft: what both forms ask for; its milestones add up to the budget. */
export function draftedValues(draft: Record<string, string>, currency: string): RequestValues {
  const offer = valuesFromFields(draft);
  const { title, talentName, talentEmail, contractType, rate, weeklyHours, startDate, endDate, teamId } = offer;
  const minor = milestoneSum(offer.milestones, currency);
  return {
    ...emptyValues(undefined),
    ...given({
      title,
      talentName,
      talentEmail,
      offerKind: offer.kind,
      contractType,
      rate,
      weeklyHours,
      startDate,
      endDate,
      teamId,
      postId: offer.postId,
      orderChoice: offer.orderChoice,
      orderNumber: offer.orderNumber,
      newOrderNumber: offer.newOrderNumber,
      newOrderAmount: offer.newOrderAmount,
      newOrderValidThrough: offer.newOrderValidThrough,
    }),
    ...(minor > 0n && { budget: decimalText({ minor, currency }) }),
    talentChoice: talentName.trim() || talentEmail.trim() ? "named" : "open",
  };
}

function given(values: { [Key in keyof RequestValues]: string | undefined }): RequestValues {
  const kept: RequestValues = {};
  for (const field of fields) if (values[field]) kept[field] = values[field];
  return kept;
}
