import "server-only";
import { and, eq } from "drizzle-orm";
import { companyBilling, moneyMoves } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import { env } from "../env";
import { ForbiddenError } from "../errors";
import type { Refusal } from "../milestones/open-milestone";
import { getBilling } from "./company-money";
import { type Move, proposeMove, wasSent } from "./money-moves";
import { isPaymentOperations } from "./rules";

export type ExemptFromFeeInput = { key: string; exempt: boolean; note: string };
export type ExemptFromFeeResult = { ok: true } | Refusal<"nothing-changes" | "waiting">;

/**
 * Payment operations propose that a company pays no client fee from then on, or pays it again; a second person confirms
 * (product part two, §12 and §13.7).
 * @throws ForbiddenError for anybody else.
 */
export async function exemptFromFee(ctx: Ctx, { key, exempt, note }: ExemptFromFeeInput): Promise<ExemptFromFeeResult> {
  if (!isPaymentOperations(ctx.actor)) throw new ForbiddenError("exempt a company from the client fee");
  const { currency } = await getAccountSettings(ctx, "no key update");
  if (await wasSent(ctx, key)) return { ok: true };
  if ((await getBilling(ctx)).feeExempt === exempt)
    return {
      ok: false,
      reason: "nothing-changes",
      message: `The company ${exempt ? "is exempt" : "pays the client fee"} already.`,
    };
  if (await isWaiting(ctx))
    return { ok: false, reason: "waiting", message: "A change of the exemption waits for its second person already." };
  await proposeMove(ctx, {
    id: key,
    kind: "fee_exemption",
    currency,
    companyMinor: 0n,
    talentMinor: 0n,
    subjectId: null,
    source: exempt ? "exempt" : "charged",
    reason: note,
    proposedBy: ctx.actor.userId ?? "",
  });
  return { ok: true };
}

/** How a company stands to the client fee: what the installation takes in basis points, and whether it is exempt. */
export async function findFeeStanding(ctx: ReadCtx) {
  return {
    installationRate: env.FEES_CLIENT,
    exempt: (await getBilling(ctx)).feeExempt,
    /** a change waits for its second person */
    waiting: await isWaiting(ctx),
  };
}

async function isWaiting(ctx: ReadCtx): Promise<boolean> {
  const waiting = await ctx.db
    .select({ id: moneyMoves.id })
    .from(moneyMoves)
    .where(
      and(
        eq(moneyMoves.accountId, ctx.accountId),
        eq(moneyMoves.kind, "fee_exemption"),
        eq(moneyMoves.state, "proposed"),
      ),
    );
  return waiting.length > 0;
}

/** The confirmed change counts from now on; what was charged before stays. Called by the money move. */
export async function executeExemption(ctx: Ctx, { source, reason }: Move): Promise<{ ok: true }> {
  await getBilling(ctx, true);
  await ctx.db
    .update(companyBilling)
    .set({ feeExempt: source === "exempt", auditId: ctx.auditId })
    .where(eq(companyBilling.accountId, ctx.accountId));
  recordEvent(ctx, "billing.fee-exemption-changed", "account", ctx.accountId, { to: source, reason });
  return { ok: true };
}
