import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { companyDeed, openOrder } from "@/e2e/world/money";
import { runSeed } from "@/e2e/world/seed";
import { openWorld } from "@/e2e/world/world";
import type { Ctx } from "../ctx";
import { newId } from "../ids";
import { verifyLedgerOf } from "../ledger/verify";
import { charges, commitContracts, type Funding, fundOrders, reserve, reverseCharges } from "./stages";

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

type Stages = { funds: bigint; free: bigint; reserved: bigint; committed: bigint; invoiced: bigint };
type Contract = {
  id: string;
  currency: string;
  orderId: string | null;
  estimatedTotalMinor: bigint;
  state: "active" | "ended";
  committed: bigint;
};
type Charge = { id: string; contract: Contract; orderId: string; amountMinor: bigint; reversed: boolean };

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
    orderIds.map((id) => [id, { funds: 5_000_00n, free: 5_000_00n, reserved: 0n, committed: 0n, invoiced: 0n }]),
  );
  const at = (id: string | null) => stages.get(id ?? "") as Stages;
  const contracts: Contract[] = Array.from({ length: 200 }, () => ({
    id: newId(),
    currency: "USD",
    orderId: pick(orderIds),
    estimatedTotalMinor: minor(900_00),
    state: "active",
    committed: 0n,
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
      const { funds, free, reserved, committed, invoiced } = each;
      if (free + reserved + committed + invoiced !== funds || reserved < 0n || committed < 0n || invoiced < 0n)
        throw new Error(`The model does not add up after ${done} events.`);
    }
  };
  const settle = (contract: Contract, orderId: string | null) => {
    const spent = made
      .filter((each) => each.contract === contract && !each.reversed)
      .reduce((sum, each) => sum + each.amountMinor, 0n);
    const open = contract.estimatedTotalMinor - spent;
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
      const what = pick(["estimate", "relink", "unlink", "end", "restart"]);
      if (what === "estimate") contract.estimatedTotalMinor = minor(900_00);
      contract.state = what === "end" ? "ended" : "active";
      settle(contract, what === "relink" ? pick(orderIds) : what === "unlink" ? null : contract.orderId);
      happened(what);
    }
    await commitContracts(ctx, chosen);
  };
  const invoice = async (ctx: Ctx) => {
    const fresh = Array.from({ length: 160 }, () => pick(contracts)).flatMap((contract): Charge[] =>
      contract.orderId
        ? [{ id: newId(), contract, orderId: contract.orderId, amountMinor: minor(30_00), reversed: false }]
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
    const open = made.filter((each) => !each.reversed);
    if (open.length === 0) return;
    const chosen = some(open, 50);
    for (const each of chosen) {
      each.reversed = true;
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
      const order = [fund, commit, invoice, invoice, takeBack, reserveSome];
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
  expect(tally.size).toBe(12);
});
