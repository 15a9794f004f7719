import postgres, { type Sql, type TransactionSql } from "postgres";
import { afterAll, expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { openWorld, type World } from "@/e2e/world/world";
import type { Actor } from "@/lib/actor";
import { askPayout, declinePayout, withdrawPayout } from "@/lib/billing/ask-payout";
import { companyFigures } from "@/lib/billing/company-money";
import { runBillingTimer } from "@/lib/billing/issue-invoice";
import {
  confirmMove,
  recordAskedPayout,
  recordPayout,
  recordWire,
  refuseMove,
  runMoveTimer,
} from "@/lib/billing/money-moves";
import { runPayoutTimer } from "@/lib/billing/payout-requests";
import { recordReturn } from "@/lib/billing/return-balance";
import { reinstateCompany, settleSuspension, suspendCompany } from "@/lib/billing/suspend-company";
import { changeEndDate } from "@/lib/contracts/change-end-date";
import { changeRate, changeWeeklyLimit } from "@/lib/contracts/change-terms";
import { endContract } from "@/lib/contracts/end-contract";
import { holdContract, liftHold } from "@/lib/contracts/hold-contract";
import { linkOrder } from "@/lib/contracts/link-order";
import { recordCharge } from "@/lib/contracts/record-charge";
import { reverseCharge } from "@/lib/contracts/reverse-charge";
import { type Ctx, writeAs } from "@/lib/ctx";
import { runDisputeTimer } from "@/lib/disputes/advance-dispute";
import { answerDispute, withdrawDispute } from "@/lib/disputes/answer-dispute";
import { openDispute } from "@/lib/disputes/open-dispute";
import { findWaitingMove } from "@/lib/disputes/queries";
import { answerSettlement, fileForArbitration, proposeSettlement, recordAward } from "@/lib/disputes/settle-dispute";
import { newId } from "@/lib/ids";
import { runMilestoneTimer } from "@/lib/milestones/advance-milestone";
import { answerProposal } from "@/lib/milestones/answer-proposal";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { giveBack } from "@/lib/milestones/give-back";
import { giveBonus } from "@/lib/milestones/give-bonus";
import { makeEarningAvailable } from "@/lib/milestones/make-earning-available";
import { asProposed, proposeChange } from "@/lib/milestones/propose-change";
import { releaseMilestone } from "@/lib/milestones/release-milestone";
import { requestRefund } from "@/lib/milestones/request-refund";
import { requestRelease } from "@/lib/milestones/request-release";
import { submitWork } from "@/lib/milestones/submit-work";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { declineOffer } from "@/lib/offers/decline-offer";
import { expireOffer } from "@/lib/offers/expire-offer";
import { modifyOffer } from "@/lib/offers/modify-offer";
import { sendOffer } from "@/lib/offers/send-offer";
import { withdrawOffer } from "@/lib/offers/withdraw-offer";
import { addFunds } from "@/lib/orders/add-funds";
import { correctFunds } from "@/lib/orders/correct-funds";
import { askRefund } from "@/lib/refunds/ask-refund";
import { payRefund } from "@/lib/refunds/pay-refund";
import { openPool } from "./client";
import { escrowBreaches, standing } from "./model/escrow-checks";

// The connection is killed by the server before each statement of every money verb, one statement after the other. What was
// done so far is gone; the same form sent again does the deed once, and once more changes nothing.

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 2, onnotice: () => {} });
const pool = openPool(process.env.DATABASE_URL ?? "", { max: 2 });
afterAll(async () => {
  await pool.end({ timeout: 5 });
  await sql.end({ timeout: 5 });
});

class Crash extends Error {}

/** The pool, in which the backend of the next transaction dies before its `at`-th statement; counts them in `seen`. */
function crashing(at: number, seen: { statements: number }): Sql {
  const begin = (run: (tx: TransactionSql) => Promise<unknown>) =>
    pool.begin((tx) => {
      const unsafe = (...statement: Parameters<TransactionSql["unsafe"]>) => {
        seen.statements += 1;
        return seen.statements === at
          ? tx.unsafe("select pg_terminate_backend(pg_backend_pid())")
          : tx.unsafe(...statement);
      };
      const proxied = new Proxy(tx, {
        get: (target, name) => (name === "unsafe" ? unsafe : Reflect.get(target, name)),
      });
      return run(proxied);
    });
  return { begin } as unknown as Sql;
}

