import "server-only";
import { and, eq, isNull, lte, sql } from "drizzle-orm";
import { earnings } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { isUnderHold } from "../billing/available-earnings";
import { earningPot } from "../billing/rules";
import type { Ctx } from "../ctx";
import { localDateOf } from "../dates";
import { transfer } from "../ledger/transfer";
import { endOfLocalDay } from "../local-day";
import { mailEarningAvailable } from "./mails";
import { type EscrowContract, getEscrowContract } from "./queries";

/**
 * Pending → available, five days after a release or a bonus (§11.4), less what was refunded since. Run by the tick; asks
 * the row again. The platform's hold on a contract keeps the freelancer's earnings from the company pending. @returns whether this call moved it.
 */
export async function makeEarningAvailable(ctx: Ctx, earningId: string): Promise<boolean> {
  const [earning] = await ctx.db
    .select()
    .from(earnings)
    .where(and(eq(earnings.accountId, ctx.accountId), eq(earnings.id, earningId)))
    .for("no key update");
  if (!earning || earning.movedAt || earning.leftMinor === 0n || earning.availableAt > ctx.now) return false;
  if (await isUnderHold(ctx, earning.talentUserId)) return false;
  const contract = await getEscrowContract(ctx, earning.contractId);
  const today = await sumOfToday(ctx, contract);
  await ctx.db
    .update(earnings)
    .set({ movedAt: ctx.now, auditId: ctx.auditId })
    .where(and(eq(earnings.accountId, ctx.accountId), eq(earnings.id, earning.id), isNull(earnings.movedAt)));
  const { talentUserId, currency, leftMinor: amount } = earning;
  await transfer(ctx, [
    {
      kind: "earning_available",
      key: `available/${earning.id}`,
      debit: earningPot(talentUserId, "available"),
      credit: earningPot(talentUserId, "pending"),
      amount,
      currency,
      subject: { kind: "contract", id: earning.contractId },
      occurredAt: earning.availableAt,
    },
  ]);
  await mailEarningAvailable(ctx, contract, today);
  recordEvent(ctx, "earnings.available", "contract", earning.contractId, { amount: amount.toString(), currency });
  return true;
}

/** What becomes available on the contract until the freelancer's day ends: one mail tells of all of it. */
async function sumOfToday(ctx: Ctx, contract: EscrowContract): Promise<bigint> {
  const [row] = await ctx.db
    .select({ sum: sql<string>`coalesce(sum(${earnings.leftMinor}), 0)` })
    .from(earnings)
    .where(
      and(
        eq(earnings.accountId, ctx.accountId),
        eq(earnings.contractId, contract.id),
        isNull(earnings.movedAt),
        lte(earnings.availableAt, endOfLocalDay(localDateOf(ctx.now, contract.talentZone), contract.talentZone)),
      ),
    );
  return BigInt(row?.sum ?? 0);
}
