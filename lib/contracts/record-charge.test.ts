import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { ForbiddenError, NotFoundError } from "../errors";
import { decodeCursor, pageSize } from "../paging";
import { chargeFigures, listCharges } from "./charges";
import { endContract } from "./end-contract";
import { linkOrder } from "./link-order";
import type { Contract } from "./queries";
import { recordCharge } from "./record-charge";
import { reverseCharge } from "./reverse-charge";

afterAll(closePool);

const chargeOn = (
  contract: Contract,
  amountMinor: bigint,
  change: Partial<Parameters<typeof recordCharge>[1]> = {},
) => ({
  id: randomUUID(),
  contractId: contract.id,
  amountMinor,
  chargedOn: "2026-05-04",
  note: "Invoice 17",
  ...change,
});
const record = (world: World, role: Role, input: Parameters<typeof recordCharge>[1]) =>
  world.as(role).write((ctx) => recordCharge(ctx, input));
const takeBack = (world: World, role: Role, contract: Contract, chargeId: string) =>
  world.as(role).write((ctx) => reverseCharge(ctx, { contractId: contract.id, chargeId, reason: "Typed twice" }));
const figuresOf = async (world: World, orderId: string) => (await world.orderNow(orderId)).figures;

/** A contract of $11,400.00 on a purchase order of $20,000.00. */
async function linked() {
  const world = await openWorld();
  const order = await world.order({ amount: "20,000.00" });
  return { world, order, contract: await world.contract({ orderChoice: order.id }) };
}

test("a charge counts as invoiced: first out of what the contract commits, the rest out of what is free", async () => {
  const { world, order, contract } = await linked();
  const input = chargeOn(contract, 1_000_00n);
  expect(await record(world, "financeAdmin", input)).toEqual({ ok: true, chargeId: input.id });
  expect(await figuresOf(world, order.id)).toMatchObject({
    invoiced: 1_000_00n,
    committed: 10_400_00n,
    free: 8_600_00n,
  });
  await record(world, "admin", chargeOn(contract, 12_000_00n));
  expect(await figuresOf(world, order.id)).toMatchObject({ invoiced: 13_000_00n, committed: 0n, free: 7_000_00n });
  // An order may be overdrawn; that is an alert and no wall.
  await record(world, "programOwner", chargeOn(contract, 9_000_00n));
  expect(await figuresOf(world, order.id)).toMatchObject({ left: -2_000_00n, free: -2_000_00n });
  expect(await world.events(contract.id)).toEqual(["contract.started", ...Array(3).fill("contract.charged")]);
});

test("the same form twice is one charge; the same form with another amount is told so", async () => {
  const { world, order, contract } = await linked();
  const input = chargeOn(contract, 1_000_00n);
  await record(world, "financeAdmin", input);
  expect(await world.unmoved(() => record(world, "financeAdmin", input))).toEqual({ ok: true, chargeId: input.id });
  expect(await world.unmoved(() => record(world, "financeAdmin", { ...input, amountMinor: 2_000_00n }))).toEqual({
    ok: false,
    reason: "recorded-already",
  });
  const many = chargeOn(contract, 500_00n);
  await Promise.all(Array.from({ length: 6 }, () => record(world, "financeAdmin", many)));
  expect(await figuresOf(world, order.id)).toMatchObject({ invoiced: 1_500_00n });
});

test("nobody but finance charges; for a stranger the contract is not there", async () => {
  const { world, contract } = await linked();
  const other = await openWorld();
  for (const role of ["hiringManager", "freelancer"] as const) {
    expect(await world.unmoved(() => record(world, role, chargeOn(contract, 1n)))).toBeInstanceOf(ForbiddenError);
    expect(await world.unmoved(() => takeBack(world, role, contract, randomUUID()))).toBeInstanceOf(ForbiddenError);
  }
  expect(await world.unmoved(() => record(world, "secondHiringManager", chargeOn(contract, 1n)))).toBeInstanceOf(
    NotFoundError,
  );
  expect(await world.unmoved(() => record(other, "financeAdmin", chargeOn(contract, 1n)))).toBeInstanceOf(
    NotFoundError,
  );
});

