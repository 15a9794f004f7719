import type { ApprovalScope, ContractType, MembershipState, OfferKind, RequestState, SlotState } from "@/db/enums";
import type { Actor } from "../actor";
import { afterDays, dayMs, daysBetween, type LocalDate } from "../dates";

/** Figures that stand in for a missing end date and for "No limit" (`approvals.estimate`, product.md §3.1). */
export const estimateWeeks = 12;
export const estimateHours = 40;

export type Terms = {
  contractType: ContractType;
  rateMinor: bigint | null;
  /** null: no limit (hourly), or fixed-price */
  weeklyHours: number | null;
  budgetMinor: bigint | null;
  startDate: LocalDate | null;
  endDate: LocalDate | null;
};

/**
 * What the work will cost at most, in minor units: the budget, or rate × weekly hours × started weeks from start to end,
 * both days included. `openEnded` says that a stand-in was used for the end or for the hours.
 * Rule: product.md §3.3, "estimated total".
 */
export function estimatedTotal(terms: Terms): { minor: bigint; openEnded: boolean } {
  if (terms.contractType === "fixed_price") return { minor: terms.budgetMinor ?? 0n, openEnded: false };
  const weeks =
    terms.startDate && terms.endDate ? Math.floor(daysBetween(terms.startDate, terms.endDate) / 7) + 1 : estimateWeeks;
  const hours = terms.weeklyHours ?? estimateHours;
  const openEnded = !terms.endDate || !terms.startDate || terms.weeklyHours === null;
  return { minor: (terms.rateMinor ?? 0n) * BigInt(hours) * BigInt(weeks), openEnded };
}

/** What an estimated total of a request is without the client fee in it: what a freelancer may be offered. */
export const offerable = (request: { estimatedTotalMinor: bigint; feeMinor: bigint }): bigint =>
  request.estimatedTotalMinor - request.feeMinor;

/** What of a request's estimated total counts on its purchase order: the fee only as far as `po.include_fees` had it. */
export const onOrder = (request: { estimatedTotalMinor: bigint; feeMinor: bigint; orderFeeMinor: bigint }): bigint =>
  offerable(request) + request.orderFeeMinor;

/** How an open-ended total came about: "Open-ended: 12 weeks of 40 hours assumed". */
export function standInText(terms: Terms): string {
  const weeks = terms.startDate && terms.endDate ? null : `${estimateWeeks} weeks`;
  const hours = terms.weeklyHours === null ? `${estimateHours} hours a week` : null;
  return `Open-ended: ${[weeks, hours].filter(Boolean).join(" of ")} assumed`;
}

/** May this person ask for approvals in this team? Hiring managers in their teams, admins and program owners anywhere. */
export function canRequest(actor: Actor, teamId: string): boolean {
  return actor.kind === "member" && (isAdmin(actor) || actor.hiringTeams.includes(teamId));
}

/** May this person cause spend anywhere in the company? Rule: product.md §2.4 (source). */
export function canInitiateSpend(actor: Actor): boolean {
  return actor.kind === "member" && (isAdmin(actor) || actor.hiringTeams.length > 0);
}

/** Admins and program owners see and set everything of their company (product.md §2.4). */
export function isAdmin(actor: Actor): boolean {
  return actor.kind === "member" && (actor.roles.includes("admin") || actor.roles.includes("program_owner"));
}

export type SlotFacts = { approverId: string; step: number; state: SlotState };

/** Does this person hold an open slot of the request? About the person; whether it is still pending the write settles. */
export function canDecide(actor: Actor, request: { requesterId: string; slots: readonly SlotFacts[] }): boolean {
  return (
    actor.kind === "member" &&
    actor.userId !== request.requesterId &&
    request.slots.some((slot) => slot.approverId === actor.userId && slot.state === "open")
  );
}

/** Does the slot wait for somebody who has left? Nothing is approved by absence (product.md §3.6). */
export const isUnheld = (slot: { state: SlotState; seatState: MembershipState }) =>
  slot.state === "open" && slot.seatState !== "active";

/** Admins and program owners name somebody else where an approver has not answered yet (product.md §2.4, §3.6). */
export function canReplaceApprover(actor: Actor, request: { state: RequestState }): boolean {
  return isAdmin(actor) && request.state === "pending";
}

/** Slots whose holder may be replaced: a decision that was given stays. */
export const isReplaceable = ({ state }: { state: SlotState }) => state === "open" || state === "waiting";

