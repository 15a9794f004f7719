import "server-only";
import { and, eq } from "drizzle-orm";
import { milestoneSubmissions } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError, usedKey } from "../errors";
import { attachToSubmission } from "../files/attach-files";
import { factsOf } from "./escrow";
import { lapseProposal } from "./lapse-proposal";
import { mailSubmitted } from "./mails";
import { moveMilestone } from "./move-milestone";
import { notStarted, openMilestone, type Refusal, wrongState } from "./open-milestone";
import { isPossible, isTalentSide, waitsForStart } from "./rules";
import type { SubmitWorkInput } from "./schema";

export type SubmitWorkResult =
  | { ok: true }
  | Refusal<"ended" | "not-started" | "not-possible" | "frozen" | "files-gone">;

/**
 * "Submit work" with a message, links and up to ten files: the client has 14 days, and a resubmission starts them anew (§11.3). Ends an open proposal.
 * @throws NotFoundError; ForbiddenError for anybody but the freelancer; ConflictError for a used key.
 */
export async function submitWork(ctx: Ctx, input: SubmitWorkInput): Promise<SubmitWorkResult> {
  const work = await openMilestone(ctx, input.milestoneId);
  const { contract, milestone } = work;
  if (!isTalentSide(ctx.actor, contract)) throw new ForbiddenError("submit work on this contract");
  const { key, message, links, fileIds = [] } = input;
  const [sent] = await ctx.db
    .select({ milestoneId: milestoneSubmissions.milestoneId })
    .from(milestoneSubmissions)
    .where(and(eq(milestoneSubmissions.accountId, ctx.accountId), eq(milestoneSubmissions.key, key)));
  if (sent?.milestoneId === milestone.id) return { ok: true };
  if (sent) throw usedKey();
  if (contract.state === "ended")
    return { ok: false, reason: "ended", message: `Contract ${contract.number} has ended.` };
  if (waitsForStart("submit", contract)) return notStarted(contract);
  if (!isPossible("submit", milestone.state)) return wrongState(ctx, work, contract.talentZone);
  const round = milestone.rounds + 1;
  const moved = await moveMilestone(ctx, contract, milestone, { to: "submitted", rounds: round });
  await ctx.db.insert(milestoneSubmissions).values({
    accountId: ctx.accountId,
    milestoneId: milestone.id,
    round,
    key,
    message,
    links,
    submittedBy: ctx.actor.userId ?? "",
    submittedAt: ctx.now,
    auditId: ctx.auditId,
  });
  if (!(await attachToSubmission(ctx, { milestoneId: milestone.id, round }, fileIds)))
    return {
      ok: false,
      reason: "files-gone",
      message: "One of these files is no longer there. Remove it and attach it again.",
    };
  await lapseProposal(ctx, contract.id);
  recordEvent(ctx, "milestone.submitted", "contract", contract.id, factsOf(milestone, { round: String(round) }));
  await mailSubmitted(ctx, contract, moved, message);
  return { ok: true };
}
