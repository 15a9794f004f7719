import "server-only";
import { earnings } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { clientFeeOn, receiptFee } from "../billing/client-fee";
import {
  chargeOrder,
  findOrderNumber,
  isSuspended,
  type MoneyRefusal,
  takeFromCompany,
  writeReceipt,
} from "../billing/company-money";
import { earningPot } from "../billing/rules";
import { listOpenPauses } from "../contracts/pause-contract";
import type { Ctx } from "../ctx";
import { afterDays, formatInstant } from "../dates";
import { ForbiddenError } from "../errors";
import { formatMoney } from "../money";
import { isRepetition } from "./escrow";
import { mailBonus } from "./mails";
import { notStarted, type Refusal } from "./open-milestone";
import { getWorkForChange, isClientSideNow } from "./queries";
import { bonusDays, leastBonus, securityDays } from "./rules";
import type { BonusInput } from "./schema";

export type GiveBonusResult =
  | { ok: true }
  | MoneyRefusal
  | Refusal<"too-late" | "suspended" | "held" | "too-small" | "not-started">;

/**
 * "Give a bonus", at least 1.00, while the contract runs or up to 365 days after it ended; not while the company is
 * suspended or payment operations hold the contract (§12.5).
 * @throws NotFoundError; ForbiddenError for anybody but the client side.
 */
export async function giveBonus(ctx: Ctx, input: BonusInput): Promise<GiveBonusResult> {
  const { contract } = await getWorkForChange(ctx, input.contractId);
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("give a bonus on this contract");
  const { key, amountMinor: amount, note } = input;
  const { currency, talentUserId } = contract;
  if (await isRepetition(ctx, key, { kinds: ["bonus"], subjectId: contract.id, amount })) return { ok: true };
  if (contract.state === "pending") return notStarted(contract);
  const until = contract.endedAt && afterDays(contract.endedAt, bonusDays);
  if (until && until <= ctx.now)
    return {
      ok: false,
      reason: "too-late",
      message: `Bonuses were possible until ${formatInstant(until, contract.contactZone)}.`,
    };
  if (await isSuspended(ctx))
    return { ok: false, reason: "suspended", message: "Your account is suspended; a bonus is not possible." };
  if ((await listOpenPauses(ctx, contract.id)).includes("risk"))
    return {
      ok: false,
      reason: "held",
      message: `Contract ${contract.number} is paused by the platform; a bonus is not possible.`,
    };
  const least = leastBonus(currency);
  if (amount < least)
    return { ok: false, reason: "too-small", message: `At least ${formatMoney({ minor: least, currency })}.` };
  const fee = await clientFeeOn(ctx, amount);
  await chargeOrder(ctx, contract, amount, key, fee.orderFeeMinor);
  const subject = { kind: "contract" as const, id: contract.id };
  const to = earningPot(talentUserId, "pending");
  const taken = await takeFromCompany(ctx, { key, to, amount, fee: fee.feeMinor, currency, subject }, "bonus");
  if (!taken.ok) return taken;
  await ctx.db.insert(earnings).values({
    accountId: ctx.accountId,
    id: key,
    talentUserId,
    contractId: contract.id,
    kind: "bonus",
    currency,
    amountMinor: amount,
    refundedMinor: 0n,
    releasedBy: "client",
    note,
    earnedAt: ctx.now,
    availableAt: afterDays(ctx.now, securityDays),
    auditId: ctx.auditId,
  });
  const receipt = {
    id: key,
    kind: "bonus" as const,
    title: `Contract ${contract.number}, bonus`,
    method: taken.method,
    currency,
    amountMinor: amount,
    contractId: contract.id,
    orderId: contract.orderId,
    orderNumber: await findOrderNumber(ctx, contract.orderId),
  };
  await writeReceipt(ctx, receipt);
  await receiptFee(ctx, receipt, fee);
  recordEvent(ctx, "bonus.paid", "contract", contract.id, { amount: amount.toString(), currency, note });
  await mailBonus(ctx, contract, { id: key, amount, note });
  return { ok: true };
}
