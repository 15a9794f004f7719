import "server-only";
import { and, eq, ne } from "drizzle-orm";
import { contracts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import type { EscrowChoice } from "../milestones/schema";
import { type SettleAtEndResult, settleAtEnd } from "../milestones/settle-at-end";
import { amountProblemText, parseAmount } from "../money";
import { freeCommitment } from "../orders/stages";
import { mailEnded } from "./mails";
import { getContractForChange } from "./queries";
import { canEnd } from "./rules";
import type { EndContractInput } from "./schema";

type Invalid = { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };
export type EndContractResult = { ok: true } | Invalid | Extract<SettleAtEndResult, { ok: false }>;

/**
 * Ends a contract for good, by the client or the freelancer; what it still commits on its purchase order becomes free,
 * and both sides are told (product.md §9). Ending twice is ending once. Refused when what is held has changed since the page
 * that asks: nobody pays or returns what they have not seen.
 * @throws NotFoundError; ForbiddenError for members who may not change its terms.
 */
export async function endContract(ctx: Ctx, input: EndContractInput): Promise<EndContractResult> {
  const contract = await getContractForChange(ctx, input.contractId);
  if (!canEnd(ctx.actor, contract)) throw new ForbiddenError("end this contract");
  if (contract.state === "ended") return { ok: true };
  const reason = input.reason ? `${input.cause}: ${input.reason}` : input.cause;
  const by = ctx.actor.kind === "talent" ? "talent" : "client";
  const choice = escrowChoice(input, contract.currency);
  if (choice && "ok" in choice) return choice;
  const settled = await settleAtEnd(ctx, contract.id, by, {
    choice,
    reason,
    own: input.reason,
    key: input.key ?? newId(),
    seen: input.seen,
  });
  if (!settled.ok) return settled;
  await ctx.db
    .update(contracts)
    .set({
      state: "ended",
      endedAt: ctx.now,
      endedBy: ctx.actor.userId,
      endReason: reason,
      remindAt: null,
      version: contract.version + 1,
      auditId: ctx.auditId,
    })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id), ne(contracts.state, "ended")));
  await freeCommitment(ctx, contract);
  recordEvent(ctx, "contract.ended", "contract", contract.id, { reason });
  await mailEnded(ctx, contract, reason);
  return { ok: true };
}

/** What the form says about money in escrow; null where it says nothing. */
function escrowChoice({ pay, payAmount }: EndContractInput, currency: string): EscrowChoice | Invalid | null {
  if (!pay) return null;
  if (pay !== "part") return { pay };
  const read = parseAmount(payAmount ?? "", currency);
  if ("minor" in read) return { pay, amountMinor: read.minor };
  return { ok: false, reason: "invalid", fieldErrors: { payAmount: [amountProblemText(read.problem, currency)] } };
}
