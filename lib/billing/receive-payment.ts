import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import { receipts } from "@/db/schema";
import type { Ctx } from "../ctx";
import { listHoldings } from "../ledger/queries";
import { type Movement, transfer } from "../ledger/transfer";
import { lockOrders, stagePot } from "../orders/stages";
import { companyFigures, getBilling, writeReceipt } from "./company-money";
import { sumDebt } from "./debt";
import { mailPaymentReceived } from "./mails";
import type { Move } from "./money-moves";
import { wireRail } from "./payment-rail";
import { balancePot, chargedKinds, creditPot } from "./rules";

/**
 * A confirmed payment fills the company's balance and pays what is owed on terms, oldest first; what it pays for counts as
 * paid on its purchase order. A receipt is written.
 */
export async function receivePayment(ctx: Ctx, move: Move): Promise<void> {
  const { id, companyMinor: amount, currency } = move;
  await getBilling(ctx, true);
  const { owedMinor } = await companyFigures(ctx);
  // What open offers hold was spent on nothing yet, so a payment covers it last.
  const owedBefore = await sumDebt(ctx);
  const settles = owedMinor < amount ? owedMinor : amount;
  const subject = { kind: "account" as const, id: ctx.accountId };
  const movements: Movement[] = [wireRail.bringIn(ctx.accountId, { key: `${id}/1`, amount, currency, subject })];
  if (settles > 0n)
    movements.push({
      kind: "paid",
      key: `${id}/2`,
      debit: creditPot(ctx.accountId),
      credit: balancePot(ctx.accountId),
      amount: settles,
      currency,
      subject,
    });
  await transfer(ctx, movements);
  await payOrders(ctx, { key: id, currency, owedBefore, owedAfter: await sumDebt(ctx) });
  await writeReceipt(ctx, {
    id,
    kind: "payment",
    title: `Wire ${move.externalRef}`,
    method: "wire",
    currency,
    amountMinor: amount,
    moveId: id,
  });
  await mailPaymentReceived(ctx, move);
}

type Settled = { key: string; currency: string; owedBefore: bigint; owedAfter: bigint };

/** What is owed sits on the newest charges; those that are no longer owed were paid: invoiced → paid, per order. */
async function payOrders(ctx: Ctx, { key, currency, owedBefore, owedAfter }: Settled): Promise<void> {
  if (owedAfter === owedBefore) return;
  const newest = await ctx.db
    .select({ contractId: receipts.contractId, orderId: receipts.orderId, amountMinor: receipts.amountMinor })
    .from(receipts)
    .where(and(eq(receipts.accountId, ctx.accountId), inArray(receipts.kind, [...chargedKinds, "fee"])))
    .orderBy(desc(receipts.issuedAt), desc(receipts.id))
    .limit(5_000);
  const paid = new Map<string, { contractId: string; orderId: string; amount: bigint }>();
  let from = 0n;
  for (const { contractId, orderId, amountMinor } of newest) {
    const to = from + amountMinor;
    const low = from > owedAfter ? from : owedAfter;
    const high = to < owedBefore ? to : owedBefore;
    if (high > low && contractId && orderId) {
      const name = `${contractId}/${orderId}`;
      const before = paid.get(name)?.amount ?? 0n;
      paid.set(name, { contractId, orderId, amount: before + high - low });
    }
    from = to;
    if (from >= owedBefore) break;
  }
  if (paid.size === 0) return;
  const parts = [...paid.values()];
  await lockOrders(
    ctx,
    parts.map(({ orderId }) => orderId),
  );
  const holdings = await listHoldings(ctx, "contract", [...new Set(parts.map(({ contractId }) => contractId))]);
  await transfer(
    ctx,
    parts.flatMap(({ contractId, orderId, amount }): Movement[] => {
      const held =
        holdings.find((each) => each.subjectId === contractId && each.orderId === orderId && each.code === "invoiced")
          ?.held ?? 0n;
      const here = held < amount ? held : amount;
      if (here <= 0n) return [];
      return [
        {
          kind: "paid",
          key: `pay/${key}/${contractId}/${orderId}`,
          debit: stagePot(orderId, "paid"),
          credit: stagePot(orderId, "invoiced"),
          amount: here,
          currency,
          subject: { kind: "contract", id: contractId },
          orderId,
        },
      ];
    }),
  );
}
