import type { EscrowWorld } from "@/e2e/world/escrow";
import { askPayout } from "@/lib/billing/ask-payout";
import { confirmMove, recordAskedPayout, recordWire } from "@/lib/billing/money-moves";
import { changeRate, changeWeeklyLimit } from "@/lib/contracts/change-terms";
import { endContract } from "@/lib/contracts/end-contract";
import { holdContract, liftHold } from "@/lib/contracts/hold-contract";
import { pauseContract, restartContract } from "@/lib/contracts/pause-contract";
import { type Ctx, readAs } from "@/lib/ctx";
import { answerDispute } from "@/lib/disputes/answer-dispute";
import { openDispute } from "@/lib/disputes/open-dispute";
import { findSettlement, findWaitingMove } from "@/lib/disputes/queries";
import { answerSettlement, proposeSettlement } from "@/lib/disputes/settle-dispute";
import { newId } from "@/lib/ids";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { giveBonus } from "@/lib/milestones/give-bonus";
import { releaseMilestone } from "@/lib/milestones/release-milestone";
import { requestChanges } from "@/lib/milestones/request-changes";
import { requestRefund } from "@/lib/milestones/request-refund";
import { submitWork } from "@/lib/milestones/submit-work";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { findContractOfOffer } from "@/lib/offers/queries";
import { sendOffer } from "@/lib/offers/send-offer";

/** One deed of one person on a day; `refused` where the product says no. */
export type Scene = { day: number; words: string; refused?: true; deed: () => Promise<unknown> };

/**
 * What happens, and what does not: silence, a dispute, money in and out, pauses of both kinds, a milestone that everybody
 * forgets, and the ends of both contracts.
 */
