import { and, asc, eq } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { closePool } from "@/db/client";
import { escrowBreaches } from "@/db/model/escrow-checks";
import { invoiceLines, invoices, ledgerTransfers, receipts } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { figuresNow, setBilling } from "@/e2e/world/money";
import { openWorld, type World } from "@/e2e/world/world";
import { linkOrder } from "../contracts/link-order";
import { readAs } from "../ctx";
import { answerDispute } from "../disputes/answer-dispute";
import { openDispute } from "../disputes/open-dispute";
import { findWaitingMove } from "../disputes/queries";
import { answerSettlement, proposeSettlement } from "../disputes/settle-dispute";
import { newId } from "../ids";
import { verifyLedgerOf } from "../ledger/verify";
import { fundMilestone } from "../milestones/fund-milestone";
import { giveBack } from "../milestones/give-back";
import { giveBonus } from "../milestones/give-bonus";
import { releaseMilestone } from "../milestones/release-milestone";
import { requestRefund } from "../milestones/request-refund";
import { acceptOffer } from "../offers/accept-offer";
import { modifyOffer } from "../offers/modify-offer";
import { sendOffer } from "../offers/send-offer";
import { withdrawOffer } from "../offers/withdraw-offer";
import { payRefund } from "../refunds/pay-refund";
import { exemptFromFee } from "./exempt-from-fee";
import { exportReceipts } from "./export-receipts";
import { receiptLetter } from "./letters";
import { everyReceipt, findReceipt } from "./list-receipts";
import { loadStatement } from "./load-statement";
import { confirmMove, recordWire } from "./money-moves";

const installation = vi.hoisted(() => ({ FEES_CLIENT: 500 }));
vi.mock("../env", async (original) => {
  const { env, ...rest } = await original<typeof import("../env")>();
  const get = (target: typeof env, name: string) =>
    name === "FEES_CLIENT" ? installation.FEES_CLIENT : target[name as keyof typeof env];
  return { ...rest, env: new Proxy(env, { get }) };
});
beforeEach(() => {
  installation.FEES_CLIENT = 500;
});

const admin = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
afterAll(async () => {
  await admin.end();
  await closePool();
});

/** Whatever was done, the ledger adds up, funded is held and released and refunded, and stages are the funds. */
async function sound(world: World) {
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
  expect(await escrowBreaches(admin, world.accountId)).toEqual([]);
}

const receiptsOf = (world: World) =>
  readAs(world.system, ({ db }) =>
    db.select().from(receipts).where(eq(receipts.accountId, world.accountId)).orderBy(asc(receipts.number)),
  );

const shortOf = async (world: World) => (await receiptsOf(world)).map(({ kind, amountMinor }) => [kind, amountMinor]);

const movementsOf = (world: World, kind: "fee" | "fee_returned") =>
  readAs(world.system, ({ db }) =>
    db
      .select({ amount: ledgerTransfers.amount })
      .from(ledgerTransfers)
      .where(and(eq(ledgerTransfers.accountId, world.accountId), eq(ledgerTransfers.kind, kind))),
  );

async function deposit(world: EscrowWorld, amountMinor: bigint) {
  const wire = { key: newId(), amountMinor, currency: "USD", receivedOn: "2026-05-04", fileName: null, note: "Seen." };
  await world.as("financeAdmin").write((ctx) => recordWire(ctx, { ...wire, reference: `W-${wire.key}` }));
  expect(await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: wire.key }))).toEqual({ ok: true });
}

const idOf = async (world: EscrowWorld, number: number) => (await world.list())[number - 1]?.id ?? "";

async function fund(world: EscrowWorld, number: number) {
  const input = { milestoneId: await idOf(world, number), key: newId() };
  return world.as("hiringManager").write((ctx) => fundMilestone(ctx, input));
}

async function pay(world: EscrowWorld, number: number, amountMinor: bigint | null = null) {
  const input = { milestoneId: await idOf(world, number), key: newId(), amountMinor, note: null };
  return world.as("hiringManager").write((ctx) => releaseMilestone(ctx, input));
}

async function returnAll(world: EscrowWorld, number: number) {
  const input = { milestoneId: await idOf(world, number), key: newId() };
  return world.as("freelancer").write((ctx) => giveBack(ctx, input));
}

