import "server-only";
import { milestones } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { clientFeeRate } from "../billing/client-fee";
import { type MoneyRefusal, returnToCompany, takeFromCompany } from "../billing/company-money";
import { clientFee, holdPot } from "../billing/rules";
import type { Ctx } from "../ctx";
import { newId } from "../ids";
import { listBalances } from "../ledger/queries";
import { agreedMilestone } from "./answer-proposal";
import { fundFromHold } from "./escrow";
import { mailFunded } from "./mails";
import { moveMilestone } from "./move-milestone";
import { getWorkForChange } from "./queries";

/** Why an offer's money was not taken, or why none can be sent at all. */
export type OfferMoneyRefusal = MoneyRefusal | { ok: false; reason: "suspended"; message: string };

/** A suspended company sends and changes no offers (§13.3). */
export const offersAreBlocked: OfferMoneyRefusal = {
  ok: false,
  reason: "suspended",
  message: "Your company's account is suspended until the balance is paid; offers cannot be sent or changed.",
};

type HeldOffer = {
  id: string;
  kind: string;
  version: number;
  terms: { contractType: string; currency: string };
  milestones: readonly { amountMinor: bigint }[];
};

/** The first milestone of a fixed-price offer is paid for while the offer stands; payroll work is paid elsewhere. */
const firstOf = ({ kind, terms, milestones: list }: HeldOffer): bigint =>
  terms.contractType === "fixed_price" && kind !== "payroll" ? (list[0]?.amountMinor ?? 0n) : 0n;

async function heldBy(ctx: Ctx, offerId: string): Promise<bigint> {
  return (await listBalances(ctx, [offerId])).find((pot) => pot.code === "hold")?.balance ?? 0n;
}

/**
 * Sending or modifying an offer makes it hold exactly its first milestone and the client fee on it, so that acceptance never
 * lacks either; the difference is taken or given back (§11.1).
 */
export async function holdForOffer(ctx: Ctx, offer: HeldOffer): Promise<{ ok: true } | MoneyRefusal> {
  const first = firstOf(offer);
  const wanted = first + clientFee(first, await clientFeeRate(ctx));
  const change = wanted - (await heldBy(ctx, offer.id));
  if (change === 0n) return { ok: true };
  const { currency } = offer.terms;
  const deed = {
    key: `hold/${offer.id}/${offer.version}`,
    currency,
    subject: { kind: "offer" as const, id: offer.id },
  };
  if (change < 0n) {
    await returnToCompany(ctx, { ...deed, from: [{ pot: holdPot(offer.id), amount: -change }] });
    return { ok: true };
  }
  const taken = await takeFromCompany(ctx, { ...deed, to: holdPot(offer.id), amount: change });
  if (taken.ok) return { ok: true };
  const message =
    taken.reason === "payment-declined" ? "The payment method was declined. The offer was not sent." : taken.message;
  return { ...taken, message };
}

/** An offer that was declined, withdrawn or has expired gives back what it held. */
export async function freeOfferHold(ctx: Ctx, offer: { id: string; terms: { currency: string } }): Promise<void> {
  const amount = await heldBy(ctx, offer.id);
  if (amount === 0n) return;
  const subject = { kind: "offer" as const, id: offer.id };
  const { currency } = offer.terms;
  await returnToCompany(ctx, {
    key: `hold/${offer.id}/end`,
    from: [{ pot: holdPot(offer.id), amount }],
    currency,
    subject,
  });
}

type StartedOffer = Omit<HeldOffer, "milestones"> & {
  milestones: readonly { position: number; title: string; amountMinor: bigint; dueDate: string | null }[];
};

/**
 * The milestones of an accepted offer are agreed; what the offer held funds the first (§11.3).
 * @returns whether it did, of which the freelancer has a mail then that also says whether the contract has started.
 */
export async function startMilestones(ctx: Ctx, offer: StartedOffer, contractId: string): Promise<boolean> {
  if (firstOf(offer) === 0n) return false;
  const { currency } = offer.terms;
  await ctx.db.insert(milestones).values(
    offer.milestones.map(({ position, title, amountMinor, dueDate }) => ({
      ...agreedMilestone(ctx, { id: contractId, currency }, { id: newId(), number: position, position }),
      title,
      description: "",
      amountMinor,
      dueDate,
    })),
  );
  recordEvent(ctx, "milestone.agreed", "contract", contractId, { milestones: String(offer.milestones.length) });
  const held = await heldBy(ctx, offer.id);
  const { contract, milestones: list } = await getWorkForChange(ctx, contractId);
  const first = list[0];
  if (!first || held < first.amountMinor) return false;
  const fee = await fundFromHold(ctx, contract, first, offer.id, held);
  if (held > first.amountMinor + fee) await freeOfferHold(ctx, offer);
  const funded = await moveMilestone(ctx, contract, first, {
    to: "funded",
    fundedAt: ctx.now,
    add: { funded: first.amountMinor },
  });
  recordEvent(ctx, "milestone.funded", "contract", contractId, {
    milestone: String(first.number),
    title: first.title,
    currency,
    amount: first.amountMinor.toString(),
  });
  await mailFunded(ctx, contract, funded, standing[contract.state]);
  return true;
}

/** What the freelancer reads of the contract in the mail about its first milestone. */
const standing = { active: "started", pending: "pending", paused: "waits", ended: "" } as const;
