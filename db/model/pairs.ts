import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { openWorld, type World } from "@/e2e/world/world";
import { changeApprovalPolicy } from "@/lib/accounts/change-approval-policy";
import type { Actor } from "@/lib/actor";
import { approveRequest } from "@/lib/approvals/approve-request";
import { declineRequest } from "@/lib/approvals/decline-request";
import { expireRequest } from "@/lib/approvals/expire-request";
import { requestApproval } from "@/lib/approvals/request-approval";
import { withdrawRequest } from "@/lib/approvals/withdraw-request";
import { endContract } from "@/lib/contracts/end-contract";
import { type Ctx, writeAs } from "@/lib/ctx";
import { answerDispute, withdrawDispute } from "@/lib/disputes/answer-dispute";
import { openDispute } from "@/lib/disputes/open-dispute";
import { newId } from "@/lib/ids";
import { runMilestoneTimer } from "@/lib/milestones/advance-milestone";
import { answerProposal } from "@/lib/milestones/answer-proposal";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { giveBack } from "@/lib/milestones/give-back";
import { asProposed, proposeChange } from "@/lib/milestones/propose-change";
import type { Milestone } from "@/lib/milestones/queries";
import { releaseMilestone } from "@/lib/milestones/release-milestone";
import { requestChanges } from "@/lib/milestones/request-changes";
import { requestRefund } from "@/lib/milestones/request-refund";
import { seenAtEnd } from "@/lib/milestones/rules";
import { submitWork } from "@/lib/milestones/submit-work";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { declineOffer } from "@/lib/offers/decline-offer";
import { expireOffer } from "@/lib/offers/expire-offer";
import { modifyOffer } from "@/lib/offers/modify-offer";
import { sendOffer } from "@/lib/offers/send-offer";
import { withdrawOffer } from "@/lib/offers/withdraw-offer";
import { type Result, removeSeat } from "./drive";

/** One deed of one person at one instant, ready to be done. */
export type Deed = { actor: Actor; now: Date; verb: (ctx: Ctx) => Promise<Result> };

/** Two deeds that meet on the same thing, and what both must say when the first, or the second, comes first. */
export type Pair<W extends World = World> = {
  name: string;
  firstWins: [string, string];
  secondWins: [string, string];
  prepare(world: W): Promise<[Deed, Deed]>;
};

const deed = (
  world: World,
  who: Parameters<World["as"]>[0],
  verb: (ctx: Ctx) => Promise<Result>,
  now?: Date,
): Deed => ({ actor: world.as(who).actor, now: now ?? world.now ?? new Date(0), verb });
const sweep = (world: World, verb: (ctx: Ctx) => Promise<boolean>, now: Date): Deed => ({
  actor: world.system,
  now,
  verb: async (ctx) => ((await verb(ctx)) ? { ok: true } : { ok: false, reason: "nothing-due" }),
});
const justBefore = (instant: Date | null) => new Date((instant?.getTime() ?? 0) - 1);

const approve = async (world: World, who: "approver" | "secondApprover", requestId: string) => {
  const form = await world.decision(requestId);
  return deed(world, who, (ctx) => approveRequest(ctx, form));
};
const decline = async (world: World, who: "approver" | "secondApprover", requestId: string) => {
  const form = await world.decision(requestId, "Too expensive for this quarter.");
  return deed(world, who, (ctx) => declineRequest(ctx, form));
};
export const send = (world: World, requestId: string | undefined, now?: Date) => {
  const input = world.offerInput(requestId ? { requestId } : {});
  return deed(world, "hiringManager", (ctx) => sendOffer(ctx, input), now);
};
/** As many sends of one form's content as asked for, each an offer of its own. */
export const sends = (world: World, requestId: string, count: number): Deed[] => {
  const input = world.offerInput({ requestId });
  return Array.from({ length: count }, () => ({ ...input, id: newId() })).map((each) =>
    deed(world, "hiringManager", (ctx) => sendOffer(ctx, each)),
  );
};
export const policyChange = (world: World, version: number, enabled: boolean) =>
  deed(world, "admin", (ctx) =>
    changeApprovalPolicy(ctx, {
      version,
      enabled,
      scope: "all",
      expiryDays: 30,
      declineReasonRequired: true,
      envelope: "carry_over_always",
      envelopePercent: 10,
      approvers: [{ step: 1, position: 1, userId: world.as("approver").actor.userId }],
    }),
  );