const firstMilestone = (amount: string) => ({
  contractType: "fixed_price" as const,
  rate: "",
  weeklyHours: "",
  "milestoneTitle[]": ["Storyboard"],
  "milestoneAmount[]": [amount],
  "milestoneDue[]": [""],
});

test("an offer holds its first milestone and the fee on it; acceptance charges the fee with a receipt of its own", async () => {
  const world = await openEscrowWorld();
  expect(await world.pots()).toMatchObject({
    "company balance": 0n,
    "company credit": -105_000n,
    "offer hold": 0n,
    "milestone 1": 100_000n,
    "platform fees": 5_000n,
  });
  const [funding, fee] = await receiptsOf(world);
  expect(funding).toMatchObject({ kind: "funding", amountMinor: 100_000n, feeOf: null });
  expect(fee).toMatchObject({
    kind: "fee",
    number: 2,
    amountMinor: 5_000n,
    feeOf: funding?.id,
    method: "terms",
    title: "Contract 1001, milestone 1: Storyboard",
    contractId: world.contractId,
  });
  const found = await world.as("financeAdmin").read((ctx) => findReceipt(ctx, fee?.id ?? ""));
  if (!found) throw new Error("no receipt");
  const letter = receiptLetter(found, "Company", "UTC");
  expect(letter.facts).toContainEqual(["Kind", "Client fee"]);
  expect(letter.facts).toContainEqual(["Charged on", "Receipt 2026-1"]);
  expect(letter.lines).toMatchObject([{ title: "Client fee: Milestone 1: Storyboard", amount: "$50.00" }]);
  const csv = await new Response(exportReceipts(world.as("financeAdmin").actor, everyReceipt)).text();
  expect(csv.split("\n").find((line) => line.includes(",fee,"))).toMatch(
    /^2026-2,.*,fee,"?Contract 1001, milestone 1: Storyboard"?,.*,terms,USD,50.00,spent$/,
  );
  expect(await world.events(world.contractId)).toEqual([
    "contract.started",
    "milestone.agreed",
    "fee.charged",
    "milestone.funded",
  ]);
  await sound(world);
});

test("an offer that is changed or withdrawn moves the fee it holds with it, and no fee was charged", async () => {
  const world = await openWorld({ policy: null });
  const client = world.as("hiringManager");
  const input = world.offerInput(firstMilestone("1000"));
  expect((await client.write((ctx) => sendOffer(ctx, input))).ok).toBe(true);
  const held = async () => {
    const rows = await admin<{ code: string; balance: string }[]>`
      select code, balance from ledger_accounts where account_id = ${world.accountId} and code in ('hold', 'credit', 'fees')`;
    return Object.fromEntries(rows.map(({ code, balance }) => [code, Number(balance)]));
  };
  expect(await held()).toEqual({ hold: 1_050_00, credit: -1_050_00 });
  const { id, kind, teamId, talentName, talentEmail, draftId, requestId, contactId, postId, ...terms } =
    world.offerInput(firstMilestone("600"));
  expect(await client.write((ctx) => modifyOffer(ctx, { ...terms, offerId: input.id, version: 1 }))).toMatchObject({
    ok: true,
  });
  expect(await held()).toEqual({ hold: 630_00, credit: -630_00 });
  await client.write((ctx) => withdrawOffer(ctx, { offerId: input.id, reason: null }));
  expect(await held()).toEqual({ hold: 0, credit: 0 });
  expect(await shortOf(world)).toEqual([]);
  await sound(world);
});

test("a funding and a bonus pay the fee on top, once however often the form is sent", async () => {
  const world = await openEscrowWorld();
  await pay(world, 1);
  const form = { milestoneId: await idOf(world, 2), key: newId() };
  const client = world.as("hiringManager");
  expect(await client.write((ctx) => fundMilestone(ctx, form))).toEqual({ ok: true });
  expect(await world.unmoved(() => client.write((ctx) => fundMilestone(ctx, form)))).toEqual({ ok: true });
  const bonus = { contractId: world.contractId, key: newId(), amountMinor: 1_10n, note: null };
  expect(await client.write((ctx) => giveBonus(ctx, bonus))).toEqual({ ok: true });
  expect(await world.unmoved(() => client.write((ctx) => giveBonus(ctx, bonus)))).toEqual({ ok: true });
  expect(await shortOf(world)).toEqual([
    ["funding", 100_000n],
    ["fee", 5_000n],
    ["funding", 200_000n],
    ["fee", 10_000n],
    ["bonus", 1_10n],
    ["fee", 6n],
  ]);
  expect(await world.pots()).toMatchObject({
    "company credit": -315_116n,
    "talent pending": 100_110n,
    "platform fees": 15_006n,
  });
  await sound(world);
});

