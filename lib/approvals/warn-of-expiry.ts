import "server-only";
import { and, eq } from "drizzle-orm";
import { approvalRequests } from "@/db/schema";
import { listActiveIds } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { mailExpiring } from "./mails";
import { findRequest, getRequestForChange } from "./queries";
import { planReminder } from "./remind-approvers";
import { isEndNear, reminderOf } from "./rules";

/**
 * Tells the requester and, while it is pending, the open approvers that a request ends in three days (product.md §3.6).
 * Run by the tick; asks the row again. A reminder that is due as well is left out: this mail says more.
 * @returns whether this call told them.
 */
export async function warnOfExpiry(ctx: Ctx, requestId: string): Promise<boolean> {
  if (!(await findRequest(ctx, requestId))) return false;
  const request = await getRequestForChange(ctx, requestId);
  const { state, expiresAt, warnedFor } = request;
  if ((state !== "pending" && state !== "approved") || !isEndNear(expiresAt, warnedFor, ctx.now)) return false;
  await ctx.db
    .update(approvalRequests)
    .set({ warnedFor: expiresAt, auditId: ctx.auditId })
    .where(and(eq(approvalRequests.accountId, ctx.accountId), eq(approvalRequests.id, request.id)));
  const open = request.slots.filter((slot) => slot.state === "open");
  const due = open.filter((slot) => slot.remindAt && slot.remindAt <= ctx.now);
  for (const opening of new Set(due.map((slot) => slot.openedAt?.getTime() ?? 0))) {
    const together = due.filter((slot) => slot.openedAt?.getTime() === opening);
    await planReminder(ctx, request.id, together, reminderOf(new Date(opening), ctx.now).next);
  }
  const present = await listActiveIds(
    ctx,
    open.map((slot) => slot.approverId),
  );
  recordEvent(ctx, "request.expiring", "request", request.id, { until: expiresAt.toISOString() });
  await mailExpiring(ctx, request, {
    state,
    expiresAt,
    approvers: open.filter((slot) => present.has(slot.approverId)),
  });
  return true;
}
