import "server-only";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { refundHeld } from "./advance-milestone";
import { isRepetition } from "./escrow";
import { mailRefunded } from "./mails";
import { openMilestone, type Refusal, wrongState } from "./open-milestone";
import { isPossible, isTalentSide } from "./rules";
import type { MilestoneInput } from "./schema";

export type GiveBackResult = { ok: true } | Refusal<"not-possible" | "frozen">;

/**
 * "Give back", or "Approve refund" where one was asked for: all that is held returns to the company at once (§11.3).
 * @throws NotFoundError; ForbiddenError for anybody but the freelancer.
 */
export async function giveBack(ctx: Ctx, { milestoneId, key }: MilestoneInput): Promise<GiveBackResult> {
  const work = await openMilestone(ctx, milestoneId);
  const { contract, milestone } = work;
  if (!isTalentSide(ctx.actor, contract)) throw new ForbiddenError("give money back on this contract");
  if (await isRepetition(ctx, key, { kinds: ["escrow_returned"], subjectId: milestone.id })) return { ok: true };
  if (!isPossible("give-back", milestone.state) || milestone.heldMinor === 0n)
    return wrongState(ctx, work, contract.talentZone);
  const asked = milestone.state === "refund_requested";
  const refunded = await refundHeld(ctx, contract, milestone, asked ? "approved" : null, key);
  await mailRefunded(ctx, contract, refunded, milestone.heldMinor, asked ? "approved" : "given back");
  return { ok: true };
}