test("a charged company needs the fee on its balance, a credit line has to have room for it", async () => {
  const world = await openEscrowWorld({ amounts: [100, 2000] });
  await deposit(world, 105_00n + 2_050_00n);
  await setBilling(world, { mode: "charged" });
  await pay(world, 1);
  expect(await world.unmoved(() => fund(world, 2))).toEqual({
    ok: false,
    reason: "payment-declined",
    message: "The balance has $2,050.00, and $2,100.00 is needed with the client fee. Nothing was charged.",
  });
  const bonus = { contractId: world.contractId, key: newId(), amountMinor: 2_000_00n, note: null };
  expect(await world.unmoved(() => world.as("hiringManager").write((ctx) => giveBonus(ctx, bonus)))).toMatchObject({
    reason: "payment-declined",
  });
  await deposit(world, 50_00n);
  expect(await fund(world, 2)).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "company balance": 0n, "company credit": 0n, "platform fees": 105_00n });
  await sound(world);

  const onTerms = await openEscrowWorld({ amounts: [1000, 2000] });
  await pay(onTerms, 1);
  await setBilling(onTerms, { creditLimitMinor: 3_149_99n });
  expect(await onTerms.unmoved(() => fund(onTerms, 2))).toEqual({
    ok: false,
    reason: "credit-used-up",
    message: "Your credit line has $2,099.99 left, and $2,100.00 is needed with the client fee.",
  });
  await setBilling(onTerms, { creditLimitMinor: 3_150_00n });
  expect(await fund(onTerms, 2)).toEqual({ ok: true });
});

test("an offer needs the fee before it is sent, so that acceptance never lacks it", async () => {
  const world = await openEscrowWorld({ amounts: [100] });
  await deposit(world, 105_00n + 1_049_99n);
  await setBilling(world, { mode: "charged" });
  const client = world.as("hiringManager");
  const input = world.offerInput(firstMilestone("1000"));
  expect(await world.unmoved(() => client.write((ctx) => sendOffer(ctx, input)))).toMatchObject({
    reason: "payment-declined",
  });
  await deposit(world, 1n);
  expect((await client.write((ctx) => sendOffer(ctx, input))).ok).toBe(true);
  expect((await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: input.id, version: 1 }))).ok).toBe(
    true,
  );
  expect(await world.pots()).toMatchObject({ "company balance": 0n, "offer hold": 0n, "platform fees": 55_00n });
  await sound(world);
});

test("money that comes back brings its fee: all of it, a part, and what a freelancer was paid", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 333.33] });
  expect(await returnAll(world, 1)).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "company credit": 0n, "company balance": 0n, "platform fees": 0n });
  expect((await shortOf(world)).slice(2)).toEqual([
    ["refund", 100_000n],
    ["fee_refund", 5_000n],
  ]);
  expect((await receiptsOf(world)).at(-1)?.feeOf).toBe((await receiptsOf(world)).at(-2)?.id);
  expect(await world.events(world.contractId)).toContain("fee.returned");
  const told = (await world.mailTo("financeAdmin")).find(({ kind }) => kind === "credit-issued");
  expect(told?.props).toMatchObject({ amount: "$1,050.00", fee: "$50.00" });
  expect(await fund(world, 2)).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "platform fees": 1_667n });
  await pay(world, 2, 200_00n);
  await world.pass(7);
  expect((await world.list())[1]).toMatchObject({ state: "refunded", refundedMinor: 133_33n });
  // 16.67 on 333.33, of which 6.67 came back with 133.33.
  expect(await world.pots()).toMatchObject({ "company credit": -210_00n, "platform fees": 10_00n });
  const refund = { contractId: world.contractId, key: newId(), amountMinor: 200_00n, reason: "Agreed." };
  expect(await world.as("freelancer").write((ctx) => payRefund(ctx, refund))).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "company credit": 0n, "company balance": 0n, "platform fees": 0n });
  await sound(world);
});