type Deed = { name: string; by: Actor; verb: (ctx: Ctx) => Promise<unknown> };

/** Kills every statement of a deed once, then lets it happen, then sends it again. @returns how many crashes there were. */
async function crashEverywhere(world: World, { name, by, verb }: Deed): Promise<number> {
  const now = world.now ?? new Date(0);
  const before = await standing(sql, world.accountId);
  for (let at = 1; ; at++) {
    const seen = { statements: 0 };
    const outcome = await writeAs(by, verb, { now, sql: crashing(at, seen) }).catch(
      (error: unknown) => new Crash(String(error)),
    );
    if (seen.statements < at) {
      expect(outcome, name).not.toBeInstanceOf(Crash);
      const after = await standing(sql, world.accountId);
      expect(after.text, `${name} did something`).not.toBe(before.text);
      expect(await escrowBreaches(sql, world.accountId), name).toEqual([]);
      await writeAs(by, verb, { now, sql: pool }).catch((error: unknown) => error);
      expect((await standing(sql, world.accountId)).text, `${name} twice`).toBe(after.text);
      return at - 1;
    }
    expect(outcome, `${name}, killed before statement ${at}`).toBeInstanceOf(Crash);
    expect((await standing(sql, world.accountId)).text, `${name}, killed before statement ${at}`).toBe(before.text);
  }
}

test("killed before any statement, a money verb leaves nothing; sent again, it happens once", async () => {
  const world = await openEscrowWorld({ amounts: [900, 800, 700, 600], ordered: true });
  const [first, second, third, fourth] = (await world.list()).map((each) => each.id);
  if (!first || !second || !third || !fourth) throw new Error("no milestones");
  const client = world.as("hiringManager").actor;
  const talent = world.as("freelancer").actor;
  const { contractId } = world;
  const wire = newId();
  const disputeId = newId();
  const ask = newId();
  const keys = Array.from({ length: 12 }, newId);
  const key = (index: number) => keys[index] ?? "";
  const offer = world.offerInput({
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["Poster"],
    "milestoneAmount[]": ["50"],
    "milestoneDue[]": [""],
  });
  const deeds: Deed[] = [
    { name: "send offer with its hold", by: client, verb: (ctx) => sendOffer(ctx, offer) },
    { name: "accept offer", by: talent, verb: (ctx) => acceptOffer(ctx, { offerId: offer.id, version: 1 }) },
    {
      name: "release a part, the rest rolls on",
      by: client,
      verb: (ctx) => releaseMilestone(ctx, { milestoneId: first, key: key(0), amountMinor: 50_000n, note: null }),
    },
    { name: "fund", by: client, verb: (ctx) => fundMilestone(ctx, { milestoneId: second, key: key(1) }) },
    {
      name: "submit",
      by: talent,
      verb: (ctx) => submitWork(ctx, { milestoneId: second, key: key(2), message: "Done.", links: [] }),
    },
    {
      name: "release in full",
      by: client,
      verb: (ctx) => releaseMilestone(ctx, { milestoneId: second, key: key(3), amountMinor: null, note: null }),
    },
    {
      name: "bonus",
      by: client,
      verb: (ctx) => giveBonus(ctx, { contractId, key: key(4), amountMinor: 1_000n, note: null }),
    },
    {
      name: "ask for a refund",
      by: client,
      verb: (ctx) => askRefund(ctx, { contractId, key: ask, amountMinor: 60_000n, reason: "A scene is missing." }),
    },
    {
      name: "refund what was paid",
      by: talent,
      verb: (ctx) => payRefund(ctx, { contractId, key: key(11), amountMinor: 60_000n, reason: "Agreed.", askId: ask }),
    },
    { name: "fund the third", by: client, verb: (ctx) => fundMilestone(ctx, { milestoneId: third, key: key(5) }) },
    { name: "give back", by: talent, verb: (ctx) => giveBack(ctx, { milestoneId: third, key: key(6) }) },
    {
      name: "record a wire",
      by: world.as("financeAdmin").actor,
      verb: (ctx) =>
        recordWire(ctx, {
          key: wire,
          amountMinor: 100_000n,
          currency: "USD",
          reference: "W1",
          receivedOn: "2026-05-04",
          fileName: null,
          note: "Statement.",
        }),
    },
    { name: "confirm the wire", by: world.payments, verb: (ctx) => confirmMove(ctx, { moveId: wire }) },
    { name: "fund the fourth", by: client, verb: (ctx) => fundMilestone(ctx, { milestoneId: fourth, key: key(7) }) },
    {
      name: "request a refund",
      by: client,
      verb: (ctx) => requestRefund(ctx, { milestoneId: fourth, key: key(8), reason: "Late." }),
    },
    {
      name: "dispute",
      by: talent,
      verb: (ctx) => openDispute(ctx, { milestoneId: fourth, key: disputeId, description: "As agreed." }),
    },
    { name: "accept the dispute", by: client, verb: (ctx) => answerDispute(ctx, { disputeId, accept: true }) },
    {
      name: "end",
      by: client,
      verb: (ctx) => endContract(ctx, { contractId, cause: "Other", reason: null, key: key(9) }),
    },
  ];
  let crashes = 0;
  for (const deed of deeds) crashes += await crashEverywhere(world, deed);

  const other = await openEscrowWorld({ amounts: [900], ordered: true });
  const [only] = (await other.list()).map((each) => each.id);
  await other
    .as("freelancer")
    .write((ctx) => submitWork(ctx, { milestoneId: only ?? "", key: key(10), message: "Done.", links: [] }));
  const later = (days: number) => other.at(new Date((other.now?.getTime() ?? 0) + days * 86_400_000).toISOString());
  later(14);
  crashes += await crashEverywhere(other, {
    name: "automatic release",
    by: other.system,
    verb: (ctx) => runMilestoneTimer(ctx, only ?? ""),
  });
  const [earning] = await sql<{ id: string }[]>`select id from earnings where account_id = ${other.accountId}`;
  later(5);
  crashes += await crashEverywhere(other, {
    name: "earnings become available",
    by: other.system,
    verb: (ctx) => makeEarningAvailable(ctx, earning?.id ?? ""),
  });
  console.log(`escrow crashes: ${crashes} kills in ${deeds.length + 2} deeds`);
});

