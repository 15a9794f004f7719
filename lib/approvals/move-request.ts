import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { RequestOutcome, RequestState } from "@/db/enums";
import { approvalOutcomes, approvalRequests, approvalSlots, decisionLinks } from "@/db/schema";
import type { Ctx } from "../ctx";

export type Move = {
  from: RequestState;
  to: RequestState;
  decidedAs?: RequestOutcome;
  decidedAt?: Date;
  expiresAt: Date | null;
  clockLeftMs?: number | null;
};

/**
 * Moves a request from one state to another, if it still is in the first; the only writer of its state.
 * @returns false when somebody else moved it in the meantime.
 */
export async function moveRequest(ctx: Ctx, requestId: string, { from, to, ...facts }: Move): Promise<boolean> {
  const moved = await ctx.db
    .update(approvalRequests)
    .set({ state: to, clockLeftMs: null, ...facts, auditId: ctx.auditId })
    .where(
      and(
        eq(approvalRequests.accountId, ctx.accountId),
        eq(approvalRequests.id, requestId),
        eq(approvalRequests.state, from),
      ),
    )
    .returning({ id: approvalRequests.id });
  return moved.length === 1;
}

/**
 * Ends a pending request: nobody is asked any longer, every decision link dies, the outcome is written once.
 * @returns false when it is no longer pending.
 */
export async function endPending(
  ctx: Ctx,
  requestId: string,
  outcome: RequestOutcome,
  facts: { expiresAt: Date | null; decidedBy: string | null; reason: string | null },
): Promise<boolean> {
  await ctx.db
    .update(approvalSlots)
    .set({ state: "closed", auditId: ctx.auditId })
    .where(
      and(
        eq(approvalSlots.accountId, ctx.accountId),
        eq(approvalSlots.requestId, requestId),
        inArray(approvalSlots.state, ["open", "waiting"]),
      ),
    );
  await killLinks(ctx, requestId);
  const moved = await moveRequest(ctx, requestId, {
    from: "pending",
    to: outcome,
    decidedAs: outcome,
    decidedAt: ctx.now,
    expiresAt: facts.expiresAt,
  });
  if (!moved) return false;
  await ctx.db.insert(approvalOutcomes).values({
    accountId: ctx.accountId,
    requestId,
    outcome,
    decidedBy: facts.decidedBy,
    reason: facts.reason,
    decidedAt: ctx.now,
    auditId: ctx.auditId,
  });
  return true;
}

/** Ends the decision links of a request, or only one approver's. */
export async function killLinks(ctx: Ctx, requestId: string, approverId?: string): Promise<void> {
  await ctx.db
    .update(decisionLinks)
    .set({ deadSince: ctx.now, auditId: ctx.auditId })
    .where(
      and(
        eq(decisionLinks.accountId, ctx.accountId),
        eq(decisionLinks.requestId, requestId),
        isNull(decisionLinks.deadSince),
        approverId ? eq(decisionLinks.approverId, approverId) : undefined,
      ),
    );
}
