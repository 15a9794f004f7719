import "server-only";
import { and, desc, eq, gt, lte } from "drizzle-orm";
import { approvalRequests, contracts, contractTerms, offers } from "@/db/schema";
import { estimatedTotal } from "../approvals/rules";
import { recordEvent } from "../audit/record-event";
import { estimateOf } from "../billing/client-fee";
import { isSuspended } from "../billing/company-money";
import type { Ctx } from "../ctx";
import { dayMs, formatInstant } from "../dates";
import { ForbiddenError } from "../errors";
import { currencyDigits, formatMoney } from "../money";
import { type Difference, minRateMajor } from "../offers/rules";
import { commitContract } from "../orders/stages";
import { mailTermsChanged } from "./mails";
import { type Contract, getContractForChange } from "./queries";
import { canChangeTerms } from "./rules";

type Terms = typeof contractTerms.$inferSelect;
type Refused<R extends string> = { ok: false; reason: R; message: string };

/** The next Monday 00:00 UTC, when a lowered weekly limit counts (product.md §9). */
export function nextMonday(now: Date): Date {
  const midnight = now.getTime() - (now.getTime() % dayMs);
  return new Date(midnight + (7 - ((now.getUTCDay() + 6) % 7)) * dayMs);
}

export type ChangeRateResult =
  | { ok: true }
  | Refused<"ended" | "only-hourly" | "wrong-way" | "below-minimum" | "suspended" | "nothing-changed">;

/**
 * The client raises a rate, the freelancer lowers it; it counts from now on and never back (product.md §9).
 * @throws NotFoundError; ForbiddenError for anybody but the two sides.
 */
export async function changeRate(
  ctx: Ctx,
  { contractId, rateMinor }: { contractId: string; rateMinor: bigint },
): Promise<ChangeRateResult> {
  const contract = await getContractForChange(ctx, contractId);
  const talent = ctx.actor.kind === "talent";
  if (!talent && !canChangeTerms(ctx.actor, contract)) throw new ForbiddenError("change the rate");
  const refused = notChangeable(contract);
  if (refused) return refused;
  const { currency } = contract;
  const least = minRateMajor * 10n ** BigInt(currencyDigits(currency));
  if (rateMinor < least)
    return {
      ok: false,
      reason: "below-minimum",
      message: `Enter at least ${formatMoney({ minor: least, currency })} an hour.`,
    };
  const { now, coming } = await termsOf(ctx, contract.id);
  const before = now.rateMinor ?? 0n;
  if (rateMinor === before) return { ok: false, reason: "nothing-changed", message: "That is the rate already." };
  if (talent === rateMinor > before)
    return {
      ok: false,
      reason: "wrong-way",
      message: talent ? "Only the client raises the rate." : "Only the freelancer lowers the rate.",
    };
  if (!talent && (await isSuspended(ctx)))
    return { ok: false, reason: "suspended", message: "Your company's account is suspended; a raise is not possible." };
  await addTerms(
    ctx,
    [{ ...now, countsFrom: ctx.now }, ...coming].map((terms) => ({ ...terms, rateMinor })),
  );
  const words = (minor: bigint) => `${formatMoney({ minor, currency })} an hour`;
  const approved = talent ? null : await findApprovedRate(ctx, contract.id);
  recordEvent(ctx, "contract.terms-changed", "contract", contract.id, {
    rate: rateMinor.toString(),
    currency,
    ...(approved !== null && approved < rateMinor && { approvedRate: approved.toString() }),
  });
  const agreed = { ...agreedOf({ now, coming }), rateMinor };
  await agree(ctx, contract, agreed, { label: "Rate", before: words(before), after: words(rateMinor) });
  return { ok: true };
}

/** The rate approved for the offer that the contract came from; null where none was. A raise above it is possible, and told. */
async function findApprovedRate(ctx: Ctx, contractId: string): Promise<bigint | null> {
  const [row] = await ctx.db
    .select({ rateMinor: approvalRequests.rateMinor })
    .from(contracts)
    .innerJoin(offers, and(eq(offers.accountId, contracts.accountId), eq(offers.id, contracts.offerId)))
    .innerJoin(
      approvalRequests,
      and(eq(approvalRequests.accountId, offers.accountId), eq(approvalRequests.id, offers.requestId)),
    )
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contractId)));
  return row?.rateMinor ?? null;
}

export type ChangeWeeklyLimitResult = { ok: true } | Refused<"ended" | "only-hourly" | "suspended" | "nothing-changed">;

/**
 * The weekly limit: a raise counts at once, a lowering from next Monday 00:00 UTC; null is "No limit".
 * @throws NotFoundError; ForbiddenError for anybody but the client side.
 */
