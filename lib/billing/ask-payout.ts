import "server-only";
import { and, eq } from "drizzle-orm";
import { moneyMoves, payoutRequests } from "@/db/schema";
import { getAccountSettings, getReaderZone } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { formatInstant } from "../dates";
import { ForbiddenError, NotFoundError } from "../errors";
import type { Refusal } from "../milestones/open-milestone";
import { formatMoney } from "../money";
import { availableTo, isUnderHold } from "./available-earnings";
import { mailPayoutAnswered, mailPayoutAsked } from "./mails";
import { endOfPayout, findPayoutAtWork, getPayoutForChange, movePayout, type PayoutRequest } from "./payout-requests";
import { isPaymentOperations, payoutDueAt } from "./rules";

/** `key` is minted with the form; `amountMinor` null asks for all that is available. */
export type AskPayoutInput = { key: string; amountMinor: bigint | null };
export type AskPayoutResult =
  | { ok: true }
  | Refusal<"asked-already" | "under-way" | "held" | "not-positive" | "nothing-available" | "more-than-available">;

/**
 * "Pay out": the freelancer asks for available earnings from one company (§11.4). Nothing moves: payment operations record
 * the transfer, a second person confirms it. One request at a time and company.
 * @throws ForbiddenError for anybody but a freelancer; NotFoundError where the key belongs to somebody else's request.
 */
export async function askPayout(ctx: Ctx, { key, amountMinor }: AskPayoutInput): Promise<AskPayoutResult> {
  const { actor } = ctx;
  if (actor.kind !== "talent") throw new ForbiddenError("ask for a payout");
  const { currency } = await getAccountSettings(ctx, "no key update");
  const [sent] = await ctx.db
    .select({ by: payoutRequests.talentUserId })
    .from(payoutRequests)
    .where(and(eq(payoutRequests.accountId, ctx.accountId), eq(payoutRequests.id, key)));
  if (sent && sent.by !== actor.userId) throw new NotFoundError("payout");
  if (sent) return { ok: true };
  const atWork = await findPayoutAtWork(ctx, actor.userId);
  if (atWork) return askedAlready(ctx, atWork);
  if (await hasWaitingMove(ctx, actor.userId))
    return { ok: false, reason: "under-way", message: "A payout to you is under way. Ask again when it has arrived." };
  if (await isUnderHold(ctx, actor.userId))
    return {
      ok: false,
      reason: "held",
      message: "The platform has paused a contract of yours with this company. Nothing is paid out until that ends.",
    };
  const available = await availableTo(ctx, actor.userId);
  if (available === 0n)
    return { ok: false, reason: "nothing-available", message: "Nothing is available to be paid out." };
  const asked = amountMinor ?? available;
  if (asked <= 0n) return { ok: false, reason: "not-positive", message: "Enter an amount above zero." };
  if (asked > available) {
    const most = formatMoney({ minor: available, currency });
    return { ok: false, reason: "more-than-available", message: `At most ${most} is available.` };
  }
  const request: PayoutRequest = {
    accountId: ctx.accountId,
    id: key,
    talentUserId: actor.userId,
    currency,
    amountMinor: asked,
    state: "open",
    askedAt: ctx.now,
    moveId: null,
    reason: null,
    since: ctx.now,
    step: 0,
    dueAt: payoutDueAt(ctx.now, 0),
    closedAt: null,
    auditId: ctx.auditId,
  };
  await ctx.db.insert(payoutRequests).values(request);
  recordEvent(ctx, "payout.asked", "account", ctx.accountId, factsOf(request));
  await mailPayoutAsked(ctx, request);
  return { ok: true };
}

const factsOf = ({ id, amountMinor, currency }: PayoutRequest) => ({
  request: id,
  amount: amountMinor.toString(),
  currency,
});

async function askedAlready(ctx: Ctx, request: PayoutRequest): Promise<Refusal<"asked-already">> {
  const amount = formatMoney({ minor: request.amountMinor, currency: request.currency });
  const on = formatInstant(request.askedAt, await getReaderZone(ctx));
  const message = `You asked for ${amount} on ${on}; that comes first.`;
  return { ok: false, reason: "asked-already", message };
}

/** A payout that staff recorded without being asked here. */
async function hasWaitingMove(ctx: Ctx, talentUserId: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: moneyMoves.id })
    .from(moneyMoves)
    .where(
      and(
        eq(moneyMoves.accountId, ctx.accountId),
        eq(moneyMoves.subjectId, talentUserId),
        eq(moneyMoves.state, "proposed"),
      ),
    );
  return rows.length > 0;
}

export type WithdrawPayoutResult = { ok: true } | Refusal<"recorded" | "over">;

/**
 * The freelancer withdraws what they asked for, until staff have recorded it. Again is the same.
 * @throws ForbiddenError for anybody but a freelancer; NotFoundError where it is not theirs.
 */
export async function withdrawPayout(ctx: Ctx, { requestId }: { requestId: string }): Promise<WithdrawPayoutResult> {
  const { actor } = ctx;
  if (actor.kind !== "talent") throw new ForbiddenError("withdraw a payout");
  const request = await getPayoutForChange(ctx, requestId);
  if (request.talentUserId !== actor.userId) throw new NotFoundError("payout");
  if (request.state === "withdrawn") return { ok: true };
  if (request.state === "recorded")
    return {
      ok: false,
      reason: "recorded",
      message: "Payment operations have recorded it already. A second person confirms it.",
    };
  if (request.state !== "open")
    return { ok: false, reason: "over", message: `${await endOfPayout(ctx, request)} Nothing was done.` };
  await movePayout(ctx, request, { state: "withdrawn", closedAt: ctx.now });
  recordEvent(ctx, "payout.withdrawn", "account", ctx.accountId, factsOf(request));
  return { ok: true };
}

export type DeclinePayoutResult = { ok: true } | Refusal<"recorded" | "over">;

/**
 * Payment operations decline a request, with a reason that the freelancer reads; the earnings stay available. No money
 * moves, so one person does.
 * @throws NotFoundError; ForbiddenError for anybody but payment operations.
 */
export async function declinePayout(
  ctx: Ctx,
  { requestId, reason }: { requestId: string; reason: string },
): Promise<DeclinePayoutResult> {
  if (!isPaymentOperations(ctx.actor)) throw new ForbiddenError("decline a payout");
  const request = await getPayoutForChange(ctx, requestId);
  if (request.state === "recorded")
    return { ok: false, reason: "recorded", message: "It is recorded. Refuse the money move first." };
  if (request.state !== "open")
    return { ok: false, reason: "over", message: `${await endOfPayout(ctx, request)} Nothing was done.` };
  await movePayout(ctx, request, { state: "declined", closedAt: ctx.now, reason });
  recordEvent(ctx, "payout.declined", "account", ctx.accountId, { ...factsOf(request), reason });
  await mailPayoutAnswered(ctx, { ...request, key: request.id, is: "declined", reason });
  return { ok: true };
}