test("what comes back brings the fee that was charged on it, whatever the fee is by then", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 1000] });
  await pay(world, 1);
  installation.FEES_CLIENT = 200;
  await fund(world, 2);
  installation.FEES_CLIENT = 0;
  await returnAll(world, 2);
  expect(await world.pots()).toMatchObject({ "platform fees": 5_000n });
  await sound(world);
});

async function exempt(world: EscrowWorld) {
  const ask = { key: newId(), exempt: true, note: "Agreed in the frame contract of 2026." };
  expect(await world.asStaff(world.payments, (ctx) => exemptFromFee(ctx, ask))).toEqual({ ok: true });
  const confirmed = await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: ask.key }));
  expect(confirmed).toEqual({ ok: true });
}

/** Milestone 1 is disputed, without a decision yet. */
async function disputeFirst(world: EscrowWorld): Promise<string> {
  const milestoneId = await idOf(world, 1);
  const ask = { milestoneId, key: newId(), reason: "Late." };
  expect(await world.as("hiringManager").write((ctx) => requestRefund(ctx, ask))).toEqual({ ok: true });
  const dispute = { milestoneId, key: newId(), description: "As agreed." };
  expect(await world.as("freelancer").write((ctx) => openDispute(ctx, dispute))).toMatchObject({ ok: true });
  return dispute.key;
}

/** All that is disputed goes back to the company, as a mediator proposed. */
async function settleAllBack(world: EscrowWorld, disputeId: string, refundMinor: bigint) {
  const declined = { disputeId, accept: false as const, evidence: "Two scenes are missing." };
  expect(await world.as("hiringManager").write((ctx) => answerDispute(ctx, declined))).toEqual({ ok: true });
  const proposal = { disputeId, releaseMinor: 0n, refundMinor, note: "All of it." };
  const proposed = await world.asStaff(world.mediator, (ctx) => proposeSettlement(ctx, proposal));
  if (!proposed.ok) throw new Error("refused");
  const answer = { disputeId, settlementId: proposed.settlementId, accept: true };
  for (const side of ["freelancer", "hiringManager"] as const)
    expect(await world.as(side).write((ctx) => answerSettlement(ctx, answer))).toEqual({ ok: true });
  const move = await world.as("admin").read((ctx) => findWaitingMove(ctx, disputeId));
  const confirmed = await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: move?.id ?? "" }));
  expect(confirmed).toEqual({ ok: true });
}

async function bonus(world: EscrowWorld, amountMinor: bigint) {
  const input = { contractId: world.contractId, key: newId(), amountMinor, note: null };
  expect(await world.as("hiringManager").write((ctx) => giveBonus(ctx, input))).toEqual({ ok: true });
}

async function refund(world: EscrowWorld, amountMinor: bigint) {
  const input = { contractId: world.contractId, key: newId(), amountMinor, reason: "Agreed." };
  expect(await world.as("freelancer").write((ctx) => payRefund(ctx, input))).toEqual({ ok: true });
}

const feesKept = async (world: EscrowWorld) => (await world.pots())["platform fees"];

test("a milestone that comes back whole leaves no fee, whatever bonus was given without one meanwhile", async () => {
  const world = await openEscrowWorld({ amounts: [1500] });
  expect(await feesKept(world)).toBe(75_00n);
  await exempt(world);
  await bonus(world, 1_500_00n);
  expect(await returnAll(world, 1)).toEqual({ ok: true });
  expect(await feesKept(world)).toBe(0n);
  await sound(world);
});

test("what rolled on brings the fee of the funding it came from, and what was funded on top its own", async () => {
  const world = await openEscrowWorld({ amounts: [100, 50] });
  await pay(world, 1, 80_00n);
  await fund(world, 2);
  installation.FEES_CLIENT = 300;
  await bonus(world, 1_00n);
  await bonus(world, 70_00n);
  // 5.00 on 100.00, 1.50 on 30.00, 0.03 and 2.10 on the bonuses.
  expect(await feesKept(world)).toBe(8_63n);
  await returnAll(world, 2);
  expect(await feesKept(world)).toBe(6_13n);
  await sound(world);
  // What the freelancer was paid of it: both bonuses and the rest of the first funding.
  await refund(world, 71_00n);
  expect(await feesKept(world)).toBe(4_00n);
  await refund(world, 80_00n);
  expect(await feesKept(world)).toBe(0n);
  await sound(world);
});