export async function changeWeeklyLimit(
  ctx: Ctx,
  { contractId, weeklyHours }: { contractId: string; weeklyHours: number | null },
): Promise<ChangeWeeklyLimitResult> {
  const contract = await getContractForChange(ctx, contractId);
  if (!canChangeTerms(ctx.actor, contract)) throw new ForbiddenError("change the weekly limit");
  const refused = notChangeable(contract);
  if (refused) return refused;
  const { now, coming } = await termsOf(ctx, contract.id);
  const hours = (limit: number | null) => limit ?? Number.POSITIVE_INFINITY;
  if (weeklyHours === agreedOf({ now, coming }).weeklyHours)
    return { ok: false, reason: "nothing-changed", message: "That is the limit already." };
  const raised = hours(weeklyHours) >= hours(now.weeklyHours);
  if (raised && (await isSuspended(ctx)))
    return { ok: false, reason: "suspended", message: "Your company's account is suspended; a raise is not possible." };
  const from = raised ? ctx.now : nextMonday(ctx.now);
  // A raise also takes back a lowering that has not begun; a later lowering replaces it.
  await addTerms(ctx, [{ ...now, weeklyHours, countsFrom: from }]);
  const words = (limit: number | null) => (limit === null ? "No limit" : `${limit} h a week`);
  recordEvent(ctx, "contract.terms-changed", "contract", contract.id, { weeklyHours: words(weeklyHours) });
  await agree(
    ctx,
    contract,
    { ...now, weeklyHours },
    {
      label: "Weekly limit",
      before: words(now.weeklyHours),
      after: words(weeklyHours),
      note: raised ? null : `from ${formatInstant(from, "UTC")}`,
    },
  );
  return { ok: true };
}

/** "Manual time allowed", at once; entries made before stay. @throws NotFoundError; ForbiddenError for others. */
export async function changeManualTime(
  ctx: Ctx,
  { contractId, allowed }: { contractId: string; allowed: boolean },
): Promise<{ ok: true } | Refused<"ended" | "only-hourly" | "nothing-changed">> {
  const contract = await getContractForChange(ctx, contractId);
  if (!canChangeTerms(ctx.actor, contract)) throw new ForbiddenError("change manual time");
  const refused = notChangeable(contract);
  if (refused) return refused;
  const { now, coming } = await termsOf(ctx, contract.id);
  if (now.manualTime === allowed) return { ok: false, reason: "nothing-changed", message: "Nothing would change." };
  await addTerms(
    ctx,
    [{ ...now, countsFrom: ctx.now }, ...coming].map((terms) => ({ ...terms, manualTime: allowed })),
  );
  recordEvent(ctx, "contract.terms-changed", "contract", contract.id, { manualTime: allowed ? "on" : "off" });
  const words = (on: boolean) => (on ? "Allowed" : "Not allowed");
  const change = { label: "Manual time", before: words(!allowed), after: words(allowed) };
  await agree(ctx, contract, agreedOf({ now, coming }), change);
  return { ok: true };
}

/** The estimate follows the terms, with what its purchase order commits; the freelancer is told what the client changed. */
async function agree(
  ctx: Ctx,
  contract: Contract,
  terms: Terms,
  change: Omit<Difference, "note"> & { note?: string | null },
): Promise<void> {
  const { contractType, startDate, endDate, version } = contract;
  const estimatedTotalMinor = estimatedTotal({ ...terms, contractType, startDate, endDate }).minor;
  const estimate = await estimateOf(ctx, contract, estimatedTotalMinor);
  await ctx.db
    .update(contracts)
    .set({ ...estimate, version: version + 1, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id)));
  if (estimatedTotalMinor !== contract.estimatedTotalMinor) await commitContract(ctx, { ...contract, ...estimate });
  if (ctx.actor.kind !== "talent")
    await mailTermsChanged(ctx, { ...contract, version: version + 1 }, [{ note: null, ...change }]);
}

function notChangeable(contract: Contract): Refused<"ended" | "only-hourly"> | null {
  if (contract.state === "ended")
    return { ok: false, reason: "ended", message: `Contract ${contract.number} has ended; its terms stand.` };
  if (contract.contractType !== "hourly")
    return { ok: false, reason: "only-hourly", message: "This contract has a fixed price." };
  return null;
}

/** The terms in force, and those that begin later and are not replaced. */
type Standing = { now: Terms; coming: Terms[] };

/** What was agreed last, in force or not yet: the estimate goes by it from the day it is agreed. */
export const agreedOf = ({ now, coming }: Standing): Terms => coming.at(-1) ?? now;

/** @throws Error for a contract that has none. */
export async function termsOf(ctx: Ctx, contractId: string): Promise<Standing> {
  const of = (when: ReturnType<typeof lte>) =>
    ctx.db
      .select()
      .from(contractTerms)
      .where(and(eq(contractTerms.accountId, ctx.accountId), eq(contractTerms.contractId, contractId), when))
      .orderBy(desc(contractTerms.version))
      .limit(1);
  const [now] = await of(lte(contractTerms.countsFrom, ctx.now));
  const [later] = await of(gt(contractTerms.countsFrom, ctx.now));
  if (!now) throw new Error(`Contract ${contractId} has no terms.`);
  return { now, coming: later && later.version > now.version ? [later] : [] };
}

/** Appends versions in this order; the highest version that counts is in force. */
async function addTerms(ctx: Ctx, list: readonly Terms[]): Promise<void> {
  const [first] = list;
  if (!first) return;
  const [last] = await ctx.db
    .select({ version: contractTerms.version })
    .from(contractTerms)
    .where(and(eq(contractTerms.accountId, ctx.accountId), eq(contractTerms.contractId, first.contractId)))
    .orderBy(desc(contractTerms.version))
    .limit(1);
  await ctx.db.insert(contractTerms).values(
    list.map((terms, index) => ({
      ...terms,
      version: (last?.version ?? 0) + index + 1,
      madeBy: ctx.actor.userId,
      madeAt: ctx.now,
      auditId: ctx.auditId,
    })),
  );
}