export function scenes(world: EscrowWorld): Scene[] {
  const client = world.as("hiringManager");
  const talent = world.as("freelancer");
  const at = async (number: number) => (await world.list()).find((each) => each.number === number)?.id ?? "";
  const wire = newId();
  const [asked, payout] = [newId(), newId()];
  const disputeId = newId();
  const settlementId = async () => (await world.as("admin").read((ctx) => findSettlement(ctx, disputeId)))?.id ?? "";
  const { contractId } = world;
  const support = world.offerInput({ title: "Support for the film", manualTime: "on" });
  const supportId = async () => (await readAs(world.system, (ctx) => findContractOfOffer(ctx, support.id)))?.id ?? "";
  const hold = { contractId, reason: "A question of the bank." };
  const onSupport =
    <R>(who: typeof client | typeof talent, verb: (ctx: Ctx, contractId: string) => Promise<R>) =>
    async (): Promise<R> => {
      const id = await supportId();
      return who.write((ctx: Ctx) => verb(ctx, id));
    };
  const submit = async (number: number, message: string) => {
    const milestoneId = await at(number);
    return talent.write((ctx) => submitWork(ctx, { milestoneId, key: newId(), message, links: [] }));
  };
  const fund = async (number: number) => {
    const milestoneId = await at(number);
    return client.write((ctx) => fundMilestone(ctx, { milestoneId, key: newId() }));
  };
  const release = async (number: number, amountMinor: bigint | null) => {
    const milestoneId = await at(number);
    return client.write((ctx) => releaseMilestone(ctx, { milestoneId, key: newId(), amountMinor, note: null }));
  };
  return [
    {
      day: 2,
      words: "Hana offers support by the hour.",
      deed: () => client.write((ctx) => sendOffer(ctx, support)),
    },
    {
      day: 3,
      words: "Teodor accepts: a second contract.",
      deed: () => talent.write((ctx) => acceptOffer(ctx, { offerId: support.id, version: 1 })),
    },
    { day: 4, words: "Teodor submits the storyboard.", deed: () => submit(1, "Twelve frames and notes.") },
    {
      day: 5,
      words: "Hana asks for changes.",
      deed: async () => {
        const milestoneId = await at(1);
        return client.write((ctx) => requestChanges(ctx, { milestoneId, note: "The opening is too long." }));
      },
    },
    { day: 8, words: "Teodor submits again.", deed: () => submit(1, "The opening is ten seconds now.") },
    {
      day: 9,
      words: "Hana tries to pay more than is held.",
      refused: true,
      deed: () => release(1, 100_001n),
    },
    { day: 9, words: "Hana pays $900; the rest rolls on to the rough cut.", deed: () => release(1, 90_000n) },
    { day: 10, words: "Hana funds the rough cut; only the difference is taken.", deed: () => fund(2) },
    { day: 12, words: "Hana tries to fund the final cut as well.", refused: true, deed: () => fund(3) },
    { day: 15, words: "Teodor submits the rough cut. Nobody answers.", deed: () => submit(2, "Sound included.") },
    {
      day: 17,
      words: "Hana pauses the support.",
      deed: onSupport(client, (ctx, id) => pauseContract(ctx, { contractId: id })),
    },
    {
      day: 18,
      words: "Hana tries to pause the film, which has a fixed price.",
      refused: true,
      deed: () => client.write((ctx) => pauseContract(ctx, { contractId })),
    },
    {
      day: 19,
      words: "Hana restarts the support.",
      deed: onSupport(client, (ctx, id) => restartContract(ctx, { contractId: id })),
    },
    {
      day: 22,
      words: "Hana raises the rate; it counts from now.",
      deed: onSupport(client, (ctx, id) => changeRate(ctx, { contractId: id, rateMinor: 10_000n })),
    },
    {
      day: 23,
      words: "Hana lowers the weekly limit; it counts from Monday.",
      deed: onSupport(client, (ctx, id) => changeWeeklyLimit(ctx, { contractId: id, weeklyHours: 10 })),
    },
    { day: 30, words: "Hana funds the final cut.", deed: () => fund(3) },
    {
      day: 31,
      words: "Hana gives a bonus.",
      deed: () =>
        client.write((ctx) =>
          giveBonus(ctx, {
            contractId: world.contractId,
            key: newId(),
            amountMinor: 15_000n,
            note: "For the weekend.",
          }),
        ),
    },
    {
      day: 35,
      words: "Fiona of finance records a wire.",
      deed: () =>
        world.as("financeAdmin").write((ctx) =>
          recordWire(ctx, {
            key: wire,
            amountMinor: 350_000n,
            currency: "USD",
            reference: "4711-0093",
            receivedOn: "2026-06-08",
            fileName: "receipt.pdf",
            note: "Pays the invoice of May.",
          }),
        ),
    },
    {
      day: 36,
      words: "Payment operations confirm it; only now the ledger moves.",
      deed: () => world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: wire })),
    },
    {
      day: 37,
      words: "Payment operations pause the film.",
      deed: () => world.asStaff(world.payments, (ctx) => holdContract(ctx, hold)),
    },
    {
      day: 37,
      words: "Hana tries to restart it.",
      refused: true,
      deed: () => client.write((ctx) => restartContract(ctx, { contractId })),
    },
    {
      day: 38,
      words: "They have their answer and lift it.",
      deed: () => world.asStaff(world.secondPayments, (ctx) => liftHold(ctx, hold)),
    },
    {
      day: 40,
      words: "Hana asks for a refund of the final cut.",
      deed: async () => {
        const milestoneId = await at(3);
        return client.write((ctx) =>
          requestRefund(ctx, { milestoneId, key: newId(), reason: "Two scenes are missing." }),
        );
      },
    },
    {
      day: 43,
      words: "Teodor objects: a dispute.",
      deed: async () => {
        const milestoneId = await at(3);
        return talent.write((ctx) =>
          openDispute(ctx, { milestoneId, key: disputeId, description: "They were cut by mail." }),
        );
      },
    },
    { day: 44, words: "Hana tries to release what is frozen.", refused: true, deed: () => release(3, null) },
    {
      day: 45,
      words: "Hana declines with evidence; it goes to mediation.",
      deed: () =>
        client.write((ctx) =>
          answerDispute(ctx, { disputeId, accept: false, evidence: "The script of 4 May has them." }),
        ),
    },
    {
      day: 46,
      words: "Sam mediates: two thirds.",
      deed: () =>
        world.asStaff(world.mediator, (ctx) =>
          proposeSettlement(ctx, {
            disputeId,
            releaseMinor: 100_000n,
            refundMinor: 50_000n,
            note: "Two of three scenes.",
          }),
        ),
    },
    {
      day: 47,
      words: "Teodor accepts.",
      deed: async () => {
        const settlement = await settlementId();
        return talent.write((ctx) => answerSettlement(ctx, { disputeId, settlementId: settlement, accept: true }));
      },
    },
    {
      day: 47,
      words: "Hana accepts.",
      deed: async () => {
        const settlement = await settlementId();
        return client.write((ctx) => answerSettlement(ctx, { disputeId, settlementId: settlement, accept: true }));
      },
    },
    {
      day: 48,
      words: "Sam tries to confirm his own proposal.",
      refused: true,
      deed: async () => {
        const move = await world.as("admin").read((ctx) => findWaitingMove(ctx, disputeId));
        return world.asStaff(world.mediator, (ctx) => confirmMove(ctx, { moveId: move?.id ?? "" }));
      },
    },
    {
      day: 48,
      words: "A second person confirms; the money is shared to the cent.",
      deed: async () => {
        const move = await world.as("admin").read((ctx) => findWaitingMove(ctx, disputeId));
        return world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: move?.id ?? "" }));
      },
    },
    {
      day: 58,
      words: "Teodor ends the support.",
      deed: onSupport(talent, (ctx, id) => endContract(ctx, { contractId: id, cause: "Work completed", reason: null })),
    },
    {
      day: 60,
      words: "Teodor asks to be paid out of what is available.",
      deed: () => world.as("freelancer").write((ctx) => askPayout(ctx, { key: asked, amountMinor: 400_000n })),
    },
    {
      day: 60,
      words: "Payment operations record the transfer.",
      deed: () =>
        world.asStaff(world.payments, (ctx) =>
          recordAskedPayout(ctx, {
            key: payout,
            requestId: asked,
            amountMinor: 400_000n,
            reference: "CS-118",
            note: "By wire.",
          }),
        ),
    },
    {
      day: 61,
      words: "Another person confirms the payout.",
      deed: () => world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: payout })),
    },
    { day: 62, words: "Hana funds the poster, and everybody forgets it.", deed: () => fund(4) },
    {
      day: 166,
      words: "Day 104 of silence: the money is back. Hana ends the film.",
      deed: () => client.write((ctx) => endContract(ctx, { contractId, cause: "Work completed", reason: null })),
    },
    {
      day: 166,
      words: "Hana tries to fund one more.",
      refused: true,
      deed: () => fund(4),
    },
  ];
}
