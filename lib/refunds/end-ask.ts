import "server-only";
import { and, eq, lte } from "drizzle-orm";
import { refundAsks } from "@/db/schema";
import { getReaderZone } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import type { Refusal } from "../milestones/open-milestone";
import { type EscrowContract, getEscrowContract, getWorkForChange, isClientSideNow } from "../milestones/queries";
import { isTalentSide } from "../milestones/rules";
import { answerAsk, endOfAsk } from "./answer-ask";
import { mailAskEnded } from "./mails";
import { findAsk, type RefundAsk } from "./queries";
import { isOpenAsk } from "./rules";
import type { DeclineRefundInput, WithdrawAskInput } from "./schema";

export type EndAskResult = { ok: true } | Refusal<"not-asked">;

/**
 * "Decline" by the freelancer, with the reason that the client reads; nothing moves (§12.5).
 * @throws NotFoundError; ForbiddenError for anybody but the freelancer.
 */
export async function declineRefund(ctx: Ctx, input: DeclineRefundInput): Promise<EndAskResult> {
  const { contract, ask } = await getAskForChange(ctx, input);
  if (!isTalentSide(ctx.actor, contract)) throw new ForbiddenError("decline a refund on this contract");
  if (!isOpenAsk(ask, ctx.now)) return over(ctx, ask);
  await answerAsk(ctx, ask, { state: "declined", note: input.reason });
  recordEvent(ctx, "refund.declined", "contract", contract.id, { ...factsOf(ask), reason: input.reason });
  await mailAskEnded(ctx, contract, ask, { state: "declined", note: input.reason });
  return { ok: true };
}

/**
 * "Withdraw" by the client side: the freelancer need not answer any more.
 * @throws NotFoundError; ForbiddenError for anybody but the client side.
 */
export async function withdrawAsk(ctx: Ctx, input: WithdrawAskInput): Promise<EndAskResult> {
  const { contract, ask } = await getAskForChange(ctx, input);
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("withdraw this request");
  if (!isOpenAsk(ask, ctx.now)) return over(ctx, ask);
  await answerAsk(ctx, ask, { state: "withdrawn" });
  recordEvent(ctx, "refund.withdrawn", "contract", contract.id, factsOf(ask));
  await mailAskEnded(ctx, contract, ask, { state: "withdrawn" });
  return { ok: true };
}

const over = async (ctx: Ctx, ask: RefundAsk): Promise<Refusal<"not-asked">> => ({
  ok: false,
  reason: "not-asked",
  message: `${endOfAsk(ask, await getReaderZone(ctx))} Nothing was done.`,
});

const factsOf = ({ amountMinor, currency }: RefundAsk) => ({ amount: amountMinor.toString(), currency });

async function getAskForChange(
  ctx: Ctx,
  { contractId, askId }: WithdrawAskInput,
): Promise<{ contract: EscrowContract; ask: RefundAsk }> {
  const { contract } = await getWorkForChange(ctx, contractId);
  const ask = await findAsk(ctx, askId);
  if (ask?.contractId !== contract.id) throw new NotFoundError("request");
  return { contract, ask };
}

/** The 14 days of a request are over. Run by the tick; asks the row again. @returns whether this call lapsed it. */
export async function runAskTimer(ctx: Ctx, askId: string): Promise<boolean> {
  const [ask] = await ctx.db
    .update(refundAsks)
    .set({ state: "lapsed", answeredAt: ctx.now, auditId: ctx.auditId })
    .where(
      and(
        eq(refundAsks.accountId, ctx.accountId),
        eq(refundAsks.id, askId),
        eq(refundAsks.state, "open"),
        lte(refundAsks.lapsesAt, ctx.now),
      ),
    )
    .returning();
  if (!ask) return false;
  recordEvent(ctx, "refund.lapsed", "contract", ask.contractId, factsOf(ask));
  await mailAskEnded(ctx, await getEscrowContract(ctx, ask.contractId), ask, { state: "lapsed" });
  return true;
}
