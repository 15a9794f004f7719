import { expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import type { TalentActor } from "../actor";
import { type ReadCtx, readAs, writeAs } from "../ctx";
import { newId } from "../ids";
import { giveBack } from "../milestones/give-back";
import { giveBonus } from "../milestones/give-bonus";
import { sumHeldNow } from "../milestones/held-for-offers";
import { releaseMilestone } from "../milestones/release-milestone";
import { submitWork } from "../milestones/submit-work";
import { sendOffer } from "../offers/send-offer";
import { withdrawOffer } from "../offers/withdraw-offer";
import { decodeCursor } from "../paging";
import { companyFigures } from "./company-money";
import { runBillingTimer } from "./issue-invoice";
import { payoutLetter, receiptLetter } from "./letters";
import { findEarning, listEarnings, listHeld, sumEarnings } from "./list-earnings";
import { findInvoice, listInvoiceLines, listInvoices, listOpenInvoices } from "./list-invoices";
import { findMove, listMoves } from "./list-moves";
import { findPayout, listPayouts } from "./list-payouts";
import { everyReceipt, findReceipt, listReceipts, sumMonth } from "./list-receipts";
import { loadStatement } from "./load-statement";
import { confirmMove, recordPayout, recordWire } from "./money-moves";
import { monthBounds } from "./rules";

const bonus = (world: EscrowWorld, amountMinor: bigint) =>
  world
    .as("admin")
    .write((ctx) => giveBonus(ctx, { contractId: world.contractId, key: newId(), amountMinor, note: null }));

const finance = <T>(world: EscrowWorld, query: (ctx: ReadCtx) => Promise<T>) => world.as("financeAdmin").read(query);

const own = <T>(world: EscrowWorld, query: (ctx: ReadCtx) => Promise<T>) => {
  const { userId, name, email } = world.as("freelancer").actor;
  const actor: TalentActor = { kind: "talent", userId: userId ?? "", accountId: null, name, email, via: "test" };
  return readAs(actor, query, world.now ? { now: world.now } : {});
};

const pay = async (world: EscrowWorld, amountMinor: bigint, reference: string) => {
  const key = newId();
  await world.as("financeAdmin").write((ctx) =>
    recordWire(ctx, {
      key,
      amountMinor,
      currency: "USD",
      reference,
      receivedOn: "2026-05-04",
      fileName: null,
      note: "Statement.",
    }),
  );
  expect(await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: key }))).toEqual({ ok: true });
  return key;
};

test("transactions: newest first, every page once, and each filter finds its own", async () => {
  const world = await openEscrowWorld({ ordered: true });
  for (let n = 1; n <= 4; n++) await bonus(world, BigInt(n) * 1_000n);
  await pay(world, 5_000n, "FT-1");
  const seen: string[] = [];
  let cursor: typeof everyReceipt.cursor = null;
  do {
    const page = await finance(world, (ctx) => listReceipts(ctx, { ...everyReceipt, cursor }, 2));
    seen.push(...page.rows.map((row) => row.id));
    cursor = decodeCursor(page.next ?? undefined);
  } while (cursor);
  expect(new Set(seen).size).toBe(6);
  const find = async (filter: Partial<typeof everyReceipt>) =>
    (await finance(world, (ctx) => listReceipts(ctx, { ...everyReceipt, ...filter }))).rows.length;
  const [row] = (await finance(world, (ctx) => listReceipts(ctx, { ...everyReceipt, kind: "funding" }))).rows;
  expect(await find({ kind: "bonus" })).toBe(4);
  expect(await find({ contract: row?.contractNumber ?? 0 })).toBe(5);
  expect(await find({ contract: 9_999 })).toBe(0);
  expect(await find({ order: ` ${row?.orderNumber?.toUpperCase()} ` })).toBe(5);
  expect(await find({ order: "none such" })).toBe(0);
  expect(await find({ from: "2026-05-04", to: "2026-05-04" })).toBe(6);
  expect(await find({ to: "2026-05-03" })).toBe(0);
  expect(await find({ from: "2026-05-05" })).toBe(0);
});

test("a receipt is for finance and the client side of its contract, and its letter says what the row says", async () => {
  const [world, other] = [await openEscrowWorld({ ordered: true }), await openEscrowWorld()];
  const [row] = (await finance(world, (ctx) => listReceipts(ctx, everyReceipt))).rows;
  const id = row?.id ?? "";
  for (const role of ["admin", "programOwner", "financeAdmin", "hiringManager"] as const)
    expect(await world.as(role).read((ctx) => findReceipt(ctx, id)), role).toMatchObject({ amountMinor: 100_000n });
  for (const role of ["secondHiringManager", "approver"] as const)
    expect(await world.as(role).read((ctx) => findReceipt(ctx, id)), role).toBeNull();
  expect(await other.as("admin").read((ctx) => findReceipt(ctx, id))).toBeNull();
  expect(await finance(world, (ctx) => findReceipt(ctx, "no id"))).toBeNull();
  const receipt = await finance(world, (ctx) => findReceipt(ctx, id));
  if (!receipt) throw new Error("It was there before.");
  const letter = receiptLetter(receipt, "Company", "Europe/Berlin");
  expect(letter).toMatchObject({ title: "Receipt 2026-1", totals: [{ amount: "$1,000.00" }] });
  expect(letter.lines).toMatchObject([{ order: receipt.orderNumber, amount: "$1,000.00" }]);
  expect(letter.facts).toContainEqual(["Issued", "4 May 2026, 11:00 CEST"]);
});

