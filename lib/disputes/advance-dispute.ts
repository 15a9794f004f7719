import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { factsOf } from "../milestones/escrow";
import { closeByRelease } from "./answer-dispute";
import { mailDisputeReminder, mailProposalOver } from "./mails";
import { moveDispute, moveSettlement } from "./move-dispute";
import { getDisputeForChange, type OpenDispute } from "./queries";
import { dueDisputeStep } from "./rules";

/** What is due on one dispute. Run by the tick; asks the row again. @returns whether anything was. */
export async function runDisputeTimer(ctx: Ctx, disputeId: string): Promise<boolean> {
  const before = ctx.entries.length;
  await getDisputeAsOfNow(ctx, disputeId);
  return ctx.entries.length > before;
}

/**
 * A dispute, locked, with everything that is due on it done first; what one step begins may be due by now as well.
 * @throws NotFoundError when it is out of reach.
 */
export async function getDisputeAsOfNow(ctx: Ctx, disputeId: string): Promise<OpenDispute> {
  for (;;) {
    const found = await getDisputeForChange(ctx, disputeId);
    if (!(await advanceDispute(ctx, found))) return found;
  }
}

/**
 * Does what the clock says: a reminder, the release after five silent business days, a settlement nobody accepted in time,
 * arbitration after 30 days (§11.6). While both sides have agreed and the second staff person is still missing, nothing
 * moves: that money move has a clock of its own.
 * @returns whether anything was due.
 */
async function advanceDispute(ctx: Ctx, found: OpenDispute): Promise<boolean> {
  const { contract, milestone, dispute, settlement } = found;
  if (dispute.closedAt || settlement?.state === "agreed") return false;
  const unanswered = settlement !== null && settlement.answerBy <= ctx.now;
  const answerBy = settlement && !unanswered ? settlement.answerBy : null;
  const due = dueDisputeStep(dispute, ctx.now);
  if (!due && !unanswered) return false;
  if (settlement && (unanswered || due?.does === "arbitrate")) {
    await moveSettlement(ctx, settlement, { state: "rejected" });
    recordEvent(ctx, "dispute.proposal-lapsed", "contract", contract.id, factsOf(milestone));
    await mailProposalOver(ctx, contract, milestone, settlement, { is: "proposal-lapsed" });
  }
  if (!due) {
    await moveDispute(ctx, dispute, { to: dispute.state });
    return true;
  }
  switch (due.does) {
    case "release":
      await closeByRelease(ctx, { contract, milestone }, dispute, due.at, "silent");
      return true;
    case "arbitrate":
      await moveDispute(ctx, dispute, { to: "arbitration", since: due.at });
      recordEvent(ctx, "dispute.arbitration", "contract", contract.id, factsOf(milestone));
      break;
    default:
      await moveDispute(ctx, dispute, { to: dispute.state, step: due.step, answerBy });
      recordEvent(ctx, "dispute.reminded", "contract", contract.id, factsOf(milestone, { why: due.does }));
  }
  await mailDisputeReminder(ctx, contract, milestone, dispute, due.does);
  return true;
}
