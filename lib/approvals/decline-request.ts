import "server-only";
import type { DecisionChannel } from "@/db/enums";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { answer, type DecisionRefusal } from "./decide";
import { mailRequester } from "./mails";
import { endPending } from "./move-request";
import type { DecideRequestInput } from "./schema";

export type DeclineRequestResult = { ok: true; state: "declined" } | DecisionRefusal;

/**
 * One approver says no, and that ends the request: the first decline wins, whatever step it stands at.
 * A reason is required unless the policy it was submitted under says otherwise (product.md §3.1, §3.7).
 * @throws NotFoundError, ForbiddenError
 */
export async function declineRequest(
  ctx: Ctx,
  input: DecideRequestInput,
  channel: DecisionChannel = "dashboard",
): Promise<DeclineRequestResult> {
  const answered = await answer(ctx, input, "declined", channel);
  if ("ok" in answered) return answered;
  const { request, again } = answered;
  if (again) return { ok: true, state: "declined" };
  if (request.declineReasonRequired && !input.reason) {
    return { ok: false, reason: "invalid", fieldErrors: { reason: ["Say why you decline; the requester reads it."] } };
  }
  await endPending(ctx, request.id, "declined", { expiresAt: null, decidedBy: ctx.actor.userId, reason: input.reason });
  recordEvent(ctx, "request.declined", "request", request.id, {
    step: String(request.currentStep),
    channel,
    reason: input.reason,
  });
  await mailRequester(ctx, request, { kind: "request-declined", comment: input.reason });
  return { ok: true, state: "declined" };
}
