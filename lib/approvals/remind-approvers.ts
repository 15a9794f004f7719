import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { approvalSlots } from "@/db/schema";
import { listActiveIds } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { formatInstant } from "../dates";
import { ForbiddenError } from "../errors";
import { mailReminders } from "./mails";
import { findRequest, getRequestForChange, type Request } from "./queries";
import { canNudge, canWithdraw, nudgedLately, reminderOf } from "./rules";
import type { RemindApproverInput } from "./schema";

/**
 * Reminds the holders of open slots on the days the rule names. Run by the tick; asks the row again, so that late, twice
 * or in parallel make no difference. Who has left is passed over.
 * @returns whether a reminder was due.
 */
export async function remindApprovers(ctx: Ctx, requestId: string): Promise<boolean> {
  if (!(await findRequest(ctx, requestId))) return false;
  const request = await getRequestForChange(ctx, requestId);
  if (request.state !== "pending" || !request.expiresAt || request.expiresAt <= ctx.now) return false;
  const all = request.slots.filter((slot) => slot.state === "open" && slot.remindAt && slot.remindAt <= ctx.now);
  const openedAt = all[0]?.openedAt;
  if (!openedAt) return false;
  // The slots of a step open together, but for one that somebody took over later: that has a row, and a turn, of its own.
  const due = all.filter((slot) => slot.openedAt?.getTime() === openedAt.getTime());
  const { day, next } = reminderOf(openedAt, ctx.now);
  await planReminder(ctx, request.id, due, next);
  const present = await listActiveIds(
    ctx,
    due.map((slot) => slot.approverId),
  );
  const reminded = due.filter((slot) => present.has(slot.approverId));
  recordEvent(ctx, "request.reminded", "request", request.id, {
    who: reminded.map((slot) => slot.approverName).join(", ") || null,
    day: day === null ? null : String(day),
  });
  if (day !== null) await mailReminders(ctx, request, reminded, `day ${day}`);
  return true;
}

/** When the open slots among these hear again, if ever. */
export async function planReminder(
  ctx: Ctx,
  requestId: string,
  slots: readonly Pick<Request["slots"][number], "approverId">[],
  next: Date | null,
): Promise<void> {
  if (slots.length === 0) return;
  await ctx.db
    .update(approvalSlots)
    .set({ remindAt: next, auditId: ctx.auditId })
    .where(
      and(
        eq(approvalSlots.accountId, ctx.accountId),
        eq(approvalSlots.requestId, requestId),
        eq(approvalSlots.state, "open"),
        inArray(
          approvalSlots.approverId,
          slots.map((slot) => slot.approverId),
        ),
      ),
    );
}

export type RemindApproverResult =
  | { ok: true }
  | { ok: false; reason: "already-decided" }
  | { ok: false; reason: "reminded-lately"; message: string };

/**
 * "Remind": the requester asks one approver again, once in 24 hours.
 * @throws NotFoundError; ForbiddenError for anybody but the requester, and about people who hold no slot of it.
 */
export async function remindApprover(ctx: Ctx, input: RemindApproverInput): Promise<RemindApproverResult> {
  const request = await getRequestForChange(ctx, input.requestId);
  const slot = request.slots.find((each) => each.approverId === input.approverId);
  if (!slot || !canWithdraw(ctx.actor, request)) throw new ForbiddenError("remind this approver");
  if (!canNudge(ctx.actor, request) || slot.state !== "open") return { ok: false, reason: "already-decided" };
  const last = nudgedLately(slot.nudgedAt, ctx.now);
  if (last) {
    const at = formatInstant(last, request.requesterZone);
    return {
      ok: false,
      reason: "reminded-lately",
      message: `You reminded ${slot.approverName} on ${at}. Once in 24 hours is enough.`,
    };
  }
  if (!(await listActiveIds(ctx, [slot.approverId])).has(slot.approverId))
    return { ok: false, reason: "already-decided" };
  await ctx.db
    .update(approvalSlots)
    .set({ nudgedAt: ctx.now, auditId: ctx.auditId })
    .where(
      and(
        eq(approvalSlots.accountId, ctx.accountId),
        eq(approvalSlots.requestId, request.id),
        eq(approvalSlots.approverId, slot.approverId),
        eq(approvalSlots.state, "open"),
      ),
    );
  recordEvent(ctx, "request.reminded", "request", request.id, { who: slot.approverName });
  await mailReminders(ctx, request, [slot], `asked ${ctx.now.toISOString()}`);
  return { ok: true };
}
