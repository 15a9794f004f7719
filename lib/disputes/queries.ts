import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { disputeSettlements, escrowDisputes, moneyMoves } from "@/db/schema";
import type { Ctx, ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { advanceMilestone } from "../milestones/advance-milestone";
import { getMilestoneForChange, type Milestone, type Work } from "../milestones/queries";

export type Dispute = typeof escrowDisputes.$inferSelect;
export type Settlement = typeof disputeSettlements.$inferSelect;
export type OpenDispute = Work & { milestone: Milestone; dispute: Dispute; settlement: Settlement | null };

/** A dispute with its contract and milestone locked, in this order. @throws NotFoundError when it is out of reach. */
export async function getDisputeForChange(ctx: Ctx, disputeId: string): Promise<OpenDispute> {
  if (!isId(disputeId)) throw new NotFoundError("dispute");
  const of = () =>
    ctx.db
      .select()
      .from(escrowDisputes)
      .where(and(eq(escrowDisputes.accountId, ctx.accountId), eq(escrowDisputes.id, disputeId)));
  const [before] = await of();
  if (!before) throw new NotFoundError("dispute");
  const work = await getMilestoneForChange(ctx, before.milestoneId);
  const [dispute] = await of();
  if (!dispute) throw new NotFoundError("dispute");
  return { ...work, dispute, settlement: await findSettlement(ctx, disputeId) };
}

/** The settlement that both sides are asked about, or have accepted; null while there is none. */
export async function findSettlement(ctx: ReadCtx, disputeId: string): Promise<Settlement | null> {
  const [row] = await ctx.db
    .select()
    .from(disputeSettlements)
    .where(
      and(
        eq(disputeSettlements.accountId, ctx.accountId),
        eq(disputeSettlements.disputeId, disputeId),
        inArray(disputeSettlements.state, ["open", "agreed"]),
      ),
    );
  return row ?? null;
}

/** The money move that waits for a second person's confirmation of this dispute, or null. */
export async function findWaitingMove(ctx: ReadCtx, subjectId: string) {
  const [row] = await ctx.db
    .select({ id: moneyMoves.id, dueAt: moneyMoves.dueAt })
    .from(moneyMoves)
    .where(
      and(
        eq(moneyMoves.accountId, ctx.accountId),
        eq(moneyMoves.subjectId, subjectId),
        eq(moneyMoves.state, "proposed"),
      ),
    );
  return row ?? null;
}

/** The open dispute of a milestone, or null. */
export async function findDisputeOf(ctx: ReadCtx, milestoneId: string): Promise<Dispute | null> {
  const [row] = await ctx.db
    .select()
    .from(escrowDisputes)
    .where(
      and(
        eq(escrowDisputes.accountId, ctx.accountId),
        eq(escrowDisputes.milestoneId, milestoneId),
        inArray(escrowDisputes.state, ["awaiting_client", "mediation", "arbitration"]),
      ),
    );
  return row ?? null;
}

export type ShownDispute = Awaited<ReturnType<typeof listOpenDisputes>>[number];

/** The open disputes of a contract with what a mediator proposed, oldest first. Ask only after the contract was found. */
export async function listOpenDisputes(ctx: ReadCtx, contractId: string) {
  return ctx.db
    .select({
      id: escrowDisputes.id,
      milestoneId: escrowDisputes.milestoneId,
      origin: escrowDisputes.origin,
      state: escrowDisputes.state,
      description: escrowDisputes.description,
      openedAt: escrowDisputes.openedAt,
      clientEvidence: escrowDisputes.clientEvidence,
      clientFiledAt: escrowDisputes.clientFiledAt,
      talentFiledAt: escrowDisputes.talentFiledAt,
      since: escrowDisputes.since,
      settlement: {
        id: disputeSettlements.id,
        state: disputeSettlements.state,
        releaseMinor: disputeSettlements.releaseMinor,
        refundMinor: disputeSettlements.refundMinor,
        note: disputeSettlements.note,
        answerBy: disputeSettlements.answerBy,
        clientAcceptedAt: disputeSettlements.clientAcceptedAt,
        talentAcceptedAt: disputeSettlements.talentAcceptedAt,
      },
    })
    .from(escrowDisputes)
    .leftJoin(
      disputeSettlements,
      and(
        eq(disputeSettlements.accountId, ctx.accountId),
        eq(disputeSettlements.disputeId, escrowDisputes.id),
        inArray(disputeSettlements.state, ["open", "agreed"]),
      ),
    )
    .where(
      and(
        eq(escrowDisputes.accountId, ctx.accountId),
        eq(escrowDisputes.contractId, contractId),
        isNull(escrowDisputes.closedAt),
      ),
    )
    .orderBy(asc(escrowDisputes.openedAt), asc(escrowDisputes.id));
}

/** A milestone, locked, with what is due on it done first. */
export async function openForDispute(ctx: Ctx, milestoneId: string): Promise<Work & { milestone: Milestone }> {
  const work = await getMilestoneForChange(ctx, milestoneId);
  return { ...work, milestone: (await advanceMilestone(ctx, work.contract, work.milestone)) ?? work.milestone };
}
