import "server-only";
import { and, eq } from "drizzle-orm";
import { contracts } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { estimatedTotal } from "../approvals/rules";
import { type Overtaken, overtaken } from "../audit/overtaken";
import { recordEvent } from "../audit/record-event";
import { estimateOf } from "../billing/client-fee";
import type { Ctx } from "../ctx";
import { formatDay, localDateOf } from "../dates";
import { ForbiddenError } from "../errors";
import { wakeAll } from "../milestones/wake";
import { commitContract } from "../orders/stages";
import { agreedOf, termsOf } from "./change-terms";
import { mailTermsChanged } from "./mails";
import { getContractForChange } from "./queries";
import { canChangeTerms } from "./rules";
import type { ChangeEndDateInput } from "./schema";

export type ChangeEndDateResult =
  | { ok: true }
  | { ok: false; reason: "ended" }
  | Overtaken
  | { ok: false; reason: "nothing-changed" }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Moves the end date, at once; the freelancer is told (product.md §9). An hourly contract's estimated total follows, and
 * with it what is committed on its purchase order.
 * @throws NotFoundError; ForbiddenError for people who may not change its terms.
 */
export async function changeEndDate(ctx: Ctx, input: ChangeEndDateInput): Promise<ChangeEndDateResult> {
  const contract = await getContractForChange(ctx, input.contractId);
  if (!canChangeTerms(ctx.actor, contract)) throw new ForbiddenError("move the end date of this contract");
  if (contract.state === "ended") return { ok: false, reason: "ended" };
  if (contract.version !== input.version) return overtaken(ctx, "contract", contract.id);
  const { endDate } = input;
  if (endDate === contract.endDate) return { ok: false, reason: "nothing-changed" };
  const settings = await getAccountSettings(ctx);
  if (endDate && endDate < contract.startDate)
    return invalid(`The contract starts on ${formatDay(contract.startDate)}. Choose that day or a later one.`);
  if (endDate && endDate < localDateOf(ctx.now, settings.timeZone)) return invalid("Choose today or a later day.");
  const { contractType, startDate } = contract;
  const estimatedTotalMinor =
    contractType === "hourly"
      ? estimatedTotal({ ...agreedOf(await termsOf(ctx, contract.id)), contractType, startDate, endDate }).minor
      : contract.estimatedTotalMinor;
  const estimate = await estimateOf(ctx, contract, estimatedTotalMinor);
  await ctx.db
    .update(contracts)
    .set({ endDate, ...estimate, version: contract.version + 1, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id)));
  if (estimatedTotalMinor !== contract.estimatedTotalMinor) await commitContract(ctx, { ...contract, ...estimate });
  await wakeAll(ctx, contract.id);
  recordEvent(ctx, "contract.end-date-changed", "contract", contract.id, { from: contract.endDate, to: endDate });
  await mailTermsChanged(ctx, await getContractForChange(ctx, contract.id), [
    { label: "End date", before: dayText(contract.endDate), after: dayText(endDate), note: null },
  ]);
  return { ok: true };
}

const dayText = (day: string | null) => (day ? formatDay(day) : "No end date");

const invalid = (message: string) => ({
  ok: false as const,
  reason: "invalid" as const,
  fieldErrors: { endDate: [message] },
});
