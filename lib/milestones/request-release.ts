import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { factsOf } from "./escrow";
import { mailDormant } from "./mails";
import { moveMilestone } from "./move-milestone";
import { notStarted, openMilestone, type Refusal, wrongState } from "./open-milestone";
import { isPossible, isTalentSide, isTalentsWindow, waitsForStart } from "./rules";

export type RequestReleaseResult = { ok: true } | Refusal<"not-started" | "not-possible" | "frozen" | "not-dormant">;

/**
 * "Request release" on a dormant contract, in the freelancer's seven days; the client has 14 days to release or dispute,
 * and silence pays the freelancer (§11.7).
 * @throws NotFoundError; ForbiddenError for anybody but the freelancer.
 */
export async function requestRelease(
  ctx: Ctx,
  { milestoneId }: { milestoneId: string },
): Promise<RequestReleaseResult> {
  const work = await openMilestone(ctx, milestoneId);
  const { contract, milestone } = work;
  if (!isTalentSide(ctx.actor, contract)) throw new ForbiddenError("ask for a release on this contract");
  if (milestone.state === "release_requested") return { ok: true };
  if (waitsForStart("request-release", contract)) return notStarted(contract);
  if (!isPossible("request-release", milestone.state)) return wrongState(ctx, work, contract.talentZone);
  if (!isTalentsWindow(milestone))
    return {
      ok: false,
      reason: "not-dormant",
      message: "A release can be asked for once the contract is dormant and the client's seven days are over.",
    };
  const moved = await moveMilestone(ctx, contract, milestone, { to: "release_requested" });
  recordEvent(ctx, "milestone.release-requested", "contract", contract.id, factsOf(milestone));
  await mailDormant(ctx, contract, moved, "release-requested");
  return { ok: true };
}
