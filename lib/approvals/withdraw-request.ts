import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { notify } from "../notifications/notify";
import { endPending } from "./move-request";
import { getRequestForChange } from "./queries";
import { canWithdraw } from "./rules";
import type { WithdrawRequestInput } from "./schema";

export type WithdrawRequestResult = { ok: true } | { ok: false; reason: "already-decided" };

/**
 * The requester takes a pending request back. Withdrawing twice is withdrawing once.
 * @throws NotFoundError; ForbiddenError for anybody but the requester.
 */
export async function withdrawRequest(ctx: Ctx, input: WithdrawRequestInput): Promise<WithdrawRequestResult> {
  const request = await getRequestForChange(ctx, input.requestId);
  if (!canWithdraw(ctx.actor, request)) throw new ForbiddenError("withdraw this request");
  if (request.state === "withdrawn") return { ok: true };
  if (request.state !== "pending") return { ok: false, reason: "already-decided" };
  await endPending(ctx, request.id, "withdrawn", { expiresAt: null, decidedBy: ctx.actor.userId, reason: null });
  recordEvent(ctx, "request.withdrawn", "request", request.id);
  await notify(
    ctx,
    request.slots
      .filter((slot) => slot.state === "open" || slot.state === "approved")
      .map((slot) => ({
        userId: slot.approverId,
        kind: "request-withdrawn",
        category: "approvals" as const,
        key: request.id,
        title: `${request.requesterName} withdrew the request for “${request.title}”`,
        href: `/ab/jobs/approvals/${request.id}`,
      })),
  );
  return { ok: true };
}
