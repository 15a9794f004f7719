import "server-only";
import { and, eq } from "drizzle-orm";
import { contracts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { getWorkForChange } from "../milestones/queries";
import { mailTaskReminder } from "./mails";
import { taskReminderDue } from "./rules";
import { listTasks } from "./tasks";

/**
 * Reminds whoever has an open task of an onboarding plan, three and seven days after the acceptance; late, once (decision
 * 028). Run by the tick; asks the row again. @returns whether this call reminded them.
 */
export async function remindOfTasks(ctx: Ctx, contractId: string): Promise<boolean> {
  const { contract } = await getWorkForChange(ctx, contractId);
  const due = contract.state === "pending" ? taskReminderDue(contract.startedAt, contract.remindAt, ctx.now) : null;
  if (!due) return false;
  await ctx.db
    .update(contracts)
    .set({ remindAt: due.next, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id), eq(contracts.state, "pending")));
  recordEvent(ctx, "contract.tasks-reminded", "contract", contract.id, { day: String(due.day) });
  await mailTaskReminder(ctx, contract, await listTasks(ctx, contract), due.day);
  return true;
}
