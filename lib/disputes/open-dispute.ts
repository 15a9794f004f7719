import "server-only";
import { and, eq } from "drizzle-orm";
import type { DisputeOrigin, MilestoneState } from "@/db/enums";
import { escrowDisputes } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { isMediator } from "../billing/rules";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { ForbiddenError, usedKey } from "../errors";
import { answerRequest } from "../milestones/advance-milestone";
import { factsOf } from "../milestones/escrow";
import { moveMilestone } from "../milestones/move-milestone";
import { type Refusal, wrongState } from "../milestones/open-milestone";
import { isClientSideNow } from "../milestones/queries";
import { isTalentSide } from "../milestones/rules";
import { mailDisputeOpened } from "./mails";
import { openForDispute } from "./queries";
import { canOpenTicket, disputableStates, disputeAfterEndDays, disputeDueAt } from "./rules";

export type OpenDisputeInput = { milestoneId: string; key: string; description: string };
export type OpenDisputeResult = { ok: true; disputeId: string } | Refusal<"not-possible" | "frozen" | "too-late">;

/**
 * Opens a dispute; the milestone is frozen, everything else goes on (§11.6). The freelancer disputes a refund request, a
 * mediator opens the freelancer's ticket about refused work, the client disputes a release asked for on a dormant
 * contract, which goes straight to mediation (§11.7).
 * @throws NotFoundError; ForbiddenError for anybody else; ConflictError for a used key.
 */
export async function openDispute(ctx: Ctx, input: OpenDisputeInput): Promise<OpenDisputeResult> {
  const work = await openForDispute(ctx, input.milestoneId);
  const { contract, milestone } = work;
  const { actor } = ctx;
  const talent = isTalentSide(actor, contract);
  const mediator = isMediator(actor);
  if (!talent && !mediator && !(await isClientSideNow(ctx, contract))) throw new ForbiddenError("open a dispute");
  const [sent] = await ctx.db
    .select({ id: escrowDisputes.id, milestoneId: escrowDisputes.milestoneId })
    .from(escrowDisputes)
    .where(and(eq(escrowDisputes.accountId, ctx.accountId), eq(escrowDisputes.id, input.key)));
  if (sent?.milestoneId === milestone.id) return { ok: true, disputeId: sent.id };
  if (sent) throw usedKey();
  const origin: DisputeOrigin = talent ? "refund_request" : mediator ? "ticket" : "dormancy";
  const from: readonly MilestoneState[] = disputableStates[origin];
  if (mediator ? !canOpenTicket(actor, contract, milestone) : !from.includes(milestone.state))
    return wrongState(ctx, work, talent ? contract.talentZone : contract.contactZone);
  if (contract.endedAt && afterDays(contract.endedAt, disputeAfterEndDays) <= ctx.now)
    return { ok: false, reason: "too-late", message: "A dispute can be filed up to 7 days after the contract ended." };
  const state = origin === "dormancy" ? "mediation" : "awaiting_client";
  await ctx.db.insert(escrowDisputes).values({
    accountId: ctx.accountId,
    id: input.key,
    milestoneId: milestone.id,
    contractId: contract.id,
    origin,
    formerState: milestone.state,
    state,
    description: input.description,
    heldMinor: milestone.heldMinor,
    openedBy: actor.userId ?? "",
    openedAt: ctx.now,
    mediationAt: state === "mediation" ? ctx.now : null,
    since: ctx.now,
    step: 0,
    dueAt: disputeDueAt({ state, since: ctx.now, step: 0 }),
    auditId: ctx.auditId,
  });
  if (origin === "refund_request") await answerRequest(ctx, milestone.id, "disputed");
  const frozen = await moveMilestone(ctx, contract, milestone, { to: "disputed" });
  recordEvent(ctx, "dispute.opened", "contract", contract.id, factsOf(milestone, { origin }));
  await mailDisputeOpened(ctx, contract, frozen, { id: input.key, state, origin, description: input.description });
  return { ok: true, disputeId: input.key };
}
