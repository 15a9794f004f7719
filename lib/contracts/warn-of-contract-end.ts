import "server-only";
import { and, eq } from "drizzle-orm";
import { contracts } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { localDateOf } from "../dates";
import { mailEndNear } from "./mails";
import { getContractForChange } from "./queries";
import { isEndNear } from "./rules";

/**
 * Tells both sides ten days before a contract's end date, once for each date it is moved to (product.md §9). Run by the
 * tick; asks the row again, so a contract that was ended or moved meanwhile is not announced. @returns whether it told.
 */
export async function warnOfContractEnd(ctx: Ctx, contractId: string): Promise<boolean> {
  const contract = await getContractForChange(ctx, contractId);
  const { timeZone } = await getAccountSettings(ctx);
  const { endDate } = contract;
  if (!endDate || contract.endWarnedFor === endDate || !isEndNear(contract, localDateOf(ctx.now, timeZone)))
    return false;
  await ctx.db
    .update(contracts)
    .set({ endWarnedFor: endDate, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id)));
  recordEvent(ctx, "contract.end-near", "contract", contract.id, { endDate });
  await mailEndNear(ctx, contract, endDate);
  return true;
}
