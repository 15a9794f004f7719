import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { approvalSlots } from "@/db/schema";
import { holdsSeat } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { notify } from "../notifications/notify";
import { whatHappened } from "./decide";
import { mailOpenSlots } from "./mails";
import { killLinks } from "./move-request";
import { newSlot } from "./new-slot";
import { getRequestForChange } from "./queries";
import { canReplaceApprover, isAdmin, isReplaceable, whyNotApprover } from "./rules";
import type { ReplaceApproverInput } from "./schema";

export type ReplaceApproverResult =
  | { ok: true }
  | { ok: false; reason: "already-decided"; message: string }
  | { ok: false; reason: "expired" }
  | { ok: false; reason: "changed-meanwhile" }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Names somebody else where an approver has not answered: the slot passes on as it stands, open or still to come, and
 * whoever takes an open one over is asked from now on. Decisions already given stay, and so does the request's clock.
 *
 * Every decision link of the request dies, because it stood for other approvers (product.md §3.7); a co-approver decides
 * on the request's page. Replacing twice is replacing once.
 * @throws NotFoundError; ForbiddenError for anybody but admins and program owners.
 */
export async function replaceApprover(ctx: Ctx, input: ReplaceApproverInput): Promise<ReplaceApproverResult> {
  const request = await getRequestForChange(ctx, input.requestId);
  if (!isAdmin(ctx.actor)) throw new ForbiddenError("replace approvers");
  if (!canReplaceApprover(ctx.actor, request))
    return { ok: false, reason: "already-decided", message: await whatHappened(ctx, request) };
  if (request.expiresAt && request.expiresAt <= ctx.now) return { ok: false, reason: "expired" };
  const slot = request.slots.find((each) => each.approverId === input.approverId);
  const taken = request.slots.find((each) => each.approverId === input.replacementId);
  if (!slot) return taken ? { ok: true } : { ok: false, reason: "changed-meanwhile" };
  if (!isReplaceable(slot)) {
    const answered = slot.decision ? `${slot.approverName} ${slot.decision} this request in the meantime.` : "";
    return { ok: false, reason: "already-decided", message: `${answered} Nobody was replaced.`.trim() };
  }
  const why = whyNotApprover(request, input.replacementId);
  if (why) return refused(why);
  if (!(await holdsSeat(ctx, input.replacementId)))
    return refused("Choose an active member. This person is none, or has left.");
  const state = slot.state === "open" ? "open" : "waiting";
  const successor = newSlot(ctx, request, { step: slot.step, approverId: input.replacementId, state });
  await ctx.db
    .update(approvalSlots)
    .set({ state: "replaced", auditId: ctx.auditId })
    .where(
      and(
        eq(approvalSlots.accountId, ctx.accountId),
        eq(approvalSlots.requestId, request.id),
        eq(approvalSlots.step, slot.step),
        eq(approvalSlots.approverId, slot.approverId),
        eq(approvalSlots.state, slot.state),
      ),
    );
  // Somebody who was replaced in this step and is named again takes up the slot they had: links that died point to it.
  const { accountId: _a, requestId: _r, step: _s, approverId: _p, ...taking } = successor;
  await ctx.db
    .insert(approvalSlots)
    .values(successor)
    .onConflictDoUpdate({
      target: [approvalSlots.accountId, approvalSlots.requestId, approvalSlots.step, approvalSlots.approverId],
      set: taking,
      setWhere: sql`${approvalSlots.state} = 'replaced'`,
    });
  await killLinks(ctx, request.id);
  const now = await getRequestForChange(ctx, request.id);
  const named = now.slots.find((each) => each.approverId === input.replacementId);
  recordEvent(ctx, "request.approver-replaced", "request", request.id, {
    who: slot.approverName,
    to: named?.approverName,
    step: String(slot.step),
  });
  await mailOpenSlots(ctx, now, input.replacementId);
  const news = { kind: "approver-replaced", category: "approvals" as const, key: `${request.id}/${ctx.auditId}` };
  await notify(ctx, [
    {
      ...news,
      userId: slot.approverId,
      title: `You are not asked any longer to approve “${request.title}”: ${named?.approverName} decides instead`,
      href: "/ab/jobs/approvals",
    },
    {
      ...news,
      userId: request.requesterId,
      title: `${named?.approverName} decides on “${request.title}” instead of ${slot.approverName}`,
      href: `/ab/jobs/approvals/${request.id}`,
    },
  ]);
  return { ok: true };
}

const refused = (message: string) => ({
  ok: false as const,
  reason: "invalid" as const,
  fieldErrors: { replacementId: [message] },
});
