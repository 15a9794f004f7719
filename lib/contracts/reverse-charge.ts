import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { contractCharges } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { reverseCharge as reversePostings } from "../orders/stages";
import { findChargeForChange } from "./charges";
import { getContractForChange } from "./queries";
import { canCharge } from "./rules";
import type { ReverseChargeInput } from "./schema";

export type ReverseChargeResult = { ok: true };

/**
 * Takes a charge back, with a reason; both stay to be seen. Its postings are reversed on the purchase order they were
 * made on. Taking back twice is taking back once.
 * @throws NotFoundError; ForbiddenError for anybody but finance admins, admins and program owners.
 */
export async function reverseCharge(ctx: Ctx, input: ReverseChargeInput): Promise<ReverseChargeResult> {
  const contract = await getContractForChange(ctx, input.contractId);
  if (!canCharge(ctx.actor)) throw new ForbiddenError("take charges back");
  const charge = await findChargeForChange(ctx, input.chargeId);
  if (charge?.contractId !== contract.id) throw new NotFoundError("charge");
  if (charge.reversedAt) return { ok: true };
  await ctx.db
    .update(contractCharges)
    .set({
      reversedAt: ctx.now,
      reversedBy: ctx.actor.userId,
      reversalReason: input.reason,
      auditId: ctx.auditId,
    })
    .where(
      and(
        eq(contractCharges.accountId, ctx.accountId),
        eq(contractCharges.id, charge.id),
        isNull(contractCharges.reversedAt),
      ),
    );
  await reversePostings(ctx, contract, { id: charge.id, note: input.reason });
  recordEvent(ctx, "contract.charge-reversed", "contract", contract.id, {
    charge: charge.id,
    amount: charge.amountMinor.toString(),
    currency: contract.currency,
    day: charge.chargedOn,
    reason: input.reason,
  });
  return { ok: true };
}
