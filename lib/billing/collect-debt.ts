import "server-only";
import { eq } from "drizzle-orm";
import { companyBilling } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { addLocalDays, type LocalDate } from "../dates";
import { getBilling, isSuspended } from "./company-money";
import { findNextDueDay, findPastDue } from "./list-invoices";
import { mailPastDue } from "./mails";
import { collectionStep, startOfDay } from "./rules";
import { suspendCompany } from "./suspend-company";

/**
 * The age of what a company on terms owes: finance is told on days 1, 7 and 14 after the due day of the oldest unpaid
 * invoice, and on day 15 the account is suspended (§13.2). What is owed is reckoned anew at each look; a suspended company is
 * told nothing more. Run by the tick; asks the row again. @returns whether a look was due.
 */
export async function runCollectionTimer(ctx: Ctx, _accountId: string): Promise<boolean> {
  const { collectAt, pastDueSince } = await getBilling(ctx, true);
  if (!collectAt || collectAt > ctx.now) return false;
  const pastDue = (await isSuspended(ctx)) ? null : await findPastDue(ctx);
  const step = pastDue && collectionStep(pastDue.since, ctx.now, pastDue.since === pastDueSince);
  if (pastDue && step?.does === "notice") {
    recordEvent(ctx, "account.past-due", "account", ctx.accountId, {
      day: String(step.day),
      due: pastDue.since,
      amount: pastDue.amountMinor.toString(),
    });
    await mailPastDue(ctx, pastDue, step.day);
    await lookAgain(ctx, step.next, pastDue.since);
    return true;
  }
  if (step?.does === "suspend") await suspendCompany(ctx);
  else recordEvent(ctx, "billing.due-day-passed", "account", ctx.accountId, {});
  const dueOn = await findNextDueDay(ctx);
  await lookAgain(ctx, dueOn && addLocalDays(dueOn, 1), null);
  return true;
}

async function lookAgain(ctx: Ctx, day: LocalDate | null, pastDueSince: LocalDate | null): Promise<void> {
  await ctx.db
    .update(companyBilling)
    .set({ collectAt: day ? startOfDay(day) : null, pastDueSince, auditId: ctx.auditId })
    .where(eq(companyBilling.accountId, ctx.accountId));
}
