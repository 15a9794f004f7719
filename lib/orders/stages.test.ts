import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePool } from "@/db/client";
import type { OrderStage } from "@/db/enums";
import { companyDeed, figuresNow, openOrder } from "@/e2e/world/money";
import { openWorld, type World } from "@/e2e/world/world";
import { expireRequest } from "../approvals/expire-request";
import { type Ctx, writeAs } from "../ctx";
import { ConflictError, NotFoundError } from "../errors";
import { verifyLedgerOf } from "../ledger/verify";
import { acceptOffer } from "../offers/accept-offer";
import { declineOffer } from "../offers/decline-offer";
import { modifyOffer } from "../offers/modify-offer";
import { withdrawOffer } from "../offers/withdraw-offer";
import {
  charge,
  commitContract,
  freeCommitment,
  freeReserved,
  fundOrder,
  type OrderContract,
  relinkContract,
  reserve,
  reverseCharge,
} from "./stages";

const admin = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
afterAll(async () => {
  await admin.end();
  await closePool();
});

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await admin`update account_settings set orders_on = true where account_id = ${world.accountId}`;
});
const deed = <T>(verb: (ctx: Ctx) => Promise<T>) => companyDeed(world, verb);

type Stages = Partial<Record<Exclude<OrderStage, "funds">, bigint>>;

/** What stands at each stage, zeros left out. */
async function stagesOf(orderId: string): Promise<Stages> {
  const { free, reserved, committed, accrued, invoiced, paid } = await figuresNow(world, orderId);
  return Object.fromEntries(
    Object.entries({ free, reserved, committed, accrued, invoiced, paid }).filter(([, minor]) => minor !== 0n),
  );
}

const sound = async () => expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);

const contractOf = (orderId: string | null, estimatedTotalMinor: bigint): OrderContract => ({
  id: randomUUID(),
  currency: "USD",
  orderId,
  estimatedTotalMinor,
  orderFeeMinor: 0n,
  state: "active",
});

describe("requests and offers", () => {
  /** A request for $11,400.00 with every signature, on this purchase order. */
  const approvedOn = (orderId: string) => world.approvedRequest({ orderChoice: orderId });

  test("an approved request reserves its estimated total, and frees it when it expires unused", async () => {
    const orderId = await openOrder(world, 20_000_00n);
    const { id } = await approvedOn(orderId);
    expect(await stagesOf(orderId)).toEqual({ free: 8_600_00n, reserved: 11_400_00n });
    const late = { now: new Date("2026-06-04T09:00:00Z") };
    await writeAs(world.system, (ctx) => expireRequest(ctx, id), late);
    expect(await stagesOf(orderId)).toEqual({ free: 20_000_00n });
    await sound();
  });

  test("an offer's own figure stands in the place of its approval's, until it ends", async () => {
    const orderId = await openOrder(world, 20_000_00n);
    const { id: requestId } = await approvedOn(orderId);
    const offer = await world.pendingOffer({ requestId, rate: "80.00", orderChoice: orderId });
    expect(await stagesOf(orderId)).toEqual({ free: 10_400_00n, reserved: 9_600_00n });
    const modify = (form: Parameters<World["modifyInput"]>[1]) =>
      world
        .as("hiringManager")
        .write(async (ctx) => modifyOffer(ctx, world.modifyInput(await world.offer(offer.id), form)));
    expect(await modify({ rate: "90.00" })).toMatchObject({ ok: true });
    expect(await stagesOf(orderId)).toEqual({ free: 9_200_00n, reserved: 10_800_00n });
    expect(await modify({ rate: "100.00" })).toMatchObject({ ok: true });
    expect(await stagesOf(orderId)).toEqual({ free: 8_000_00n, reserved: 12_000_00n });
    await world.as("freelancer").write((ctx) => declineOffer(ctx, { offerId: offer.id, reason: "No time." }));
    expect(await stagesOf(orderId)).toEqual({ free: 8_600_00n, reserved: 11_400_00n });
    await sound();
  });

  test("an offer that moves to another purchase order takes its reservation along", async () => {
    const [one, two] = [await openOrder(world, 20_000_00n), await openOrder(world, 20_000_00n)];
    const offer = await world.pendingOffer({ orderChoice: one });
    const moved = world.modifyInput(offer, { orderChoice: two });
    expect(await world.as("hiringManager").write((ctx) => modifyOffer(ctx, moved))).toMatchObject({ ok: true });
    expect([await stagesOf(one), await stagesOf(two)]).toEqual([
      { free: 20_000_00n },
      { free: 8_600_00n, reserved: 11_400_00n },
    ]);
    await world.as("hiringManager").write((ctx) => withdrawOffer(ctx, { offerId: offer.id, reason: null }));
    expect(await stagesOf(two)).toEqual({ free: 20_000_00n });
    await sound();
  });

  test("an accepted offer commits its contract", async () => {
    const orderId = await openOrder(world, 10_000_00n);
    const offer = await world.pendingOffer({ orderChoice: orderId });
    await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: offer.id, version: offer.version }));
    expect(await stagesOf(orderId)).toEqual({ free: -1_400_00n, committed: 11_400_00n });
    await sound();
  });

  test("reserving the same twice, and freeing what is not held, moves nothing", async () => {
    const orderId = await openOrder(world, 100_00n);
    const subject = { kind: "request" as const, id: randomUUID() };
    const again = () => deed((ctx) => reserve(ctx, { subject, orderId, currency: "USD", amount: 60_00n }));
    await again();
    await again();
    expect(await stagesOf(orderId)).toEqual({ free: 40_00n, reserved: 60_00n });
    await deed((ctx) => freeReserved(ctx, { subject }));
    await deed((ctx) => freeReserved(ctx, { subject }));
    expect(await stagesOf(orderId)).toEqual({ free: 100_00n });
  });

  test("another company's purchase order is out of reach", async () => {
    const stranger = await openWorld();
    const orderId = await openOrder(stranger, 100_00n);
    const subject = { kind: "request" as const, id: randomUUID() };
    const steal = () => deed((ctx) => reserve(ctx, { subject, orderId, currency: "USD", amount: 60_00n }));
    expect(await world.unmoved(steal)).toBeInstanceOf(NotFoundError);
  });
});

