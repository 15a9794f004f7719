import { desc, eq } from "drizzle-orm";
import {
  companyBilling,
  disputeSettlements,
  escrowDisputes,
  milestoneProposals,
  moneyMoves,
  payoutRequests,
  refundAsks,
} from "@/db/schema";
import type { EscrowWorld } from "@/e2e/world/escrow";
import type { Actor } from "@/lib/actor";
import { recordEvent } from "@/lib/audit/record-event";
import { readAs, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { asProposed, changeable } from "@/lib/milestones/propose-change";
import { listMilestones, type Milestone } from "@/lib/milestones/queries";
import { deedStates } from "@/lib/milestones/rules";
import type { Command, Deed, Who } from "./escrow-commands";
import type { Job, Work } from "./escrow-work";

type Form = Extract<Command, { aim: boolean }>;

/** Everything a command may be about, as it stands, in one round trip. */
export async function factsOf(world: EscrowWorld) {
  const { accountId } = world;
  return readAs(world.system, async ({ db, ...ctx }) => {
    const [list, disputes, settlements, proposals, moves, asks, payouts] = await Promise.all([
      listMilestones({ db, ...ctx }, world.contractId),
      db
        .select()
        .from(escrowDisputes)
        .where(eq(escrowDisputes.accountId, accountId))
        .orderBy(desc(escrowDisputes.openedAt)),
      db
        .select()
        .from(disputeSettlements)
        .where(eq(disputeSettlements.accountId, accountId))
        .orderBy(desc(disputeSettlements.proposedAt)),
      db
        .select()
        .from(milestoneProposals)
        .where(eq(milestoneProposals.accountId, accountId))
        .orderBy(desc(milestoneProposals.proposedAt)),
      db.select().from(moneyMoves).where(eq(moneyMoves.accountId, accountId)).orderBy(desc(moneyMoves.proposedAt)),
      db.select().from(refundAsks).where(eq(refundAsks.accountId, accountId)).orderBy(desc(refundAsks.askedAt)),
      db
        .select()
        .from(payoutRequests)
        .where(eq(payoutRequests.accountId, accountId))
        .orderBy(desc(payoutRequests.askedAt)),
    ]);
    return { list, disputes, settlements, proposals, moves, asks, payouts };
  });
}

export type Facts = Awaited<ReturnType<typeof factsOf>>;

/** Deeds that an aimed command spares itself while there is nothing to do them to. */
const onDisputes = new Set<Deed>([
  "answer-dispute",
  "settle",
  "answer-settlement",
  "withdraw-dispute",
  "file",
  "award",
]);
const needed: Partial<Record<Deed, keyof typeof deedStates>> = {
  fund: "fund",
  submit: "submit",
  changes: "request-changes",
  release: "release",
  refund: "request-refund",
  "give-back": "give-back",
  "ask-release": "request-release",
  dispute: "dispute",
};

const nth = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];
const percent = (minor: bigint, size: number) => (minor * BigInt(size)) / 100n;

type Made = Work & { by: Who | "system" };

