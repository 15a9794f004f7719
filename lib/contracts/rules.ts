import type { ContractState } from "@/db/enums";
import type { Actor } from "../actor";
import { canInitiateSpend, isAdmin } from "../approvals/rules";
import { addLocalDays, afterDays, dayMs, daysBetween, type LocalDate, localDateOf } from "../dates";
import { endOfLocalDay } from "../local-day";

type People = { teamId: string; contactId: string };

const hiresFor = (actor: Actor, contract: People) =>
  actor.kind === "member" && (isAdmin(actor) || actor.hiringTeams.includes(contract.teamId));

const answersFor = (actor: Actor, contract: People) =>
  actor.kind === "member" && actor.userId === contract.contactId && canInitiateSpend(actor);

/** Links or changes the purchase order: the hiring manager who answers for the contract, finance, admins (product.md §2.4). */
export function canLinkOrder(actor: Actor, contract: People): boolean {
  return canCharge(actor) || answersFor(actor, contract);
}

/** Moves the end date: contact person, hiring managers of the team, admins and program owners (product.md §2.4, §9). */
export function canChangeTerms(actor: Actor, contract: People): boolean {
  return hiresFor(actor, contract) || answersFor(actor, contract);
}

/** Hands the contract to another contact person: the present one, admins and program owners (product.md §2.4). */
export function canChangeContact(actor: Actor, contract: People): boolean {
  return isAdmin(actor) || answersFor(actor, contract);
}

/** Records charges and takes them back: finance admins, admins and program owners. */
export function canCharge(actor: Actor): boolean {
  return isAdmin(actor) || (actor.kind === "member" && actor.roles.includes("finance_admin"));
}

/** Ends it: the client as for the terms, or the freelancer whose contract it is (product.md §9). */
export function canEnd(actor: Actor, contract: People & { talentUserId: string }): boolean {
  if (actor.kind === "talent") return actor.userId === contract.talentUserId;
  return canChangeTerms(actor, contract);
}

/**
 * Marks a task of the onboarding plan as done: its owner alone. For a member who has left, or who sees the contract no more
 * (`ownerGone`), an admin or program owner stands in; for the freelancer nobody does (decision 028).
 */
export function canFinishTask(
  actor: Actor,
  contract: { talentUserId: string },
  task: { ownerId: string | null; ownerGone: boolean },
): boolean {
  if (task.ownerId === null) return actor.kind === "talent" && actor.userId === contract.talentUserId;
  if (actor.kind !== "member") return false;
  return actor.userId === task.ownerId ? !task.ownerGone : task.ownerGone && isAdmin(actor);
}

/** Whoever has an open task is reminded so many days after the acceptance (decision 028). */
export const taskReminderDays = [3, 7] as const;

/**
 * What the reminder that is due tells and when the next one is: the latest of those that are due, since each says how long
 * somebody has waited. Null when none is due.
 */
export function taskReminderDue(acceptedAt: Date, remindAt: Date | null, now: Date) {
  if (remindAt === null || remindAt > now) return null;
  const due = taskReminderDays.filter((day) => afterDays(acceptedAt, day) <= now).length;
  const [day, next] = [taskReminderDays[due - 1], taskReminderDays[due]];
  return day === undefined ? null : { day, next: next === undefined ? null : afterDays(acceptedAt, next) };
}

/** Was it agreed and never begun: pending, or ended before its onboarding plan was done? */
export const neverStarted = (tasks: readonly { doneAt: Date | null }[]) => tasks.some(({ doneAt }) => doneAt === null);

type Standing = { state: ContractState; endDate: LocalDate | null };

/** Is its end date over while it goes on? The day itself still belongs to it; passing it closes nothing (product.md §9). */
export function isPastEnd({ state, endDate }: Standing, today: LocalDate): boolean {
  return endDate !== null && endDate < today && (state === "active" || state === "paused");
}

/** Both sides are told so many days before the end date (product.md §9). */
export const endWarningDays = 10;

/** Is its end date in the coming ten days? A contract that was shorter than that from the start is not announced. */
export function isEndNear({ state, endDate, startedAt }: Standing & { startedAt: Date }, today: LocalDate): boolean {
  if (endDate === null || state === "ended") return false;
  const left = daysBetween(today, endDate);
  return left >= 0 && left <= endWarningDays && daysBetween(localDateOf(startedAt, "UTC"), endDate) > endWarningDays;
}

/** The contact person of an hourly contract is told of silence after so many days, and again after as many (product.md §9). */
export const idleDays = 30;

/**
 * Since when nothing was recorded on an hourly contract: its last charge or restart, else the moment it started or its first
 * day in the company's zone, whichever is later.
 */
export function idleSince(
  { startedAt, startDate, activeAt }: { startedAt: Date; startDate: LocalDate; activeAt: Date | null },
  zone: string,
): Date {
  const firstDay = endOfLocalDay(addLocalDays(startDate, -1), zone);
  return new Date(Math.max(startedAt.getTime(), firstDay.getTime(), activeAt?.getTime() ?? 0));
}

/** How many days of silence there is something to tell of: 0, 30, 60, … */
export const idleDaysToTell = (since: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - since.getTime()) / dayMs / idleDays) * idleDays);

/** Does it run without the purchase order that the company wants on every offer? Then the page asks for one (product.md §4). */
export function lacksOrder(
  contract: { state: ContractState; orderId: string | null },
  settings: { ordersOn: boolean; ordersRequiredOnOffers: boolean },
): boolean {
  return (
    contract.orderId === null && contract.state !== "ended" && settings.ordersOn && settings.ordersRequiredOnOffers
  );
}

/** Why a contract is ended, as both sides read it. */
export const endReasons = [
  "Work completed",
  "Budget used up",
  "No longer needed",
  "Not the right match",
  "Other",
] as const;

export const contractTabs = ["active", "pending", "paused", "ended", "all"] as const;
export type ContractTab = (typeof contractTabs)[number];
