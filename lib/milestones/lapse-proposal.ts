import "server-only";
import { and, eq, lte } from "drizzle-orm";
import { milestoneProposals } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";

/** An open proposal ends without an answer: work was submitted or the contract ended (§11.2). */
export async function lapseProposal(ctx: Ctx, contractId: string): Promise<void> {
  const lapsed = await ctx.db
    .update(milestoneProposals)
    .set({ state: "lapsed", answeredAt: ctx.now, auditId: ctx.auditId })
    .where(
      and(
        eq(milestoneProposals.accountId, ctx.accountId),
        eq(milestoneProposals.contractId, contractId),
        eq(milestoneProposals.state, "open"),
      ),
    )
    .returning({ id: milestoneProposals.id });
  if (lapsed.length > 0) recordEvent(ctx, "milestone.change-lapsed", "contract", contractId);
}

/** The 14 days of a proposal are over. Run by the tick; asks the row again. @returns whether this call lapsed it. */
export async function runProposalTimer(ctx: Ctx, proposalId: string): Promise<boolean> {
  const lapsed = await ctx.db
    .update(milestoneProposals)
    .set({ state: "lapsed", answeredAt: ctx.now, auditId: ctx.auditId })
    .where(
      and(
        eq(milestoneProposals.accountId, ctx.accountId),
        eq(milestoneProposals.id, proposalId),
        eq(milestoneProposals.state, "open"),
        lte(milestoneProposals.lapsesAt, ctx.now),
      ),
    )
    .returning({ contractId: milestoneProposals.contractId });
  for (const { contractId } of lapsed) recordEvent(ctx, "milestone.change-lapsed", "contract", contractId);
  return lapsed.length > 0;
}
