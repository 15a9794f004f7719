import type { Actor } from "@/lib/actor";
import { askPayout, withdrawPayout } from "@/lib/billing/ask-payout";
import { exemptFromFee } from "@/lib/billing/exempt-from-fee";
import { confirmMove, recordAskedPayout, recordPayout, recordWire, refuseMove } from "@/lib/billing/money-moves";
import { recordReturn } from "@/lib/billing/return-balance";
import { reinstateCompany, suspendCompany } from "@/lib/billing/suspend-company";
import { endContract } from "@/lib/contracts/end-contract";
import { type Ctx, writeAs } from "@/lib/ctx";
import { answerDispute, withdrawDispute } from "@/lib/disputes/answer-dispute";
import { openDispute } from "@/lib/disputes/open-dispute";
import { answerSettlement, fileForArbitration, proposeSettlement, recordAward } from "@/lib/disputes/settle-dispute";
import { ConflictError, ForbiddenError, isUnknownOutcome, NotFoundError } from "@/lib/errors";
import { answerProposal } from "@/lib/milestones/answer-proposal";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { giveBack } from "@/lib/milestones/give-back";
import { giveBonus } from "@/lib/milestones/give-bonus";
import { proposeChange } from "@/lib/milestones/propose-change";
import { releaseMilestone } from "@/lib/milestones/release-milestone";
import { requestChanges } from "@/lib/milestones/request-changes";
import { requestRefund } from "@/lib/milestones/request-refund";
import { requestRelease } from "@/lib/milestones/request-release";
import { submitWork } from "@/lib/milestones/submit-work";
import { askRefund } from "@/lib/refunds/ask-refund";
import { declineRefund, withdrawAsk } from "@/lib/refunds/end-ask";
import { payRefund } from "@/lib/refunds/pay-refund";
import { runTick } from "@/lib/tick";

/** The product's verbs by name, so that a deed is plain data that any process can be handed. */
const verbs = {
  answerDispute,
  answerProposal,
  answerSettlement,
  askRefund,
  askPayout,
  confirmMove,
  declineRefund,
  endContract,
  fileForArbitration,
  fundMilestone,
  giveBack,
  giveBonus,
  openDispute,
  payRefund,
  proposeChange,
  proposeSettlement,
  recordAskedPayout,
  recordAward,
  recordPayout,
  recordReturn,
  recordWire,
  refuseMove,
  reinstateCompany: (ctx: Ctx, _: null) => reinstateCompany(ctx),
  releaseMilestone,
  requestChanges,
  requestRefund,
  requestRelease,
  submitWork,
  exemptFromFee,
  suspendCompany: (ctx: Ctx, _: null) => suspendCompany(ctx),
  withdrawAsk,
  withdrawDispute,
  withdrawPayout,
};
type Verbs = typeof verbs;

/** A verb and its form. */
export type Work = { [V in keyof Verbs]: { verb: V; input: Parameters<Verbs[V]>[1] } }[keyof Verbs];

/** One deed of one person at one instant, or one tick of one company. */
export type Job = (Work & { actor: Actor; now: Date }) | { verb: "tick"; accountId: string; now: Date };

/** Whether its form carries a key, by which a repeat is known. (An end says yes to what is ended, by whatever form.) */
export const isKeyed = (job: Job): boolean =>
  job.verb !== "tick" && job.verb !== "endContract" && job.input !== null && "key" in job.input;

/**
 * Does a job once, on this process's own pool.
 * @returns "ok", the refusal's reason, "lost" where the connection died and nobody knows, or "fault" with what was thrown
 */
export async function carryOut(job: Job): Promise<string> {
  try {
    if (job.verb === "tick") {
      await runTick({ now: job.now, accountId: job.accountId });
      return "ok";
    }
    const verb = verbs[job.verb] as (ctx: Ctx, input: Work["input"]) => Promise<{ ok: boolean; reason?: string }>;
    const { ok, reason } = await writeAs(job.actor, (ctx) => verb(ctx, job.input), { now: job.now });
    return ok ? "ok" : (reason ?? "refused");
  } catch (error) {
    return thrown(error);
  }
}

function thrown(error: unknown): string {
  if (error instanceof NotFoundError) return "not-found";
  if (error instanceof ForbiddenError) return "forbidden";
  if (error instanceof ConflictError) return "conflict";
  if (isUnknownOutcome(error)) return "lost";
  return error instanceof Error ? `fault ${error.stack} ${error.cause}` : `fault ${error}`;
}