describe("contracts and charges", () => {
  const charged = (contract: OrderContract, amountMinor: bigint, orderId = contract.orderId) => {
    const made = { id: randomUUID(), orderId, currency: "USD", amountMinor };
    return deed((ctx) => charge(ctx, contract, made)).then(() => made);
  };

  test("a charge comes out of what its contract commits, then out of what is free, which may go below zero", async () => {
    const orderId = await openOrder(world, 150_00n);
    const contract = contractOf(orderId, 100_00n);
    await deed((ctx) => commitContract(ctx, contract));
    await charged(contract, 80_00n);
    expect(await stagesOf(orderId)).toEqual({ free: 50_00n, committed: 20_00n, invoiced: 80_00n });
    const beyond = await charged(contract, 90_00n);
    expect(await stagesOf(orderId)).toEqual({ free: -20_00n, invoiced: 170_00n });
    // The same charge again is no second one.
    await deed((ctx) => charge(ctx, contract, beyond));
    expect(await stagesOf(orderId)).toEqual({ free: -20_00n, invoiced: 170_00n });
  });

  test("a charge taken back leaves what the estimate leaves open committed, whatever came in between", async () => {
    const orderId = await openOrder(world, 200_00n);
    const contract = contractOf(orderId, 100_00n);
    await deed((ctx) => commitContract(ctx, contract));
    const first = await charged(contract, 80_00n);
    await charged(contract, 50_00n);
    await deed((ctx) => reverseCharge(ctx, contract, { id: first.id, note: "Typed twice." }));
    expect(await stagesOf(orderId)).toEqual({ free: 100_00n, committed: 50_00n, invoiced: 50_00n });
    await deed((ctx) => reverseCharge(ctx, contract, { id: first.id, note: "Typed twice." }));
    expect(await stagesOf(orderId)).toEqual({ free: 100_00n, committed: 50_00n, invoiced: 50_00n });
  });

  test("on another purchase order the commitment moves and what is invoiced stays", async () => {
    const [one, two] = [await openOrder(world, 200_00n), await openOrder(world, 200_00n)];
    const contract = contractOf(one, 100_00n);
    await deed((ctx) => commitContract(ctx, contract));
    const before = await charged(contract, 30_00n);
    await deed((ctx) => relinkContract(ctx, contract, one, two));
    expect([await stagesOf(one), await stagesOf(two)]).toEqual([
      { free: 170_00n, invoiced: 30_00n },
      { free: 130_00n, committed: 70_00n },
    ]);
    // Taken back after the move: free where it was charged, committed where the contract runs now.
    await deed((ctx) => reverseCharge(ctx, { ...contract, orderId: two }, { id: before.id }));
    expect([await stagesOf(one), await stagesOf(two)]).toEqual([
      { free: 200_00n },
      { free: 100_00n, committed: 100_00n },
    ]);
    await deed((ctx) => relinkContract(ctx, { ...contract, orderId: two }, two, null));
    expect(await stagesOf(two)).toEqual({ free: 200_00n });
    expect(await charged({ ...contract, orderId: null }, 10_00n)).toBeTruthy();
    expect(await stagesOf(two)).toEqual({ free: 200_00n });
  });

  test("a contract that ended commits nothing; a late charge comes out of what is free", async () => {
    const orderId = await openOrder(world, 200_00n);
    const contract = contractOf(orderId, 100_00n);
    await deed((ctx) => commitContract(ctx, contract));
    await deed((ctx) => freeCommitment(ctx, contract));
    const late = await charged(contract, 30_00n);
    expect(await stagesOf(orderId)).toEqual({ free: 170_00n, invoiced: 30_00n });
    await deed((ctx) => reverseCharge(ctx, { ...contract, state: "ended" }, { id: late.id }));
    expect(await stagesOf(orderId)).toEqual({ free: 200_00n });
  });

  test("funds are corrected up and down by postings, and stay above zero", async () => {
    const orderId = await openOrder(world, 100_00n);
    const order = { id: orderId, currency: "USD" };
    const correct = (amount: bigint) =>
      deed((ctx) =>
        fundOrder(ctx, order, amount, { kind: "order_corrected", key: randomUUID(), note: "Typed wrong." }),
      );
    await correct(-40_00n);
    await correct(5_00n);
    expect(await stagesOf(orderId)).toEqual({ free: 65_00n });
    expect(await world.unmoved(() => correct(-65_00n))).toBeInstanceOf(ConflictError);
    expect(await stagesOf(orderId)).toEqual({ free: 65_00n });
  });

  test("everything adds up to here", sound);
});