test("an invoice is open, part paid, paid or past due by what is owed and the day alone", async () => {
  const world = await openEscrowWorld();
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  const state = async () => (await finance(world, (ctx) => listInvoices(ctx, null))).rows.map((row) => row.state);
  expect(await state()).toEqual(["open"]);
  await bonus(world, 2_000n); // of June: on no invoice yet
  expect(await state()).toEqual(["open"]);
  await pay(world, 40_000n, "FT-2");
  const [invoice] = (await finance(world, (ctx) => listInvoices(ctx, null))).rows;
  expect(invoice).toMatchObject({ state: "part paid", unpaidMinor: 60_000n });
  world.at("2026-07-01T00:05:00Z");
  await world.tick();
  expect(await state()).toEqual(["open", "past due"]);
  await pay(world, 60_000n, "FT-3");
  expect(await state()).toEqual(["open", "paid"]);
  const id = invoice?.id ?? "";
  expect(await finance(world, (ctx) => findInvoice(ctx, id))).toMatchObject({ state: "paid", unpaidMinor: 0n });
  expect(await world.as("hiringManager").read((ctx) => findInvoice(ctx, id))).toBeNull();
  expect((await finance(world, (ctx) => listInvoiceLines(ctx, id))).rows).toMatchObject([{ amountMinor: 100_000n }]);
});

test("every open invoice is found, however many newer ones are paid by nothing", async () => {
  const world = await openEscrowWorld();
  const [first] = await world.list();
  const release = { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null };
  expect(await world.as("hiringManager").write((ctx) => releaseMilestone(ctx, release))).toEqual({ ok: true });
  const months = ["2026-06", "2026-07", "2026-08", "2026-09"];
  for (const month of months) {
    world.at(`${month}-01T00:05:00Z`);
    // The invoice alone: by the whole tick the company would be suspended and could draw no more.
    await writeAs(world.system, (ctx) => runBillingTimer(ctx, world.accountId), { now: world.now ?? undefined });
    await bonus(world, 2_000n);
  }
  const open = () => finance(world, listOpenInvoices);
  const same = async () =>
    (await finance(world, (ctx) => listInvoices(ctx, null))).rows.filter(({ unpaidMinor }) => unpaidMinor > 0n);
  expect((await open()).map(({ month, unpaidMinor }) => [month, unpaidMinor])).toEqual([
    ["2026-08", 2_000n],
    ["2026-07", 2_000n],
    ["2026-06", 2_000n],
    ["2026-05", 100_000n],
  ]);
  await pay(world, 101_500n, "FT-5");
  expect((await open()).map(({ month, unpaidMinor }) => [month, unpaidMinor])).toEqual([
    ["2026-08", 2_000n],
    ["2026-07", 2_000n],
    ["2026-06", 500n],
  ]);
  expect(await open()).toMatchObject(await same());
  await pay(world, 6_500n, "FT-6");
  expect(await open()).toEqual([]);
});

test("what an open offer holds is no invoice's debt: paid is paid, and past due is not for it", async () => {
  const world = await openEscrowWorld();
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  const input = secondFilm(world);
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, input))).toMatchObject({ ok: true });
  await bonus(world, 2_000n);
  expect(await finance(world, companyFigures)).toMatchObject({ owedMinor: 172_000n });
  expect(await finance(world, sumHeldNow)).toBe(70_000n);
  await pay(world, 99_900n, "FT-7");
  expect(await finance(world, listOpenInvoices)).toMatchObject([{ state: "part paid", unpaidMinor: 100n }]);
  await pay(world, 100n, "FT-8");
  world.at("2026-07-01T00:05:00Z");
  expect((await finance(world, (ctx) => listInvoices(ctx, null))).rows).toMatchObject([{ state: "paid" }]);
  const withdrawn = { offerId: input.id, reason: "Another plan." };
  expect(await world.as("hiringManager").write((ctx) => withdrawOffer(ctx, withdrawn))).toMatchObject({ ok: true });
  expect(await finance(world, sumHeldNow)).toBe(0n);
  expect((await finance(world, (ctx) => listInvoices(ctx, null))).rows).toMatchObject([{ state: "paid" }]);
});

