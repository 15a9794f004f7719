import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { earnings } from "@/db/schema";
import type { Ctx } from "../ctx";
import { formatInstant } from "../dates";
import { advanceMilestone } from "./advance-milestone";
import { getMilestoneForChange, type Milestone, type Work } from "./queries";

export type Refusal<Reason extends string> = { ok: false; reason: Reason; message: string };

/**
 * A milestone, locked, with everything that is due on it done first: a deed late by a minute or a week meets the state
 * that the clock gave it, whether a tick came by or not.
 * @throws NotFoundError when it is out of reach.
 */
export async function openMilestone(ctx: Ctx, milestoneId: string): Promise<Work & { milestone: Milestone }> {
  const found = await getMilestoneForChange(ctx, milestoneId);
  const milestone = await advanceMilestone(ctx, found.contract, found.milestone);
  if (!milestone) return found;
  const milestones = found.milestones.map((each) => (each.id === milestone.id ? milestone : each));
  return { ...found, milestones, milestone };
}

/** Why nothing is submitted, paid or charged on a contract whose onboarding plan is not done (product.md §9). */
export const notStarted = ({ number }: { number: number }): Refusal<"not-started"> => ({
  ok: false,
  reason: "not-started",
  message: `Contract ${number} is pending. It starts when every task of its onboarding plan is done.`,
});

/** Why a deed does not fit the state a milestone is in, in words. */
export async function wrongState(
  ctx: Ctx,
  { contract, milestone }: { contract: Work["contract"]; milestone: Milestone },
  zone: string,
): Promise<Refusal<"not-possible" | "frozen">> {
  const { number, state, title } = milestone;
  const words: Record<Milestone["state"], string> = {
    agreed: `Milestone ${number} is not funded yet.`,
    funded: `Milestone ${number} is funded and nothing is submitted yet.`,
    submitted: `Milestone ${number} waits for the client's review.`,
    changes_requested: `Changes were requested for milestone ${number}.`,
    release_requested: `The freelancer asked for the release of milestone ${number}.`,
    refund_requested: `A refund of milestone ${number} is asked for.`,
    disputed: "Frozen by a dispute.",
    released: `Milestone ${number} was released on ${formatInstant(milestone.since, zone)}.`,
    refunded: `Milestone ${number} was refunded on ${formatInstant(milestone.since, zone)}.`,
    removed: `“${title}” is no longer part of contract ${contract.number}.`,
  };
  const automatic = state === "released" ? await findAutomaticRelease(ctx, milestone.id) : null;
  if (automatic)
    return {
      ok: false,
      reason: "not-possible",
      message: `The work was released automatically on ${formatInstant(automatic, zone)}.`,
    };
  return { ok: false, reason: state === "disputed" ? "frozen" : "not-possible", message: words[state] };
}

async function findAutomaticRelease(ctx: Ctx, milestoneId: string): Promise<Date | null> {
  const [last] = await ctx.db
    .select({ at: earnings.earnedAt, by: earnings.releasedBy })
    .from(earnings)
    .where(and(eq(earnings.accountId, ctx.accountId), eq(earnings.milestoneId, milestoneId)))
    .orderBy(desc(earnings.earnedAt))
    .limit(1);
  return last?.by === "silence" || last?.by === "dormancy" ? last.at : null;
}
