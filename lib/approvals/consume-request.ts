import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { approvalEnvelopes, approvalRequests } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { afterDays, formatInstant } from "../dates";
import { freeReserved, reserve } from "../orders/stages";
import { type FreedOffer, mailRequester } from "./mails";
import { moveRequest } from "./move-request";
import { getRequestForChange, listOffersOfRequest, type Request } from "./queries";
import { freedDaysAtLeast, onOrder } from "./rules";

export type ConsumeRefusal = { ok: false; reason: "approval-unusable"; message: string };

/**
 * An offer uses up an approved request of its sender: approved and unexpired → consumed, in one conditional statement;
 * the clock stops and keeps the remainder (product.md §3.4, I1, I3).
 * @returns the frozen envelope and the offer's number, which is taken only now, or why this approval cannot be used.
 * @throws NotFoundError when the request is out of reach.
 */
export async function consumeRequest(
  ctx: Ctx,
  requestId: string,
  offer: { teamId: string; offerId: string; takeNumber: () => Promise<number> },
) {
  const request = await getRequestForChange(ctx, requestId);
  const refuse = (message: string): ConsumeRefusal => ({ ok: false, reason: "approval-unusable", message });
  if (request.requesterId !== ctx.actor.userId)
    return refuse("Only the person who asked for this approval can send an offer with it.");
  if (request.state === "consumed") {
    const used = (await listOffersOfRequest(ctx, request.id)).find(
      (other) => other.state === "pending" || other.state === "accepted",
    );
    return refuse(`This approval is used by offer ${used?.number ?? "of a moment ago"}.`);
  }
  if (request.state === "expired" || (request.expiresAt && request.expiresAt <= ctx.now)) {
    return refuse(
      `This approval expired${request.expiresAt ? ` on ${formatInstant(request.expiresAt, request.requesterZone)}` : ""}. Request a new one.`,
    );
  }
  if (request.state !== "approved")
    return refuse(
      request.state === "pending" ? "This request is not approved yet." : `This request was ${request.state}.`,
    );
  if (request.teamId !== offer.teamId) return refuse(`This approval belongs to team ${request.teamName}.`);
  const consumed = await ctx.db
    .update(approvalRequests)
    .set({
      state: "consumed",
      expiresAt: null,
      clockLeftMs: (request.expiresAt?.getTime() ?? ctx.now.getTime()) - ctx.now.getTime(),
      auditId: ctx.auditId,
    })
    .where(
      and(
        eq(approvalRequests.accountId, ctx.accountId),
        eq(approvalRequests.id, request.id),
        eq(approvalRequests.state, "approved"),
        sql`${approvalRequests.expiresAt} > ${ctx.now.toISOString()}::timestamptz`,
      ),
    )
    .returning({ id: approvalRequests.id });
  if (consumed.length === 0) return refuse("This approval was used a moment ago.");
  const envelope = await getEnvelope(ctx, request.id);
  const number = await offer.takeNumber();
  // The offer reserves its own figure instead.
  if (request.orderId) await freeReserved(ctx, reservationOf(request));
  recordEvent(ctx, "request.consumed", "request", request.id, { offer: String(number), offerId: offer.offerId });
  return { ok: true as const, request, envelope, number };
}

export type Envelope = Awaited<ReturnType<typeof getEnvelope>>;

/** The approved limits of a request, its purchase order and the rule it was approved under. @throws when it was never approved. */
export async function getEnvelope(ctx: Pick<Ctx, "db" | "accountId">, requestId: string) {
  const [envelope] = await ctx.db
    .select({
      offerKind: approvalEnvelopes.offerKind,
      contractType: approvalEnvelopes.contractType,
      talentEmail: approvalEnvelopes.talentEmail,
      maxTotalMinor: approvalEnvelopes.maxTotalMinor,
      maxRateMinor: approvalEnvelopes.maxRateMinor,
      maxWeeklyHours: approvalEnvelopes.maxWeeklyHours,
      latestEnd: approvalEnvelopes.latestEnd,
      mode: approvalEnvelopes.mode,
      percent: approvalEnvelopes.percent,
      orderChoice: approvalRequests.orderChoice,
      orderId: approvalRequests.orderId,
    })
    .from(approvalEnvelopes)
    .innerJoin(
      approvalRequests,
      and(
        eq(approvalRequests.accountId, approvalEnvelopes.accountId),
        eq(approvalRequests.id, approvalEnvelopes.requestId),
      ),
    )
    .where(and(eq(approvalEnvelopes.accountId, ctx.accountId), eq(approvalEnvelopes.requestId, requestId)));
  if (!envelope) throw new Error(`Approved request ${requestId} has no envelope.`);
  return envelope;
}

/**
 * Gives a request back when its offer was withdrawn, declined or expired: available again, with what was left of its
 * time but at least seven days. Called by the verbs that end an offer, after the offer has ended.
 */
export async function freeRequest(ctx: Ctx, requestId: string, offer: FreedOffer): Promise<void> {
  const [held] = await ctx.db
    .select({ left: approvalRequests.clockLeftMs })
    .from(approvalRequests)
    .where(
      and(
        eq(approvalRequests.accountId, ctx.accountId),
        eq(approvalRequests.id, requestId),
        eq(approvalRequests.state, "consumed"),
      ),
    )
    .for("update");
  if (!held) throw new Error(`Request ${requestId} was not held by its offer.`);
  const soonest = afterDays(ctx.now, freedDaysAtLeast);
  const remaining = new Date(ctx.now.getTime() + (held.left ?? 0));
  const expiresAt = remaining > soonest ? remaining : soonest;
  await moveRequest(ctx, requestId, { from: "consumed", to: "approved", expiresAt });
  recordEvent(ctx, "request.freed", "request", requestId, {
    offer: String(offer.number),
    why: offer.why,
    until: expiresAt.toISOString(),
  });
  const request = await getFreed(ctx, requestId);
  if (request.orderId) await reserve(ctx, reservationOf(request));
  await mailRequester(ctx, request, { kind: "request-freed", offer, expiresAt });
}

/**
 * What an approved request reserves on its purchase order while no offer uses it: its estimated total, of which the client
 * fee counts there only where the company had it so.
 */
export const reservationOf = (
  request: Pick<Request, "id" | "orderId" | "currency" | "estimatedTotalMinor" | "feeMinor" | "orderFeeMinor">,
) => ({
  subject: { kind: "request" as const, id: request.id },
  orderId: request.orderId,
  currency: request.currency,
  amount: onOrder(request),
});

/** The freelancer who declines may not see the request; its mail is the system's business. */
function getFreed(ctx: Ctx, requestId: string) {
  return getRequestForChange(
    {
      ...ctx,
      actor: { kind: "system", accountId: ctx.accountId, userId: null, job: "free-request", via: ctx.actor.via },
    },
    requestId,
  );
}