test("so do the verbs around them: offers, changes, refunds, mediation, staff's moves, ends, invoices and the clock", async () => {
  const world = await openEscrowWorld({ amounts: [900, 800], ordered: true });
  const [first] = (await world.list()).map((each) => each.id);
  const client = world.as("hiringManager").actor;
  const talent = world.as("freelancer").actor;
  const { contractId, system } = world;
  let crashes = 0;
  const crash = async (name: string, by: Actor, verb: Deed["verb"], at = world) => {
    crashes += await crashEverywhere(at, { name, by, verb });
  };
  const milestones = (...amounts: string[]) => ({
    contractType: "fixed_price" as const,
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": amounts.map((_, index) => `Poster ${index + 1}`),
    "milestoneAmount[]": amounts,
    "milestoneDue[]": amounts.map(() => ""),
  });

  // What an offer holds moves with the offer, and comes back when it ends.
  const send = async () => {
    const input = world.offerInput(milestones("50"));
    expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, input))).toMatchObject({ ok: true });
    return input.id;
  };
  const [withdrawn, declined, expired] = [await send(), await send(), await send()];
  const offer = await world.offer(withdrawn);
  const raised = { ...world.modifyInput(offer, { "milestoneAmount[]": ["70"] }), version: offer.version };
  await crash("raise what an offer holds", client, (ctx) => modifyOffer(ctx, raised));
  const ended = (offerId: string) => ({ offerId, reason: "Another plan." });
  await crash("withdraw an offer", client, (ctx) => withdrawOffer(ctx, ended(withdrawn)));
  await crash("decline an offer", talent, (ctx) => declineOffer(ctx, ended(declined)));

  // The milestones change by proposal.
  const agreed = async (name: string, more: bigint) => {
    const target = (await world.list()).map((each) => ({
      ...asProposed(each),
      amountMinor: (each.amountMinor + more).toString(),
    }));
    const key = newId();
    await crash(`propose to ${name}`, talent, (ctx) => proposeChange(ctx, { contractId, key, target, note: null }));
    await crash(name, client, (ctx) => answerProposal(ctx, { contractId, proposalId: key, accept: true }));
  };
  await agreed("raise", 10_000n);
  await agreed("lower", -20_000n);

  // A dispute is mediated, and its split confirmed.
  const refund = { milestoneId: first ?? "", key: newId(), reason: "Late." };
  await world.as("hiringManager").write((ctx) => requestRefund(ctx, refund));
  const disputeId = newId();
  const dispute = { milestoneId: first ?? "", key: disputeId, description: "As agreed." };
  await world.as("freelancer").write((ctx) => openDispute(ctx, dispute));
  const declines = { disputeId, accept: false, evidence: "Missing." } as const;
  await crash("decline a dispute", client, (ctx) => answerDispute(ctx, declines));
  const split = { disputeId, releaseMinor: 50_001n, refundMinor: 29_999n, note: "Fair." };
  const proposed = await world.asStaff(world.mediator, (ctx) => proposeSettlement(ctx, split));
  const answer = { disputeId, settlementId: proposed.ok ? proposed.settlementId : "", accept: true };
  await crash("accept a split", talent, (ctx) => answerSettlement(ctx, answer));
  await crash("accept it as well", client, (ctx) => answerSettlement(ctx, answer));
  const move = await world.as("admin").read((ctx) => findWaitingMove(ctx, disputeId));
  await crash("confirm the split", world.payments, (ctx) => confirmMove(ctx, { moveId: move?.id ?? "" }));

  // The clock: earnings, the month's invoice, an offer that nobody answers.
  await world.pass(6);
  world.at("2026-06-01T00:05:00Z");
  await crash("issue the invoice", system, (ctx) => runBillingTimer(ctx, world.accountId));
  world.at("2026-06-20T00:00:00Z");
  await crash("an offer expires", system, (ctx) => expireOffer(ctx, expired));

  // Staff's moves of money that was earned.
  const talentUserId = talent.userId ?? "";
  const payout = (key: string) => ({ key, talentUserId, amountMinor: 20_000n, reason: "Asked for." });
  const [refused, paid] = [newId(), newId()];
  await crash("record a payout", world.payments, (ctx) => recordPayout(ctx, payout(refused)));
  await crash("refuse it", world.secondPayments, (ctx) => refuseMove(ctx, { moveId: refused, reason: "No." }));
  await world.asStaff(world.payments, (ctx) => recordPayout(ctx, payout(paid)));
  await crash("confirm a payout", world.secondPayments, (ctx) => confirmMove(ctx, { moveId: paid }));

  // And what the freelancer asks for.
  const [asked, taken, sent, third] = [newId(), newId(), newId(), newId()];
  const wanted = (key: string) => ({ key, amountMinor: 1_000n });
  await crash("ask for a payout", talent, (ctx) => askPayout(ctx, wanted(asked)));
  await crash("withdraw it", talent, (ctx) => withdrawPayout(ctx, { requestId: asked }));
  await world.as("freelancer").write((ctx) => askPayout(ctx, wanted(taken)));
  world.at("2026-06-24T00:00:00Z");
  await crash("tell of it", system, (ctx) => runPayoutTimer(ctx, taken));
  const transfer = (key: string) => ({ ...wanted(key), requestId: taken, reference: "CS-1", note: "By wire." });
  await crash("record what was asked for", world.payments, (ctx) => recordAskedPayout(ctx, transfer(third)));
  await crash("refuse that", world.secondPayments, (ctx) => refuseMove(ctx, { moveId: third, reason: "No." }));
  await world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, transfer(sent)));
  await crash("confirm what was asked for", world.secondPayments, (ctx) => confirmMove(ctx, { moveId: sent }));
  const unwanted = newId();
  await world.as("freelancer").write((ctx) => askPayout(ctx, wanted(unwanted)));
  const no = { requestId: unwanted, reason: "No bank details." };
  await crash("decline a payout", world.payments, (ctx) => declinePayout(ctx, no));

  // A company in debt is suspended, and goes on when it has paid.
  world.at("2026-07-01T09:00:00Z");
  const why = { reason: "Two reminders, no answer." };
  await crash("suspend a company", world.payments, (ctx) => suspendCompany(ctx, why));
  const wire = { currency: "USD", receivedOn: "2026-06-30", fileName: null, note: "Statement." };
  const { owedMinor } = await world.as("financeAdmin").read(companyFigures);
  const all = { ...wire, key: newId(), amountMinor: owedMinor, reference: "W9" };
  await world.as("financeAdmin").write((ctx) => recordWire(ctx, all));
  await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: all.key }));
  await crash("reinstate it", world.payments, (ctx) => reinstateCompany(ctx, why));

  // What it has left is paid back.
  const more = { ...wire, key: newId(), amountMinor: 30_000n, reference: "W10" };
  await world.as("financeAdmin").write((ctx) => recordWire(ctx, more));
  await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: more.key }));
  const back = { key: newId(), amountMinor: 20_000n, reference: "R1", note: "Asked for." };
  await crash("record a return", world.payments, (ctx) => recordReturn(ctx, back));
  await crash("confirm a return", world.secondPayments, (ctx) => confirmMove(ctx, { moveId: back.key }));

  // Ends with money in escrow, and what silence does then.
  for (const pay of ["all", "part", "none"] as const) {
    const other = await openEscrowWorld({ amounts: [900], ordered: true });
    const [only] = (await other.list()).map((each) => each.id);
    const end = {
      contractId: other.contractId,
      cause: "Other" as const,
      reason: null,
      key: newId(),
      pay,
      payAmount: "400",
    };
    await crash(`end and pay ${pay}`, other.as("hiringManager").actor, (ctx) => endContract(ctx, end), other);
    if (pay === "all") continue;
    other.at(new Date((other.now?.getTime() ?? 0) + 7 * 86_400_000).toISOString());
    await crash("a silent refund", other.system, (ctx) => runMilestoneTimer(ctx, only ?? ""), other);
  }
  console.log(`escrow crashes around them: ${crashes} kills`);
});

