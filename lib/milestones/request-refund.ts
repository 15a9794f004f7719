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
import { type EscrowContract, isClientSideNow, type Milestone } from "./queries";
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
  await askBack(ctx, contract, moved, { id: input.key, reason: input.reason });
  return { ok: true };
}

/** Asks for all that a milestone still holds, once it stands at `refund_requested`: who asks, why, the event and the mail. */
export async function askBack(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  { id, reason }: { id: string; reason: string },
): Promise<void> {
  const amount = milestone.heldMinor;
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
  recordEvent(
    ctx,
    "escrow.refund-requested",
    "contract",
    contract.id,
    factsOf(milestone, { amount: amount.toString(), reason }),
  );
  await mailRefundRequested(ctx, contract, milestone, reason);
}
