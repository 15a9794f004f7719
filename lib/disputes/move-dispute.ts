import "server-only";
import { and, eq } from "drizzle-orm";
import type { DisputeState } from "@/db/enums";
import { disputeSettlements, escrowDisputes } from "@/db/schema";
import type { Ctx } from "../ctx";
import { ConflictError } from "../errors";
import type { Dispute, Settlement } from "./queries";
import { disputeDueAt } from "./rules";

type Change = Partial<
  Pick<Dispute, "clientEvidence" | "clientAnsweredAt" | "mediationAt" | "clientFiledAt" | "talentFiledAt">
>;

/** Moves an open dispute on: its state, its timers, and the row in one conditional statement. */
export async function moveDispute(
  ctx: Ctx,
  dispute: Dispute,
  {
    to,
    step,
    answerBy = null,
    set = {},
    since: from = ctx.now,
  }: { to: DisputeState; step?: number; answerBy?: Date | null; set?: Change; since?: Date },
): Promise<Dispute> {
  const anew = to !== dispute.state;
  const since = anew ? from : dispute.since;
  const next = { state: to, since, step: step ?? (anew ? 0 : dispute.step) };
  const closed = to === "closed" || to === "withdrawn";
  const change = { ...set, ...next, dueAt: disputeDueAt(next, answerBy), closedAt: closed ? ctx.now : null };
  const moved = await ctx.db
    .update(escrowDisputes)
    .set({ ...change, auditId: ctx.auditId })
    .where(
      and(
        eq(escrowDisputes.accountId, ctx.accountId),
        eq(escrowDisputes.id, dispute.id),
        eq(escrowDisputes.state, dispute.state),
      ),
    )
    .returning({ id: escrowDisputes.id });
  if (moved.length === 0) throw new ConflictError();
  return { ...dispute, ...change };
}

/** Changes a settlement that is still open or agreed. */
export async function moveSettlement(
  ctx: Ctx,
  settlement: Settlement,
  change: Partial<Pick<Settlement, "state" | "clientAcceptedAt" | "talentAcceptedAt">>,
): Promise<Settlement> {
  const moved = await ctx.db
    .update(disputeSettlements)
    .set({ ...change, auditId: ctx.auditId })
    .where(
      and(
        eq(disputeSettlements.accountId, ctx.accountId),
        eq(disputeSettlements.id, settlement.id),
        eq(disputeSettlements.state, settlement.state),
      ),
    )
    .returning({ id: disputeSettlements.id });
  if (moved.length === 0) throw new ConflictError();
  return { ...settlement, ...change };
}
