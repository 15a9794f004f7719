import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { contracts, contractTerms, milestoneProposals, milestones } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { estimateOf } from "../billing/client-fee";
import type { MoneyRefusal } from "../billing/company-money";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { commitContract } from "../orders/stages";
import { fundEscrow, payBack, rollOn } from "./escrow";
import { notFundable } from "./fund-milestone";
import { mailChangeAnswered } from "./mails";
import { moveMilestone } from "./move-milestone";
import type { Refusal } from "./open-milestone";
import { changeable, fingerprintOf, openWork } from "./propose-change";
import { type EscrowContract, findOpenProposal, isClientSideNow, type Milestone } from "./queries";
import { isTalentSide, nextAgreed } from "./rules";

export type AnswerProposalInput = { contractId: string; proposalId: string; accept: boolean };
export type AnswerProposalResult =
  | { ok: true }
  | MoneyRefusal
  | Refusal<"no-proposal" | "changed-meanwhile" | "not-started" | "not-active" | "suspended">;

/**
 * The other side accepts or declines a proposal. A funded milestone that was raised is funded at once, one that was
 * lowered gives the difference back, all in the same transaction (§11.2). A raise waits while the contract is paused.
 * @throws NotFoundError; ForbiddenError for anybody but the other side.
 */
export async function answerProposal(ctx: Ctx, input: AnswerProposalInput): Promise<AnswerProposalResult> {
  const { contract, milestones: list } = await openWork(ctx, input.contractId);
  const proposal = await findOpenProposal(ctx, contract.id);
  const talent = isTalentSide(ctx.actor, contract);
  if (!talent && !(await isClientSideNow(ctx, contract))) throw new ForbiddenError("answer this proposal");
  if (!proposal || proposal.id !== input.proposalId || proposal.lapsesAt <= ctx.now)
    return { ok: false, reason: "no-proposal", message: "This proposal is no longer open." };
  if ((proposal.side === "talent") === talent) throw new ForbiddenError("answer your own proposal");
  if (input.accept && proposal.seen !== fingerprintOf(list))
    return {
      ok: false,
      reason: "changed-meanwhile",
      message: "The milestones changed since this was proposed. Decline it and propose anew.",
    };
  await ctx.db
    .update(milestoneProposals)
    .set({
      state: input.accept ? "accepted" : "declined",
      answeredBy: ctx.actor.userId,
      answeredAt: ctx.now,
      auditId: ctx.auditId,
    })
    .where(
      and(
        eq(milestoneProposals.accountId, ctx.accountId),
        eq(milestoneProposals.id, proposal.id),
        eq(milestoneProposals.state, "open"),
      ),
    );
  if (input.accept) {
    const refused = await applyProposal(ctx, contract, list, proposal);
    if (refused) return refused;
  }
  recordEvent(ctx, "milestone.change-answered", "contract", contract.id, {
    answer: input.accept ? "accepted" : "declined",
  });
  await mailChangeAnswered(ctx, contract, proposal, input.accept);
  return { ok: true };
}