/**
 * Why this member cannot take over a slot of the request, at the field that names them; null when they can.
 * Whether they are a member at all the seat says.
 */
export function whyNotApprover(
  request: {
    requesterId: string;
    requesterName: string;
    slots: readonly { approverId: string; approverName: string }[];
  },
  userId: string,
): string | null {
  if (userId === request.requesterId)
    return `${request.requesterName} asked for this, and nobody approves an own request. Choose somebody else.`;
  const named = request.slots.find((slot) => slot.approverId === userId);
  return named ? `${named.approverName} is an approver of this request already. Choose somebody else.` : null;
}

export type Standing = "open" | "blocked" | "over";

/**
 * Where an approver stands before a request: `open` may decide now, `blocked` not yet and why, `over` no more. Null for
 * people who are not named as approvers; for them there are no buttons (product.md §3.9).
 */
export function standingOf(
  actor: Actor,
  request: {
    requesterId: string;
    state: string;
    currentStep: number;
    expiresAt: Date | null;
    slots: readonly SlotFacts[];
  },
  now: Date,
): { standing: Standing | null; because?: string } {
  const mine = request.slots.find((slot) => slot.approverId === actor.userId);
  if (!mine || mine.state === "skipped") return { standing: null };
  if (request.state !== "pending") return { standing: "over" };
  if (mine.state === "waiting")
    return { standing: "blocked", because: `Step ${request.currentStep} is not complete yet.` };
  if (request.expiresAt && request.expiresAt <= now)
    return { standing: "blocked", because: "The time for this request is over." };
  return { standing: canDecide(actor, request) ? "open" : "over" };
}

/** Only the requester takes a request back. */
export function canWithdraw(actor: Actor, request: { requesterId: string }): boolean {
  return actor.kind === "member" && actor.userId === request.requesterId;
}

/** Is an approved request needed for offers of this kind? Rule: `approvals.enabled`, `approvals.scope` (product.md §3.1). */
export function needsApproval(policy: { enabled: boolean; scope: ApprovalScope } | null, kind: OfferKind): boolean {
  if (!policy?.enabled) return false;
  if (policy.scope === "all") return true;
  return policy.scope === "direct" ? kind === "direct" : kind !== "direct";
}

/** Final states leave nothing to do but to copy the request. */
export const isFinal = (state: RequestState) => state === "declined" || state === "withdrawn" || state === "expired";

/** At least this many days remain when an offer gives its approval back (product.md §3.4). */
export const freedDaysAtLeast = 7;

/** Days after a slot opened on which its holder is reminded (`approvals.reminder_days`, product.md §3.6). */
const reminderDays = [3, 7] as const;

/** When the first reminder of a slot that opens now is due. */
export const firstReminderAt = (openedAt: Date) => afterDays(openedAt, reminderDays[0]);

/**
 * The reminder that is due for a slot, if any, and when the next one will be. After a pause of the tick only the latest
 * is sent: a reminder tells how long somebody has waited, and the earlier one would tell it wrongly.
 */
export function reminderOf(openedAt: Date, now: Date): { day: number | null; next: Date | null } {
  const days = Math.floor((now.getTime() - openedAt.getTime()) / dayMs);
  const next = reminderDays.find((day) => day > days);
  return { day: reminderDays.findLast((day) => day <= days) ?? null, next: next ? afterDays(openedAt, next) : null };
}

/** Requests and offers are about to end this many days before their end; those that live no longer are never announced. */
export const warningDays = 3;

/**
 * What `warnedFor` begins with when an end is set: the end itself where there will be no warning, because the whole time
 * is no longer than the warning's; otherwise null.
 */
export const unwarned = (from: Date, end: Date) => (end <= afterDays(from, warningDays) ? end : null);

/** Is the end near, not over, and not told yet? */
export const isEndNear = (end: Date | null, warnedFor: Date | null, now: Date): end is Date =>
  end !== null && end > now && end <= afterDays(now, warningDays) && warnedFor?.getTime() !== end.getTime();

/** "Remind" works once in 24 hours per approver (product.md §3.6). @returns since when it cannot be pressed, or null. */
export function nudgedLately(nudgedAt: Date | null, now: Date): Date | null {
  return nudgedAt && nudgedAt > afterDays(now, -1) ? nudgedAt : null;
}

/** Only the requester reminds, and only while the request waits. */
export function canNudge(actor: Actor, request: { requesterId: string; state: RequestState }): boolean {
  return canWithdraw(actor, request) && request.state === "pending";
}
