import type { OrderChoice, OrderPermission, OrderState, Role } from "@/db/enums";
import type { Actor } from "../actor";
import { isAdmin } from "../approvals/rules";
import type { LocalDate } from "../dates";
import { currencyDigits, type Money } from "../money";
import { wholeNumberOrNull } from "../whole-number";

/**
 * The figures of one purchase order in minor units of its currency: the sums of its pots (product.md §1). Spent =
 * invoiced + paid; left = funds − spent; free = left − accrued − committed − reserved.
 */
export type Figures = {
  funds: bigint;
  reserved: bigint;
  committed: bigint;
  accrued: bigint;
  invoiced: bigint;
  paid: bigint;
  spent: bigint;
  left: bigint;
  free: bigint;
};

/** The thresholds of product.md §4 that are ticked on a new purchase order, in percent of funds spent (source). */
export const standardThresholds = [50, 75, 90] as const;

/** At most this many percentages of one's own stand beside them. */
export const mostOwnThresholds = 3;

/** A percentage of one's own as people write it, "80" or "80 %"; null for everything but whole ones from 1 to 99. */
export function ownThresholdOrNull(typed: string): number | null {
  const percent = wholeNumberOrNull(typed.trim().replace(/\s*%$/, ""));
  return percent !== null && percent >= 1 && percent <= 99 ? percent : null;
}

const managing: readonly Role[] = ["admin", "finance_admin", "program_owner"];

/** Is one of these a role that manages purchase orders? Rule: product.md §2.4: admins, finance admins, program owners. */
export const managesOrders = ({ roles }: { roles: readonly Role[] }) => managing.some((role) => roles.includes(role));

/** Creates, edits, adds funds, extends, archives: by role. */
export function canManageOrders(actor: Actor): boolean {
  return actor.kind === "system" || (actor.kind === "member" && managesOrders(actor));
}

/** Sees purchase orders and may not change them: asks finance instead (product.md §5). */
export function canAskFinance(actor: Actor): boolean {
  return actor.kind === "member" && !managesOrders(actor);
}

/** Corrects funds. Rule: product.md §2.4: admins and program owners. */
export function canCorrect(actor: Actor): boolean {
  return actor.kind === "system" || isAdmin(actor);
}

/**
 * Adds a purchase order inside a post, a request or an offer of this team. Rule: product.md §2.4 and
 * `po.inline_by_hiring_managers`: admins and program owners always, hiring managers in their teams while the switch is on.
 */
export function canAddInline(actor: Actor, teamId: string, inlineOn: boolean): boolean {
  return isAdmin(actor) || (inlineOn && actor.kind === "member" && actor.hiringTeams.includes(teamId));
}

/** Is its last day over? It expires with the end of that day in the company's zone; without one it never does. */
export function isExpired(order: { validThrough: LocalDate | null }, today: LocalDate): boolean {
  return order.validThrough !== null && order.validThrough < today;
}

/** One major unit of a currency: the total that makes a purchase order a stand-in for a real one. */
export const oneDollar = (currency: string) => 10n ** BigInt(currencyDigits(currency));

/** Are the total funds exactly one major unit? Rule: product.md §1, "one-dollar PO". */
export function isOneDollar({ funds }: Pick<Figures, "funds">, currency: string): boolean {
  return funds === oneDollar(currency);
}

/**
 * Is nothing left to spend? True at zero and below; 0.01 is not out of funds. With `exempt` (`po.one_dollar_exempt`) a
 * one-dollar order never is, also after spend.
 * Rule: spend alerts guide, "Contracts with PO that is out of funds"; product.md §4, one-dollar rule.
 */
export function isOutOfFunds(figures: Pick<Figures, "funds" | "left">, currency: string, exempt: boolean): boolean {
  return figures.left <= 0n && !(exempt && isOneDollar(figures, currency));
}

