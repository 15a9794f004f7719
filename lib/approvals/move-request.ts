import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { RequestOutcome, RequestState } from "@/db/enums";
import { approvalOutcomes, approvalRequests, approvalSlots, decisionLinks } from "@/db/schema";
import { insertion, statement } from "@/db/statement";
import type { Ctx } from "../ctx";

export type Move = {
  from: RequestState;
  to: RequestState;
  expiresAt: Date | null;
  clockLeftMs?: number | null;
  warnedFor?: Date | null;
};

/**
 * Moves a request from one state to another, if it still is in the first. Nothing outside this file writes its state.
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
  facts: { expiresAt: Date | null; warnedFor?: Date | null; decidedBy: string | null; reason: string | null },
): Promise<boolean> {
  const { accountId, auditId, now } = ctx;
  const { expiresAt, warnedFor = null, decidedBy, reason } = facts;
  const deed = { accountId, requestId, auditId };
  // One trip to the server: the caller holds the request's lock, so nobody comes in between.
  const [, , ended] = await Promise.all([
    closeSlots(ctx.db, deed),
    killLinks(ctx, requestId),
    end(ctx.db, { ...deed, outcome, now, expiresAt, warnedFor }),
  ]);
  if (ended.length === 0) return false;
  await addOutcome(ctx.db, { ...deed, outcome, decidedBy, reason, decidedAt: now });
  return true;
}

type Deed = { accountId: string; requestId: string; auditId: string };
type End = Deed & { outcome: RequestOutcome; now: Date; expiresAt: Date | null; warnedFor: Date | null };

const end = statement((db, given: End) =>
  db
    .update(approvalRequests)
    .set({
      state: given.outcome,
      decidedAs: given.outcome,
      decidedAt: given.now,
      expiresAt: given.expiresAt,
      warnedFor: given.warnedFor,
      clockLeftMs: null,
      auditId: given.auditId,
    })
    .where(
      and(
        eq(approvalRequests.accountId, given.accountId),
        eq(approvalRequests.id, given.requestId),
        eq(approvalRequests.state, "pending"),
      ),
    )
    .returning({ id: approvalRequests.id }),
);

const closeSlots = statement((db, given: Deed) =>
  db
    .update(approvalSlots)
    .set({ state: "closed", auditId: given.auditId })
    .where(
      and(
        eq(approvalSlots.accountId, given.accountId),
        eq(approvalSlots.requestId, given.requestId),
        inArray(approvalSlots.state, ["open", "waiting"]),
      ),
    ),
);

const addOutcome = insertion(approvalOutcomes);

/** Ends the decision links of a request, or only one approver's. */
export async function killLinks(ctx: Ctx, requestId: string, approverId?: string): Promise<void> {
  const { accountId, auditId, now } = ctx;
  const deed = { accountId, requestId, auditId, now };
  await (approverId ? killLinksOf(ctx.db, { ...deed, approverId }) : killAllLinks(ctx.db, deed));
}

type Kill = Deed & { now: Date };

const livingLinks = (given: Deed) =>
  and(
    eq(decisionLinks.accountId, given.accountId),
    eq(decisionLinks.requestId, given.requestId),
    isNull(decisionLinks.deadSince),
  );

const killAllLinks = statement((db, given: Kill) =>
  db.update(decisionLinks).set({ deadSince: given.now, auditId: given.auditId }).where(livingLinks(given)),
);

const killLinksOf = statement((db, given: Kill & { approverId: string }) =>
  db
    .update(decisionLinks)
    .set({ deadSince: given.now, auditId: given.auditId })
    .where(and(livingLinks(given), eq(decisionLinks.approverId, given.approverId))),
);
