import type { ReceiptKind } from "@/db/enums";
import type { Actor } from "../actor";
import { platformAccountId } from "../actor";
import { isAdmin } from "../approvals/rules";
import { afterBusinessDays } from "../business-days";
import { addLocalDays, daysBetween, type LocalDate, localDateOf } from "../dates";
import type { Pot } from "../ledger/transfer";

/** What the company has with us, ready to be spent: deposits and what came back. Never below zero. */
export const balancePot = (accountId: string): Pot => ({
  subjectKind: "company",
  subjectId: accountId,
  code: "balance",
  guarded: true,
  normalSide: 1,
});

/** What the company owes on terms: credits add to it, payments and refunds take from it. */
export const creditPot = (accountId: string): Pot => ({
  subjectKind: "company",
  subjectId: accountId,
  code: "credit",
  guarded: true,
  normalSide: -1,
});

/** The world outside: where deposits come from and payouts go to. */
export const outsidePot: Pot = { subjectKind: "platform", subjectId: platformAccountId, code: "outside" };

/** The client fees that this company paid, less those that came back to it. Never below zero. */
export const feesPot: Pot = {
  subjectKind: "platform",
  subjectId: platformAccountId,
  code: "fees",
  guarded: true,
  normalSide: 1,
};

/** Money of a pending offer, until it is answered. */
export const holdPot = (offerId: string): Pot => ({
  subjectKind: "offer",
  subjectId: offerId,
  code: "hold",
  guarded: true,
  normalSide: 1,
});

/** The one guarded account of a milestone (I20). */
export const escrowPot = (milestoneId: string): Pot => ({
  subjectKind: "milestone",
  subjectId: milestoneId,
  code: "escrow",
  guarded: true,
  normalSide: 1,
});

/** A freelancer's earnings from this company: pending for five days, then available. */
export const earningPot = (talentUserId: string, code: "pending" | "available"): Pot => ({
  subjectKind: "talent",
  subjectId: talentUserId,
  code,
  guarded: true,
  normalSide: 1,
});

/** Billing pages, invoices and payments: finance admins, admins and program owners (product.md §2.4). */
export const canSeeBilling = (actor: Actor) =>
  actor.kind === "member" && (isAdmin(actor) || actor.roles.includes("finance_admin"));

/** Who proposes an incoming payment: finance of the company, or payment operations (§12.4). */
export const canRecordPayment = (actor: Actor) => canSeeBilling(actor) || isPaymentOperations(actor);

export const isPaymentOperations = (actor: Actor) =>
  actor.kind === "staff" && actor.role === "payment_operations_agent";

/** A risk hold on a contract is placed and lifted by payment operations (product.md §9, part two §13.4). */
export const canHold = isPaymentOperations;

/** A company is blocked for debt by the platform itself or by payment operations (part two §13.3). */
export const canSuspend = (actor: Actor) => actor.kind === "system" || isPaymentOperations(actor);

/** Mediators are support agents (§15.1). */
export const isMediator = (actor: Actor) => actor.kind === "staff" && actor.role === "support_agent";

/** Two people for every move of money by staff (§13.7): a notice after one business day, lapsed after five. */
export const moveSteps = [
  { days: 1, does: "tell" },
  { days: 5, does: "lapse" },
] as const;

/** When the next step of a proposed money move is due. */
export const moveDueAt = (proposedAt: Date, step: number): Date =>
  afterBusinessDays(proposedAt, moveSteps[step]?.days ?? 5);

/** When payment operations are told of a payout that a freelancer asked for: after a business day, and each one after it. */
export const payoutDueAt = (since: Date, step: number): Date => afterBusinessDays(since, step + 1);

/** The first instant of the month after this one, UTC: when the month's invoice is made. */
export const nextMonth = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));

/** The first instant of a day, UTC. */
export const startOfDay = (day: LocalDate): Date => new Date(`${day}T00:00:00Z`);

/** The month before this instant as "2026-11". */
export const monthBefore = (at: Date): string =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);

export type InvoiceState = "open" | "part paid" | "paid" | "past due" | "credited";

/**
 * What is unpaid of each invoice: payments cover the oldest first, so what is owed sits on the newest ones (§12.2).
 *
 * @param invoices newest first, signed totals in minor units
 * @param owedMinor what is owed in all, without what no invoice names yet
 */
export function unpaidOf(invoices: readonly { id: string; totalMinor: bigint }[], owedMinor: bigint) {
  const unpaid = new Map<string, bigint>();
  let left = owedMinor;
  for (const { id, totalMinor } of invoices) {
    const here = totalMinor <= 0n || left <= 0n ? 0n : left < totalMinor ? left : totalMinor;
    unpaid.set(id, here);
    left -= here;
  }
  return unpaid;
}

/** The state of an invoice, derived and never written (§12.2). `today` and `dueOn` are days UTC. */
export function invoiceState(
  { totalMinor, dueOn }: { totalMinor: bigint; dueOn: string },
  unpaidMinor: bigint,
  today: string,
): InvoiceState {
  if (totalMinor < 0n) return "credited";
  if (unpaidMinor === 0n) return "paid";
  if (today > dueOn) return "past due";
  return unpaidMinor < totalMinor ? "part paid" : "open";
}

