import "server-only";
import { and, desc, eq, inArray, max, ne } from "drizzle-orm";
import { auditEntries, milestones } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { endOfLocalDay } from "../local-day";
import { factsOf } from "./escrow";
import { moveMilestone } from "./move-milestone";
import { type EscrowContract, getWorkForChange, type Milestone } from "./queries";
import { activities, isResting } from "./rules";

/**
 * Starts the days without activity of resting money anew, where there was activity on its contract since they began, or a
 * milestone of it is due later (§11.7). Asked when a step of them is due: nothing else on the way there costs anything.
 * @returns the milestone as it stands then, or null where nothing happened.
 */
export async function wake(ctx: Ctx, contract: EscrowContract, milestone: Milestone): Promise<Milestone | null> {
  const since = await lastActivity(ctx, contract);
  if (!since || since <= milestone.since) return null;
  recordEvent(ctx, "milestone.dormancy-restarted", "contract", contract.id, factsOf(milestone));
  return moveMilestone(ctx, contract, milestone, { to: milestone.state, since });
}

/** The same at once, for resting money of a contract whose terms somebody changes. */
export async function wakeAll(ctx: Ctx, contractId: string): Promise<void> {
  const { contract, milestones: list } = await getWorkForChange(ctx, contractId);
  for (const each of list.filter(isResting)) await moveMilestone(ctx, contract, each, { to: each.state });
}

/** The latest activity on the contract, or the end of its last due date where that is later. */
async function lastActivity(ctx: Ctx, { id, companyZone }: EscrowContract): Promise<Date | null> {
  const [act] = await ctx.db
    .select({ at: auditEntries.occurredAt })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.accountId, ctx.accountId),
        eq(auditEntries.subjectKind, "contract"),
        eq(auditEntries.subjectId, id),
        inArray(auditEntries.action, [...activities]),
      ),
    )
    .orderBy(desc(auditEntries.occurredAt))
    .limit(1);
  const [due] = await ctx.db
    .select({ last: max(milestones.dueDate) })
    .from(milestones)
    .where(
      and(eq(milestones.accountId, ctx.accountId), eq(milestones.contractId, id), ne(milestones.state, "removed")),
    );
  const end = due?.last ? endOfLocalDay(due.last, companyZone) : null;
  return end && (!act || end > act.at) ? end : (act?.at ?? null);
}