test("a charge of tomorrow is refused; today is the day in the company's zone", async () => {
  const { world, contract } = await linked();
  // Half past midnight of the 5th in Berlin.
  world.at("2026-05-04T22:30:00Z");
  expect(
    await world.unmoved(() => record(world, "admin", chargeOn(contract, 1n, { chargedOn: "2026-05-06" }))),
  ).toEqual({
    ok: false,
    reason: "invalid",
    fieldErrors: { chargedOn: ["Choose today or an earlier day."] },
  });
  expect(await record(world, "admin", chargeOn(contract, 1n, { chargedOn: "2026-05-05" }))).toMatchObject({ ok: true });
});

test("a charge taken back is reversed on its order, once, and stays to be seen with its reason", async () => {
  const { world, order, contract } = await linked();
  const input = chargeOn(contract, 12_000_00n);
  await record(world, "financeAdmin", input);
  expect(await takeBack(world, "admin", contract, input.id)).toEqual({ ok: true });
  expect(await figuresOf(world, order.id)).toMatchObject({ invoiced: 0n, committed: 11_400_00n, free: 8_600_00n });
  expect(await world.unmoved(() => takeBack(world, "financeAdmin", contract, input.id))).toEqual({ ok: true });
  expect(await world.unmoved(() => takeBack(world, "financeAdmin", contract, randomUUID()))).toBeInstanceOf(
    NotFoundError,
  );
  const other = await world.contract({ title: "Month-end close" });
  expect(await world.unmoved(() => takeBack(world, "financeAdmin", other, input.id))).toBeInstanceOf(NotFoundError);
  const shown = await world.as("financeAdmin").read((ctx) => listCharges(ctx, contract.id, { cursor: null }));
  expect(shown.rows).toMatchObject([
    {
      amountMinor: 12_000_00n,
      reversedByName: "Dana Whitfield",
      reversalReason: "Typed twice",
      orderNumber: order.number,
    },
  ]);
  expect((await world.as("admin").read((ctx) => chargeFigures(ctx, contract.id))).sum).toBe(0n);
  expect(await world.events(contract.id)).toEqual(["contract.started", "contract.charged", "contract.charge-reversed"]);
});

test("a changed order is never retroactive: what was charged stays where it was, also when it is taken back", async () => {
  const { world, order, contract } = await linked();
  const next = await world.order({ amount: "20,000.00" });
  const input = chargeOn(contract, 1_000_00n);
  await record(world, "financeAdmin", input);
  await world
    .as("admin")
    .write((ctx) => linkOrder(ctx, { contractId: contract.id, version: contract.version, orderChoice: next.id }));
  expect(await figuresOf(world, order.id)).toMatchObject({ invoiced: 1_000_00n, committed: 0n });
  expect(await figuresOf(world, next.id)).toMatchObject({ invoiced: 0n, committed: 10_400_00n });
  await takeBack(world, "financeAdmin", contract, input.id);
  expect(await figuresOf(world, order.id)).toMatchObject({ invoiced: 0n, committed: 0n, free: 20_000_00n });
  expect(await figuresOf(world, next.id)).toMatchObject({ committed: 11_400_00n });
});

test("without an order a charge counts on none; after the end it still counts", async () => {
  const world = await openWorld();
  const plain = await world.contract();
  expect(await record(world, "financeAdmin", chargeOn(plain, 700_00n))).toMatchObject({ ok: true });
  const order = await world.order();
  const ending = await world.contract({ orderChoice: order.id, title: "Month-end close" });
  await world
    .as("admin")
    .write((ctx) => endContract(ctx, { contractId: ending.id, cause: "Work completed", reason: null }));
  await record(world, "financeAdmin", chargeOn(ending, 300_00n));
  expect(await figuresOf(world, order.id)).toMatchObject({ invoiced: 300_00n, committed: 0n, free: 9_700_00n });
});

test("charges are listed a page at a time, latest day first", async () => {
  const { world, contract } = await linked();
  const days = Array.from({ length: pageSize + 1 }, (_, n) => `2026-04-${String((n % 28) + 1).padStart(2, "0")}`);
  for (const chargedOn of days) await record(world, "admin", chargeOn(contract, 1_00n, { chargedOn }));
  const page = (cursor?: string | null) =>
    world.as("admin").read((ctx) => listCharges(ctx, contract.id, { cursor: decodeCursor(cursor ?? undefined) }));
  const first = await page();
  const second = await page(first.next);
  expect([...first.rows, ...second.rows].map((row) => row.chargedOn)).toEqual(days.toSorted().toReversed());
  expect([first.rows.length, second.rows.length, second.next]).toEqual([pageSize, 1, null]);
  expect((await world.as("admin").read((ctx) => chargeFigures(ctx, contract.id))).count).toBe(pageSize + 1);
});
