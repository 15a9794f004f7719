import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { refundAsks, refunds } from "@/db/schema";
import { sumRecordedPayouts } from "../billing/list-payouts";
import type { ReadCtx } from "../ctx";
import { isId } from "../ids";
import { listBalances } from "../ledger/queries";
import { sumPaidSince } from "../milestones/refund-earnings";
import { isOpenAsk, type Refundable, refundableSince } from "./rules";

export type RefundAsk = typeof refundAsks.$inferSelect;
export type Refund = typeof refunds.$inferSelect;

/** What can come back of a contract's payments now. Ask only after the contract was found. */
export async function findRefundable(
  ctx: ReadCtx,
  contract: { id: string; currency: string; talentUserId: string },
): Promise<Refundable> {
  const paid = await sumPaidSince(ctx, contract.id, refundableSince(ctx.now));
  const pots = await listBalances(ctx, [contract.talentUserId]);
  const available = pots.find(({ code, currency }) => code === "available" && currency === contract.currency);
  // What a payout was recorded for may have left the bank already.
  const recorded = await sumRecordedPayouts(ctx, contract.talentUserId);
  return { ...paid, availableMinor: positive((available?.balance ?? 0n) - recorded) };
}

const positive = (minor: bigint) => (minor > 0n ? minor : 0n);

/** The request that waits for an answer, or null. One whose 14 days are over is returned too: it stands until it lapses. */
export async function findOpenAsk(ctx: ReadCtx, contractId: string): Promise<RefundAsk | null> {
  const [row] = await ctx.db
    .select()
    .from(refundAsks)
    .where(
      and(eq(refundAsks.accountId, ctx.accountId), eq(refundAsks.contractId, contractId), eq(refundAsks.state, "open")),
    );
  return row ?? null;
}

/** One request by its id, or null: unknown and malformed ids look alike. */
export async function findAsk(ctx: ReadCtx, askId: string): Promise<RefundAsk | null> {
  if (!isId(askId)) return null;
  const [row] = await ctx.db
    .select()
    .from(refundAsks)
    .where(and(eq(refundAsks.accountId, ctx.accountId), eq(refundAsks.id, askId)));
  return row ?? null;
}

/** One refund by its id, or null. */
export async function findRefund(ctx: ReadCtx, refundId: string): Promise<Refund | null> {
  const [row] = await ctx.db
    .select()
    .from(refunds)
    .where(and(eq(refunds.accountId, ctx.accountId), eq(refunds.id, refundId)));
  return row ?? null;
}

/** How many of the latest a contract's page shows; all of them stand in its history. */
const shown = 10;

/** The latest requests for a refund on a contract, newest first, up to ten. */
export async function listAsks(ctx: ReadCtx, contractId: string): Promise<RefundAsk[]> {
  return ctx.db
    .select()
    .from(refundAsks)
    .where(and(eq(refundAsks.accountId, ctx.accountId), eq(refundAsks.contractId, contractId)))
    .orderBy(desc(refundAsks.askedAt), desc(refundAsks.id))
    .limit(shown);
}

/** The latest refunds of a contract's payments, newest first, up to ten. */
export async function listRefunds(ctx: ReadCtx, contractId: string): Promise<Refund[]> {
  return ctx.db
    .select()
    .from(refunds)
    .where(and(eq(refunds.accountId, ctx.accountId), eq(refunds.contractId, contractId)))
    .orderBy(desc(refunds.refundedAt), desc(refunds.id))
    .limit(shown);
}

/**
 * What a contract's page says of refunds: how much can come back, the request that waits, and the latest requests and
 * refunds. Ask only after the contract was found.
 */
export async function findRefundsOf(ctx: ReadCtx, contract: { id: string; currency: string; talentUserId: string }) {
  const asks = await listAsks(ctx, contract.id);
  return {
    refundable: await findRefundable(ctx, contract),
    ask: asks.find((each) => isOpenAsk(each, ctx.now)) ?? null,
    asks,
    refunds: await listRefunds(ctx, contract.id),
  };
}

export type RefundsOfContract = Awaited<ReturnType<typeof findRefundsOf>>;