/** Every meeting of two deeds that one of them must lose (F12). Worlds come with one step of two approvers. */
export const pairs: Pair[] = [
  {
    name: "withdraw ‖ accept",
    firstWins: ["ok", "not-pending"],
    secondWins: ["not-pending", "ok"],
    async prepare(world) {
      const { id: offerId, version } = await world.pendingOffer();
      return [
        deed(world, "hiringManager", (ctx) => withdrawOffer(ctx, { offerId, reason: null })),
        deed(world, "freelancer", (ctx) => acceptOffer(ctx, { offerId, version })),
      ];
    },
  },
  {
    name: "modify ‖ accept",
    firstWins: ["ok", "changed-meanwhile"],
    secondWins: ["not-pending", "ok"],
    async prepare(world) {
      const offer = await world.pendingOffer();
      const { id: offerId, version } = offer;
      const input = world.modifyInput(offer, { rate: "120.00" });
      return [
        deed(world, "hiringManager", (ctx) => modifyOffer(ctx, input)),
        deed(world, "freelancer", (ctx) => acceptOffer(ctx, { offerId, version })),
      ];
    },
  },
  {
    name: "modify ‖ modify",
    firstWins: ["ok", "changed-meanwhile"],
    secondWins: ["changed-meanwhile", "ok"],
    async prepare(world) {
      const offer = await world.pendingOffer();
      const [one, other] = [world.modifyInput(offer, { rate: "96.00" }), world.modifyInput(offer, { rate: "97.00" })];
      return [
        deed(world, "hiringManager", (ctx) => modifyOffer(ctx, one)),
        deed(world, "admin", (ctx) => modifyOffer(ctx, other)),
      ];
    },
  },
  {
    name: "decline offer ‖ withdraw offer",
    firstWins: ["ok", "not-pending"],
    secondWins: ["not-pending", "ok"],
    async prepare(world) {
      const { id: offerId } = await world.pendingOffer();
      return [
        deed(world, "freelancer", (ctx) => declineOffer(ctx, { offerId, reason: "No time." })),
        deed(world, "hiringManager", (ctx) => withdrawOffer(ctx, { offerId, reason: null })),
      ];
    },
  },
  {
    name: "expire offer ‖ accept",
    firstWins: ["ok", "not-pending"],
    secondWins: ["nothing-due", "ok"],
    async prepare(world) {
      const { id: offerId, version, validUntil } = await world.pendingOffer();
      return [
        sweep(world, (ctx) => expireOffer(ctx, offerId), validUntil),
        deed(world, "freelancer", (ctx) => acceptOffer(ctx, { offerId, version }), justBefore(validUntil)),
      ];
    },
  },
  {
    name: "expire offer ‖ modify",
    firstWins: ["ok", "not-pending"],
    secondWins: ["nothing-due", "ok"],
    async prepare(world) {
      const offer = await world.pendingOffer();
      const input = world.modifyInput(offer, { rate: "120.00" });
      return [
        sweep(world, (ctx) => expireOffer(ctx, offer.id), offer.validUntil),
        deed(world, "hiringManager", (ctx) => modifyOffer(ctx, input), justBefore(offer.validUntil)),
      ];
    },
  },
  {
    name: "accept ‖ accept",
    firstWins: ["ok", "ok"],
    secondWins: ["ok", "ok"],
    async prepare(world) {
      const { id: offerId, version } = await world.pendingOffer();
      const accept = () => deed(world, "freelancer", (ctx) => acceptOffer(ctx, { offerId, version }));
      return [accept(), accept()];
    },
  },
  {
    name: "send ‖ send",
    firstWins: ["ok", "approval-unusable:used"],
    secondWins: ["approval-unusable:used", "ok"],
    async prepare(world) {
      const { id } = await world.approvedRequest();
      return [send(world, id), send(world, id)];
    },
  },
  {
    name: "expire ‖ send",
    firstWins: ["ok", "approval-unusable:expired"],
    secondWins: ["nothing-due", "ok"],
    async prepare(world) {
      const { id, expiresAt } = await world.approvedRequest();
      return [
        sweep(world, (ctx) => expireRequest(ctx, id), expiresAt ?? new Date(0)),
        send(world, id, justBefore(expiresAt)),
      ];
    },
  },
  {
    name: "decline ‖ send",
    firstWins: ["ok", "approval-unusable:ended"],
    secondWins: ["ok", "approval-unusable:pending"],
    async prepare(world) {
      const { id } = await world.pendingRequest();
      return [await decline(world, "approver", id), send(world, id)];
    },
  },
  {
    name: "last approve ‖ send",
    firstWins: ["ok", "ok"],
    secondWins: ["ok", "approval-unusable:pending"],
    async prepare(world) {
      const { id } = await world.pendingRequest();
      const first = await approve(world, "secondApprover", id);
      await world.as("secondApprover").write((ctx) => first.verb(ctx));
      return [await approve(world, "approver", id), send(world, id)];
    },
  },
  {
    name: "withdraw offer ‖ send",
    firstWins: ["ok", "ok"],
    secondWins: ["ok", "approval-unusable:used"],
    async prepare(world) {
      const { id: offerId, requestId } = await world.pendingOffer();
      return [
        deed(world, "hiringManager", (ctx) => withdrawOffer(ctx, { offerId, reason: null })),
        send(world, requestId ?? ""),
      ];
    },
  },
  {
    name: "withdraw ‖ approve",
    firstWins: ["ok", "already-decided"],
    secondWins: ["ok", "ok"],
    async prepare(world) {
      const { id: requestId } = await world.pendingRequest();
      return [
        deed(world, "hiringManager", (ctx) => withdrawRequest(ctx, { requestId })),
        await approve(world, "approver", requestId),
      ];
    },
  },
  {
    name: "approve ‖ decline, two approvers",
    firstWins: ["ok", "ok"],
    secondWins: ["already-decided", "ok"],
    async prepare(world) {
      const { id } = await world.pendingRequest();
      return [await approve(world, "approver", id), await decline(world, "secondApprover", id)];
    },
  },
  {
    name: "approve ‖ decline, one approver in two tabs",
    firstWins: ["ok", "already-decided"],
    secondWins: ["already-decided", "ok"],
    async prepare(world) {
      const { id } = await world.pendingRequest();
      return [await approve(world, "approver", id), await decline(world, "approver", id)];
    },
  },
  {
    name: "expire ‖ decide",
    firstWins: ["ok", "already-decided"],
    secondWins: ["ok", "ok"],
    async prepare(world) {
      const { id, expiresAt } = await world.pendingRequest();
      const decide = await approve(world, "approver", id);
      return [
        sweep(world, (ctx) => expireRequest(ctx, id), expiresAt ?? new Date(0)),
        { ...decide, now: justBefore(expiresAt) },
      ];
    },
  },
  {
    name: "role loss ‖ decide",
    firstWins: ["ok", "forbidden"],
    secondWins: ["ok", "ok"],
    async prepare(world) {
      const { id } = await world.pendingRequest();
      const { userId } = world.as("approver").actor;
      return [
        { actor: world.system, now: world.now ?? new Date(0), verb: (ctx) => removeSeat(ctx, userId) },
        await approve(world, "approver", id),
      ];
    },
  },
  {
    name: "policy ‖ policy",
    firstWins: ["ok", "changed-meanwhile"],
    secondWins: ["changed-meanwhile", "ok"],
    prepare: async (world) => [policyChange(world, 1, true), policyChange(world, 1, false)],
  },
  {
    name: "policy ‖ submit",
    firstWins: ["ok", "ok"],
    secondWins: ["ok", "ok"],
    async prepare(world) {
      const input = world.requestInput();
      return [policyChange(world, 1, true), deed(world, "hiringManager", (ctx) => requestApproval(ctx, input))];
    },
  },
  {
    name: "approvals on ‖ send without one",
    firstWins: ["ok", "invalid:requestId"],
    secondWins: ["ok", "ok"],
    async prepare(world) {
      const off = policyChange(world, 1, false);
      await world.as("admin").write((ctx) => off.verb(ctx));
      return [policyChange(world, 2, true), send(world, undefined)];
    },
  },
];