test("a disputed milestone brings its own fee and not that of the one at work beside it", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000] });
  const disputeId = await disputeFirst(world);
  installation.FEES_CLIENT = 200;
  expect(await fund(world, 2)).toEqual({ ok: true });
  expect(await feesKept(world)).toBe(90_00n);
  expect((await world.list()).map(({ state }) => state)).toEqual(["disputed", "funded"]);
  await settleAllBack(world, disputeId, 1_000_00n);
  expect((await world.list())[0]).toMatchObject({ state: "refunded" });
  expect(await feesKept(world)).toBe(40_00n);
  await sound(world);
  expect(await returnAll(world, 2)).toEqual({ ok: true });
  expect(await feesKept(world)).toBe(0n);
  await sound(world);
});

test("a refund brings the fee of the payments it takes: a bonus its own, a release that of its milestone", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000] });
  installation.FEES_CLIENT = 200;
  await bonus(world, 100_00n);
  await world.pass(1);
  await pay(world, 1);
  installation.FEES_CLIENT = 0;
  await fund(world, 2);
  expect(await feesKept(world)).toBe(52_00n);
  // The newest comes back first: the release, then a part of the bonus.
  await refund(world, 1_050_00n);
  expect(await feesKept(world)).toBe(1_00n);
  await refund(world, 50_00n);
  expect(await feesKept(world)).toBe(0n);
  await sound(world);
});

test("on two purchase orders the fee comes back to the one it was charged on", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000], ordered: true });
  const first = (await receiptsOf(world))[0]?.orderId ?? "";
  const disputeId = await disputeFirst(world);
  const second = (await world.order({ number: "PO-2" })).id;
  const { id: contractId, version } = await world.contractNow(1001);
  const linked = await world
    .as("hiringManager")
    .write((ctx) => linkOrder(ctx, { contractId, version, orderChoice: second }));
  expect(linked).toEqual({ ok: true });
  expect(await fund(world, 2)).toEqual({ ok: true });
  await settleAllBack(world, disputeId, 1_000_00n);
  const feesBack = async () =>
    (await receiptsOf(world))
      .filter(({ kind }) => kind === "fee_refund")
      .map(({ orderId, amountMinor }) => [orderId, amountMinor]);
  expect(await feesBack()).toEqual([[first, 50_00n]]);
  await sound(world);
  expect(await returnAll(world, 2)).toEqual({ ok: true });
  expect(await feesBack()).toEqual([
    [first, 50_00n],
    [second, 100_00n],
  ]);
  expect((await stagesOf(world, first)).slice(3)).toEqual([0, 0]);
  expect((await stagesOf(world, second)).slice(3)).toEqual([0, 0]);
  await sound(world);
});

test("a month on terms names each fee on a line of its own, with the purchase order", async () => {
  const world = await openEscrowWorld({ ordered: true });
  await returnAll(world, 1);
  await fund(world, 2);
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  const lines = await readAs(world.system, ({ db }) =>
    db
      .select({ kind: receipts.kind, amount: invoiceLines.amountMinor, order: receipts.orderNumber })
      .from(invoiceLines)
      .innerJoin(receipts, and(eq(receipts.accountId, world.accountId), eq(receipts.id, invoiceLines.receiptId)))
      .where(eq(invoiceLines.accountId, world.accountId))
      .orderBy(asc(invoiceLines.position)),
  );
  const order = lines[0]?.order;
  expect(order).toMatch(/\S/);
  expect(lines).toEqual([
    { kind: "funding", amount: 100_000n, order },
    { kind: "fee", amount: 5_000n, order },
    { kind: "refund", amount: -100_000n, order },
    { kind: "fee_refund", amount: -5_000n, order },
    { kind: "funding", amount: 200_000n, order },
    { kind: "fee", amount: 10_000n, order },
  ]);
  const [invoice] = await readAs(world.system, ({ db }) =>
    db.select().from(invoices).where(eq(invoices.accountId, world.accountId)),
  );
  expect(invoice?.totalMinor).toBe(210_000n);
  const statement = await world
    .as("financeAdmin")
    .read((ctx) =>
      loadStatement(ctx, { month: "2026-05", lines: 50, companyName: "Northwind", currency: "USD", zone: "UTC" }),
    );
  expect(statement.totals).toContainEqual({ label: "Client fees", amount: "$100.00" });
  expect(statement.totals).toContainEqual({ label: "Spent and not settled after", amount: "$2,100.00", strong: true });
  expect(statement.lines.map(({ title }) => title)).toContain("Client fee: Contract 1001, milestone 1: Storyboard");
});

