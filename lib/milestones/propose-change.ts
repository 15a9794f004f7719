import "server-only";
import { and, eq } from "drizzle-orm";
import { milestoneProposals, type ProposedMilestone } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { afterDays, isLocalDate } from "../dates";
import { ForbiddenError, usedKey } from "../errors";
import { formatMoney, maxMinor } from "../money";
import { advanceMilestone } from "./advance-milestone";
import { mailChangeProposed } from "./mails";
import type { Refusal } from "./open-milestone";
import { findOpenProposal, getWorkForChange, isClientSideNow, type Milestone, type Work } from "./queries";
import { deedStates, inOrder, isTalentSide, leastMilestone, proposalDays } from "./rules";

export type ProposeChangeInput = { contractId: string; key: string; target: ProposedMilestone[]; note: string | null };

export type ProposeChangeResult =
  | { ok: true }
  | Refusal<"ended" | "another-proposal" | "nothing-changed" | "invalid-list" | "too-small">;

/** What can still be changed: agreed milestones, and the funded one while nothing is submitted (§11.2). */
export const changeable = (list: readonly Milestone[]): Milestone[] =>
  inOrder(list.filter((each) => deedStates.change.includes(each.state)));

/** What a proposal was made from: it counts only while this is still so. */
export const fingerprintOf = (list: readonly Milestone[]): string =>
  changeable(list)
    .map((each) => [each.id, each.state, each.amountMinor, each.dueDate, each.title, each.position].join("|"))
    .join("\n");

/** A contract with everything that is due on its milestones done first. */
export async function openWork(ctx: Ctx, contractId: string): Promise<Work> {
  const work = await getWorkForChange(ctx, contractId);
  const list: Milestone[] = [];
  for (const each of work.milestones) list.push((await advanceMilestone(ctx, work.contract, each)) ?? each);
  return { contract: work.contract, milestones: list };
}

/**
 * Either side proposes how the list of milestones shall be: added, changed, removed, reordered; the other accepts or
 * declines within 14 days (§11.2).
 * @throws NotFoundError; ForbiddenError for anybody but the two sides; ConflictError for a used key.
 */
export async function proposeChange(ctx: Ctx, input: ProposeChangeInput): Promise<ProposeChangeResult> {
  const { contract, milestones: list } = await openWork(ctx, input.contractId);
  const talent = isTalentSide(ctx.actor, contract);
  if (!talent && !(await isClientSideNow(ctx, contract))) throw new ForbiddenError("change this contract");
  const { key, target, note } = input;
  const [sent] = await ctx.db
    .select({ contractId: milestoneProposals.contractId })
    .from(milestoneProposals)
    .where(and(eq(milestoneProposals.accountId, ctx.accountId), eq(milestoneProposals.id, key)));
  if (sent?.contractId === contract.id) return { ok: true };
  if (sent) throw usedKey();
  if (contract.state === "ended")
    return refuse("ended", `Contract ${contract.number} has ended; its milestones stand as they are.`);
  if (await findOpenProposal(ctx, contract.id))
    return refuse("another-proposal", "Another proposal waits for its answer.");
  const problem = problemOf(target, list, contract.currency);
  if (problem) return problem;
  if (targetText(target) === targetText(changeable(list).map(asProposed)))
    return refuse("nothing-changed", "Nothing would change.");
  await ctx.db.insert(milestoneProposals).values({
    accountId: ctx.accountId,
    id: key,
    contractId: contract.id,
    side: talent ? "talent" : "client",
    target,
    seen: fingerprintOf(list),
    note,
    state: "open",
    proposedBy: ctx.actor.userId ?? "",
    proposedAt: ctx.now,
    lapsesAt: afterDays(ctx.now, proposalDays),
    auditId: ctx.auditId,
  });
  recordEvent(ctx, "milestone.change-proposed", "contract", contract.id, { note, by: talent ? "talent" : "client" });
  await mailChangeProposed(ctx, contract, { id: key, by: talent ? "talent" : "client", note });
  return { ok: true };
}

const refuse = <R extends string>(reason: R, message: string): Refusal<R> => ({ ok: false, reason, message });

const targetText = (target: readonly ProposedMilestone[]) =>
  JSON.stringify(
    target.map(({ id, title, description, amountMinor, dueDate }) => [id, title, description, amountMinor, dueDate]),
  );

export const asProposed = ({ id, title, description, amountMinor, dueDate }: Milestone): ProposedMilestone => ({
  id,
  title,
  description,
  amountMinor: amountMinor.toString(),
  dueDate,
});

function problemOf(target: readonly ProposedMilestone[], list: readonly Milestone[], currency: string) {
  const open = changeable(list);
  const known = new Set(open.map((each) => each.id));
  const named = target.flatMap(({ id }) => id ?? []);
  const least = leastMilestone(currency);
  if (named.some((id) => !known.has(id)) || new Set(named).size !== named.length)
    return refuse("invalid-list", "A milestone of this list can no longer be changed. Reload the page.");
  if (open.some(({ id, state }) => state !== "agreed" && !named.includes(id)))
    return refuse("invalid-list", "A funded milestone cannot be removed.");
  if (list.length + target.length - named.length > 100) return refuse("invalid-list", "Use at most 100 milestones.");
  for (const { title, description, amountMinor, dueDate } of target) {
    if (!title.trim() || [...title].length > 120 || [...description].length > 5000)
      return refuse("invalid-list", "Give every milestone a title of at most 120 characters.");
    if (dueDate !== null && !isLocalDate(dueDate)) return refuse("invalid-list", "Enter a real due day.");
    if (!/^\d{1,15}$/.test(amountMinor) || BigInt(amountMinor) > maxMinor)
      return refuse("invalid-list", "Enter an amount such as 1,200.00.");
    if (BigInt(amountMinor) < least) return refuse("too-small", `At least ${formatMoney({ minor: least, currency })}.`);
  }
  return null;
}
