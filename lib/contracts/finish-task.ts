import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { contracts, contractTasks } from "@/db/schema";
import { holdsSeat, mayHireNow } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { bothReaders, mailStarted } from "../milestones/mails";
import { type EscrowContract, getWorkForChange } from "../milestones/queries";
import { listOpenPauses } from "./pause-contract";
import { canFinishTask } from "./rules";
import type { FinishTaskInput } from "./schema";
import { listTasks } from "./tasks";

export type FinishTaskResult = { ok: true; started: boolean } | { ok: false; reason: "ended"; message: string };

/**
 * "Mark as done" by the owner of a task, or an admin for a member who can no longer do it. The last one starts the contract
 * in the same transaction: nothing before this moment can be billed (product.md §9). Marking twice is marking once; of two
 * last tasks marked at once, the contract's lock lets the second see the first.
 * @throws NotFoundError; ForbiddenError for anybody else, the other side of the contract included.
 */
export async function finishTask(ctx: Ctx, { contractId, position }: FinishTaskInput): Promise<FinishTaskResult> {
  const { contract } = await getWorkForChange(ctx, contractId);
  const tasks = await listTasks(ctx, contract);
  const task = tasks.find((each) => each.position === position);
  if (!task) throw new NotFoundError("task");
  if (task.doneAt) return { ok: true, started: false };
  const { actor } = ctx;
  if (!canFinishTask(actor, contract, task) || !(await mayFinishNow(ctx, contract, task.ownerId)))
    throw new ForbiddenError("mark this task as done");
  if (contract.state === "ended")
    return { ok: false, reason: "ended", message: `Contract ${contract.number} has ended; its plan stands as it is.` };
  await ctx.db
    .update(contractTasks)
    .set({ doneAt: ctx.now, doneBy: actor.userId, auditId: ctx.auditId })
    .where(
      and(
        eq(contractTasks.accountId, ctx.accountId),
        eq(contractTasks.contractId, contract.id),
        eq(contractTasks.position, position),
        isNull(contractTasks.doneAt),
      ),
    );
  const instead = task.ownerId !== null && task.ownerId !== actor.userId ? task.ownerName : null;
  recordEvent(ctx, "task.finished", "contract", contract.id, { task: String(position), title: task.title, instead });
  const started = tasks.every((each) => each.position === position || each.doneAt !== null);
  if (started) await start(ctx, contract);
  return { ok: true, started };
}

/** Is the right still there, whatever the session knew? Locks the seat, and the role that a stand-in rests on. */
async function mayFinishNow(ctx: Ctx, { teamId }: EscrowContract, ownerId: string | null): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== "member") return true;
  return actor.userId === ownerId ? holdsSeat(ctx, actor.userId) : mayHireNow(ctx, teamId);
}

/** Active from now on; or paused, where something pauses it already, until that ends. Both sides are told when it runs. */
async function start(ctx: Ctx, contract: EscrowContract): Promise<void> {
  const paused = (await listOpenPauses(ctx, contract.id)).length > 0;
  await ctx.db
    .update(contracts)
    .set({ state: paused ? "paused" : "active", startedAt: ctx.now, remindAt: null, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id), eq(contracts.state, "pending")));
  recordEvent(ctx, "contract.started", "contract", contract.id, { number: String(contract.number), plan: "done" });
  if (!paused) await mailStarted(ctx, contract, bothReaders(contract));
}
