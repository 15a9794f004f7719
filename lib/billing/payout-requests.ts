import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { payoutRequests } from "@/db/schema";
import { getReaderZone } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import { formatInstant } from "../dates";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { mailPayoutWaiting } from "./mails";
import { payoutDueAt } from "./rules";

export type PayoutRequest = typeof payoutRequests.$inferSelect;

const whose = (ctx: ReadCtx, requestId: string) =>
  and(eq(payoutRequests.accountId, ctx.accountId), eq(payoutRequests.id, requestId));

/** The request a deed is about, locked. @throws NotFoundError: unknown and malformed ids look alike. */
export async function getPayoutForChange(ctx: Ctx, requestId: string): Promise<PayoutRequest> {
  const [request] = isId(requestId)
    ? await ctx.db.select().from(payoutRequests).where(whose(ctx, requestId)).for("no key update")
    : [];
  if (!request) throw new NotFoundError("payout");
  return request;
}

/** What this freelancer has asked for and not been paid yet, or null; there is one at most. */
export async function findPayoutAtWork(ctx: ReadCtx, talentUserId: string): Promise<PayoutRequest | null> {
  const [request] = await ctx.db
    .select()
    .from(payoutRequests)
    .where(
      and(
        eq(payoutRequests.accountId, ctx.accountId),
        eq(payoutRequests.talentUserId, talentUserId),
        inArray(payoutRequests.state, ["open", "recorded"]),
      ),
    );
  return request ?? null;
}

/** Moves a request on. The caller holds its lock and has looked at its state. */
export async function movePayout(
  ctx: Ctx,
  request: PayoutRequest,
  to: Partial<PayoutRequest> & Pick<PayoutRequest, "state">,
): Promise<void> {
  await ctx.db
    .update(payoutRequests)
    .set({ dueAt: null, since: ctx.now, ...to, auditId: ctx.auditId })
    .where(and(whose(ctx, request.id), eq(payoutRequests.state, request.state)));
}

/** What became of a request that is open no more, and when, in the reader's zone. */
export async function endOfPayout(ctx: Ctx, { state, since }: PayoutRequest): Promise<string> {
  return `It was ${state} on ${formatInstant(since, await getReaderZone(ctx))}.`;
}

/** The request that a money move was recorded for, locked; null where staff recorded a payout by themselves. */
async function findPayoutOf(ctx: Ctx, moveId: string): Promise<PayoutRequest | null> {
  const [request] = await ctx.db
    .select()
    .from(payoutRequests)
    .where(and(eq(payoutRequests.accountId, ctx.accountId), eq(payoutRequests.moveId, moveId)))
    .for("no key update");
  return request ?? null;
}

/** Its money move was confirmed: what was asked for is answered. @returns the request, or null where nobody asked. */
export async function closePayoutOf(ctx: Ctx, moveId: string): Promise<PayoutRequest | null> {
  const request = await findPayoutOf(ctx, moveId);
  if (request) await movePayout(ctx, request, { state: "paid", closedAt: ctx.now });
  return request;
}

/** Its money move was refused or lapsed: the request waits for payment operations again, from now on. */
export async function reopenPayoutOf(ctx: Ctx, moveId: string): Promise<void> {
  const request = await findPayoutOf(ctx, moveId);
  if (request) await movePayout(ctx, request, { state: "open", moveId: null, step: 0, dueAt: payoutDueAt(ctx.now, 0) });
}

/**
 * A request that nobody has taken up for a business day: payment operations are told, and again each business day until
 * they record or decline it. Run by the tick; asks the row again. @returns whether anything was due.
 */
export async function runPayoutTimer(ctx: Ctx, requestId: string): Promise<boolean> {
  const request = await getPayoutForChange(ctx, requestId);
  if (request.state !== "open" || !request.dueAt || request.dueAt > ctx.now) return false;
  // After an outage one notice makes up for those that were missed.
  let step = request.step + 1;
  while (payoutDueAt(request.since, step) <= ctx.now) step += 1;
  await ctx.db
    .update(payoutRequests)
    .set({ step, dueAt: payoutDueAt(request.since, step), auditId: ctx.auditId })
    .where(whose(ctx, request.id));
  recordEvent(ctx, "payout.waiting", "account", ctx.accountId, { request: request.id });
  await mailPayoutWaiting(ctx, request, step);
  return true;
}
