import "server-only";
import { and, eq } from "drizzle-orm";
import type { ReleasedBy } from "@/db/enums";
import { earnings, ledgerTransfers } from "@/db/schema";
import { insertion, statement } from "@/db/statement";
import { recordEvent } from "../audit/record-event";
import { clientFeeOn, countedOnOrder, type Fee, receiptFee } from "../billing/client-fee";
import {
  chargeOrder,
  findOrderNumber,
  type MoneyRefusal,
  refundToCompany,
  takeFromCompany,
  writeReceipt,
} from "../billing/company-money";
import { earningPot, escrowPot, feesPot, holdPot } from "../billing/rules";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { usedKey } from "../errors";
import { type Movement, transfer } from "../ledger/transfer";
import { moveMilestone } from "./move-milestone";
import type { EscrowContract, Milestone } from "./queries";
import { securityDays } from "./rules";

/**
 * Was this form sent before? Every money deed posts under its form's key, so a repetition finds its own postings and
 * moves nothing (I21).
 * @throws ConflictError when the key stands for another deed or another thing.
 */
export async function isRepetition(
  ctx: Ctx,
  key: string,
  deed: { kinds: readonly (typeof ledgerTransfers.$inferSelect)["kind"][]; subjectId: string; amount?: bigint | null },
): Promise<boolean> {
  const posted = await postedUnder(ctx.db, { accountId: ctx.accountId, key: `${key}/1` });
  const first = posted[0];
  if (!first) return false;
  const same =
    first.subjectId === deed.subjectId &&
    deed.kinds.includes(first.kind) &&
    (deed.amount === undefined || deed.amount === null || deed.amount === first.amount);
  if (!same) throw usedKey();
  return true;
}

const postedUnder = statement((db, given: { accountId: string; key: string }) =>
  db
    .select({ kind: ledgerTransfers.kind, subjectId: ledgerTransfers.subjectId, amount: ledgerTransfers.amount })
    .from(ledgerTransfers)
    .where(and(eq(ledgerTransfers.accountId, given.accountId), eq(ledgerTransfers.idemKey, given.key))),
);

/** New money goes into a milestone's escrow: purchase order, company, escrow, client fee and receipts move together. */
export async function fundEscrow(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  amount: bigint,
  key: string,
): Promise<{ ok: true } | MoneyRefusal> {
  if (amount === 0n) return { ok: true };
  const { currency } = contract;
  const fee = await clientFeeOn(ctx, amount);
  await chargeOrder(ctx, contract, amount, key, fee.orderFeeMinor);
  const subject = { kind: "milestone" as const, id: milestone.id };
  const taken = await takeFromCompany(ctx, {
    key,
    to: escrowPot(milestone.id),
    amount,
    fee: fee.feeMinor,
    currency,
    subject,
  });
  if (!taken.ok) return taken;
  await receiptFunding(ctx, contract, milestone, { id: key, method: taken.method, amountMinor: amount }, fee);
  return { ok: true };
}

/**
 * What an offer held becomes the first milestone's escrow, and the client fee on it where it held one. What it held
 * beyond today's fee, of a company that became exempt, stays in the hold.
 * @returns the fee that was charged.
 */
export async function fundFromHold(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  offerId: string,
  held: bigint,
): Promise<bigint> {
  const { currency } = contract;
  const amount = milestone.amountMinor;
  const fee = held > amount ? await heldFee(ctx, amount, held - amount) : { feeMinor: 0n, orderFeeMinor: 0n };
  await chargeOrder(ctx, contract, amount, milestone.id, fee.orderFeeMinor);
  const movement = { credit: holdPot(offerId), currency, subject: { kind: "milestone" as const, id: milestone.id } };
  const movements: Movement[] = [
    {
      ...movement,
      kind: "escrow_funded",
      key: `${milestone.id}/first`,
      debit: escrowPot(milestone.id),
      amount,
    },
  ];
  if (fee.feeMinor > 0n)
    movements.push({
      ...movement,
      kind: "fee",
      key: `${milestone.id}/first/fee`,
      debit: feesPot,
      amount: fee.feeMinor,
    });
  await transfer(ctx, movements);
  const method = (await wasDrawnFor(ctx, offerId)) ? "terms" : "balance";
  await receiptFunding(ctx, contract, milestone, { id: milestone.id, method, amountMinor: amount }, fee);
  return fee.feeMinor;
}