const stagesOf = async (world: World, orderId: string) => {
  const { free, reserved, committed, invoiced, paid } = await figuresNow(world, orderId);
  return [free, reserved, committed, invoiced, paid].map(Number);
};

test("where purchase orders include fees, every stage does, and a payment pays the fee too", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000], ordered: true });
  const orderId = (await receiptsOf(world))[0]?.orderId ?? "";
  // 3,150.00 with the fee on 10,000.00 of funds: 1,050.00 invoiced by the first milestone, the rest committed.
  expect(await stagesOf(world, orderId)).toEqual([6_850_00, 0, 2_100_00, 1_050_00, 0]);
  await pay(world, 1);
  await fund(world, 2);
  expect(await stagesOf(world, orderId)).toEqual([6_850_00, 0, 0, 3_150_00, 0]);
  await deposit(world, 1_050_00n);
  expect(await stagesOf(world, orderId)).toEqual([6_850_00, 0, 0, 2_100_00, 1_050_00]);
  await returnAll(world, 2);
  expect(await stagesOf(world, orderId)).toEqual([6_850_00, 0, 2_100_00, 0, 1_050_00]);
  await sound(world);
});

test("where they do not, the fee is charged all the same and stands on no purchase order", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000], ordered: true });
  const first = (await receiptsOf(world))[0]?.orderId ?? "";
  await world.ordersOn({ includeFees: false });
  const input = world.offerInput({
    ...firstMilestone("1000"),
    orderChoice: (await world.order({ number: "PO-2" })).id,
  });
  await world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
  const second = input.order.orderChoice ?? "";
  expect(await stagesOf(world, second)).toEqual([9_000_00, 1_000_00, 0, 0, 0]);
  await sound(world);
  await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: input.id, version: 1 }));
  expect(await stagesOf(world, second)).toEqual([9_000_00, 0, 0, 1_000_00, 0]);
  expect((await receiptsOf(world)).at(-1)).toMatchObject({ kind: "fee", amountMinor: 5_000n, orderId: null });
  // What the first contract committed while the switch was on stays; what is charged from now on counts without the fee.
  await pay(world, 1);
  await fund(world, 2);
  expect(await stagesOf(world, first)).toEqual([6_850_00, 0, 100_00, 3_050_00, 0]);
  await returnAll(world, 2);
  expect(await stagesOf(world, first)).toEqual([6_850_00, 0, 2_100_00, 1_050_00, 0]);
  await sound(world);
});

test("an approved request reserves its total with the fee, and its offer is measured without it", async () => {
  const world = await openWorld();
  const order = await world.order();
  const priced = { contractType: "fixed_price" as const, rate: "", weeklyHours: "", budget: "1000" };
  const request = await world.approvedRequest({ ...priced, orderChoice: order.id });
  expect(request).toMatchObject({ estimatedTotalMinor: 1_050_00n, feeMinor: 50_00n, orderFeeMinor: 50_00n });
  expect(await stagesOf(world, order.id)).toEqual([8_950_00, 1_050_00, 0, 0, 0]);
  await sound(world);
  installation.FEES_CLIENT = 700;
  const input = world.offerInput({ ...firstMilestone("1000"), requestId: request.id, orderChoice: order.id });
  expect((await world.as("hiringManager").write((ctx) => sendOffer(ctx, input))).ok).toBe(true);
  const [version] = await admin`
    select inside, carried_over, env_total_minor::int as approved, estimated_total_minor::int as offered
    from offer_versions where account_id = ${world.accountId} and offer_id = ${input.id}`;
  expect(version).toEqual({ inside: true, carried_over: false, approved: 1_000_00, offered: 1_000_00 });
  expect(await stagesOf(world, order.id)).toEqual([8_930_00, 1_070_00, 0, 0, 0]);
  await world.as("hiringManager").write((ctx) => withdrawOffer(ctx, { offerId: input.id, reason: null }));
  expect(await stagesOf(world, order.id)).toEqual([8_950_00, 1_050_00, 0, 0, 0]);
  await sound(world);

  await world.ordersOn({ includeFees: false });
  expect(await world.approvedRequest({ ...priced, orderChoice: order.id })).toMatchObject({
    estimatedTotalMinor: 1_070_00n,
    feeMinor: 70_00n,
    orderFeeMinor: 0n,
  });
  expect(await stagesOf(world, order.id)).toEqual([7_950_00, 2_050_00, 0, 0, 0]);
  await sound(world);
});

