import type { AskState, ContractState } from "@/db/enums";
import { afterDays } from "../dates";

/** Payments can be refunded for so long; a request that nobody answers lapses after so long (§12.5, §17). */
export const refundDays = 180;
export const askDays = 14;

/** Payments from this instant on can still be refunded. */
export const refundableSince = (now: Date): Date => afterDays(now, -refundDays);

/** What is left of a contract's payments of the last 180 days, and what the freelancer has from this company. */
export type Refundable = {
  /** of these payments, still pending */
  pendingMinor: bigint;
  /** of these payments, available by now, paid out or not */
  movedMinor: bigint;
  /** all that is available with the company and not paid out */
  availableMinor: bigint;
};

/** What was paid in 180 days and not refunded since: no request asks for more. */
export const paidMinor = ({ pendingMinor, movedMinor }: Pick<Refundable, "pendingMinor" | "movedMinor">): bigint =>
  pendingMinor + movedMinor;

/**
 * The most that the freelancer can refund: what the contract paid in 180 days, as far as it is there (§12.5). What another
 * contract paid and is still pending stays out of it: it may be refunded there, and is everybody's once it is available.
 */
export function mostRefundable({ pendingMinor, movedMinor, availableMinor }: Refundable): bigint {
  return pendingMinor + (movedMinor < availableMinor ? movedMinor : availableMinor);
}

export type PaidPart = { id: string; moved: boolean; leftMinor: bigint; earnedAt: Date };

/**
 * From which payments a refund comes: what is pending first, then what is available, each the newest first.
 * @returns what each gives, and how much of it was pending and available; less than `amount` where that is all there is.
 */
export function shareOfRefund(paid: readonly PaidPart[], amount: bigint) {
  const parts: { id: string; minor: bigint }[] = [];
  const from = { pending: 0n, available: 0n };
  let open = amount;
  const newestFirst = paid.toSorted(
    (a, b) =>
      Number(a.moved) - Number(b.moved) || b.earnedAt.getTime() - a.earnedAt.getTime() || (a.id < b.id ? 1 : -1),
  );
  for (const { id, moved, leftMinor } of newestFirst) {
    const minor = leftMinor < open ? leftMinor : open;
    if (minor <= 0n) continue;
    parts.push({ id, minor });
    from[moved ? "available" : "pending"] += minor;
    open -= minor;
  }
  return { parts, from };
}

/** Can money come back on a contract: from its start on, after its end too (§12.5)? */
export const takesRefund = ({ state }: { state: ContractState }) => state !== "pending";

type Ask = { state: string; lapsesAt: Date };

/** Does a request still wait for its answer? Its 14 days count whether a tick came by or not. */
export const isOpenAsk = ({ state, lapsesAt }: Ask, now: Date): boolean => state === "open" && lapsesAt > now;

/** When a request ended or will: its answer, or its last day; the tick may come by later. */
export const endOfDays = ({
  state,
  answeredAt,
  lapsesAt,
}: {
  state: AskState;
  answeredAt: Date | null;
  lapsesAt: Date;
}): Date => (state === "lapsed" ? lapsesAt : (answeredAt ?? lapsesAt));
