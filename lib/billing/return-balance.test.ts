import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { moneyMoves, receipts } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import type { StaffActor } from "../actor";
import { type Ctx, readAs, writeAs } from "../ctx";
import { newId } from "../ids";
import { fundMilestone } from "../milestones/fund-milestone";
import { releaseMilestone } from "../milestones/release-milestone";
import { receiptLetter } from "./letters";
import { everyReceipt, findReceipt, listReceipts } from "./list-receipts";
import { loadStatement } from "./load-statement";
import { confirmMove, recordWire, refuseMove } from "./money-moves";
import { recordReturn, returnable } from "./return-balance";

/** A wire of this much, confirmed: it pays the $1,000.00 of the first milestone, and the rest is on the balance. */
async function paid(world: EscrowWorld, amountMinor: bigint): Promise<void> {
  const wire = {
    key: newId(),
    amountMinor,
    currency: "USD",
    reference: `W-${newId().slice(-12)}`,
    receivedOn: "2026-05-04",
    fileName: null,
    note: "Statement.",
  };
  await world.asStaff(world.payments, (ctx) => recordWire(ctx, wire));
  expect(await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: wire.key }))).toEqual({
    ok: true,
  });
}

/** A company with $500.00 left on its balance. */
async function leftOver(): Promise<EscrowWorld> {
  const world = await openEscrowWorld();
  await paid(world, 150_000n);
  return world;
}

const form = (more: Partial<Parameters<typeof recordReturn>[1]> = {}) => ({
  key: newId(),
  amountMinor: 30_000n,
  reference: `R-${newId().slice(-12)}`,
  note: "Asked for by mail.",
  ...more,
});

const record = (world: EscrowWorld, input: ReturnType<typeof form>, who: StaffActor = world.payments) =>
  world.asStaff(who, (ctx) => recordReturn(ctx, input));
const confirm = (world: EscrowWorld, moveId: string, who: StaffActor = world.secondPayments) =>
  world.asStaff(who, (ctx) => confirmMove(ctx, { moveId }));

const balance = async (world: EscrowWorld) => (await world.pots())["company balance"] ?? 0n;

test("recorded by one and confirmed by another: the balance leaves once, with receipt, mail, history and statement", async () => {
  const world = await leftOver();
  const input = form();
  expect(await record(world, input)).toEqual({ ok: true });
  expect(await world.unmoved(() => record(world, input)), "the form sent again").toEqual({ ok: true });
  expect(await balance(world), "nothing moved so far").toBe(50_000n);
  expect(await world.unmoved(() => confirm(world, input.key, world.payments))).toMatchObject({
    reason: "proposed-by-you",
  });
  expect(await confirm(world, input.key)).toEqual({ ok: true });
  expect(await world.unmoved(() => confirm(world, input.key))).toMatchObject({ reason: "already-decided" });
  expect(await world.pots()).toMatchObject({ "company balance": 20_000n, "company credit": 0n });
  expect(await world.events(world.accountId)).toEqual(
    expect.arrayContaining(["money-move.proposed", "money-move.confirmed"]),
  );

  const finance = world.as("financeAdmin");
  const { rows } = await finance.read((ctx) => listReceipts(ctx, { ...everyReceipt, kind: "return" }));
  expect(rows).toMatchObject([
    { id: input.key, amountMinor: 30_000n, method: "wire", title: `Transfer ${input.reference}` },
  ]);
  const receipt = await finance.read((ctx) => findReceipt(ctx, input.key));
  if (!receipt) throw new Error("There is no receipt.");
  const letter = receiptLetter(receipt, "Ashgrove", "UTC");
  expect(letter.parties).toEqual([{ label: "Paid back to", lines: ["Ashgrove"] }]);
  expect(letter.facts).toContainEqual(["Reference", input.reference]);
  expect(await world.as("hiringManager").read((ctx) => findReceipt(ctx, input.key)), "not for everybody").toBeNull();
  const statement = await finance.read((ctx) =>
    loadStatement(ctx, { month: "2026-05", lines: 50, companyName: "Ashgrove", currency: "USD", zone: "UTC" }),
  );
  expect(statement.totals).toContainEqual({ label: "Balance paid back", amount: "$300.00" });
  // $1,000.00 funded, $1,500.00 paid, $300.00 paid back: $200.00 are left.
  expect(statement.totals.find(({ label }) => label === "Spent and not settled after")?.amount).toBe("-$200.00");
  const [mail] = (await world.mailTo("financeAdmin")).filter(({ kind }) => kind === "balance-returned");
  expect(mail?.props).toMatchObject({ amount: "$300.00", title: `Transfer ${input.reference}` });
  expect((await world.mailTo("hiringManager")).filter(({ kind }) => kind === "balance-returned")).toEqual([]);
});

