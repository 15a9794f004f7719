import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { moneyMoves } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import type { Ctx, ReadCtx } from "../ctx";
import { formatInstant } from "../dates";
import { ForbiddenError } from "../errors";
import { transfer } from "../ledger/transfer";
import type { Refusal } from "../milestones/open-milestone";
import { formatMoney } from "../money";
import { companyFigures, getBilling, writeReceipt } from "./company-money";
import { mailBalanceReturned } from "./mails";
import { findByReference, type Move, proposeMove, wasSent } from "./money-moves";
import { balancePot, isPaymentOperations, outsidePot } from "./rules";

/** What of a company's balance can be paid back to it, minor units, and why it is less than all. */
export type Returnable = { mostMinor: bigint; waitingMinor: bigint; owedMinor: bigint };

/**
 * The balance less what waits for its second person already; nothing while anything is owed, for that is settled first
 * (§12.5).
 */
export async function returnable(ctx: ReadCtx): Promise<Returnable> {
  const { balanceMinor, owedMinor } = await companyFigures(ctx);
  const [row] = await ctx.db
    .select({ sum: sql<string>`coalesce(sum(${moneyMoves.companyMinor}), 0)` })
    .from(moneyMoves)
    .where(
      and(
        eq(moneyMoves.accountId, ctx.accountId),
        eq(moneyMoves.kind, "company_return"),
        eq(moneyMoves.state, "proposed"),
      ),
    );
  const waitingMinor = BigInt(row?.sum ?? 0);
  const left = owedMinor > 0n ? 0n : balanceMinor - waitingMinor;
  return { mostMinor: left > 0n ? left : 0n, waitingMinor, owedMinor };
}

export type RecordReturnInput = {
  key: string;
  amountMinor: bigint;
  /** of the transfer, as the company finds it on its bank statement; counts once */
  reference: string;
  note: string;
};
export type RecordReturnResult =
  | { ok: true }
  | Refusal<"not-positive" | "owes" | "more-than-balance" | "reference-used">;

/**
 * Payment operations record that what is left on a company's balance is transferred back to it; a second person confirms
 * (§12.5, §13.7). A payment that was confirmed by mistake is mended the same way, as far as the balance still has it.
 * @throws ForbiddenError for anybody else.
 */
export async function recordReturn(ctx: Ctx, input: RecordReturnInput): Promise<RecordReturnResult> {
  if (!isPaymentOperations(ctx.actor)) throw new ForbiddenError("pay a balance back");
  const { key, amountMinor, reference, note } = input;
  const { currency, timeZone } = await getAccountSettings(ctx, "no key update");
  if (await wasSent(ctx, key)) return { ok: true };
  if (amountMinor <= 0n) return { ok: false, reason: "not-positive", message: "Enter an amount above zero." };
  const { mostMinor, waitingMinor, owedMinor } = await returnable(ctx);
  const money = (minor: bigint) => formatMoney({ minor, currency });
  if (owedMinor > 0n)
    return { ok: false, reason: "owes", message: `The company owes ${money(owedMinor)}. That is settled first.` };
  if (amountMinor > mostMinor) {
    const waits = waitingMinor > 0n ? `; ${money(waitingMinor)} waits for a second person already` : "";
    return { ok: false, reason: "more-than-balance", message: `At most ${money(mostMinor)} can be paid back${waits}.` };
  }
  const used = await findByReference(ctx, "return", reference);
  if (used) {
    const on = formatInstant(used.proposedAt, timeZone);
    return { ok: false, reason: "reference-used", message: `This reference was recorded on ${on}.` };
  }
  await proposeMove(ctx, {
    id: key,
    kind: "company_return",
    currency,
    companyMinor: amountMinor,
    talentMinor: 0n,
    subjectId: null,
    source: "return",
    externalRef: reference,
    reason: note,
    proposedBy: ctx.actor.userId ?? "",
  });
  return { ok: true };
}

/** The confirmed return leaves the balance, with its receipt and the mail to finance. Called by the money move. */
export async function executeReturn(
  ctx: Ctx,
  move: Move,
): Promise<{ ok: true } | Refusal<"owes" | "more-than-available">> {
  const { id, companyMinor: amount, currency } = move;
  await getBilling(ctx, true);
  const { balanceMinor, owedMinor } = await companyFigures(ctx);
  if (owedMinor > 0n)
    return { ok: false, reason: "owes", message: "The company owes something by now. Nothing was paid back." };
  if (balanceMinor < amount)
    return { ok: false, reason: "more-than-available", message: "The balance has less by now. Nothing was paid back." };
  await transfer(ctx, [
    {
      kind: "company_return",
      key: `${id}/1`,
      debit: outsidePot,
      credit: balancePot(ctx.accountId),
      amount,
      currency,
      subject: { kind: "account", id: ctx.accountId },
    },
  ]);
  await writeReceipt(ctx, {
    id,
    kind: "return",
    title: `Transfer ${move.externalRef}`,
    method: "wire",
    currency,
    amountMinor: amount,
    moveId: id,
  });
  await mailBalanceReturned(ctx, move);
  return { ok: true };
}
