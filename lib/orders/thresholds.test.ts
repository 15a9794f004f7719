import { randomUUID } from "node:crypto";
import fc from "fast-check";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { companyDeed, figuresNow, openOrder } from "@/e2e/world/money";
import { openWorld, type World } from "@/e2e/world/world";
import { type Ctx, readAs } from "../ctx";
import { findCurrentAlerts } from "../digest/preview";
import { newId } from "../ids";
import { isOutOfFunds } from "./rules";
import { updateOrderInput } from "./schema";
import { charge, fundOrder, type OrderContract, reverseCharge } from "./stages";
import { updateOrder } from "./update-order";

const admin = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
afterAll(async () => {
  await admin.end();
  await closePool();
});

const contractOn = (orderId: string): OrderContract => ({
  id: newId(),
  currency: "USD",
  orderId,
  estimatedTotalMinor: 0n,
  orderFeeMinor: 0n,
  state: "active",
});
const spend = (orderId: string, amountMinor: bigint) => (ctx: Ctx) =>
  charge(ctx, contractOn(orderId), { id: newId(), orderId, currency: "USD", amountMinor });
const add = (orderId: string, amount: bigint) => (ctx: Ctx) =>
  fundOrder(ctx, { id: orderId, currency: "USD" }, amount, {
    kind: amount > 0n ? "order_funded" : "order_corrected",
    key: randomUUID(),
  });

const crossingsOf = async (orderId: string) =>
  (
    await admin<{ crossing: string }[]>`
      select percent || '/' || arming as crossing from order_crossings where order_id = ${orderId} order by percent, arming`
  ).map((row) => row.crossing);
const mailsAbout = async (world: World, role: Parameters<World["mailTo"]>[0]) =>
  (await world.mailTo(role)).filter(({ kind }) => kind === "order-threshold-reached");