test("refused with the reason: nobody else, zero, more than is left, what waits already, a reference twice, another company", async () => {
  const world = await leftOver();
  const others = [
    world.mediator,
    world.as("financeAdmin").actor,
    world.as("admin").actor,
    world.as("freelancer").actor,
  ];
  const door = world.now ? { now: world.now } : {};
  for (const who of others)
    expect(String(await world.unmoved(() => writeAs(who, (ctx: Ctx) => recordReturn(ctx, form()), door)))).toContain(
      "You may not pay a balance back",
    );
  for (const [more, reason] of [
    [{ amountMinor: 0n }, "not-positive"],
    [{ amountMinor: -1n }, "not-positive"],
    [{ amountMinor: 50_001n }, "more-than-balance"],
  ] as const)
    expect(await world.unmoved(() => record(world, form(more)))).toMatchObject({ ok: false, reason });
  const first = form();
  await record(world, first);
  expect(await world.unmoved(() => record(world, form({ amountMinor: 20_001n })))).toMatchObject({
    reason: "more-than-balance",
    message: "At most $200.00 can be paid back; $300.00 waits for a second person already.",
  });
  expect(
    await world.unmoved(() => record(world, form({ amountMinor: 100n, reference: first.reference }))),
  ).toMatchObject({ reason: "reference-used" });
  // Neither a mediator nor somebody of another company decides it, and a foreign or malformed id is not there.
  expect(String(await world.unmoved(() => confirm(world, first.key, world.mediator)))).toContain("may not");
  const other = await leftOver();
  for (const id of [first.key, newId(), "0"])
    expect(String(await other.unmoved(() => confirm(other, id)))).toContain("NotFoundError");
  expect(await readAs(world.payments, returnable)).toEqual({
    mostMinor: 20_000n,
    waitingMinor: 30_000n,
    owedMinor: 0n,
  });
  // Refused, it can be recorded anew under its reference.
  const no = { moveId: first.key, reason: "The account is another one." };
  expect(await world.asStaff(world.secondPayments, (ctx) => refuseMove(ctx, no))).toEqual({ ok: true });
  expect(await record(world, form({ amountMinor: 50_000n, reference: first.reference }))).toEqual({ ok: true });
});

test("never while the company owes, and never more than the balance has when it is confirmed", async () => {
  const owing = await openEscrowWorld();
  expect(await owing.unmoved(() => record(owing, form({ amountMinor: 1n })))).toMatchObject({
    reason: "owes",
    message: "The company owes $1,000.00. That is settled first.",
  });
  const world = await leftOver();
  const input = form({ amountMinor: 50_000n });
  await record(world, input);
  // Meanwhile the next milestone takes the balance and draws on the credit line.
  const [milestone, next] = await world.list();
  const client = world.as("hiringManager");
  const release = { milestoneId: milestone?.id ?? "", key: newId(), amountMinor: null, note: null };
  await client.write((ctx) => releaseMilestone(ctx, release));
  await client.write((ctx) => fundMilestone(ctx, { milestoneId: next?.id ?? "", key: newId() }));
  expect(await world.unmoved(() => confirm(world, input.key))).toMatchObject({ reason: "owes" });
  await paid(world, 160_000n); // $1,500.00 were drawn
  expect(await world.unmoved(() => confirm(world, input.key))).toMatchObject({ reason: "more-than-available" });
  await paid(world, 40_000n);
  expect(await confirm(world, input.key)).toEqual({ ok: true });
  expect(await balance(world)).toBe(0n);
});

test("two at once: two forms record no more than there is, and two confirmations pay back once", async () => {
  const world = await leftOver();
  const forms = [form(), form()];
  const recorded = await Promise.all([
    record(world, forms[0] ?? form()),
    record(world, forms[1] ?? form(), world.secondPayments),
  ]);
  expect(recorded.map(({ ok }) => ok).sort()).toEqual([false, true]);
  const moves = await readAs(world.system, ({ db, accountId }) =>
    db
      .select({ id: moneyMoves.id, by: moneyMoves.proposedBy })
      .from(moneyMoves)
      .where(and(eq(moneyMoves.accountId, accountId), eq(moneyMoves.kind, "company_return"))),
  );
  const [move] = moves;
  const second = move?.by === world.payments.userId ? world.secondPayments : world.payments;
  const confirmed = await Promise.all([confirm(world, move?.id ?? "", second), confirm(world, move?.id ?? "", second)]);
  expect(confirmed.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await balance(world)).toBe(20_000n);
});

test("a payment confirmed by mistake goes back the same way, as far as the balance has it", async () => {
  const world = await openEscrowWorld();
  await paid(world, 100_000n);
  await paid(world, 70_000n); // meant for another company
  const input = form({ amountMinor: 70_000n, note: "The wire was meant for somebody else." });
  expect(await record(world, input)).toEqual({ ok: true });
  expect(await confirm(world, input.key)).toEqual({ ok: true });
  expect(await balance(world)).toBe(0n);
  const numbers = await readAs(world.system, ({ db, accountId }) =>
    db
      .select({ number: receipts.number })
      .from(receipts)
      .where(eq(receipts.accountId, accountId))
      .orderBy(receipts.number),
  );
  expect(numbers.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
});

test("recorded and never confirmed: it lapses after five business days, and can be recorded anew", async () => {
  const world = await leftOver();
  const input = form({ amountMinor: 50_000n });
  await record(world, input);
  await world.pass(1);
  const waits = (await world.mailTo(world.secondPayments.email)).find(({ kind }) => kind === "money-move-waiting");
  expect(waits?.props.title).toBe(`Balance paid back, transfer ${input.reference}`);
  await world.pass(7);
  expect(await world.unmoved(() => confirm(world, input.key))).toMatchObject({ reason: "already-decided" });
  expect(await balance(world)).toBe(50_000n);
  expect(await record(world, form({ amountMinor: 50_000n, reference: input.reference }))).toEqual({ ok: true });
});
