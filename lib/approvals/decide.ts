import "server-only";
import { and, eq } from "drizzle-orm";
import type { DecisionChannel, DecisionKind } from "@/db/enums";
import { approvalDecisions, approvalSlots } from "@/db/schema";
import { insertion, statement } from "@/db/statement";
import { holdsSeat } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { formatInstant } from "../dates";
import { ForbiddenError } from "../errors";
import { findOutcome, getRequestForChange, type Request } from "./queries";
import { canDecide } from "./rules";
import type { DecideRequestInput } from "./schema";

export type DecisionRefusal =
  | { ok: false; reason: "already-decided"; message: string }
  | { ok: false; reason: "changed" }
  | { ok: false; reason: "expired" }
  | { ok: false; reason: "not-your-turn" }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

export type Answer = { request: Request; again: boolean };

/**
 * The part that approving and declining share: the request is locked, the actor's slot is open, the content is the one
 * that was shown; then the answer becomes a row. The caller ends the links: all of them, or only this approver's.
 * The same answer twice is the same answer; the other one is told what was decided (product.md §3.7, I4, I5, I6, I12).
 */
export async function answer(
  ctx: Ctx,
  input: DecideRequestInput,
  kind: DecisionKind,
  channel: DecisionChannel,
): Promise<Answer | DecisionRefusal> {
  // One trip to the server: the request is locked first, then the seat.
  const [request, seated] = await Promise.all([
    getRequestForChange(ctx, input.requestId),
    ctx.actor.userId !== null && holdsSeat(ctx, ctx.actor.userId),
  ]);
  const own = request.slots.find((slot) => slot.approverId === ctx.actor.userId);
  if (own?.decision === kind) return { request, again: true };
  if (own?.decision)
    return { ok: false, reason: "already-decided", message: `You already ${own.decision} this request.` };
  if (request.state !== "pending")
    return { ok: false, reason: "already-decided", message: await whatHappened(ctx, request) };
  if (request.expiresAt && request.expiresAt <= ctx.now) return { ok: false, reason: "expired" };
  if (!own) throw new ForbiddenError("decide on this request");
  if (!canDecide(ctx.actor, request)) return { ok: false, reason: "not-your-turn" };
  if (!seated) throw new ForbiddenError("decide on this request");
  if (input.fingerprint !== request.fingerprint) return { ok: false, reason: "changed" };
  const { accountId, auditId } = ctx;
  const slot = { accountId, requestId: request.id, step: own.step, approverId: own.approverId, auditId };
  await Promise.all([
    addDecision(ctx.db, {
      ...slot,
      requesterId: request.requesterId,
      contentVersion: request.contentVersion,
      kind,
      reason: input.reason,
      channel,
      decidedAt: ctx.now,
    }),
    fillSlot(ctx.db, { ...slot, kind }),
  ]);
  return { request, again: false };
}

const addDecision = insertion(approvalDecisions);

type Slot = { accountId: string; requestId: string; step: number; approverId: string; auditId: string };

const fillSlot = statement((db, given: Slot & { kind: DecisionKind }) =>
  db
    .update(approvalSlots)
    .set({ state: given.kind, auditId: given.auditId })
    .where(
      and(
        eq(approvalSlots.accountId, given.accountId),
        eq(approvalSlots.requestId, given.requestId),
        eq(approvalSlots.step, given.step),
        eq(approvalSlots.approverId, given.approverId),
        eq(approvalSlots.state, "open"),
      ),
    ),
);

/** "Already declined by Bo Lindqvist on 4 May 2026, 14:03 UTC." */
export async function whatHappened(ctx: Ctx, request: Request): Promise<string> {
  const outcome = await findOutcome(ctx, request.id);
  if (!outcome) return "Somebody answered this request a moment ago.";
  const by = outcome.byName ? ` by ${outcome.byName}` : "";
  const zone = request.slots.find((slot) => slot.approverId === ctx.actor.userId)?.approverZone ?? "UTC";
  return `Already ${outcome.outcome}${by} on ${formatInstant(outcome.decidedAt, zone)}.`;
}