const later = (world: EscrowWorld, days: number) =>
  world.at(new Date((world.now?.getTime() ?? 0) + days * 86_400_000).toISOString());

/** A refund is asked for and the freelancer objects. @returns the dispute's id */
async function dispute(world: EscrowWorld, milestoneId: string): Promise<string> {
  const [refund, key] = [newId(), newId()];
  const client = world.as("hiringManager");
  expect(await client.write((ctx) => requestRefund(ctx, { milestoneId, key: refund, reason: "Late." }))).toEqual({
    ok: true,
  });
  const filed = { milestoneId, key, description: "As agreed." };
  expect(await world.as("freelancer").write((ctx) => openDispute(ctx, filed))).toMatchObject({ ok: true });
  return key;
}

/** A mediator's split that both sides accept. @returns the money move that waits for its second person */
async function agree(world: EscrowWorld, disputeId: string): Promise<string> {
  const split = { disputeId, releaseMinor: 10_001n, refundMinor: 19_999n, note: "Fair." };
  const proposed = await world.asStaff(world.mediator, (ctx) => proposeSettlement(ctx, split));
  const answer = { disputeId, settlementId: proposed.ok ? proposed.settlementId : "", accept: true };
  for (const side of ["freelancer", "hiringManager"] as const)
    expect(await world.as(side).write((ctx) => answerSettlement(ctx, answer))).toEqual({ ok: true });
  const move = await world.as("admin").read((ctx) => findWaitingMove(ctx, disputeId));
  return move?.id ?? "";
}