/** Is this share of the funds spent? Exact: spent × 100 ≥ threshold × funds (product.md §4). */
export function isReached(figures: Pick<Figures, "funds" | "spent">, percent: number): boolean {
  return figures.spent * 100n >= BigInt(percent) * figures.funds;
}

/** Whole percent of the funds that are spent, cut off, for people to read; may exceed 100. */
export function percentSpent({ funds, spent }: Pick<Figures, "funds" | "spent">): number {
  return funds > 0n ? Number((spent * 100n) / funds) : 0;
}

/** What is spent, held by offers and contracts, asked for, and free after it; `short`: how much the funds lack. Minor units. */
export type Impact = { spent: bigint; held: bigint; asked: bigint; free: bigint; short: bigint };

/** What a request over `asked` would do to a purchase order (look.md, the decision screen). No part is below zero. */
export function impactOf({ funds, spent, free }: Pick<Figures, "funds" | "spent" | "free">, asked: bigint): Impact {
  const positive = (minor: bigint) => (minor > 0n ? minor : 0n);
  const after = free - asked;
  return {
    spent: positive(spent),
    held: positive(funds - spent - free),
    asked,
    free: positive(after),
    short: positive(-after),
  };
}

/** The word of a purchase order in lists; the first that fits in this order. Only `archived` is a state of its own. */
export const orderStatuses = ["archived", "expired", "out_of_funds", "one_dollar", "active"] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export function orderStatus(
  order: {
    state: OrderState;
    validThrough: LocalDate | null;
    currency: string;
    figures: Pick<Figures, "funds" | "left">;
  },
  today: LocalDate,
  exempt: boolean,
): OrderStatus {
  if (order.state === "archived") return "archived";
  if (isExpired(order, today)) return "expired";
  if (isOutOfFunds(order.figures, order.currency, exempt)) return "out_of_funds";
  return isOneDollar(order.figures, order.currency) ? "one_dollar" : "active";
}

export type Grants = { teamIds: readonly string[]; userIds: readonly string[] };

/**
 * May this person use the purchase order, for a thing of team `teamId` where one is named? Everybody who may cause spend,
 * or the teams and people it names; who manages orders may use all of them. One that a hiring manager added names its
 * team and its creator (product.md §4).
 */
export function isPermitted(
  actor: Actor,
  order: { permission: OrderPermission; grants: Grants },
  teamId: string | null = null,
): boolean {
  if (canManageOrders(actor)) return true;
  if (actor.kind !== "member" || actor.hiringTeams.length === 0) return false;
  if (order.permission === "everybody" || order.grants.userIds.includes(actor.userId)) return true;
  const teams = actor.hiringTeams.filter((team) => teamId === null || team === teamId);
  return order.grants.teamIds.some((team) => teams.includes(team));
}

/** Why a purchase order cannot be chosen. */
export type Unusable = "archived" | "expired" | "not-permitted" | "other-currency";

/** Null when it may be chosen; an empty one may, with a warning (product.md §4). */
export function whyUnusable(
  actor: Actor,
  order: {
    state: OrderState;
    validThrough: LocalDate | null;
    currency: string;
    permission: OrderPermission;
    grants: Grants;
  },
  { today, currency, teamId = null }: { today: LocalDate; currency: string; teamId?: string | null },
): Unusable | null {
  if (!isPermitted(actor, order, teamId)) return "not-permitted";
  if (order.state === "archived") return "archived";
  if (isExpired(order, today)) return "expired";
  return order.currency === currency ? null : "other-currency";
}

/** The least that a correction may leave: total funds stay above zero (product.md §4). */
export function mostToTakeAway({ funds }: Pick<Figures, "funds">, currency: string): Money {
  return { minor: funds > 1n ? funds - 1n : 0n, currency };
}

/** How the question for a purchase order was answered: its number, or "No PO yet"; null where nobody asked. */
export function orderAnswer(answer: { orderChoice: OrderChoice; orderNumber: string | null }): string | null {
  if (answer.orderChoice === "none") return null;
  return answer.orderNumber ?? "No PO yet";
}