/** Finance of a company on terms is told so many days after the due day of the oldest unpaid invoice (§13.2). */
export const noticeDays = [1, 7, 14] as const;

/** On this day after it the account is suspended by the clock. */
export const suspendDay = 15;

/** How old a debt is, in days UTC since the due day of its oldest unpaid part: day 1 is the first past due. */
export const daysPastDue = (dueOn: LocalDate, now: Date): number => daysBetween(dueOn, localDateOf(now, "UTC"));

/** The day (UTC) on which the clock suspends for a debt; never the day on which somebody reads of it. */
export function suspendsOn(dueOn: LocalDate, now: Date): LocalDate {
  const [day, tomorrow] = [addLocalDays(dueOn, suspendDay), addLocalDays(localDateOf(now, "UTC"), 1)];
  return day > tomorrow ? day : tomorrow;
}

export type CollectionStep = { does: "notice"; day: number; next: LocalDate } | { does: "suspend" };

/**
 * What is due in the age of a debt, and the day of the next look; only the latest of several missed notices. Nobody is
 * suspended who was not told: after an outage over all its notices the last of them goes out, and suspension comes a day later.
 */
export function collectionStep(dueOn: LocalDate, now: Date, told: boolean): CollectionStep {
  const days = daysPastDue(dueOn, now);
  if (days >= suspendDay && told) return { does: "suspend" };
  const day = noticeDays.findLast((each) => each <= days) ?? 1;
  const after = noticeDays.find((each) => each > days) ?? Math.max(suspendDay, days + 1);
  return { does: "notice", day, next: addLocalDays(dueOn, after) };
}

/** Movements that stand on the month's invoice; what was paid, and paid back, settles invoices and is on none. */
export const invoicedKinds = [
  "funding",
  "bonus",
  "refund",
  "fee",
  "fee_refund",
] as const satisfies readonly ReceiptKind[];
export const isInvoiced = (kind: ReceiptKind) => (invoicedKinds as readonly ReceiptKind[]).includes(kind);

/** Movements by which money is spent on work; a client fee is charged on each of them. */
export const chargedKinds = ["funding", "bonus"] as const satisfies readonly ReceiptKind[];

/** Movements that take from what a company has with us: spent, or paid back to it. */
export const takingKinds = ["funding", "bonus", "return", "fee"] as const satisfies readonly ReceiptKind[];

/** Does a movement take from what a company has with us (1), or give it something back or settle it (-1)? */
export const spendSign = (kind: ReceiptKind): 1n | -1n =>
  (takingKinds as readonly ReceiptKind[]).includes(kind) ? 1n : -1n;

/**
 * The client fee on an amount, in its minor units, half a unit rounded up. Rule: `fees.client`, decision 027.
 *
 * @param basisPoints hundredths of a percent: 250 is 2.50 %
 */
export const clientFee = (amountMinor: bigint, basisPoints: number): bigint =>
  (amountMinor * BigInt(basisPoints) + 5_000n) / 10_000n;

/** "2.50 %" of 250 basis points. */
export const feeText = (basisPoints: number): string =>
  `${Math.floor(basisPoints / 100)}.${String(basisPoints % 100).padStart(2, "0")} %`;

/** Money that a contract spent, a funding or a bonus, with the client fee on it. Amounts in minor units. */
export type FeeCharge = {
  id: string;
  amountMinor: bigint;
  feeMinor: bigint;
  /** the purchase order that the fee stands on */
  orderId: string | null;
  orderNumber: string | null;
};
/** A movement of a milestone's escrow. `chargeId` paid for it, `intoId` is the milestone it rolled on to, `earningId` what it became. */
export type EscrowMove = { milestoneId: string; amountMinor: bigint } & (
  | { kind: "funded"; chargeId: string }
  | { kind: "rolled"; intoId: string }
  | { kind: "released"; earningId: string }
  | { kind: "returned" }
);
/** Money that comes back: from a milestone's escrow, or from what a freelancer earned by a release or a bonus. */
export type ComingBack = { from: "milestone" | "earning"; id: string; minor: bigint };
export type FeePart = { orderId: string | null; orderNumber: string | null; amount: bigint };

/** So much of a charge as lies in one place; `own`: it funded the milestone in which it lies. */
type Lot = { charge: FeeCharge; minor: bigint; own: boolean };

/**
 * The fee that comes back with money, by purchase order: each charge gives back its share of its own fee for what of its
 * money comes back (decision 027). What is paid out of a milestone is what rolled on into it and then its oldest charge;
 * what leaves it otherwise is its newest own charge first. A bonus is the earning of its own id. Shares are cut from one
 * rounded total for each charge, so that a charge that came back in parts gave back its whole fee and not a unit more.
 *
 * @param charges the contract's, in the order of their receipts
 * @param moves of its milestones, the oldest first
 * @param refunded what came back of its earnings before
 */