const onMilestone = {
  fund: (world: EscrowWorld, { id: milestoneId }: Milestone, who: "hiringManager" | "admin" = "hiringManager") => {
    const key = newId();
    return deed(world, who, (ctx) => fundMilestone(ctx, { milestoneId, key }));
  },
  release: (world: EscrowWorld, { id: milestoneId }: Milestone, amountMinor: bigint | null = null) => {
    const key = newId();
    return deed(world, "hiringManager", (ctx) => releaseMilestone(ctx, { milestoneId, key, amountMinor, note: null }));
  },
  refund: (world: EscrowWorld, { id: milestoneId }: Milestone) => {
    const key = newId();
    return deed(world, "admin", (ctx) => requestRefund(ctx, { milestoneId, key, reason: "Late." }));
  },
  giveBack: (world: EscrowWorld, { id: milestoneId }: Milestone) => {
    const key = newId();
    return deed(world, "freelancer", (ctx) => giveBack(ctx, { milestoneId, key }));
  },
  submit: (world: EscrowWorld, { id: milestoneId }: Milestone, now?: Date) => {
    const key = newId();
    return deed(world, "freelancer", (ctx) => submitWork(ctx, { milestoneId, key, message: "Done.", links: [] }), now);
  },
  dispute: (world: EscrowWorld, { id: milestoneId }: Milestone, key = newId()) =>
    deed(world, "freelancer", (ctx) => openDispute(ctx, { milestoneId, key, description: "As agreed." })),
};

