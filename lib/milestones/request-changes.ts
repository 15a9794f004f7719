import "server-only";
import { and, eq } from "drizzle-orm";
import { milestoneSubmissions } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { factsOf } from "./escrow";
import { mailChangesRequested } from "./mails";
import { moveMilestone } from "./move-milestone";
import { openMilestone, type Refusal, wrongState } from "./open-milestone";
import { isClientSideNow } from "./queries";
import { isPossible } from "./rules";
import type { RequestChangesInput } from "./schema";

export type RequestChangesResult = { ok: true } | Refusal<"not-possible" | "frozen">;

/**
 * "Request changes", as often as needed and before the 14 days end; the clock stops (§11.3).
 * @throws NotFoundError; ForbiddenError for anybody but the client side.
 */
export async function requestChanges(ctx: Ctx, input: RequestChangesInput): Promise<RequestChangesResult> {
  const work = await openMilestone(ctx, input.milestoneId);
  const { contract, milestone } = work;
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("review this milestone");
  if (!isPossible("request-changes", milestone.state)) return wrongState(ctx, work, contract.contactZone);
  const moved = await moveMilestone(ctx, contract, milestone, { to: "changes_requested" });
  await ctx.db
    .update(milestoneSubmissions)
    .set({ changesNote: input.note, changesBy: ctx.actor.userId, changesAt: ctx.now, auditId: ctx.auditId })
    .where(
      and(
        eq(milestoneSubmissions.accountId, ctx.accountId),
        eq(milestoneSubmissions.milestoneId, milestone.id),
        eq(milestoneSubmissions.round, milestone.rounds),
      ),
    );
  recordEvent(ctx, "changes.requested", "contract", contract.id, factsOf(milestone, { note: input.note }));
  await mailChangesRequested(ctx, contract, moved, input.note);
  return { ok: true };
}