test("so do what rolled on, what a dispute ends in, what silence does, and holds", async () => {
  let crashes = 0;
  const crash = async (world: EscrowWorld, name: string, by: Actor, verb: Deed["verb"]) => {
    crashes += await crashEverywhere(world, { name, by, verb });
  };

  // What rolled on is funded with, removed with, and ended with.
  const rolled = await openEscrowWorld({ amounts: [900, 200, 700, 600], ordered: true });
  const ids = (await rolled.list()).map((each) => each.id);
  const { contractId } = rolled;
  const client = rolled.as("hiringManager").actor;
  const part = { milestoneId: ids[0] ?? "", key: newId(), amountMinor: 40_000n, note: null };
  expect(await rolled.as("hiringManager").write((ctx) => releaseMilestone(ctx, part))).toEqual({ ok: true });
  const fund = { milestoneId: ids[1] ?? "", key: newId() };
  await crash(rolled, "fund, the surplus rolls on", client, (ctx) => fundMilestone(ctx, fund));
  expect((await rolled.list()).map((each) => each.heldMinor)).toEqual([0n, 20_000n, 30_000n, 0n]);
  const all = { milestoneId: ids[1] ?? "", key: newId(), amountMinor: null, note: null };
  expect(await rolled.as("hiringManager").write((ctx) => releaseMilestone(ctx, all))).toEqual({ ok: true });
  const proposalId = newId();
  const target = (await rolled.list()).filter((each) => each.id === ids[3]).map(asProposed);
  const removal = { contractId, key: proposalId, target, note: null };
  expect(await rolled.as("freelancer").write((ctx) => proposeChange(ctx, removal))).toEqual({ ok: true });
  const yes = { contractId, proposalId, accept: true };
  await crash(rolled, "remove what rolled on", client, (ctx) => answerProposal(ctx, yes));
  expect((await rolled.list()).at(-1)).toMatchObject({ state: "agreed", heldMinor: 30_000n });
  const end = { contractId, cause: "Other" as const, reason: null, key: newId(), pay: "none" as const };
  await crash(rolled, "end with what rolled on", client, (ctx) => endContract(ctx, end));
  const disputeId = newId();
  const filed = { milestoneId: ids[3] ?? "", key: disputeId, description: "As agreed." };
  expect(await rolled.as("freelancer").write((ctx) => openDispute(ctx, filed))).toMatchObject({ ok: true });
  const talent = rolled.as("freelancer").actor;
  await crash(rolled, "withdraw a dispute", talent, (ctx) => withdrawDispute(ctx, { disputeId }));

  // Silence on a dispute; a decision that is refused, that lapses, and that arbitration makes.
  const world = await openEscrowWorld({ amounts: [900, 300], ordered: true });
  const [first, second] = (await world.list()).map((each) => each.id);
  const silent = await dispute(world, first ?? "");
  later(world, 7);
  await crash(world, "a silent dispute", world.system, (ctx) => runDisputeTimer(ctx, silent));
  const next = { milestoneId: second ?? "", key: newId() };
  expect(await world.as("hiringManager").write((ctx) => fundMilestone(ctx, next))).toEqual({ ok: true });
  const open = await dispute(world, second ?? "");
  const declined = { disputeId: open, accept: false, evidence: "Missing." } as const;
  expect(await world.as("hiringManager").write((ctx) => answerDispute(ctx, declined))).toEqual({ ok: true });
  const refused = await agree(world, open);
  const no = { moveId: refused, reason: "Another contract." };
  await crash(world, "refuse a decision", world.payments, (ctx) => refuseMove(ctx, no));
  const lapsing = await agree(world, open);
  later(world, 7);
  await crash(world, "a decision lapses", world.system, (ctx) => runMoveTimer(ctx, lapsing));
  await world.pass(30);
  for (const side of ["freelancer", "hiringManager"] as const)
    expect(await world.as(side).write((ctx) => fileForArbitration(ctx, { disputeId: open }))).toEqual({ ok: true });
  const award = { disputeId: open, key: newId(), releaseMinor: 10_000n, refundMinor: 20_000n, note: "Award 7." };
  await crash(world, "record an award", world.mediator, (ctx) => recordAward(ctx, award));
  await crash(world, "confirm it", world.payments, (ctx) => confirmMove(ctx, { moveId: award.key }));

  // Dormancy ends in a refund, or in the release that was asked for; the platform holds and lifts.
  const dormant = await openEscrowWorld({ amounts: [900, 300], ordered: true });
  const [quiet, asked] = (await dormant.list()).map((each) => each.id);
  const why = { contractId: dormant.contractId, reason: "A question of the bank." };
  await crash(dormant, "hold", dormant.payments, (ctx) => holdContract(ctx, why));
  await crash(dormant, "lift", dormant.secondPayments, (ctx) => liftHold(ctx, why));
  const sleep = async () => {
    for (const days of [76, 7, 7, 7]) await dormant.pass(days);
  };
  await sleep();
  later(dormant, 7);
  await crash(dormant, "a dormant refund", dormant.system, (ctx) => runMilestoneTimer(ctx, quiet ?? ""));
  const another = { milestoneId: asked ?? "", key: newId() };
  expect(await dormant.as("hiringManager").write((ctx) => fundMilestone(ctx, another))).toEqual({ ok: true });
  await sleep();
  const request = { milestoneId: asked ?? "" };
  await crash(dormant, "ask for a release", dormant.as("freelancer").actor, (ctx) => requestRelease(ctx, request));
  later(dormant, 14);
  await crash(dormant, "a silent release", dormant.system, (ctx) => runMilestoneTimer(ctx, asked ?? ""));

  // A company that paid is free again by the clock; a freelancer who ends gives all back.
  const owing = await openEscrowWorld({ amounts: [900], ordered: true });
  owing.at("2026-06-01T00:05:00Z");
  await owing.tick();
  owing.at("2026-07-01T09:00:00Z");
  const { owedMinor } = await owing.as("financeAdmin").read(companyFigures);
  await owing.asStaff(owing.payments, (ctx) => suspendCompany(ctx, { reason: "No answer." }));
  const wire = { currency: "USD", receivedOn: "2026-06-30", fileName: null, note: "Statement.", reference: "W8" };
  const paid = { ...wire, key: newId(), amountMinor: owedMinor };
  await owing.as("financeAdmin").write((ctx) => recordWire(ctx, paid));
  await owing.asStaff(owing.payments, (ctx) => confirmMove(ctx, { moveId: paid.key }));
  await crash(owing, "settle a suspension", owing.system, (ctx) => settleSuspension(ctx));
  const over = { contractId: owing.contractId, cause: "Other" as const, reason: null, key: newId() };
  await crash(owing, "end by the freelancer", owing.as("freelancer").actor, (ctx) => endContract(ctx, over));
  expect((await owing.list()).map((each) => each.state)).toEqual(["refunded"]);
  console.log(`escrow crashes of ends and silence: ${crashes} kills`);
});