/** Does what must come before two deeds meet. */
const before = async ({ actor, verb, now }: Deed) => {
  const result = await writeAs(actor, verb, { now });
  if (!result.ok) throw new Error(`The premise was refused: ${JSON.stringify(result)}`);
};

const listed = async (world: EscrowWorld): Promise<[Milestone, Milestone]> => {
  const [first, second] = await world.list();
  if (!first || !second) throw new Error("Two milestones were agreed.");
  return [first, second];
};

/** The same about money in escrow. Worlds come with two milestones, of which the first is funded. */
export const escrowPairs: Pair<EscrowWorld>[] = [
  {
    name: "release ‖ fund the next",
    firstWins: ["ok", "ok"],
    secondWins: ["ok", "another-funded"],
    async prepare(world) {
      const [first, second] = await listed(world);
      return [onMilestone.release(world, first), onMilestone.fund(world, second)];
    },
  },
  {
    name: "fund ‖ fund by a colleague",
    firstWins: ["ok", "not-possible"],
    secondWins: ["not-possible", "ok"],
    async prepare(world) {
      const [first, second] = await listed(world);
      await before(onMilestone.release(world, first));
      return [onMilestone.fund(world, second), onMilestone.fund(world, second, "admin")];
    },
  },
  {
    name: "release ‖ request refund",
    firstWins: ["ok", "not-possible"],
    secondWins: ["not-possible", "ok"],
    async prepare(world) {
      const [first] = await listed(world);
      return [onMilestone.release(world, first), onMilestone.refund(world, first)];
    },
  },
  {
    name: "release ‖ give back",
    firstWins: ["ok", "not-possible"],
    secondWins: ["not-possible", "ok"],
    async prepare(world) {
      const [first] = await listed(world);
      return [onMilestone.release(world, first, 10_000n), onMilestone.giveBack(world, first)];
    },
  },
  {
    name: "release ‖ end contract and pay nothing",
    firstWins: ["ok", "changed-meanwhile"],
    secondWins: ["not-possible", "ok"],
    async prepare(world) {
      const list = await listed(world);
      const { contractId } = world;
      const form = {
        contractId,
        cause: "Other",
        reason: null,
        key: newId(),
        pay: "none",
        seen: seenAtEnd(list),
      } as const;
      return [onMilestone.release(world, list[0]), deed(world, "admin", (ctx) => endContract(ctx, form))];
    },
  },
  {
    name: "automatic release ‖ request changes",
    firstWins: ["ok", "not-possible"],
    secondWins: ["nothing-due", "ok"],
    async prepare(world) {
      const [first] = await listed(world);
      await before(onMilestone.submit(world, first));
      await world.pass(13);
      const [{ dueAt }] = await listed(world);
      const form = { milestoneId: first.id, note: "Shorter." };
      return [
        sweep(world, (ctx) => runMilestoneTimer(ctx, first.id), dueAt ?? new Date(0)),
        deed(world, "hiringManager", (ctx) => requestChanges(ctx, form), justBefore(dueAt)),
      ];
    },
  },
  {
    name: "dormant refund ‖ submit",
    firstWins: ["ok", "not-possible"],
    secondWins: ["nothing-due", "ok"],
    async prepare(world) {
      for (const days of [76, 7, 7, 7]) await world.pass(days);
      const [first] = await listed(world);
      return [
        sweep(world, (ctx) => runMilestoneTimer(ctx, first.id), first.dueAt ?? new Date(0)),
        onMilestone.submit(world, first, justBefore(first.dueAt)),
      ];
    },
  },
  {
    name: "submit ‖ accept a change",
    firstWins: ["ok", "no-proposal"],
    secondWins: ["ok", "ok"],
    async prepare(world) {
      const [first, second] = await listed(world);
      const { contractId } = world;
      const target = [{ ...asProposed(first), amountMinor: "50000" }, asProposed(second)];
      const key = newId();
      await before(deed(world, "freelancer", (ctx) => proposeChange(ctx, { contractId, key, target, note: null })));
      const form = { contractId, proposalId: key, accept: true };
      return [onMilestone.submit(world, first), deed(world, "admin", (ctx) => answerProposal(ctx, form))];
    },
  },
  {
    name: "dispute ‖ approve the refund",
    firstWins: ["ok", "frozen"],
    secondWins: ["not-possible", "ok"],
    async prepare(world) {
      const [first] = await listed(world);
      await before(onMilestone.refund(world, first));
      return [onMilestone.dispute(world, first), onMilestone.giveBack(world, first)];
    },
  },
  {
    name: "accept a dispute ‖ withdraw it",
    firstWins: ["ok", "not-waiting"],
    secondWins: ["not-waiting", "ok"],
    async prepare(world) {
      const [first] = await listed(world);
      const disputeId = newId();
      await before(onMilestone.refund(world, first));
      await before(onMilestone.dispute(world, first, disputeId));
      return [
        deed(world, "hiringManager", (ctx) => answerDispute(ctx, { disputeId, accept: true })),
        deed(world, "freelancer", (ctx) => withdrawDispute(ctx, { disputeId })),
      ];
    },
  },
];

type Meeting = Omit<Pair, "prepare"> & { arrange(): Promise<{ world: World; deeds: [Deed, Deed] }> };

/** Every pair, each in a company of its own. */
export const meetings: Meeting[] = [
  ...pairs.map(({ prepare, ...pair }) => ({
    ...pair,
    async arrange() {
      const world = await openWorld({ policy: { steps: [["approver", "secondApprover"]] } });
      return { world, deeds: await prepare(world) };
    },
  })),
  ...escrowPairs.map(({ prepare, ...pair }) => ({
    ...pair,
    async arrange() {
      const world = await openEscrowWorld({ amounts: [900, 800], ordered: true });
      return { world, deeds: await prepare(world) };
    },
  })),
];
