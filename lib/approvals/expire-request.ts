import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { freeReserved } from "../orders/stages";
import { reservationOf } from "./consume-request";
import { mailRequester } from "./mails";
import { endPending, moveRequest } from "./move-request";
import { findRequest, getRequestForChange } from "./queries";

/**
 * Ends a request whose time is over: pending without an answer, or approved and never used. Run by the tick; asks the
 * row again, so that late, twice or in parallel make no difference.
 * @returns whether this call expired it.
 */
export async function expireRequest(ctx: Ctx, requestId: string): Promise<boolean> {
  if (!(await findRequest(ctx, requestId))) return false;
  const request = await getRequestForChange(ctx, requestId);
  if (!request.expiresAt || request.expiresAt > ctx.now) return false;
  if (request.state === "pending")
    await endPending(ctx, request.id, "expired", { expiresAt: null, decidedBy: null, reason: null });
  else if (!(await moveRequest(ctx, request.id, { from: "approved", to: "expired", expiresAt: null }))) return false;
  if (request.orderId) await freeReserved(ctx, reservationOf(request));
  recordEvent(ctx, "request.expired", "request", request.id, { was: request.state });
  await mailRequester(ctx, request, { kind: "request-expired" });
  return true;
}
