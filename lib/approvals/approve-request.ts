import "server-only";
import { and, eq } from "drizzle-orm";
import type { DecisionChannel } from "@/db/enums";
import { approvalEnvelopes, approvalRequests, approvalSlots } from "@/db/schema";
import { insertion } from "@/db/statement";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { envelopeOf } from "../envelopes/rules";
import { reserve } from "../orders/stages";
import { reservationOf } from "./consume-request";
import { answer, type DecisionRefusal } from "./decide";
import { mailOpenSlots, mailRequester } from "./mails";
import { endPending, killLinks } from "./move-request";
import { getRequestForChange, type Request } from "./queries";
import { firstReminderAt, unwarned } from "./rules";
import type { DecideRequestInput } from "./schema";

export type ApproveRequestResult = { ok: true; state: "pending" | "approved" } | DecisionRefusal;

/**
 * One approver says yes. The last open slot of a step opens the next step; the last of all approves the request:
 * its terms are frozen as the envelope, and its expiry starts anew (product.md §3.4).
 * @throws NotFoundError, ForbiddenError
 */
export async function approveRequest(
  ctx: Ctx,
  input: DecideRequestInput,
  channel: DecisionChannel = "dashboard",
): Promise<ApproveRequestResult> {
  const answered = await answer(ctx, input, "approved", channel);
  if ("ok" in answered) return answered;
  const { request, again } = answered;
  if (again) return { ok: true, state: request.decidedAs === "approved" ? "approved" : "pending" };
  const others = request.slots.filter((slot) => slot.approverId !== ctx.actor.userId);
  if (others.some((slot) => slot.step === request.currentStep && slot.state === "open")) {
    await killLinks(ctx, request.id, ctx.actor.userId ?? "");
    recordEvent(ctx, "request.signed", "request", request.id, {
      step: String(request.currentStep),
      comment: input.reason,
    });
    return { ok: true, state: "pending" };
  }
  if (others.some((slot) => slot.step > request.currentStep && slot.state === "waiting")) {
    await killLinks(ctx, request.id);
    await openNextStep(ctx, request, input.reason);
    return { ok: true, state: "pending" };
  }
  const expiresAt = afterDays(ctx.now, request.expiryDays);
  await endPending(ctx, request.id, "approved", {
    expiresAt,
    warnedFor: unwarned(ctx.now, expiresAt),
    decidedBy: ctx.actor.userId,
    reason: input.reason,
  });
  await addEnvelope(ctx.db, {
    accountId: ctx.accountId,
    requestId: request.id,
    ...envelopeOf(request),
    ...request.rule,
    frozenAt: ctx.now,
    auditId: ctx.auditId,
  });
  if (request.orderId) await reserve(ctx, reservationOf(request));
  recordEvent(ctx, "request.approved", "request", request.id, {
    step: String(request.currentStep),
    channel,
    comment: input.reason,
  });
  await mailRequester(ctx, request, { kind: "request-approved", comment: input.reason });
  return { ok: true, state: "approved" };
}

const addEnvelope = insertion(approvalEnvelopes);

async function openNextStep(ctx: Ctx, request: Request, comment: string | null): Promise<void> {
  const step = request.currentStep + 1;
  await ctx.db
    .update(approvalRequests)
    .set({ currentStep: step, auditId: ctx.auditId })
    .where(
      and(
        eq(approvalRequests.accountId, ctx.accountId),
        eq(approvalRequests.id, request.id),
        eq(approvalRequests.state, "pending"),
      ),
    );
  await ctx.db
    .update(approvalSlots)
    .set({ state: "open", openedAt: ctx.now, remindAt: firstReminderAt(ctx.now), auditId: ctx.auditId })
    .where(
      and(
        eq(approvalSlots.accountId, ctx.accountId),
        eq(approvalSlots.requestId, request.id),
        eq(approvalSlots.step, step),
        eq(approvalSlots.state, "waiting"),
      ),
    );
  recordEvent(ctx, "request.step-approved", "request", request.id, { step: String(request.currentStep), comment });
  await mailOpenSlots(ctx, await getRequestForChange(ctx, request.id));
}
