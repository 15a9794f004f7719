import type { ContractType, OfferKind, OrderChoice } from "@/db/enums";
import type { Actor } from "../actor";
import { canRequest, isAdmin } from "../approvals/rules";
import { formatDay } from "../dates";
import { formatMoney } from "../money";
import { kindWords, typeWords } from "../words";

/** Smallest hourly rate and milestone, in major units of the company's currency (`offers.min_rate`, `offers.min_amount`). */
export const minRateMajor = 3n;
export const minAmountMajor = 5n;

/** An onboarding plan has no more tasks than this. */
export const mostTasks = 10;

/** How a form names the freelancer among the owners of a task. */
export const talentOwns = "talent";

/** Offers leave from teams in which the sender may hire (product.md §2.4). */
export const canSendOffer = (actor: Actor, teamId: string) => canRequest(actor, teamId);

/** The sender, an admin or a program owner modifies and withdraws. */
export function canManageOffer(actor: Actor, offer: { senderId: string }): boolean {
  return actor.kind === "member" && (actor.userId === offer.senderId || isAdmin(actor));
}

/** Only the person the offer went to accepts or declines it. */
export function canAnswerOffer(actor: Actor, offer: { talentUserId: string }): boolean {
  return actor.kind === "talent" && actor.userId === offer.talentUserId;
}

/** How the question for a purchase order was answered. */
export type Answered = { orderChoice: OrderChoice; orderId: string | null };

/** Does an offer count against another purchase order than the one its approval names? Shown; refused by the rule `strict` alone (product.md §3.8). */
export function isOtherOrder(approved: Answered | null | undefined, offered: Answered): boolean {
  return approved != null && approved.orderChoice !== "none" && approved.orderId !== offered.orderId;
}

export type ComparedTerms = {
  offerKind: OfferKind;
  contractType: ContractType;
  currency: string;
  talent: string | null;
  title: string | null;
  rateMinor: bigint | null;
  weeklyHours: number | null;
  budgetMinor: bigint | null;
  estimatedTotalMinor: bigint;
  startDate: string | null;
  endDate: string | null;
  /** The purchase order as people read it, null for none; left out where it is not compared (the freelancer never sees it). */
  order?: string | null;
};

/** One term that differs: old → new, with the size of an increase in words ("+18 %"). */
export type Difference = { label: string; before: string; after: string; note: string | null };

/**
 * Every term in which `after` differs from `before`, in the order people read terms. Serves the envelope (approved
 * against offered) and modifications (version against version). A term that `before` left open is not compared.
 * A figure that only one side has is compared by the total alone (product.md §3.8).
 */
export function differences(before: ComparedTerms, after: ComparedTerms): Difference[] {
  const rows: Difference[] = [];
  const add = (label: string, was: string, is: string, note: string | null = null) => {
    if (was !== is) rows.push({ label, before: was, after: is, note });
  };
  const money = (minor: bigint, currency: string) => formatMoney({ minor, currency });
  const amount = (label: string, was: bigint | null, is: bigint | null) => {
    if (was !== null && is !== null)
      add(label, money(was, before.currency), money(is, after.currency), changeInPercent(was, is));
  };
  if (before.title !== null) add("Title", before.title, after.title ?? "");
  add("Kind", kindWords[before.offerKind], kindWords[after.offerKind]);
  if (before.talent !== null) add("Freelancer", before.talent, after.talent ?? "Not chosen yet");
  add("Contract type", typeWords[before.contractType], typeWords[after.contractType]);
  amount("Rate", before.rateMinor, after.rateMinor);
  if (before.contractType === "hourly" && after.contractType === "hourly")
    add("Weekly limit", hoursText(before.weeklyHours), hoursText(after.weeklyHours));
  amount("Budget", before.budgetMinor, after.budgetMinor);
  if (before.estimatedTotalMinor !== before.budgetMinor || after.estimatedTotalMinor !== after.budgetMinor) {
    amount("Estimated total", before.estimatedTotalMinor, after.estimatedTotalMinor);
  }
  if (before.startDate !== null)
    add("Start", formatDay(before.startDate), after.startDate ? formatDay(after.startDate) : "Not set");
  add(
    "End",
    before.endDate ? formatDay(before.endDate) : "No end date",
    after.endDate ? formatDay(after.endDate) : "No end date",
  );
  if (before.order && after.order !== undefined) add("Purchase order", before.order, after.order ?? "None");
  return rows;
}

const hoursText = (hours: number | null) => (hours === null ? "No limit" : `${hours} h a week`);

/** "+18 %", "−5 %", "+0.4 %", "up by less than 0.1 %"; null when nothing changed. Exact to a tenth, cut off, never zero. */
export function changeInPercent(before: bigint, after: bigint): string | null {
  if (before === after || before <= 0n) return null;
  const difference = after > before ? after - before : before - after;
  const tenths = (difference * 1000n) / before;
  if (tenths === 0n) return `${after > before ? "up" : "down"} by less than 0.1 %`;
  const text = tenths % 10n === 0n ? String(tenths / 10n) : `${tenths / 10n}.${tenths % 10n}`;
  return `${after > before ? "+" : "−"}${text} %`;
}
