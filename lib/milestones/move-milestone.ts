import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { MilestoneState } from "@/db/enums";
import { milestones } from "@/db/schema";
import { statement } from "@/db/statement";
import type { Ctx } from "../ctx";
import { ConflictError } from "../errors";
import { endOfLocalDay } from "../local-day";
import type { EscrowContract, Milestone } from "./queries";
import { dueOf, sinceOf } from "./rules";

/** Amounts to add to a milestone's figures, minor units; what is held follows. */
export type Figures = { funded?: bigint; rolled?: bigint; released?: bigint; refunded?: bigint };

export type Move = {
  to: MilestoneState;
  add?: Figures;
  fundedAt?: Date;
  rounds?: number;
  /** a change of what was agreed */
  set?: Partial<Pick<Milestone, "title" | "description" | "amountMinor" | "dueDate" | "position">>;
  /** `keep`: not an activity of its own, so the timers run on */
  timers?: "anew" | "keep";
  /** where timers that begin anew begin; now, or the end of its due date */
  since?: Date;
  step?: number;
};

/**
 * Moves a milestone to another state, or on within its state: figures, timers and the row in one conditional statement.
 * The old state is in the `where`; the contract's lock makes it hold.
 * @returns the milestone as it stands now.
 */
export async function moveMilestone(
  ctx: Ctx,
  contract: Pick<EscrowContract, "companyZone">,
  milestone: Milestone,
  { to, add = {}, fundedAt, rounds, set = {}, timers = "anew", since: from, step = 0 }: Move,
): Promise<Milestone> {
  const { funded = 0n, rolled = 0n, released = 0n, refunded = 0n } = add;
  const figures = {
    fundedMinor: milestone.fundedMinor + funded,
    rolledMinor: milestone.rolledMinor + rolled,
    releasedMinor: milestone.releasedMinor + released,
    refundedMinor: milestone.refundedMinor + refunded,
  };
  const heldMinor = milestone.heldMinor + funded - rolled - released - refunded;
  const dueDate = set.dueDate === undefined ? milestone.dueDate : set.dueDate;
  const dueEnd = dueDate ? endOfLocalDay(dueDate, contract.companyZone) : null;
  const since = timers === "keep" ? milestone.since : (from ?? sinceOf(to, ctx.now, dueEnd));
  const change = {
    ...set,
    ...figures,
    state: to,
    since,
    step,
    dueAt: dueOf({ state: to, since, step, heldMinor }),
    ...(fundedAt ? { fundedAt } : {}),
    ...(rounds === undefined ? {} : { rounds }),
  };
  const after = { ...milestone, ...change, fundedAt: change.fundedAt ?? milestone.fundedAt, heldMinor };
  const moved = await moveRow(ctx.db, {
    ...after,
    accountId: ctx.accountId,
    auditId: ctx.auditId,
    stateBefore: milestone.state,
    heldBefore: milestone.heldMinor.toString(),
    stepBefore: milestone.step,
  });
  if (moved.length === 0) throw new ConflictError();
  return after;
}

type Moved = Milestone & {
  accountId: string;
  auditId: string;
  stateBefore: MilestoneState;
  heldBefore: string;
  stepBefore: number;
};

/** Every column that a move may change, changed or not, so that one statement serves them all. */
const moveRow = statement((db, given: Moved) =>
  db
    .update(milestones)
    .set({
      title: given.title,
      description: given.description,
      amountMinor: given.amountMinor,
      dueDate: given.dueDate,
      position: given.position,
      fundedMinor: given.fundedMinor,
      rolledMinor: given.rolledMinor,
      releasedMinor: given.releasedMinor,
      refundedMinor: given.refundedMinor,
      state: given.state,
      rounds: given.rounds,
      fundedAt: given.fundedAt,
      since: given.since,
      step: given.step,
      dueAt: given.dueAt,
      auditId: given.auditId,
    })
    .where(
      and(
        eq(milestones.accountId, given.accountId),
        eq(milestones.id, given.id),
        eq(milestones.state, given.stateBefore),
        sql`${milestones.heldMinor} = ${given.heldBefore}::bigint`,
        eq(milestones.step, given.stepBefore),
      ),
    )
    .returning({ id: milestones.id }),
);
