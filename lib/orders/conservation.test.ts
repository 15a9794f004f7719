import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { companyDeed, openOrder } from "@/e2e/world/money";
import { runSeed } from "@/e2e/world/seed";
import { openWorld } from "@/e2e/world/world";
import type { Ctx } from "../ctx";
import { newId } from "../ids";
import { type Movement, transfer } from "../ledger/transfer";
import { verifyLedgerOf } from "../ledger/verify";
import {
  charges,
  commitContracts,
  type Funding,
  fundOrders,
  lockOrders,
  relinkContract,
  reserve,
  reverseCharges,
  stagePot,
} from "./stages";

// product.md §4: free + reserved + committed + accrued + invoiced + paid = funds after every event. Ten thousand events
// on a model that keeps the stages by hand; the postings stand beside it in SQL after every round.

const events = Number(process.env.ORDER_EVENTS ?? 10_000);
const seed = runSeed();
const admin = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
afterAll(async () => {
  await admin.end();
  await closePool();
});

/** mulberry32: small, even, and the same everywhere. */
function randomFrom(state: number) {
  let a = state;
  return (below: number): number => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const held = ["reserved", "committed", "accrued", "invoiced", "paid"] as const;
type Stages = Record<"funds" | "free" | (typeof held)[number], bigint>;
type Contract = {
  id: string;
  currency: string;
  orderId: string | null;
  estimatedTotalMinor: bigint;
  orderFeeMinor: bigint;
  state: "active" | "ended";
  committed: bigint;
  accrued: bigint;
};
type Charge = {
  id: string;
  contract: Contract;
  orderId: string;
  amountMinor: bigint;
  state: "open" | "paid" | "reversed" | "refunded";
};

test(`${events} random events: every amount stands at one stage, and the stages add up to the funds`, async () => {
  console.log(`SEED=${seed}`);
  const random = randomFrom(seed);
  const minor = (most: number) => BigInt(1 + random(most));
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  /** Some of a list, each at most once. */
  const some = <T>(list: readonly T[], count: number): T[] => {
    const chosen = new Set<T>();
    for (let n = 0; n < count; n++) chosen.add(pick(list));
    return [...chosen];
  };

  const world = await openWorld({ policy: null });
  const orderIds = await Promise.all(Array.from({ length: 20 }, () => openOrder(world, 5_000_00n, [50, 90])));
  const stages = new Map<string, Stages>(
    orderIds.map((id) => [
      id,
      { funds: 5_000_00n, free: 5_000_00n, reserved: 0n, committed: 0n, accrued: 0n, invoiced: 0n, paid: 0n },
    ]),
  );
  const at = (id: string | null) => stages.get(id ?? "") as Stages;
  const contracts: Contract[] = Array.from({ length: 200 }, () => ({
    id: newId(),
    currency: "USD",
    orderId: pick(orderIds),
    estimatedTotalMinor: minor(900_00),
    orderFeeMinor: minor(45_00),
    state: "active",
    committed: 0n,
    accrued: 0n,
  }));
  const reservations = Array.from({ length: 40 }, () => ({ id: newId(), orderId: null as string | null, amount: 0n }));
  const made: Charge[] = [];
  const tally = new Map<string, number>();
  let done = 0;

  /** One event happened: the model must still add up, stage by stage and as a whole. */
  const happened = (kind: string) => {
    done += 1;
    tally.set(kind, (tally.get(kind) ?? 0) + 1);
    for (const each of stages.values()) {
      const sum = held.reduce((all, stage) => all + each[stage], each.free);
      if (sum !== each.funds || held.some((stage) => each[stage] < 0n))
        throw new Error(`The model does not add up after ${done} events.`);
    }
  };
  const settle = (contract: Contract, orderId: string | null) => {
    const spent = made
      .filter((each) => each.contract === contract && (each.state === "open" || each.state === "paid"))
      .reduce((sum, each) => sum + each.amountMinor, contract.accrued);
    const open = contract.estimatedTotalMinor + contract.orderFeeMinor - spent;
    if (contract.orderId) {
      at(contract.orderId).committed -= contract.committed;
      at(contract.orderId).free += contract.committed;
    }
    contract.orderId = orderId;
    contract.committed = orderId && contract.state === "active" && open > 0n ? open : 0n;
    if (!orderId) return;
    at(orderId).committed += contract.committed;
    at(orderId).free -= contract.committed;
  };

  const fund = async (ctx: Ctx) => {
    const fundings = some(orderIds, 16).map((id): Funding => {
      const down = random(3) === 0 && at(id).funds > 1_000_00n;
      const amount = down ? -minor(900_00) : minor(400_00);
      at(id).funds += amount;
      at(id).free += amount;
      happened(down ? "corrected" : "funded");
      return { order: { id, currency: "USD" }, amount, key: newId(), kind: down ? "order_corrected" : "order_funded" };
    });
    await fundOrders(ctx, fundings);
  };
  const commit = async (ctx: Ctx) => {
    const chosen = some(contracts, 70);
    for (const contract of chosen) {
      const what = pick(
        contract.accrued > 0n ? ["estimate", "end", "restart"] : ["estimate", "relink", "unlink", "end", "restart"],
      );
      if (what === "estimate") {
        contract.estimatedTotalMinor = minor(900_00);
        contract.orderFeeMinor = minor(45_00);
      }
      contract.state = what === "end" ? "ended" : "active";
      settle(contract, what === "relink" ? pick(orderIds) : what === "unlink" ? null : contract.orderId);
      happened(what);
    }
    await commitContracts(ctx, chosen);
  };
  const invoice = async (ctx: Ctx) => {
    const fresh = Array.from({ length: 160 }, () => pick(contracts)).flatMap((contract): Charge[] =>
      contract.orderId
        ? [{ id: newId(), contract, orderId: contract.orderId, amountMinor: minor(30_00), state: "open" }]
        : [],
    );
    for (const each of fresh) {
      const { contract, amountMinor } = each;
      const covered = contract.committed < amountMinor ? contract.committed : amountMinor;
      contract.committed -= covered;
      const stage = at(each.orderId);
      stage.committed -= covered;
      stage.free -= amountMinor - covered;
      stage.invoiced += amountMinor;
      made.push(each);
      happened(covered === amountMinor ? "charged" : "charged beyond");
    }
    await charges(
      ctx,
      fresh.map(({ contract, ...each }) => ({ ...each, currency: "USD", contractId: contract.id })),
    );
  };
  const takeBack = async (ctx: Ctx) => {
    const open = made.filter(({ state }) => state === "open");
    if (open.length === 0) return;
    const chosen = some(open, 50);
    for (const each of chosen) {
      each.state = "reversed";
      at(each.orderId).invoiced -= each.amountMinor;
      at(each.orderId).free += each.amountMinor;
      settle(each.contract, each.contract.orderId);
      happened("taken back");
    }
    await reverseCharges(
      ctx,
      chosen.map(({ id, contract }) => ({ id, contract })),
    );
  };
  const move = (
    at: Pick<Contract, "id">,
    orderId: string,
    more: Pick<Movement, "kind" | "debit" | "credit" | "amount">,
  ) => ({
    ...more,
    key: newId(),
    currency: "USD",
    subject: { kind: "contract", id: at.id } as const,
    orderId,
  });
  /** As a payment posts it. */
  const pay = async (ctx: Ctx) => {
    const open = made.filter(({ state }) => state === "open");
    if (open.length === 0) return;
    const chosen = some(open, 60);
    for (const each of chosen) {
      each.state = "paid";
      at(each.orderId).invoiced -= each.amountMinor;
      at(each.orderId).paid += each.amountMinor;
      happened("paid");
    }
    await lockOrders(
      ctx,
      chosen.map(({ orderId }) => orderId),
    );
    await transfer(
      ctx,
      chosen.map(({ contract, orderId, amountMinor: amount }) => {
        const [debit, credit] = [stagePot(orderId, "paid"), stagePot(orderId, "invoiced")];
        return move(contract, orderId, { kind: "paid", debit, credit, amount });
      }),
    );
  };
  /** As a refund of what was paid posts it: free again, and the contract commits anew what its estimate leaves open. */
  const refund = async (ctx: Ctx) => {
    const paid = made.filter(({ state }) => state === "paid");
    if (paid.length === 0) return;
    const chosen = some(paid, 20);
    for (const each of chosen) {
      each.state = "refunded";
      at(each.orderId).paid -= each.amountMinor;
      at(each.orderId).free += each.amountMinor;
      settle(each.contract, each.contract.orderId);
      happened("refunded");
    }
    await lockOrders(ctx, orderIds);
    await transfer(
      ctx,
      chosen.map(({ contract, orderId, amountMinor: amount }) => {
        const [debit, credit] = [stagePot(orderId, "free"), stagePot(orderId, "paid")];
        return move(contract, orderId, { kind: "refunded", debit, credit, amount });
      }),
    );
    await commitContracts(ctx, [...new Set(chosen.map(({ contract }) => contract))]);
  };
  /** Work that is recorded and not yet invoiced; a contract that has some moves it to its new order. */
  const accrue = async (ctx: Ctx) => {
    await lockOrders(ctx, orderIds);
    for (const contract of some(contracts, 12)) {
      const { orderId } = contract;
      if (!orderId) continue;
      if (contract.accrued === 0n) {
        const amount = minor(200_00);
        contract.accrued = amount;
        at(orderId).accrued += amount;
        at(orderId).free -= amount;
        settle(contract, orderId);
        happened("accrued");
        const [debit, credit] = [stagePot(orderId, "accrued"), stagePot(orderId, "free")];
        await transfer(ctx, [move(contract, orderId, { kind: "accrued", debit, credit, amount })]);
        await commitContracts(ctx, [contract]);
        continue;
      }
      const to = random(4) === 0 ? null : pick(orderIds);
      if (to === orderId) continue;
      at(orderId).accrued -= contract.accrued;
      at(orderId).free += contract.accrued;
      if (to) {
        at(to).accrued += contract.accrued;
        at(to).free -= contract.accrued;
      } else contract.accrued = 0n;
      settle(contract, to);
      happened("accrual moved");
      await relinkContract(ctx, contract, orderId, to);
    }
  };

  const reserveSome = async (ctx: Ctx) => {
    for (const each of some(reservations, 4)) {
      if (each.orderId) {
        at(each.orderId).reserved -= each.amount;
        at(each.orderId).free += each.amount;
      }
      each.orderId = random(3) === 0 ? null : pick(orderIds);
      each.amount = each.orderId ? minor(700_00) : 0n;
      if (each.orderId) {
        at(each.orderId).reserved += each.amount;
        at(each.orderId).free -= each.amount;
      }
      happened(each.orderId ? "reserved" : "reservation freed");
      const { id, orderId, amount } = each;
      await reserve(ctx, { subject: { kind: "request", id }, orderId, currency: "USD", amount });
    }
  };

  while (done < events) {
    await companyDeed(world, async (ctx) => {
      const order = [fund, commit, invoice, invoice, pay, refund, takeBack, accrue, reserveSome];
      for (let n = 0; n < order.length; n++) await pick(order)(ctx);
    });
    // By plain SQL, from the entries alone.
    const rows = await admin<{ id: string; code: string; minor: string }[]>`
      select p.subject_id as id, p.code, sum(case e.side when 'D' then e.amount else -e.amount end)::text as minor
      from ledger_entries e join ledger_accounts p on p.account_id = e.account_id and p.id = e.ledger_account_id
      where e.account_id = ${world.accountId} group by p.subject_id, p.code`;
    const found = new Map(rows.map((row) => [`${row.id}/${row.code}`, BigInt(row.minor)]));
    for (const [id, expected] of stages) {
      const { funds, ...rest } = expected;
      const actual = Object.keys(rest).map((code) => [code, found.get(`${id}/${code}`) ?? 0n]);
      expect({ funds: -(found.get(`${id}/funds`) ?? 0n), ...Object.fromEntries(actual) }).toEqual(expected);
    }
  }
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
  console.log(`${done} events: ${JSON.stringify(Object.fromEntries(tally))}`);
  expect(tally.size).toBe(16);
});
