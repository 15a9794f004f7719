import "server-only";
import { and, asc, eq, type SQL } from "drizzle-orm";
import { approvalRequests } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { notify } from "../notifications/notify";
import { endPending } from "./move-request";
import { getRequestForChange, type Request } from "./queries";
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
  await withdrawPending(ctx, request, {
    because: null,
    title: `${request.requesterName} withdrew the request for “${request.title}”`,
  });
  return { ok: true };
}

/**
 * Takes back every pending request of somebody who has left, or may not hire in these teams any longer: nobody answers
 * for what would come of them (product.md §2.3). One deed per request, so that each has its outcome and its history.
 * @returns how many there were.
 */
export async function withdrawRequestsOf(
  ctx: Ctx,
  requester: { userId: string; name: string },
  { inTeams, because }: { inTeams?: SQL; because: string },
): Promise<number> {
  const pending = await ctx.db
    .select({ id: approvalRequests.id })
    .from(approvalRequests)
    .where(
      and(
        eq(approvalRequests.accountId, ctx.accountId),
        eq(approvalRequests.requesterId, requester.userId),
        eq(approvalRequests.state, "pending"),
        inTeams,
      ),
    )
    .orderBy(asc(approvalRequests.id));
  let withdrawn = 0;
  for (const { id } of pending) {
    const request = await getRequestForChange(ctx, id);
    if (request.state !== "pending") continue;
    await withdrawPending(ctx, request, {
      because: `${requester.name} ${because}`,
      title: `The request for “${request.title}” was withdrawn: ${requester.name} ${because}`,
    });
    withdrawn += 1;
  }
  return withdrawn;
}

/** Ends it and tells whoever was asked, or has approved already. `because`: why somebody else than the requester does. */
async function withdrawPending(
  ctx: Ctx,
  request: Request,
  { because, title }: { because: string | null; title: string },
): Promise<void> {
  await endPending(ctx, request.id, "withdrawn", { expiresAt: null, decidedBy: ctx.actor.userId, reason: because });
  recordEvent(ctx, "request.withdrawn", "request", request.id, { because });
  await notify(
    ctx,
    request.slots
      .filter((slot) => slot.state === "open" || slot.state === "approved")
      .map((slot) => ({
        userId: slot.approverId,
        kind: "request-withdrawn",
        category: "approvals" as const,
        key: request.id,
        title,
        href: `/ab/jobs/approvals/${request.id}`,
      })),
  );
}
