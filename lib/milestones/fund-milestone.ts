import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { auditEntries } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { isSuspended, type MoneyRefusal } from "../billing/company-money";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { factsOf, fundEscrow, isRepetition, payBack, rollOn } from "./escrow";
import { mailFunded } from "./mails";
import { moveMilestone } from "./move-milestone";
import { notStarted, openMilestone, type Refusal, wrongState } from "./open-milestone";
import { type EscrowContract, isClientSideNow } from "./queries";
import { atWork, fundingOf, isPossible, nextAgreed, waitsForStart } from "./rules";
import type { MilestoneInput } from "./schema";

export type FundMilestoneResult =
  | { ok: true }
  | MoneyRefusal
  | Refusal<"not-started" | "not-active" | "suspended" | "not-possible" | "frozen" | "another-funded" | "not-next">;

/**
 * "Fund milestone": the next one in order, one at a time. What rolled on from the last is used first, only the difference
 * is taken (§11.1).
 * @throws NotFoundError; ForbiddenError for anybody but the client side.
 */
export async function fundMilestone(ctx: Ctx, { milestoneId, key }: MilestoneInput): Promise<FundMilestoneResult> {
  const work = await openMilestone(ctx, milestoneId);
  const { contract, milestone, milestones } = work;
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("fund this milestone");
  if (await isRepetition(ctx, key, { kinds: ["escrow_funded"], subjectId: milestone.id })) return { ok: true };
  if (milestone.state !== "agreed" && (await wasFundedUnder(ctx, contract, key))) return { ok: true };
  const closed = await notFundable(ctx, contract);
  if (closed) return closed;
  if (!isPossible("fund", milestone.state)) return wrongState(ctx, work, contract.contactZone);
  if (milestones.some((each) => atWork.includes(each.state)))
    return refuse("another-funded", "Another milestone is funded.");
  const next = nextAgreed(milestones);
  if (next && next.id !== milestone.id)
    return refuse("not-next", `Milestone ${next.number}, “${next.title}”, comes first.`);
  const { take, beyond } = fundingOf(milestone);
  const funded = await fundEscrow(ctx, contract, milestone, take, key);
  if (!funded.ok) return funded;
  const following = beyond > 0n ? nextAgreed(milestones, milestone.id) : null;
  if (beyond > 0n && !following) {
    const receiptId = newId();
    await payBack(ctx, contract, milestone, { amount: beyond, key: `${key}/beyond`, receiptId });
  }
  const moved = await moveMilestone(ctx, contract, milestone, {
    to: "funded",
    fundedAt: ctx.now,
    add: { funded: take, [following ? "rolled" : "refunded"]: beyond },
  });
  if (following) await rollOn(ctx, contract, milestone, following, beyond, key);
  recordEvent(
    ctx,
    "milestone.funded",
    "contract",
    contract.id,
    factsOf(milestone, { amount: moved.heldMinor.toString(), taken: take.toString(), key }),
  );
  await mailFunded(ctx, contract, moved);
  return { ok: true };
}

/** The same for a funding that took nothing because enough had rolled on: it posted nothing under its key. */
async function wasFundedUnder(ctx: Ctx, contract: EscrowContract, key: string): Promise<boolean> {
  const funded = await ctx.db
    .select({ id: auditEntries.eventId })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.accountId, ctx.accountId),
        eq(auditEntries.subjectKind, "contract"),
        eq(auditEntries.subjectId, contract.id),
        eq(auditEntries.action, "milestone.funded"),
        sql`${auditEntries.data} ->> 'key' = ${key}`,
      ),
    )
    .limit(1);
  return funded.length > 0;
}

const refuse = (reason: "another-funded" | "not-next", message: string) => ({
  ok: false as const,
  reason,
  message,
});

/**
 * Why nothing may be put into escrow on this contract now, or null: the company is suspended (which pauses it as well), or
 * it is paused, ended or not started.
 */
export async function notFundable(
  ctx: Ctx,
  contract: Pick<EscrowContract, "number" | "state">,
): Promise<Refusal<"suspended" | "not-started" | "not-active"> | null> {
  if (await isSuspended(ctx))
    return {
      ok: false,
      reason: "suspended",
      message: "Your company's account is suspended; funding is not possible, releasing is.",
    };
  const { number, state } = contract;
  if (state === "active") return null;
  if (waitsForStart("fund", contract)) return notStarted(contract);
  return {
    ok: false,
    reason: "not-active",
    message: `Contract ${number} is ${state}; nothing can be funded on it.`,
  };
}
