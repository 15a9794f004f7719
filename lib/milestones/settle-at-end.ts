import "server-only";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { formatMoney } from "../money";
import { refundHeld } from "./advance-milestone";
import { factsOf, rollOn } from "./escrow";
import { lapseProposal } from "./lapse-proposal";
import { mailRefunded } from "./mails";
import { moveMilestone } from "./move-milestone";
import type { Refusal } from "./open-milestone";
import { openWork } from "./propose-change";
import type { EscrowContract, Milestone } from "./queries";
import { releasePart } from "./release-milestone";
import { askBack } from "./request-refund";
import { atWork, seenAtEnd } from "./rules";
import type { EscrowChoice } from "./schema";

export type SettleAtEndResult =
  | { ok: true }
  | Refusal<"choose-escrow" | "more-than-held" | "not-positive" | "changed-meanwhile">;

/** `reason`: why the contract ends; `own`: the words its client added, which also ask for what is not paid. */
type AtEnd = { choice: EscrowChoice | null; reason: string; own: string | null; key: string };

const unpaidAtEnd = "What was not paid at the end of the contract.";

/**
 * What happens to escrow when a contract ends (§11.5). The client pays all, another amount, or nothing; the unpaid rest is
 * asked back. A freelancer who ends it returns the escrow at once. A refund that is asked for already and a dispute run
 * on. Agreed milestones are removed. Call it before the contract is `ended`.
 *
 * @param choice the client's; null for the freelancer, and where nothing is held
 * @param seen what was held on the page that asks, where it was a page
 */
export async function settleAtEnd(
  ctx: Ctx,
  contractId: string,
  by: "client" | "talent",
  { choice, reason, own, key, seen }: AtEnd & { seen?: string | undefined },
): Promise<SettleAtEndResult> {
  const { contract, milestones: opened } = await openWork(ctx, contractId);
  if (contract.contractType !== "fixed_price") return { ok: true };
  if (seen !== undefined && seen !== seenAtEnd(opened))
    return {
      ok: false,
      reason: "changed-meanwhile",
      message: "What is held in escrow is not what you saw. Nothing was done; look at it again, then decide.",
    };
  const list = await gather(ctx, contract, opened, key);
  const holder = list.find(({ state, heldMinor }) => heldMinor > 0n && state !== "disputed");
  if (holder && holder.state !== "refund_requested") {
    const settled = await settle(ctx, contract, list, holder, by, { choice, reason, own, key });
    if (!settled.ok) return settled;
  } else if (holder && by === "talent") {
    const refunded = await refundHeld(ctx, contract, holder, "given_back", key);
    await mailRefunded(ctx, contract, refunded, holder.heldMinor, "given back");
  }
  for (const each of list) {
    if (each.state !== "agreed" || each.id === holder?.id) continue;
    await moveMilestone(ctx, contract, each, { to: "removed" });
    recordEvent(ctx, "milestone.removed", "contract", contract.id, factsOf(each));
  }
  await lapseProposal(ctx, contract.id);
  return { ok: true };
}

async function settle(
  ctx: Ctx,
  contract: EscrowContract,
  list: readonly Milestone[],
  holder: Milestone,
  by: "client" | "talent",
  { choice, reason, own, key }: AtEnd,
): Promise<SettleAtEndResult> {
  const { currency } = contract;
  const held = holder.heldMinor;
  if (by === "talent") {
    const refunded = await refundHeld(ctx, contract, holder, null, key);
    await mailRefunded(ctx, contract, refunded, held, "given back");
    return { ok: true };
  }
  const words = formatMoney({ minor: held, currency });
  if (!choice)
    return { ok: false, reason: "choose-escrow", message: `Choose what happens to the ${words} held in escrow.` };
  const amount = choice.pay === "all" ? held : choice.pay === "part" ? choice.amountMinor : 0n;
  if (choice.pay === "part" && amount <= 0n)
    return { ok: false, reason: "not-positive", message: "Enter an amount above zero." };
  if (amount > held) return { ok: false, reason: "more-than-held", message: `More than is held in escrow (${words}).` };
  const why = own ?? unpaidAtEnd;
  if (amount > 0n) {
    await releasePart(ctx, contract, list, holder, { key, amount, note: reason, ending: true, reason: why });
    return { ok: true };
  }
  const asked = await moveMilestone(ctx, contract, holder, { to: "refund_requested" });
  await askBack(ctx, contract, asked, { id: key, reason: why });
  return { ok: true };
}

/** What rolled on to milestones that were never begun comes back to the one at work, or to the first of them. */
async function gather(
  ctx: Ctx,
  contract: EscrowContract,
  list: readonly Milestone[],
  key: string,
): Promise<Milestone[]> {
  const now = new Map(list.map((each) => [each.id, each]));
  const rolled = list.filter(({ state, heldMinor }) => state === "agreed" && heldMinor > 0n);
  let holder = list.find(({ state }) => atWork.includes(state)) ?? rolled[0];
  for (const each of rolled) {
    if (!holder || each.id === holder.id) continue;
    holder = await rollOn(ctx, contract, each, holder, each.heldMinor, `${key}/${each.number}`);
    now.set(holder.id, holder);
    now.set(each.id, await moveMilestone(ctx, contract, each, { to: "agreed", add: { rolled: each.heldMinor } }));
  }
  return [...now.values()];
}