test("an exempt company pays no fee from then on; two people make it so", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000, 3000] });
  const waiting = world.offerInput(firstMilestone("500"));
  await world.as("hiringManager").write((ctx) => sendOffer(ctx, waiting));
  const ask = { key: newId(), exempt: true, note: "Agreed in the frame contract of 2026." };
  for (const role of ["admin", "financeAdmin", "freelancer"] as const)
    expect(String(await world.unmoved(() => world.as(role).write((ctx) => exemptFromFee(ctx, ask))))).toContain(
      "You may not",
    );
  expect(String(await world.unmoved(() => world.asStaff(world.mediator, (ctx) => exemptFromFee(ctx, ask))))).toContain(
    "You may not",
  );
  expect(await world.asStaff(world.payments, (ctx) => exemptFromFee(ctx, ask))).toEqual({ ok: true });
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => exemptFromFee(ctx, ask)))).toEqual({
    ok: true,
  });
  const again = { ...ask, key: newId() };
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => exemptFromFee(ctx, again)))).toMatchObject({
    reason: "waiting",
  });
  expect(
    await world.unmoved(() => world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: ask.key }))),
  ).toMatchObject({ reason: "proposed-by-you" });
  await pay(world, 1);
  await fund(world, 2);
  expect(await world.pots()).toMatchObject({ "platform fees": 150_00n });

  expect(await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: ask.key }))).toEqual({
    ok: true,
  });
  expect(await world.events(world.accountId)).toContain("billing.fee-exemption-changed");
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => exemptFromFee(ctx, again)))).toMatchObject({
    reason: "nothing-changes",
  });
  // The offer was sent before: what it held for the fee comes back.
  await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: waiting.id, version: 1 }));
  await pay(world, 2);
  await fund(world, 3);
  expect(await world.pots()).toMatchObject({
    "platform fees": 150_00n,
    "offer hold": 0n,
    "company credit": -6_650_00n,
  });
  await sound(world);

  const over = { ...ask, key: newId(), exempt: false };
  await world.asStaff(world.payments, (ctx) => exemptFromFee(ctx, over));
  await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: over.key }));
  await pay(world, 3);
  const bonus = { contractId: world.contractId, key: newId(), amountMinor: 100_00n, note: null };
  await world.as("hiringManager").write((ctx) => giveBonus(ctx, bonus));
  expect(await world.pots()).toMatchObject({ "platform fees": 155_00n });
  await sound(world);
});

test("without a fee nothing of it is written: no movement, no account, no receipt, no event", async () => {
  installation.FEES_CLIENT = 0;
  const world = await openEscrowWorld({ ordered: true });
  await pay(world, 1);
  await fund(world, 2);
  await returnAll(world, 2);
  expect(await shortOf(world)).toEqual([
    ["funding", 100_000n],
    ["funding", 200_000n],
    ["refund", 200_000n],
  ]);
  expect(await movementsOf(world, "fee")).toEqual([]);
  expect(await movementsOf(world, "fee_returned")).toEqual([]);
  expect(Object.keys(await world.pots())).not.toContain("platform fees");
  expect((await world.events(world.contractId)).filter((name) => name.startsWith("fee."))).toEqual([]);
  await sound(world);
});

test.each([
  [undefined, 0],
  ["0.00", 0],
  ["2.5", 250],
  ["5", 500],
  ["100.00", 10_000],
])("FEES_CLIENT %s is %s basis points", async (text, rate) => {
  vi.resetModules();
  vi.stubEnv("FEES_CLIENT", text);
  const { env } = await vi.importActual<typeof import("../env")>("../env");
  expect(env.FEES_CLIENT).toBe(rate);
  vi.unstubAllEnvs();
});

test.each(["-1", "2.555", "100.01", "5%", "1e1"])("FEES_CLIENT %s stops the process", async (text) => {
  vi.resetModules();
  vi.stubEnv("FEES_CLIENT", text);
  const silent = vi.spyOn(console, "error").mockImplementation(() => {});
  await expect(vi.importActual("../env")).rejects.toThrow("Invalid environment variables");
  expect(silent).toHaveBeenCalled();
  silent.mockRestore();
  vi.unstubAllEnvs();
});