/** Turns a command into one deed of one person on things that exist, or null where there is nothing to do it to. */
export function prepare(world: EscrowWorld, command: Form, facts: Facts): Job | null {
  const { list, disputes, settlements, proposals, moves, asks, payouts } = facts;
  const { aim, pick, size, yes } = command;
  const key = newId();
  const { contractId } = world;
  const by = (...who: Who[]): Who => (aim ? (nth(who, pick) ?? command.who) : command.who);
  const client = () => by("hiringManager", "admin");
  const fitting = (deed: keyof typeof deedStates, fits: (each: Milestone) => boolean = () => true) => {
    const good = list.filter((each) => deedStates[deed].includes(each.state) && fits(each));
    return (aim && good.length > 0 ? nth(good, deed === "fund" ? 0 : pick) : nth(list, pick))?.id ?? "";
  };
  const held = (id: string) => list.find((each) => each.id === id)?.heldMinor ?? 0n;
  const openDisputes = disputes.filter((each) => each.closedAt === null);
  const dispute = nth(aim && openDisputes.length > 0 ? openDisputes : disputes, pick);
  const disputeId = dispute?.id ?? key;
  const heldBy = list.find((each) => each.id === dispute?.milestoneId)?.heldMinor ?? 0n;
  const settlement = settlements.find((each) => each.disputeId === disputeId && (!aim || each.state === "open"));
  const openMoves = moves.filter((each) => each.state === "proposed");
  const move = nth(aim && openMoves.length > 0 ? openMoves : moves, pick);
  const ask = asks.find((each) => !aim || each.state === "open");
  const payout = payouts.find(({ state }) => !aim || state === "open") ?? payouts[0];
  const share = { releaseMinor: percent(heldBy, size), refundMinor: heldBy - percent(heldBy, size) };
  if (aim && openDisputes.length === 0 && onDisputes.has(command.do)) return null;
  if (aim && openMoves.length === 0 && (command.do === "confirm" || command.do === "refuse")) return null;
  const needs = needed[command.do];
  if (aim && needs && !list.some((each) => deedStates[needs].includes(each.state))) return null;
  const made: Record<Deed, () => Made | null> = {
    fund: () => {
      const milestoneId = fitting("fund");
      return { by: client(), verb: "fundMilestone", input: { milestoneId, key } };
    },
    submit: () => {
      const milestoneId = fitting("submit");
      return {
        by: by("freelancer"),
        verb: "submitWork",
        input: { milestoneId, key, message: "Done.", links: [] },
      };
    },
    changes: () => {
      const milestoneId = fitting("request-changes");
      return { by: client(), verb: "requestChanges", input: { milestoneId, note: "Shorter." } };
    },
    release: () => {
      const milestoneId = fitting("release");
      const amountMinor = size === 100 && yes ? null : percent(held(milestoneId), size) - (size === 0 ? 1n : 0n);
      return { by: client(), verb: "releaseMilestone", input: { milestoneId, key, amountMinor, note: null } };
    },
    refund: () => {
      const milestoneId = fitting("request-refund", (each) => each.heldMinor > 0n);
      return { by: client(), verb: "requestRefund", input: { milestoneId, key, reason: "Late." } };
    },
    "give-back": () => {
      const milestoneId = fitting("give-back", (each) => each.heldMinor > 0n);
      return { by: by("freelancer"), verb: "giveBack", input: { milestoneId, key } };
    },
    "ask-release": () => {
      const milestoneId = fitting("request-release");
      return { by: by("freelancer"), verb: "requestRelease", input: { milestoneId } };
    },
    bonus: () => ({
      by: client(),
      verb: "giveBonus",
      input: { contractId, key, amountMinor: BigInt(size) * 10n, note: null },
    }),
    "ask-refund": () => ({
      by: client(),
      verb: "askRefund",
      input: { contractId, key, amountMinor: BigInt(size) * (yes ? 20n : 500n), reason: "A scene is missing." },
    }),
    // More than there is, sometimes: two thirds of the sizes are a whole contract or more.
    "pay-refund": () => ({
      by: by("freelancer"),
      verb: "payRefund",
      input: {
        contractId,
        key,
        amountMinor: yes ? BigInt(size) * 100n : BigInt(size) * 2_000n,
        reason: "As agreed.",
        ...(ask && pick % 3 > 0 ? { askId: ask.id } : {}),
      },
    }),
    "end-ask": () => {
      if (!ask) return null;
      const answer = { contractId, askId: ask.id };
      return yes
        ? { by: by("freelancer"), verb: "declineRefund", input: { ...answer, reason: "It was as agreed." } }
        : { by: client(), verb: "withdrawAsk", input: answer };
    },
    propose: () => {
      const target = changeable(list).map((each, index) => ({
        ...asProposed(each),
        amountMinor:
          index === pick % 4 ? (each.amountMinor + BigInt(size * 100 - 3_000)).toString() : each.amountMinor.toString(),
      }));
      if (size === 99)
        target.push({ id: null, title: "One more", description: "", amountMinor: "70000", dueDate: null });
      const kept =
        size === 1 ? target.filter(({ id }) => list.find((each) => each.id === id)?.state !== "agreed") : target;
      return {
        by: by("hiringManager", "freelancer"),
        verb: "proposeChange",
        input: { contractId, key, target: kept, note: null },
      };
    },
    "answer-proposal": () => {
      const open = proposals.find((each) => !aim || each.state === "open");
      if (!open) return null;
      const other = open.side === "client" ? by("freelancer") : client();
      return { by: other, verb: "answerProposal", input: { contractId, proposalId: open.id, accept: yes } };
    },
    dispute: () => {
      const milestoneId = fitting("dispute");
      const state = list.find((each) => each.id === milestoneId)?.state;
      const right: Who =
        state === "refund_requested" ? "freelancer" : state === "release_requested" ? "hiringManager" : "mediator";
      return { by: by(right), verb: "openDispute", input: { milestoneId, key, description: "As agreed." } };
    },
    "answer-dispute": () => ({
      by: client(),
      verb: "answerDispute",
      input: yes ? { disputeId, accept: false, evidence: "Missing." } : { disputeId, accept: true },
    }),
    settle: () => ({
      by: by("mediator"),
      verb: "proposeSettlement",
      input: { disputeId, ...share, note: "Fair." },
    }),
    "answer-settlement": () => {
      if (!settlement) return null;
      const who = settlement.clientAcceptedAt
        ? by("freelancer")
        : settlement.talentAcceptedAt
          ? client()
          : by("freelancer", "hiringManager");
      const input = { disputeId, settlementId: settlement.id, accept: yes || size > 30 };
      return { by: who, verb: "answerSettlement", input };
    },
    "withdraw-dispute": () => ({ by: by("freelancer"), verb: "withdrawDispute", input: { disputeId } }),
    file: () => ({ by: by("freelancer", "hiringManager"), verb: "fileForArbitration", input: { disputeId } }),
    award: () => {
      const { clientFiledAt, talentFiledAt } = dispute ?? { clientFiledAt: null, talentFiledAt: null };
      const all = talentFiledAt && !clientFiledAt ? heldBy : 0n;
      const award = clientFiledAt && talentFiledAt ? share : { releaseMinor: all, refundMinor: heldBy - all };
      return { by: by("mediator"), verb: "recordAward", input: { disputeId, key, ...award, note: "As filed." } };
    },
    confirm: () =>
      move ? { by: by("payments", "secondPayments"), verb: "confirmMove", input: { moveId: move.id } } : null,
    refuse: () =>
      move
        ? { by: by("payments", "secondPayments"), verb: "refuseMove", input: { moveId: move.id, reason: "No." } }
        : null,
    wire: () => ({
      by: by("financeAdmin", "payments"),
      verb: "recordWire",
      input: {
        key,
        amountMinor: BigInt(size) * 3_000n,
        currency: pick === 7 ? "EUR" : "USD",
        reference: `W${pick % 12}`,
        receivedOn: "2026-05-04",
        fileName: null,
        note: "Statement.",
      },
    }),
    payout: () => ({
      by: by("payments", "secondPayments"),
      verb: "recordPayout",
      input: {
        key,
        talentUserId: world.as("freelancer").actor.userId,
        amountMinor: BigInt(size) * 100n,
        reason: "Asked for.",
      },
    }),
    return: () => ({
      by: by("payments", "secondPayments"),
      verb: "recordReturn",
      input: { key, amountMinor: BigInt(size) * 1_000n, reference: `R${pick % 12}`, note: "Asked for." },
    }),
    "ask-payout": () => {
      const amountMinor = size === 100 ? null : BigInt(size) * 100n;
      return { by: by("freelancer"), verb: "askPayout", input: { key, amountMinor } };
    },
    "withdraw-payout": () =>
      payout ? { by: by("freelancer"), verb: "withdrawPayout", input: { requestId: payout.id } } : null,
    "record-asked": () => {
      if (!payout) return null;
      const amountMinor = yes ? payout.amountMinor : percent(payout.amountMinor, size);
      const input = { key, requestId: payout.id, amountMinor, reference: `P${pick}`, note: "By wire." };
      return { by: by("payments", "secondPayments"), verb: "recordAskedPayout", input };
    },
    end: () => {
      const pay = yes ? ("all" as const) : size > 40 ? ("part" as const) : ("none" as const);
      const escrow = pick % 2 === 0 ? {} : { pay, payAmount: String(size) };
      return {
        by: pick % 3 === 0 ? by("freelancer") : client(),
        verb: "endContract",
        input: { contractId, cause: "Other", reason: null, ...escrow, key },
      };
    },
    exempt: () => {
      const input = { key, exempt: yes, note: "Agreed." };
      return { by: by("payments", "secondPayments"), verb: "exemptFromFee", input };
    },
    suspend: () => ({ by: "system", verb: "suspendCompany", input: null }),
    reinstate: () => ({ by: "system", verb: "reinstateCompany", input: null }),
  };
  const deed = made[command.do]();
  if (!deed) return null;
  const { by: who, ...work } = deed;
  return { ...work, actor: actorOf(world, who), now: instantOf(world) };
}

/** What the clock does in this company at the world's instant. */
export const tickOf = (world: EscrowWorld): Job => ({
  verb: "tick",
  accountId: world.accountId,
  now: instantOf(world),
});

const instantOf = (world: EscrowWorld) => world.now ?? new Date(0);

function actorOf(world: EscrowWorld, who: Who | "system"): Actor {
  if (who === "system") return world.system;
  if (who === "mediator" || who === "payments" || who === "secondPayments") return world[who];
  return world.as(who).actor;
}

/** A charged company has deposits only; set by the operator. */
export function charge(world: EscrowWorld): Promise<void> {
  return writeAs(world.system, async (ctx) => {
    await ctx.db
      .update(companyBilling)
      .set({ mode: "charged", auditId: ctx.auditId })
      .where(eq(companyBilling.accountId, ctx.accountId));
    recordEvent(ctx, "billing.changed", "account", ctx.accountId);
  });
}
