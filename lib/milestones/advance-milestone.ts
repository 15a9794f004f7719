import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { RefundAnswer, ReleasedBy } from "@/db/enums";
import { escrowRefundRequests } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { newId } from "../ids";
import { factsOf, payBack, payTalent } from "./escrow";
import { mailAutoRelease, mailDormant, mailRefunded, mailRefundReminder, mailReleased } from "./mails";
import { moveMilestone } from "./move-milestone";
import { type EscrowContract, getMilestoneForChange, type Milestone } from "./queries";
import { dueStep, isResting, timers } from "./rules";
import { wake } from "./wake";

/** What is due on one milestone. Run by the tick; asks the row again. @returns whether anything was. */
export async function runMilestoneTimer(ctx: Ctx, milestoneId: string): Promise<boolean> {
  const { contract, milestone } = await getMilestoneForChange(ctx, milestoneId);
  return (await advanceMilestone(ctx, contract, milestone)) !== null;
}

/**
 * Does what the clock says is due on a locked milestone: notices, automatic release, the refund that nobody answered,
 * dormancy (§11.3, §11.7). What it does counts from the instant it was due, so that late ticks change nothing.
 * @returns the milestone as it stands afterwards, or null when nothing was due.
 */
export async function advanceMilestone(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
): Promise<Milestone | null> {
  const due = dueStep(milestone, ctx.now);
  if (!due) return null;
  const woken = isResting(milestone) ? await wake(ctx, contract, milestone) : null;
  if (woken) return (await advanceMilestone(ctx, contract, woken)) ?? woken;
  const at = afterDays(milestone.since, timers[milestone.state]?.[due.step - 1]?.day ?? 0);
  const noticed = () =>
    moveMilestone(ctx, contract, milestone, { to: milestone.state, timers: "keep", step: due.step });
  switch (due.does) {
    case "release": {
      const by = milestone.state === "release_requested" ? "dormancy" : "silence";
      const released = await releaseHeld(ctx, contract, milestone, { at, by });
      await mailReleased(ctx, contract, released, {
        amount: milestone.heldMinor,
        at,
        is: "automatic",
        note: null,
      });
      return released;
    }
    case "refund": {
      const silent = milestone.state === "refund_requested";
      const refunded = await refundHeld(ctx, contract, milestone, silent ? "silent" : null);
      await mailRefunded(ctx, contract, refunded, milestone.heldMinor, silent ? "silent" : "dormant");
      return refunded;
    }
    case "remind":
    case "remind-last": {
      const last = due.does === "remind-last";
      recordEvent(ctx, "milestone.reminded", "contract", contract.id, factsOf(milestone, { day: last ? "13" : "7" }));
      await mailAutoRelease(ctx, contract, milestone, last);
      return noticed();
    }
    case "remind-refund":
      recordEvent(ctx, "milestone.reminded", "contract", contract.id, factsOf(milestone, { day: "5" }));
      await mailRefundReminder(ctx, contract, milestone);
      return noticed();
    case "dormant-notice":
    case "dormant-final":
    case "dormant":
    case "dormant-talent": {
      const name = due.does === "dormant" ? "milestone.dormant" : "milestone.dormancy-told";
      recordEvent(ctx, name, "contract", contract.id, factsOf(milestone, { notice: due.does }));
      await mailDormant(ctx, contract, milestone, due.does);
      return noticed();
    }
  }
}

/** All that is held goes to the freelancer without the client's release: by the clock (§11.3, §11.7) or by a dispute (§11.6). */
export async function releaseHeld(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  { at, by }: { at: Date; by: Exclude<ReleasedBy, "client"> },
): Promise<Milestone> {
  const amount = milestone.heldMinor;
  await payTalent(ctx, contract, milestone, { amount, key: newId(), by, note: null, at });
  const moved = await moveMilestone(ctx, contract, milestone, { to: "released", add: { released: amount } });
  recordEvent(
    ctx,
    "milestone.released",
    "contract",
    contract.id,
    factsOf(milestone, { amount: amount.toString(), how: by === "dispute" ? "by a dispute" : "automatic" }),
  );
  return moved;
}

/** All that is held goes back to the company; the open request for it, if any, gets its answer. */
export async function refundHeld(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  answer: RefundAnswer | null,
  key: string = newId(),
): Promise<Milestone> {
  const amount = milestone.heldMinor;
  await payBack(ctx, contract, milestone, { amount, key, receiptId: key });
  if (answer) await answerRequest(ctx, milestone.id, answer);
  const moved = await moveMilestone(ctx, contract, milestone, { to: "refunded", add: { refunded: amount } });
  recordEvent(
    ctx,
    "escrow.refunded",
    "contract",
    contract.id,
    factsOf(milestone, { amount: amount.toString(), answer }),
  );
  return moved;
}

/** Closes the open refund request of a milestone with its answer. */
export async function answerRequest(ctx: Ctx, milestoneId: string, answer: RefundAnswer): Promise<void> {
  await ctx.db
    .update(escrowRefundRequests)
    .set({ answer, answeredBy: ctx.actor.userId, answeredAt: ctx.now, auditId: ctx.auditId })
    .where(
      and(
        eq(escrowRefundRequests.accountId, ctx.accountId),
        eq(escrowRefundRequests.milestoneId, milestoneId),
        isNull(escrowRefundRequests.answer),
      ),
    );
}
