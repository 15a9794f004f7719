import "server-only";
import { and, eq } from "drizzle-orm";
import { contracts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { mailInactive } from "../milestones/mails";
import { getWorkForChange } from "../milestones/queries";
import { idleDaysToTell, idleSince } from "./rules";

/**
 * Proposes to the contact person of an hourly contract to pause it, after 30 days on which nothing was recorded and again
 * every 30 days (product.md §9); after an outage once, for the latest. It pauses nothing. Until hours are recorded here, a
 * charge that finance records is what tells of work. Fixed-price work has the rule of dormant escrow instead (§11.7). Run by
 * the tick; asks the row again. @returns whether it told.
 */
export async function tellOfSilence(ctx: Ctx, contractId: string): Promise<boolean> {
  const { contract } = await getWorkForChange(ctx, contractId);
  if (contract.contractType !== "hourly" || contract.state !== "active") return false;
  const since = idleSince(contract, contract.companyZone);
  const days = idleDaysToTell(since, ctx.now);
  const toldAt = afterDays(since, days);
  if (days === 0 || (contract.idleToldAt && contract.idleToldAt >= toldAt)) return false;
  await ctx.db
    .update(contracts)
    .set({ idleToldAt: toldAt, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id)));
  recordEvent(ctx, "contract.inactive", "contract", contract.id, { days: String(days) });
  await mailInactive(ctx, contract, { since, days });
  return true;
}
