import "server-only";
import type { Ctx } from "../ctx";
import { bothReaders, clientReader, mailStep, talentReader } from "../milestones/mails";
import type { EscrowContract } from "../milestones/queries";
import { findAsk, type Refund, type RefundAsk } from "./queries";

/** Where on a contract's page refunds are asked for, paid and declined. */
const place = "#refunds";

/** To both sides: the freelancer refunded a payment; `is`: asked for or not, and how much was asked for. */
export async function mailRefundPaid(
  ctx: Ctx,
  contract: EscrowContract,
  refund: Pick<Refund, "id" | "amountMinor" | "reason" | "askId">,
): Promise<void> {
  const ask = refund.askId ? await findAsk(ctx, refund.askId) : null;
  await mailStep(ctx, "refund-paid", contract, bothReaders(contract), {
    key: refund.id,
    amount: refund.amountMinor,
    asked: ask?.amountMinor ?? null,
    reason: refund.reason,
    is: refund.askId ? "asked" : "unasked",
    place,
  });
}

/** To the freelancer: the client asks for a refund, and until when. */
export const mailRefundAsked = (
  ctx: Ctx,
  contract: EscrowContract,
  ask: Pick<RefundAsk, "id" | "amountMinor" | "reason" | "lapsesAt">,
) =>
  mailStep(ctx, "refund-asked", contract, [talentReader(contract)], {
    key: ask.id,
    amount: ask.amountMinor,
    reason: ask.reason,
    next: ["Open until", ask.lapsesAt],
    place,
  });

/** To the side that waits, or need not answer any more: a request ended without a refund. */
export const mailAskEnded = (
  ctx: Ctx,
  contract: EscrowContract,
  ask: Pick<RefundAsk, "id" | "amountMinor">,
  { state, note = null }: { state: "declined" | "lapsed" | "withdrawn"; note?: string | null },
) =>
  mailStep(
    ctx,
    "refund-answered",
    contract,
    [state === "withdrawn" ? talentReader(contract) : clientReader(contract)],
    {
      key: ask.id,
      amount: ask.amountMinor,
      is: state,
      reason: note,
      place,
    },
  );