test("a posting that crosses two thresholds sends one mail, naming the higher, to whom it concerns", async () => {
  const world = await openWorld();
  const orderId = await openOrder(world, 1_000_00n, [50, 75, 90]);
  const offer = await world.acceptedOffer();
  await admin`update contracts set order_id = ${orderId}, order_choice = 'order', contact_id = ${world.as("secondHiringManager").actor.userId} where offer_id = ${offer.id}`;
  await companyDeed(world, spend(orderId, 499_99n));
  expect(await crossingsOf(orderId)).toEqual([]);
  await companyDeed(world, spend(orderId, 300_01n));
  expect(await crossingsOf(orderId)).toEqual(["50/1", "75/1"]);
  for (const role of ["admin", "programOwner", "financeAdmin", "secondHiringManager"] as const) {
    expect(await mailsAbout(world, role)).toMatchObject([
      {
        props: {
          percent: 75,
          percentSpent: 80,
          spent: "$800.00",
          funds: "$1,000.00",
          left: "$200.00",
          overdrawn: false,
          // The contact person may not add funds, and is led to whoever may.
          asksFinance: role === "secondHiringManager",
          orderUrl: expect.stringMatching(role === "secondHiringManager" ? /#ask-finance$/ : /#funds$/),
        },
      },
    ]);
  }
  for (const role of ["hiringManager", "approver", "freelancer"] as const)
    expect(await mailsAbout(world, role)).toEqual([]);
  const [notices] = await admin<{ n: number }[]>`
    select count(*)::int as n from notices where account_id = ${world.accountId} and kind = 'order-threshold-reached'`;
  expect(notices?.n).toBe(4);
  expect(await world.events(orderId)).toEqual(["order.created", "order.threshold-reached"]);
  // The contract ends: its contact person hears no more of it.
  await admin`update contracts set state = 'ended', ended_at = started_at where offer_id = ${offer.id}`;
  await companyDeed(world, spend(orderId, 300_00n));
  expect(await mailsAbout(world, "financeAdmin")).toMatchObject([{}, { props: { percent: 90, overdrawn: true } }]);
  expect(await mailsAbout(world, "secondHiringManager")).toHaveLength(1);
});

test("added funds arm again what is no longer reached, and only they do", async () => {
  const world = await openWorld();
  const orderId = await openOrder(world, 100_00n, [50, 90]);
  const contract = contractOn(orderId);
  const first = { id: newId(), orderId, currency: "USD", amountMinor: 60_00n };
  await companyDeed(world, (ctx) => charge(ctx, contract, first));
  expect(await crossingsOf(orderId)).toEqual(["50/1"]);
  // Below the line by a charge taken back, and above it again: no second crossing.
  await companyDeed(world, (ctx) => reverseCharge(ctx, contract, { id: first.id }));
  await companyDeed(world, spend(orderId, 1_00n));
  await companyDeed(world, spend(orderId, 59_00n));
  expect(await crossingsOf(orderId)).toEqual(["50/1"]);
  await companyDeed(world, add(orderId, 10_00n));
  expect(await crossingsOf(orderId)).toEqual(["50/1"]);
  await companyDeed(world, add(orderId, 90_00n));
  await companyDeed(world, spend(orderId, 39_99n));
  expect(await crossingsOf(orderId)).toEqual(["50/1"]);
  await companyDeed(world, spend(orderId, 1n));
  expect(await crossingsOf(orderId)).toEqual(["50/1", "50/2"]);
  expect(await mailsAbout(world, "financeAdmin")).toHaveLength(2);
  // Funds corrected downwards cross by themselves.
  await companyDeed(world, add(orderId, -90_00n));
  expect(await crossingsOf(orderId)).toEqual(["50/1", "50/2", "90/1"]);
});

// Decision 018.
test("ticked after it was passed: no crossing and no mail, the digest lists it, and added funds arm it", async () => {
  const world = await openWorld();
  const finance = world.as("financeAdmin");
  const orderId = await openOrder(world, 1_000_00n, [90]);
  const offer = await world.acceptedOffer();
  const owner = world.as("secondHiringManager").actor.userId;
  await admin`update contracts set order_id = ${orderId}, order_choice = 'order', contact_id = ${owner} where offer_id = ${offer.id}`;
  await companyDeed(world, spend(orderId, 600_00n));
  const listed = async () =>
    (
      (await readAs(world.system, (ctx) => findCurrentAlerts(ctx, owner), { now: world.now ?? new Date() }))?.lines ??
      []
    )
      .filter(({ kind }) => kind === "threshold")
      .map(({ figure }) => figure);
  const tick = async (...percents: string[]) => {
    const { version, number, description, validThrough, permission } = await world.orderNow(orderId);
    const input = updateOrderInput.parse({
      orderId,
      version: String(version),
      number,
      description,
      validThrough: validThrough ?? "",
      "threshold[]": percents.filter((percent) => ["50", "75", "90"].includes(percent)),
      "ownThreshold[]": percents.filter((percent) => !["50", "75", "90"].includes(percent)),
      permission,
    });
    expect(await finance.write((ctx) => updateOrder(ctx, input))).toEqual({ ok: true });
  };
  expect(await listed()).toEqual([]);
  await tick("50", "90", "33");
  expect([await crossingsOf(orderId), await mailsAbout(world, "financeAdmin")]).toEqual([[], []]);
  expect(await listed()).toHaveLength(1);
  expect((await world.orderNow(orderId)).thresholds).toMatchObject([
    { percent: 33, crossedAt: expect.any(Date) },
    { percent: 50, crossedAt: expect.any(Date) },
    { percent: 90, crossedAt: null },
  ]);
  // More spend below the next line, and the box off and on: still nothing to tell at once.
  await companyDeed(world, spend(orderId, 10_00n));
  await tick("90");
  expect(await listed()).toEqual([]);
  await tick("50", "90");
  expect([await crossingsOf(orderId), await mailsAbout(world, "financeAdmin")]).toEqual([[], []]);
  expect(await listed()).toHaveLength(1);
  // Twice the funds: 30.5 % are spent. From here on it is a threshold like any other.
  await companyDeed(world, add(orderId, 1_000_00n));
  expect(await listed()).toEqual([]);
  await companyDeed(world, spend(orderId, 390_00n));
  expect(await crossingsOf(orderId)).toEqual([expect.stringMatching(/^50\//)]);
  expect(await mailsAbout(world, "financeAdmin")).toMatchObject([{ props: { percent: 50 } }]);
});

test("a one-dollar order crosses nothing while the company exempts it", async () => {
  const world = await openWorld();
  const orderId = await openOrder(world, 1_00n, [50]);
  await companyDeed(world, spend(orderId, 5_00n));
  expect(await crossingsOf(orderId)).toEqual([]);
  await admin`update account_settings set one_dollar_exempt = false where account_id = ${world.accountId}`;
  await companyDeed(world, spend(orderId, 1n));
  expect(await crossingsOf(orderId)).toEqual(["50/1"]);
});

type Step = { kind: "fund" | "correct" | "spend" | "take back"; minor: number };
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step["kind"]>("fund", "correct", "spend", "spend", "spend", "take back"),
    // Around the lines of a hundred: 50, 75, 90, all of it, and cents beside them.
    minor: fc.oneof(fc.constantFrom(1, 50, 99, 100, 25_00, 40_00, 50_00, 100_00), fc.integer({ min: 1, max: 120_00 })),
  }),
  { minLength: 1, maxLength: 12 },
);

// I24. Each run is an order of its own in one deed, so that hundreds of postings are a matter of seconds.
test("each threshold is crossed once per arming, and out of funds is left ≤ 0 and never one dollar", async () => {
  const world = await openWorld({ policy: null });
  const percents = [50, 75, 90, 33];
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (run, oneDollar) => {
      const start = oneDollar ? 1_00n : 100_00n;
      const orderId = await openOrder(world, start, percents);
      const model = { funds: start, spent: 0n, armed: new Set(percents), crossed: [] as string[], told: 0 };
      const arming = new Map(percents.map((percent) => [percent, 1]));
      const charged: { id: string; minor: bigint; contract: OrderContract }[] = [];
      await companyDeed(world, async (ctx) => {
        for (const { kind, minor } of run) {
          const amount = BigInt(minor);
          let added = false;
          if (kind === "take back") {
            const last = charged.pop();
            if (!last) continue;
            model.spent -= last.minor;
            await reverseCharge(ctx, last.contract, { id: last.id });
            continue; // nothing is crossed by giving back, and nothing armed
          }
          if (kind === "spend") {
            const contract = contractOn(orderId);
            const id = newId();
            charged.push({ id, minor: amount, contract });
            model.spent += amount;
            await charge(ctx, contract, { id, orderId, currency: "USD", amountMinor: amount });
          } else if (kind === "fund") {
            added = true;
            model.funds += amount;
            await add(orderId, amount)(ctx);
          } else {
            if (model.funds <= amount) continue;
            model.funds -= amount;
            await add(orderId, -amount)(ctx);
          }
          let told = false;
          for (const percent of percents) {
            const reached = model.spent * 100n >= BigInt(percent) * model.funds;
            if (model.armed.has(percent) && reached && model.funds !== 1_00n) {
              model.armed.delete(percent);
              model.crossed.push(`${percent}/${arming.get(percent)}`);
              told = true;
            } else if (!model.armed.has(percent) && !reached && added) {
              model.armed.add(percent);
              arming.set(percent, (arming.get(percent) ?? 0) + 1);
            }
          }
          if (told) model.told += 1;
        }
      });
      expect((await crossingsOf(orderId)).toSorted()).toEqual(model.crossed.toSorted());
      const [mails] = await admin<{ n: number }[]>`
        select count(distinct dedupe_key)::int as n from mail_outbox
        where account_id = ${world.accountId} and to_address = ${world.emailOf("admin")} and dedupe_key like ${`%/${orderId}/%`}`;
      expect(mails?.n).toBe(model.told);
      const figures = await figuresNow(world, orderId);
      expect([figures.funds, figures.spent, figures.left]).toEqual([
        model.funds,
        model.spent,
        model.funds - model.spent,
      ]);
      expect(isOutOfFunds(figures, "USD", true)).toBe(model.funds - model.spent <= 0n && model.funds !== 1_00n);
    }),
    { numRuns: Number(process.env.THRESHOLD_RUNS ?? 30) },
  );
});