async function applyProposal(
  ctx: Ctx,
  contract: EscrowContract,
  list: readonly Milestone[],
  proposal: typeof milestoneProposals.$inferSelect,
): Promise<MoneyRefusal | Refusal<"not-started" | "not-active" | "suspended"> | null> {
  const base = Math.max(0, ...list.filter((each) => !changeable(list).includes(each)).map((each) => each.position));
  let number = Math.max(0, ...list.map((each) => each.number));
  const kept = new Map<string, Milestone>();
  for (const [index, want] of proposal.target.entries()) {
    const amountMinor = BigInt(want.amountMinor);
    const { title, description, dueDate } = want;
    const position = base + index + 1;
    const now = list.find((each) => each.id === want.id);
    if (!now) {
      number += 1;
      const id = newId();
      await ctx.db.insert(milestones).values({
        ...agreedMilestone(ctx, contract, { id, number, position }),
        title,
        description,
        amountMinor,
        dueDate,
      });
      recordEvent(ctx, "milestone.agreed", "contract", contract.id, { milestone: String(number), title });
      continue;
    }
    const change = now.state === "funded" ? amountMinor - now.heldMinor : 0n;
    if (change > 0n) {
      const closed = await notFundable(ctx, contract);
      if (closed) return closed;
      const funded = await fundEscrow(ctx, contract, now, change, `${proposal.id}`);
      if (!funded.ok) return funded;
    }
    if (change < 0n) {
      await payBack(ctx, contract, now, { amount: -change, key: proposal.id, receiptId: proposal.id });
    }
    kept.set(
      now.id,
      await moveMilestone(ctx, contract, now, {
        to: now.state,
        set: { title, description, amountMinor, dueDate, position },
        add: change > 0n ? { funded: change } : { refunded: -change },
      }),
    );
  }
  const removed = changeable(list).filter(({ id }) => !kept.has(id));
  for (const each of removed) {
    const next = nextAgreed([...kept.values()], each.id);
    if (each.heldMinor > 0n && next) {
      kept.set(next.id, await rollOn(ctx, contract, each, next, each.heldMinor, `${proposal.id}/${each.number}`));
      await moveMilestone(ctx, contract, each, { to: "removed", add: { rolled: each.heldMinor } });
    } else {
      if (each.heldMinor > 0n) {
        const key = `${proposal.id}/${each.number}`;
        await payBack(ctx, contract, each, { amount: each.heldMinor, key, receiptId: newId() });
      }
      await moveMilestone(ctx, contract, each, { to: "removed", add: { refunded: each.heldMinor } });
    }
    recordEvent(ctx, "milestone.removed", "contract", contract.id, {
      milestone: String(each.number),
      title: each.title,
    });
  }
  await agreeBudget(ctx, contract);
  return null;
}

/** A milestone as it begins: agreed, without money and without a timer. */
export function agreedMilestone(
  ctx: Ctx,
  contract: { id: string; currency: string },
  place: { id: string; number: number; position: number },
) {
  return {
    ...place,
    accountId: ctx.accountId,
    contractId: contract.id,
    currency: contract.currency,
    state: "agreed" as const,
    rounds: 0,
    fundedMinor: 0n,
    rolledMinor: 0n,
    releasedMinor: 0n,
    refundedMinor: 0n,
    since: ctx.now,
    step: 0,
    auditId: ctx.auditId,
  };
}

/** The sum of what is agreed is the contract's budget: a new version of its terms, and what its purchase order commits. */
async function agreeBudget(ctx: Ctx, contract: EscrowContract): Promise<void> {
  const rows = await ctx.db
    .select({ state: milestones.state, amountMinor: milestones.amountMinor })
    .from(milestones)
    .where(and(eq(milestones.accountId, ctx.accountId), eq(milestones.contractId, contract.id)));
  const budget = rows
    .filter(({ state }) => state !== "removed")
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (budget === contract.estimatedTotalMinor || budget === 0n) return;
  const versions = await ctx.db
    .select()
    .from(contractTerms)
    .where(and(eq(contractTerms.accountId, ctx.accountId), eq(contractTerms.contractId, contract.id)));
  const last = versions.toSorted((a, b) => b.version - a.version)[0];
  if (last)
    await ctx.db.insert(contractTerms).values({
      ...last,
      version: last.version + 1,
      countsFrom: ctx.now,
      budgetMinor: budget,
      madeBy: ctx.actor.userId,
      madeAt: ctx.now,
      auditId: ctx.auditId,
    });
  const estimate = await estimateOf(ctx, contract, budget);
  await ctx.db
    .update(contracts)
    .set({ ...estimate, version: sql`${contracts.version} + 1`, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id)));
  await commitContract(ctx, { ...contract, ...estimate });
}