test("a statement says what open offers hold at its end, and all of it is what the company owes", async () => {
  const world = await openEscrowWorld();
  const input = secondFilm(world);
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, input))).toMatchObject({ ok: true });
  const statement = (month: string, lines = 10) =>
    finance(world, (ctx) => loadStatement(ctx, { month, lines, companyName: "Company", currency: "USD", zone: "UTC" }));
  const totals = async (month: string) =>
    (await statement(month)).totals.slice(-3).map(({ label, amount }) => [label, amount]);
  const [after, held, all] = ["Spent and not settled after", "Held for open offers", "Not settled, with what is held"];
  expect(await totals("2026-05")).toEqual([
    [after, "$1,000.00"],
    [held, "$700.00"],
    [all, "$1,700.00"],
  ]);
  expect(await finance(world, companyFigures)).toMatchObject({ owedMinor: 170_000n });
  world.at("2026-06-02T10:00:00Z");
  const withdrawn = { offerId: input.id, reason: "Another plan." };
  expect(await world.as("hiringManager").write((ctx) => withdrawOffer(ctx, withdrawn))).toMatchObject({ ok: true });
  expect(await totals("2026-06")).toEqual([
    [after, "$1,000.00"],
    [held, "$0.00"],
    [all, "$1,000.00"],
  ]);
  expect((await totals("2026-05"))[1], "May as it ended").toEqual([held, "$700.00"]);
  for (let n = 0; n < 3; n++) await bonus(world, 1_000n);
  expect((await statement("2026-06", 2)).lines).toHaveLength(2);
  expect((await statement("2026-06")).lines).toHaveLength(3);
});

test("a month's sums: what was open before, what was spent, returned and paid", async () => {
  const world = await openEscrowWorld();
  await bonus(world, 3_000n);
  world.at("2026-06-02T10:00:00Z");
  await pay(world, 50_000n, "FT-4");
  const [first] = await world.list();
  await world.as("freelancer").write((ctx) => giveBack(ctx, { milestoneId: first?.id ?? "", key: newId() }));
  const { from, to } = monthBounds("2026-06");
  const { before, totals } = await finance(world, (ctx) => sumMonth(ctx, from, to));
  expect(before).toBe(103_000n);
  expect(totals.map(({ kind, totalMinor }) => [kind, totalMinor])).toEqual([
    ["payment", 50_000n],
    ["refund", 100_000n],
  ]);
});

test("earnings: held, pending, available and paid out, each seen by its freelancer alone", async () => {
  const [world, other] = [await openEscrowWorld(), await openEscrowWorld()];
  const [first] = await world.list();
  const milestoneId = first?.id ?? "";
  await world
    .as("freelancer")
    .write((ctx) => submitWork(ctx, { milestoneId, key: newId(), message: "Done.", links: [] }));
  expect(await own(world, (ctx) => listHeld(ctx, null))).toMatchObject([{ state: "submitted", heldMinor: 100_000n }]);
  expect(await own(other, (ctx) => listHeld(ctx, world.contractId))).toEqual([]);
  await world
    .as("hiringManager")
    .write((ctx) => releaseMilestone(ctx, { milestoneId, key: newId(), amountMinor: null, note: null }));
  expect(await own(world, sumEarnings)).toMatchObject([{ currency: "USD", pending: 100_000n, available: 0n }]);
  await world.pass(5);
  expect(await own(world, sumEarnings)).toMatchObject([{ pending: 0n, nextAt: null, available: 100_000n }]);
  const talentUserId = world.as("freelancer").actor.userId ?? "";
  const payout = { key: newId(), talentUserId, amountMinor: 70_000n, reason: "Asked for." };
  await world.asStaff(world.payments, (ctx) => recordPayout(ctx, payout));
  expect((await own(world, (ctx) => listPayouts(ctx, null))).rows).toMatchObject([{ state: "proposed" }]);
  expect(await own(world, (ctx) => findPayout(ctx, payout.key)), "no receipt before it is made").toBeNull();
  await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: payout.key }));
  expect(await own(world, sumEarnings)).toMatchObject([{ available: 30_000n, paidOut: 70_000n }]);
  const paid = await own(world, (ctx) => findPayout(ctx, payout.key));
  expect(paid && payoutLetter(paid, "Ines Duarte", "Europe/Lisbon")).toMatchObject({
    parties: [{ lines: [paid?.companyName] }, { lines: ["Ines Duarte"] }],
    lines: [{ amount: "$700.00" }],
    totals: [{ amount: "$700.00" }],
  });
  for (const id of [payout.key, newId(), "none"])
    expect(await own(other, (ctx) => findPayout(ctx, id)), "not theirs").toBeNull();
  const [earning] = (await own(world, (ctx) => listEarnings(ctx, { cursor: null, contractId: world.contractId }))).rows;
  expect(await own(world, (ctx) => findEarning(ctx, earning?.id ?? ""))).toMatchObject({ amountMinor: 100_000n });
  expect(await own(other, (ctx) => findEarning(ctx, earning?.id ?? ""))).toBeNull();
  expect((await own(other, (ctx) => listPayouts(ctx, null))).rows).toEqual([]);
  expect((await finance(world, (ctx) => listMoves(ctx, { kind: "wire", cursor: null }))).rows).toEqual([]);
  expect(await finance(world, (ctx) => findMove(ctx, payout.key))).toMatchObject({ state: "confirmed" });
});

/** An offer that holds 700.00 while it is open. */
const secondFilm = (world: EscrowWorld) =>
  world.offerInput({
    title: "Second film",
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["Sketch"],
    "milestoneAmount[]": ["700"],
    "milestoneDue[]": [""],
  });
