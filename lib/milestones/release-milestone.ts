import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { formatMoney } from "../money";
import { factsOf, isRepetition, payTalent, rollOn } from "./escrow";
import { mailReleased } from "./mails";
import { moveMilestone } from "./move-milestone";
import { notStarted, openMilestone, type Refusal, wrongState } from "./open-milestone";
import { type EscrowContract, isClientSideNow, type Milestone } from "./queries";
import { askBack } from "./request-refund";
import { isPossible, nextAgreed, seenOf, waitsForStart } from "./rules";
import type { ReleaseInput } from "./schema";

export type ReleaseMilestoneResult =
  | { ok: true }
  | Refusal<"not-started" | "not-possible" | "frozen" | "changed-meanwhile" | "more-than-held" | "not-positive">;

/**
 * "Approve & pay", "Release funds" without a submission, or "Pay another amount": escrow → pending earnings. The rest of a
 * part rolls on to the next agreed milestone, or is asked back where there is none (§11.3). Possible while suspended.
 * Refused when a colleague or the freelancer changed what the payer saw: of two who decide at once, one wins.
 * @throws NotFoundError; ForbiddenError for anybody but the client side; ConflictError for a used key.
 */
export async function releaseMilestone(ctx: Ctx, input: ReleaseInput): Promise<ReleaseMilestoneResult> {
  const work = await openMilestone(ctx, input.milestoneId);
  const { contract, milestone, milestones } = work;
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("release this milestone");
  const { key, amountMinor } = input;
  const deed = { kinds: ["escrow_released" as const], subjectId: milestone.id, amount: amountMinor };
  if (await isRepetition(ctx, key, deed)) return { ok: true };
  if (waitsForStart("release", contract)) return notStarted(contract);
  if (!isPossible("release", milestone.state)) return wrongState(ctx, work, contract.contactZone);
  if (input.seen !== undefined && input.seen !== seenOf(milestone)) {
    const { message } = await wrongState(ctx, work, contract.contactZone);
    const told = `${message} That is newer than what you saw. Nothing was paid; look at it again, then decide.`;
    return { ok: false, reason: "changed-meanwhile", message: told };
  }
  const held = milestone.heldMinor;
  const amount = amountMinor ?? held;
  if (amount <= 0n) return { ok: false, reason: "not-positive", message: "Enter an amount above zero." };
  if (amount > held) {
    const words = formatMoney({ minor: held, currency: contract.currency });
    return { ok: false, reason: "more-than-held", message: `More than is held in escrow (${words}).` };
  }
  await releasePart(ctx, contract, milestones, milestone, { ...input, amount });
  return { ok: true };
}

/** `note`: what the freelancer reads of the payment; `reason`: why the rest is asked back, where it is. */
type Part = { key: string; amount: bigint; note: string | null; ending?: boolean; reason?: string };

const restUnpaid = "The rest of a milestone that was paid in part.";

/** Pays `amount` of what is held, above zero and at most all of it, and sees to the rest. */
export async function releasePart(
  ctx: Ctx,
  contract: EscrowContract,
  list: readonly Milestone[],
  milestone: Milestone,
  { key, amount, note, ending = false, reason = note ?? restUnpaid }: Part,
): Promise<void> {
  const rest = milestone.heldMinor - amount;
  const next = rest > 0n && !ending ? nextAgreed(list, milestone.id) : null;
  const asked = rest > 0n && !next;
  await payTalent(ctx, contract, milestone, { amount, key, by: "client", note, at: ctx.now });
  const moved = await moveMilestone(ctx, contract, milestone, {
    to: asked ? "refund_requested" : "released",
    add: { released: amount, rolled: next ? rest : 0n },
  });
  recordEvent(
    ctx,
    "milestone.released",
    "contract",
    contract.id,
    factsOf(milestone, { amount: amount.toString(), how: rest > 0n ? "in part" : "in full" }),
  );
  if (next) await rollOn(ctx, contract, milestone, next, rest, key);
  await mailReleased(ctx, contract, moved, {
    amount,
    at: ctx.now,
    is: next ? "rolled" : asked ? "asked" : "full",
    note,
  });
  if (asked) await askBack(ctx, contract, moved, { id: key, reason });
}
