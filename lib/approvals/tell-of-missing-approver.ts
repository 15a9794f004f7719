import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { approvalSlots } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { mailApproverMissing } from "./mails";
import { findRequest, getRequestForChange } from "./queries";
import { isUnheld } from "./rules";

/**
 * Tells the admins that an approver who is asked has left, who is reminded no more (product.md §3.6). Nothing is approved
 * by absence, and the request's clock runs on. Run by the tick; asks the row again.
 * @returns whether this call told them.
 */
export async function tellOfMissingApprover(ctx: Ctx, requestId: string): Promise<boolean> {
  if (!(await findRequest(ctx, requestId))) return false;
  const request = await getRequestForChange(ctx, requestId);
  if (request.state !== "pending" || !request.expiresAt || request.expiresAt <= ctx.now) return false;
  const missing = request.slots.filter((slot) => isUnheld(slot) && slot.missingSince === null);
  if (missing.length === 0) return false;
  await ctx.db
    .update(approvalSlots)
    .set({ missingSince: ctx.now, remindAt: null, auditId: ctx.auditId })
    .where(
      and(
        eq(approvalSlots.accountId, ctx.accountId),
        eq(approvalSlots.requestId, request.id),
        eq(approvalSlots.state, "open"),
        inArray(
          approvalSlots.approverId,
          missing.map((slot) => slot.approverId),
        ),
      ),
    );
  recordEvent(ctx, "request.approver-missing", "request", request.id, {
    who: new Intl.ListFormat("en", { type: "conjunction" }).format(missing.map((slot) => slot.approverName)),
    step: String(request.currentStep),
  });
  await mailApproverMissing(ctx, request, missing);
  return true;
}