/** Today's fee, and never more than was held for it when the offer was sent. */
async function heldFee(ctx: Ctx, amount: bigint, held: bigint): Promise<Fee> {
  const { feeMinor: now } = await clientFeeOn(ctx, amount);
  const feeMinor = now < held ? now : held;
  return { feeMinor, orderFeeMinor: await countedOnOrder(ctx, feeMinor) };
}

async function receiptFunding(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  funding: { id: string; method: "balance" | "terms"; amountMinor: bigint },
  fee: Fee,
): Promise<void> {
  const receipt = {
    ...funding,
    kind: "funding" as const,
    title: titleOf(contract, milestone),
    currency: contract.currency,
    contractId: contract.id,
    milestoneId: milestone.id,
    orderId: contract.orderId,
    orderNumber: await findOrderNumber(ctx, contract.orderId),
  };
  await writeReceipt(ctx, receipt);
  await receiptFee(ctx, receipt, fee);
}

/** Did the offer's hold draw on the credit line? */
async function wasDrawnFor(ctx: Ctx, offerId: string): Promise<boolean> {
  const drawn = await ctx.db
    .select({ id: ledgerTransfers.id })
    .from(ledgerTransfers)
    .where(
      and(
        eq(ledgerTransfers.accountId, ctx.accountId),
        eq(ledgerTransfers.subjectKind, "offer"),
        eq(ledgerTransfers.subjectId, offerId),
        eq(ledgerTransfers.kind, "credit_drawn"),
      ),
    )
    .limit(1);
  return drawn.length > 0;
}

/** `at`: when it counts; later than the deed never. */
export type Release = { amount: bigint; key: string; by: ReleasedBy; note: string | null; at: Date };

/** Escrow → the freelancer's pending earnings, available five days later (§11.4). */
export async function payTalent(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  { amount, key, by, note, at }: Release,
): Promise<void> {
  const { currency, talentUserId } = contract;
  await transfer(ctx, [
    {
      kind: "escrow_released",
      key: `${key}/1`,
      debit: earningPot(talentUserId, "pending"),
      credit: escrowPot(milestone.id),
      amount,
      currency,
      subject: { kind: "milestone", id: milestone.id },
      occurredAt: at,
    },
  ]);
  await addEarning(ctx.db, {
    accountId: ctx.accountId,
    id: key,
    talentUserId,
    contractId: contract.id,
    milestoneId: milestone.id,
    kind: "release",
    currency,
    amountMinor: amount,
    refundedMinor: 0n,
    releasedBy: by,
    note,
    earnedAt: at,
    availableAt: afterDays(at, securityDays),
    movedAt: null,
    auditId: ctx.auditId,
  });
}

const addEarning = insertion(earnings);

/** Escrow → the company, with the purchase order and the receipts. */
export async function payBack(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  { amount, key, receiptId }: { amount: bigint; key: string; receiptId: string },
): Promise<void> {
  await refundToCompany(ctx, contract, {
    key,
    receiptId,
    from: [{ pot: escrowPot(milestone.id), amount }],
    coming: [{ from: "milestone", id: milestone.id, minor: amount }],
    subject: { kind: "milestone", id: milestone.id },
    title: titleOf(contract, milestone),
    milestoneId: milestone.id,
  });
}

/** One milestone's escrow → the next one's; its state stays, its timers begin anew. @returns the next one as it stands. */
export async function rollOn(
  ctx: Ctx,
  contract: EscrowContract,
  from: Milestone,
  to: Milestone,
  amount: bigint,
  key: string,
): Promise<Milestone> {
  await transfer(ctx, [
    {
      kind: "escrow_rolled",
      key: `${key}/roll`,
      debit: escrowPot(to.id),
      credit: escrowPot(from.id),
      amount,
      currency: contract.currency,
      subject: { kind: "milestone", id: from.id },
    },
  ]);
  recordEvent(ctx, "milestone.rolled-on", "contract", contract.id, {
    from: String(from.number),
    to: String(to.number),
    amount: amount.toString(),
    currency: contract.currency,
  });
  return moveMilestone(ctx, contract, to, { to: to.state, add: { funded: amount } });
}

export const titleOf = (contract: EscrowContract, milestone: Milestone) =>
  `Contract ${contract.number}, milestone ${milestone.number}: ${milestone.title}`;

/** The facts of a milestone's event, in the contract's history. */
export const factsOf = (milestone: Milestone, more: Record<string, string | null> = {}) => ({
  milestone: String(milestone.number),
  title: milestone.title,
  currency: milestone.currency,
  ...more,
});
