import "server-only";
import { and, eq } from "drizzle-orm";
import { contractCharges, contracts } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { formatDay, type LocalDate, localDateOf } from "../dates";
import { ForbiddenError } from "../errors";
import { charge } from "../orders/stages";
import { findChargeForChange } from "./charges";
import { getContractForChange } from "./queries";
import { canCharge, neverStarted } from "./rules";
import type { RecordChargeInput } from "./schema";
import { listTasks } from "./tasks";

export type RecordChargeResult =
  | { ok: true; chargeId: string }
  | { ok: false; reason: "recorded-already" }
  | { ok: false; reason: "not-started"; message: string }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Records money charged on a contract: it counts as invoiced on the purchase order of this moment, for good, also where
 * that overdraws it (product.md §4). A charge may come after the contract has ended. The same form twice records once.
 * Nothing is charged of what came before its onboarding plan was done (§9); the day of that is the first.
 * @throws NotFoundError; ForbiddenError for anybody but finance admins, admins and program owners.
 */
export async function recordCharge(ctx: Ctx, input: RecordChargeInput): Promise<RecordChargeResult> {
  const contract = await getContractForChange(ctx, input.contractId);
  if (!canCharge(ctx.actor)) throw new ForbiddenError("record charges");
  const made = await findChargeForChange(ctx, input.id);
  if (made) {
    const same =
      made.contractId === contract.id &&
      made.amountMinor === input.amountMinor &&
      made.chargedOn === input.chargedOn &&
      made.note === input.note;
    return same ? { ok: true, chargeId: made.id } : { ok: false, reason: "recorded-already" };
  }
  const { timeZone } = await getAccountSettings(ctx);
  if (input.chargedOn > localDateOf(ctx.now, timeZone)) return wrongDay("Choose today or an earlier day.");
  const plan = await listTasks(ctx, contract);
  if (neverStarted(plan)) {
    const message =
      contract.state === "ended"
        ? `Contract ${contract.number} ended before its onboarding plan was done; nothing can be charged on it.`
        : `Contract ${contract.number} is pending; nothing can be charged before its onboarding plan is done.`;
    return { ok: false, reason: "not-started", message };
  }
  const firstDay = localDateOf(contract.startedAt, timeZone);
  if (plan.length > 0 && input.chargedOn < firstDay)
    return wrongDay(`The contract started on ${formatDay(firstDay)}; nothing before can be charged.`);
  const { id, amountMinor, chargedOn, note } = input;
  const { currency, orderId } = contract;
  await ctx.db.insert(contractCharges).values({
    accountId: ctx.accountId,
    id,
    contractId: contract.id,
    orderId,
    chargedOn,
    currency,
    amountMinor,
    note,
    recordedBy: ctx.actor.userId,
    recordedAt: ctx.now,
    auditId: ctx.auditId,
  });
  await ctx.db
    .update(contracts)
    .set({ activeAt: ctx.now, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id)));
  await charge(ctx, contract, {
    id,
    orderId,
    currency,
    amountMinor,
    note,
    occurredAt: instantOf(chargedOn, ctx.now),
  });
  recordEvent(ctx, "contract.charged", "contract", contract.id, {
    charge: id,
    amount: amountMinor.toString(),
    currency,
    day: chargedOn,
    order: contract.orderNumber,
  });
  return { ok: true, chargeId: id };
}

const wrongDay = (message: string) => ({
  ok: false as const,
  reason: "invalid" as const,
  fieldErrors: { chargedOn: [message] },
});

/** When a charge of a day counts: in the middle of that day, and never later than now. */
function instantOf(day: LocalDate, now: Date): Date {
  const noon = new Date(`${day}T12:00:00Z`);
  return noon < now ? noon : now;
}
