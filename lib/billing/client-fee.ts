import "server-only";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import { env } from "../env";
import { newId } from "../ids";
import { getBilling, type NewReceipt, writeReceipt } from "./company-money";
import { clientFee } from "./rules";

/**
 * What the actor's company pays on top of what it spends, in basis points: `fees.client` of this installation, nothing for
 * an exempt company. Where the installation takes no fee, nothing is asked of the database.
 */
export async function clientFeeRate(ctx: ReadCtx): Promise<number> {
  if (env.FEES_CLIENT === 0) return 0;
  return (await getBilling(ctx)).feeExempt ? 0 : env.FEES_CLIENT;
}

/** A client fee and what of it counts on the purchase order of what it is charged on, minor units. */
export type Fee = { feeMinor: bigint; orderFeeMinor: bigint };

/** The fee on an amount as it is now; it counts on purchase orders where `po.include_fees` is on (product.md §4). */
export async function clientFeeOn(ctx: ReadCtx, amountMinor: bigint): Promise<Fee> {
  const feeMinor = clientFee(amountMinor, await clientFeeRate(ctx));
  return { feeMinor, orderFeeMinor: await countedOnOrder(ctx, feeMinor) };
}

/** What of a fee counts on a purchase order. */
export const countedOnOrder = async (ctx: ReadCtx, feeMinor: bigint): Promise<bigint> =>
  feeMinor > 0n && (await getAccountSettings(ctx)).ordersIncludeFees ? feeMinor : 0n;

/** A contract's estimate, with the fee on it that its purchase order holds: today's where the estimate changes. */
export async function estimateOf(
  ctx: ReadCtx,
  contract: { estimatedTotalMinor: bigint; orderFeeMinor: bigint },
  estimatedTotalMinor: bigint,
): Promise<{ estimatedTotalMinor: bigint; orderFeeMinor: bigint }> {
  if (estimatedTotalMinor === contract.estimatedTotalMinor)
    return { estimatedTotalMinor, orderFeeMinor: contract.orderFeeMinor };
  return { estimatedTotalMinor, orderFeeMinor: (await clientFeeOn(ctx, estimatedTotalMinor)).orderFeeMinor };
}

/** The receipt and the event of a fee whose money has moved with `charge`; nothing where there is none. */
export async function receiptFee(
  ctx: Ctx,
  charge: NewReceipt & { contractId: string },
  { feeMinor, orderFeeMinor }: Fee,
): Promise<void> {
  if (feeMinor === 0n) return;
  const { id, contractId, currency, title } = charge;
  const order = orderFeeMinor > 0n ? {} : { orderId: null, orderNumber: null };
  await writeReceipt(ctx, { ...charge, ...order, id: newId(), kind: "fee", amountMinor: feeMinor, feeOf: id });
  recordEvent(ctx, "fee.charged", "contract", contractId, { amount: feeMinor.toString(), currency, on: title });
}