export function feesToReturn(
  {
    charges,
    moves,
    refunded,
  }: { charges: readonly FeeCharge[]; moves: readonly EscrowMove[]; refunded: readonly ComingBack[] },
  coming: readonly ComingBack[],
): FeePart[] {
  const places = new Map(charges.map((charge) => [`earning/${charge.id}`, [lotOf(charge)]]));
  const known = new Map(charges.map((charge, index) => [charge.id, { charge, index }]));
  const take = (place: string, minor: bigint, end: "newest" | "oldest"): Lot[] => {
    const { taken, rest } = split(places.get(place) ?? [], minor, end);
    places.set(place, rest);
    return taken;
  };
  const put = (place: string, lots: readonly Lot[]) => {
    const rank = ({ own, charge }: Lot) => (own ? charges.length : 0) + (known.get(charge.id)?.index ?? 0);
    places.set(
      place,
      [...(places.get(place) ?? []), ...lots].toSorted((a, b) => rank(a) - rank(b)),
    );
  };
  const gone = new Map<FeeCharge, bigint>();
  const leave = ({ charge, minor }: Lot) => gone.set(charge, minor + (gone.get(charge) ?? 0n));
  const funders = new Map(moves.flatMap((move) => (move.kind === "funded" ? [[move.chargeId, move.milestoneId]] : [])));
  for (const move of moves) {
    const here = `milestone/${move.milestoneId}`;
    if (move.kind === "funded") {
      const charge = known.get(move.chargeId)?.charge;
      if (charge) put(here, [{ ...lotOf(charge), minor: move.amountMinor }]);
    } else if (move.kind === "released") {
      places.set(`earning/${move.earningId}`, take(here, move.amountMinor, "oldest"));
    } else {
      const lots = take(here, move.amountMinor, "newest");
      if (move.kind === "returned") lots.forEach(leave);
      else
        put(
          `milestone/${move.intoId}`,
          lots.map((lot) => ({ ...lot, own: funders.get(lot.charge.id) === move.intoId })),
        );
    }
  }
  for (const { from, id, minor } of refunded) take(`${from}/${id}`, minor, "newest").forEach(leave);
  const parts = new Map<string | null, FeePart>();
  for (const { from, id, minor } of coming)
    for (const lot of take(`${from}/${id}`, minor, "newest")) {
      const { amountMinor, feeMinor, orderId, orderNumber } = lot.charge;
      const before = gone.get(lot.charge) ?? 0n;
      leave(lot);
      const share = shareOf(feeMinor, before + lot.minor, amountMinor) - shareOf(feeMinor, before, amountMinor);
      if (share > 0n) parts.set(orderId, { orderId, orderNumber, amount: share + (parts.get(orderId)?.amount ?? 0n) });
    }
  return [...parts.values()];
}

const lotOf = (charge: FeeCharge): Lot => ({ charge, minor: charge.amountMinor, own: true });

/** Takes so much from one end of lots that lie in order, the oldest first. */
function split(lots: readonly Lot[], minor: bigint, end: "newest" | "oldest"): { taken: Lot[]; rest: Lot[] } {
  const [taken, rest]: [Lot[], Lot[]] = [[], []];
  let open = minor;
  for (const lot of end === "newest" ? lots.toReversed() : lots) {
    const here = lot.minor < open ? lot.minor : open;
    open -= here;
    if (here > 0n) taken.push({ ...lot, minor: here });
    if (here < lot.minor) rest.push({ ...lot, minor: lot.minor - here });
  }
  return end === "newest" ? { taken: taken.reverse(), rest: rest.reverse() } : { taken, rest };
}

/** `fee` × `part` ÷ `whole`, half a unit rounded up. */
const shareOf = (fee: bigint, part: bigint, whole: bigint) => (fee * part * 2n + whole) / (whole * 2n);

/** Is this a month such as "2026-11", between 2000 and 2100? */
export const isMonth = (text: string): boolean => /^20\d{2}-(0[1-9]|1[0-2])$/.test(text);

/** First instant of a month and of the one after it, UTC. */
export function monthBounds(month: string): { from: Date; to: Date } {
  const from = new Date(`${month}-01T00:00:00Z`);
  return { from, to: nextMonth(from) };
}

/** The month `by` months after this one: "2026-12" + 1 → "2027-01". */
export function addMonths(month: string, by: number): string {
  const { from } = monthBounds(month);
  return new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + by, 1)).toISOString().slice(0, 7);
}

/** Where an earning stands for its freelancer: `held` waits for the end of the platform's hold, whatever its day. */
export type EarningStanding = "refunded" | "held" | "pending" | "available" | "part-paid" | "paid-out";

/**
 * @param unpaidMinor what of this and the earlier earnings from the company was not paid out, minor units; zero or less
 * when payouts have reached this one, null before it is available.
 */
export function standingOf(
  { movedAt, leftMinor, held }: { movedAt: Date | null; leftMinor: bigint; held: boolean },
  unpaidMinor: bigint | null,
): EarningStanding {
  if (leftMinor === 0n) return "refunded";
  if (!movedAt) return held ? "held" : "pending";
  if (unpaidMinor !== null && unpaidMinor <= 0n) return "paid-out";
  if (held) return "held";
  return unpaidMinor === null || unpaidMinor >= leftMinor ? "available" : "part-paid";
}
