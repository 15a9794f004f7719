import "server-only";
import { and, eq } from "drizzle-orm";
import { escrowRefundRequests } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError, usedKey } from "../errors";
import { factsOf } from "./escrow";
import { mailRefundRequested } from "./mails";
import { moveMilestone } from "./move-milestone";
import { openMilestone, type Refusal, wrongState } from "./open-milestone";
import { isClientSideNow, type Milestone } from "./queries";
import { atWork, isPossible } from "./rules";
import type { RequestRefundInput } from "./schema";

export type RequestRefundResult = { ok: true } | Refusal<"not-possible" | "frozen" | "another-funded">;

/**
 * "Request refund" of what is held: the freelancer has 7 days, silence returns it, an objection opens a dispute (§11.3).
 * @throws NotFoundError; ForbiddenError for anybody but the client side; ConflictError for a used key.
 */
export async function requestRefund(ctx: Ctx, input: RequestRefundInput): Promise<RequestRefundResult> {
  const work = await openMilestone(ctx, input.milestoneId);
  const { contract, milestone, milestones } = work;
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("ask for a refund on this contract");
  const [asked] = await ctx.db
    .select({ milestoneId: escrowRefundRequests.milestoneId })
    .from(escrowRefundRequests)
    .where(and(eq(escrowRefundRequests.accountId, ctx.accountId), eq(escrowRefundRequests.id, input.key)));
  if (asked?.milestoneId === milestone.id) return { ok: true };
  if (asked) throw usedKey();
  if (!isPossible("request-refund", milestone.state) || milestone.heldMinor === 0n)
    return wrongState(ctx, work, contract.contactZone);
  if (milestones.some((each) => each.id !== milestone.id && atWork.includes(each.state)))
    return { ok: false, reason: "another-funded", message: "Another milestone is funded." };
  const moved = await moveMilestone(ctx, contract, milestone, { to: "refund_requested" });
  await recordRefundRequest(ctx, milestone, { id: input.key, reason: input.reason, amount: milestone.heldMinor });
  recordEvent(
    ctx,
    "escrow.refund-requested",
    "contract",
    contract.id,
    factsOf(milestone, { amount: milestone.heldMinor.toString(), reason: input.reason }),
  );
  await mailRefundRequested(ctx, contract, moved, input.reason);
  return { ok: true };
}

/** Writes down who asked for what and why. */
export async function recordRefundRequest(
  ctx: Ctx,
  milestone: Pick<Milestone, "id">,
  { id, reason, amount }: { id: string; reason: string; amount: bigint },
): Promise<void> {
  await ctx.db.insert(escrowRefundRequests).values({
    accountId: ctx.accountId,
    id,
    milestoneId: milestone.id,
    reason,
    amountMinor: amount,
    requestedBy: ctx.actor.userId,
    requestedAt: ctx.now,
    auditId: ctx.auditId,
  });
}