test("so do the deeds on a purchase order: its funds, its link, its commitment and its charges", async () => {
  const world = await openWorld();
  const order = await world.order({ amount: "9,000.00" });
  const [contract, finance] = [await world.contract(), world.as("financeAdmin").actor];
  const { id: contractId } = contract;
  let crashes = 0;
  const crash = async (name: string, by: Actor, verb: Deed["verb"]) => {
    crashes += await crashEverywhere(world, { name, by, verb });
  };
  const note = "Second budget.";
  const added = { orderId: order.id, id: newId(), amountMinor: 500_000n, date: null, note };
  await crash("add funds", finance, (ctx) => addFunds(ctx, added));
  const admin = world.as("admin").actor;
  const corrected = { orderId: order.id, id: newId(), amountMinor: -100_000n, reason: note };
  await crash("correct funds", admin, (ctx) => correctFunds(ctx, corrected));
  const link = { contractId, version: contract.version, orderChoice: order.id };
  await crash("link the order", finance, (ctx) => linkOrder(ctx, link));
  const { version } = await world.contractNow(contract.number);
  await crash("move the end", admin, (ctx) => changeEndDate(ctx, { contractId, version, endDate: "2026-07-05" }));
  await crash("raise the rate", admin, (ctx) => changeRate(ctx, { contractId, rateMinor: 100_00n }));
  await crash("lower the limit", admin, (ctx) => changeWeeklyLimit(ctx, { contractId, weeklyHours: 10 }));
  const charge = { id: newId(), contractId, amountMinor: 650_000n, chargedOn: "2026-05-04", note: null };
  await crash("record a charge", finance, (ctx) => recordCharge(ctx, charge));
  const back = { contractId, chargeId: charge.id, reason: "Twice." };
  await crash("take it back", finance, (ctx) => reverseCharge(ctx, back));
  expect((await world.orderNow(order.id)).figures).toMatchObject({
    funds: 1_300_000n,
    committed: 700_000n,
    invoiced: 0n,
  });
  console.log(`escrow crashes of purchase orders: ${crashes} kills`);
});
