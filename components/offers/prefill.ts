import { orderValuesOf } from "@/components/orders/order-values";
import { decimalText } from "@/lib/money";
import { talentOwns } from "@/lib/offers/rules";
import type { ApprovedRequest } from "./approved-request";
import { emptyOffer, type OfferValues } from "./offer-values";

/** Tasks whose owner cannot be chosen any more stand without one: nobody is chosen silently. */
export const withOwnersAmong = (values: OfferValues, owners: readonly { value: string }[]): OfferValues => ({
  ...values,
  tasks: values.tasks.map(({ title, owner }) => ({
    title,
    owner: owner === talentOwns || owners.some(({ value }) => value === owner) ? owner : "",
  })),
});

/** What an approved request already says about the offer; who it is for and how it is worded stay open where it does not. */
export function valuesFromRequest(request: ApprovedRequest): OfferValues {
  const amount = (minor: string | null) =>
    minor === null ? "" : decimalText({ minor: BigInt(minor), currency: request.currency });
  return {
    ...emptyOffer,
    requestId: request.id,
    postId: request.postId ?? "",
    orderChoice: request.orderId ?? (request.order === null ? "" : "placeholder"),
    kind: request.offerKind,
    teamId: request.teamId,
    title: request.title,
    talentName: request.talentName ?? "",
    talentEmail: request.talentEmail ?? "",
    contractType: request.contractType,
    rate: amount(request.rateMinor),
    weeklyHours: request.weeklyHours === null ? "" : String(request.weeklyHours),
    startDate: request.startDate ?? "",
    endDate: request.endDate ?? "",
    milestones:
      request.contractType === "fixed_price"
        ? [{ title: request.title, amount: amount(request.budgetMinor), due: "" }]
        : [],
  };
}

type SentOffer = {
  postId: string | null;
  orderId: string | null;
  orderChoice: string;
  kind: string;
  teamId: string;
  contactId: string;
  talentName: string;
  talentEmail: string;
  terms: {
    title: string;
    description: string;
    contractType: string;
    currency: string;
    rateMinor: bigint | null;
    weeklyHours: number | null;
    manualTime: boolean;
    workDiary: boolean;
    startDate: string;
    endDate: string | null;
    message: string | null;
    employer: string | null;
    countryOfWork: string | null;
    milestones: readonly { title: string; amountMinor: bigint; dueDate: string | null }[];
    tasks: readonly { title: string; ownerId: string | null }[];
  };
};

/** The current terms of an offer as its form shows them: to modify it, or to copy it into a new one (without approval). */
export function valuesFromOffer({ terms, ...offer }: SentOffer): OfferValues {
  const amount = (minor: bigint) => decimalText({ minor, currency: terms.currency });
  return {
    ...orderValuesOf(offer),
    postId: offer.postId ?? "",
    kind: offer.kind,
    talentName: offer.talentName,
    talentEmail: offer.talentEmail,
    requestId: "",
    teamId: offer.teamId,
    contactId: offer.contactId,
    title: terms.title,
    description: terms.description,
    contractType: terms.contractType,
    rate: terms.rateMinor === null ? "" : amount(terms.rateMinor),
    weeklyHours: terms.weeklyHours === null ? "" : String(terms.weeklyHours),
    manualTime: terms.manualTime ? "on" : "",
    workDiary: terms.workDiary ? "on" : "",
    startDate: terms.startDate,
    endDate: terms.endDate ?? "",
    message: terms.message ?? "",
    employer: terms.employer ?? "",
    countryOfWork: terms.countryOfWork ?? "",
    milestones: terms.milestones.map(({ title, amountMinor, dueDate }) => ({
      title,
      amount: amount(amountMinor),
      due: dueDate ?? "",
    })),
    tasks: terms.tasks.map(({ title, ownerId }) => ({ title, owner: ownerId ?? talentOwns })),
  };
}

type OpenPost = {
  id: string;
  teamId: string;
  title: string;
  description: string;
  contractType: string;
  currency: string;
  rateToMinor: bigint | null;
  budgetMinor: bigint | null;
  orderId: string | null;
  orderChoice: string;
};

/** "Make offer": what a job post says about the offer; whom it is for and when it starts stay open (product.md §7). */
export function valuesFromPost(post: OpenPost): OfferValues {
  const amount = (minor: bigint | null) => (minor === null ? "" : decimalText({ minor, currency: post.currency }));
  return {
    ...emptyOffer,
    ...orderValuesOf(post),
    postId: post.id,
    teamId: post.teamId,
    title: post.title,
    description: post.description,
    contractType: post.contractType,
    rate: amount(post.rateToMinor),
    milestones:
      post.contractType === "fixed_price" ? [{ title: post.title, amount: amount(post.budgetMinor), due: "" }] : [],
  };
}
