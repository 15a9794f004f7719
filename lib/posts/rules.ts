import type { ContractType, OrderChoice, PostState } from "@/db/enums";
import type { Actor } from "../actor";
import { canInitiateSpend, canRequest, isAdmin } from "../approvals/rules";
import { afterDays } from "../dates";
import { formatMoney } from "../money";
import { orderAnswer } from "../orders/rules";
import { typeWords } from "../words";

/** May this person write job posts at all? Those who can cause spend (product.md §2.4). */
export const canWritePosts = (actor: Actor) => canInitiateSpend(actor);

/** May this person write a post for this team? Hiring managers in their teams, admins and program owners anywhere. */
export const canPostIn = (actor: Actor, teamId: string) => canRequest(actor, teamId);

/** Who edits, closes and reopens a post: its owner, its author, admins and program owners (product.md §2.4, §7). */
export function canManagePost(actor: Actor, post: { ownerId: string; authorId: string | null }): boolean {
  if (actor.kind !== "member") return false;
  return isAdmin(actor) || (canInitiateSpend(actor) && [post.ownerId, post.authorId].includes(actor.userId));
}

/** The owner and admins are told in time: this many days before the end (product.md §7). */
export const postWarningDays = 5;

/** Until when a post stays open after a sign of life at `from` (`posts.life_days`). */
export const openUntilAfter = (from: Date, lifeDays: number) => afterDays(from, lifeDays);

/**
 * What `warnedFor` begins with when an end is set: the end itself where there will be no warning, because the whole life
 * is no longer than the warning; otherwise null.
 */
export const postUnwarned = (from: Date, end: Date) => (end <= afterDays(from, postWarningDays) ? end : null);

/** Is the end near, not over, and not told yet? A late clock tells nothing of an end that has passed. */
export function isPostEndNear(post: { openUntil: Date | null; warnedFor: Date | null }, now: Date): boolean {
  const { openUntil, warnedFor } = post;
  return (
    openUntil !== null &&
    openUntil > now &&
    openUntil <= afterDays(now, postWarningDays) &&
    warnedFor?.getTime() !== openUntil.getTime()
  );
}

export type PostTerms = {
  title: string;
  description: string;
  contractType: ContractType;
  currency: string;
  rateFromMinor: bigint | null;
  rateToMinor: bigint | null;
  budgetMinor: bigint | null;
};

/** "Hourly, $60.00 – $95.00", "Fixed-price, $12,400.00", "Hourly". */
export function postPriceText(post: Omit<PostTerms, "title" | "description">): string {
  const money = (minor: bigint) => formatMoney({ minor, currency: post.currency });
  const { rateFromMinor: from, rateToMinor: to, budgetMinor: budget } = post;
  const price =
    post.contractType === "fixed_price"
      ? budget && money(budget)
      : from && to
        ? from === to
          ? money(from)
          : `${money(from)} – ${money(to)}`
        : from
          ? `from ${money(from)}`
          : to && `up to ${money(to)}`;
  return [typeWords[post.contractType], price].filter(Boolean).join(", ");
}

type Compared = PostTerms & {
  teamName: string;
  ownerName: string;
  orderChoice: OrderChoice;
  orderNumber: string | null;
};

/** What an edit changed, for the history: "Title: A → B", a line each. Long texts are only named. */
export function postChanges(before: Compared, after: Compared): string[] {
  const lines: string[] = [];
  const add = (label: string, was: string, is: string) => {
    if (was !== is) lines.push(`${label}: ${was} → ${is}`);
  };
  add("Title", before.title, after.title);
  if (before.description !== after.description) lines.push("Description changed");
  add("Type and budget", postPriceText(before), postPriceText(after));
  add("Team", before.teamName, after.teamName);
  add("Owner", before.ownerName, after.ownerName);
  add("PO", orderAnswer(before) ?? "None", orderAnswer(after) ?? "None");
  return lines;
}

export const postTabs = ["open", "draft", "closed", "expired"] as const satisfies readonly PostState[];
