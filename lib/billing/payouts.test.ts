import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { contractPauses, moneyMoves, payoutRequests } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import type { Actor, PlanActor, TalentActor } from "../actor";
import { endContract } from "../contracts/end-contract";
import { holdContract, liftHold } from "../contracts/hold-contract";
import { type Ctx, readAs, writeAs } from "../ctx";
import { newId } from "../ids";
import { giveBonus } from "../milestones/give-bonus";
import { releaseMilestone } from "../milestones/release-milestone";
import { payRefund } from "../refunds/pay-refund";
import { askPayout, declinePayout, withdrawPayout } from "./ask-payout";
import { listEarnings, sumEarnings } from "./list-earnings";
import {
  findPayingAccount,
  findPayoutRequest,
  listPayableByCompany,
  listPayouts,
  listWaitingPayouts,
} from "./list-payouts";
import { confirmMove, recordAskedPayout, recordPayout, refuseMove } from "./money-moves";

/** A world in which the freelancer has $1,000.00 available. */
async function earned(): Promise<EscrowWorld> {
  const world = await openEscrowWorld({ amounts: [1000, 500] });
  const [first] = await world.list();
  const release = { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null };
  await world.as("hiringManager").write((ctx) => releaseMilestone(ctx, release));
  await world.pass(5);
  return world;
}

const ask = (world: EscrowWorld, amountMinor: bigint | null, key = newId()) =>
  world.as("freelancer").write((ctx) => askPayout(ctx, { key, amountMinor }));

const record = (requestId: string, more: Partial<Parameters<typeof recordAskedPayout>[1]> = {}) => ({
  key: newId(),
  requestId,
  amountMinor: 100_000n,
  reference: `CS-${newId().slice(-12)}`,
  note: "By wire.",
  ...more,
});

const requests = (world: EscrowWorld) =>
  readAs(world.system, ({ db, accountId }) =>
    db.select().from(payoutRequests).where(eq(payoutRequests.accountId, accountId)).orderBy(payoutRequests.id),
  );

/** The freelancer as their own page reads: in no company. */
const own = <T>(world: EscrowWorld, query: Parameters<typeof readAs<TalentActor, T>>[1]) =>
  readAs({ ...(world.as("freelancer").actor as TalentActor), accountId: null }, query);

const mails = async (world: EscrowWorld, kind: string, to = "freelancer") =>
  (await world.mailTo(to)).filter((mail) => mail.kind === kind);

const across: PlanActor = { kind: "plan", accountId: null, userId: null, via: "test" };

test("asked, recorded by one and confirmed by another: the freelancer is paid what they asked for, once", async () => {
  const world = await earned();
  const key = newId();
  expect(await ask(world, null, key)).toEqual({ ok: true });
  expect(await ask(world, null, key), "the form sent again").toEqual({ ok: true });
  expect(await requests(world)).toMatchObject([{ id: key, state: "open", amountMinor: 100_000n, moveId: null }]);
  expect(await own(world, listPayableByCompany)).toMatchObject([
    { accountId: world.accountId, availableMinor: 100_000n, asked: { id: key, state: "open" } },
  ]);
  expect((await mails(world, "payout-asked")).map(({ props }) => props.amount)).toEqual(["$1,000.00"]);
  expect(await world.pots(), "nothing moved so far").toMatchObject({ "talent available": 100_000n });

  const input = record(key);
  for (const who of [world.mediator, world.as("financeAdmin").actor, world.as("freelancer").actor])
    expect(
      String(
        await world.unmoved(() =>
          writeAs(who, (ctx) => recordAskedPayout(ctx, input), { now: world.now ?? new Date(0) }),
        ),
      ),
    ).toContain("You may not");
  expect(
    await world.unmoved(() =>
      world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, { ...input, amountMinor: 100_001n })),
    ),
  ).toMatchObject({ reason: "more-than-asked" });
  expect(await world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, input))).toEqual({ ok: true });
  expect(await world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, input))).toEqual({ ok: true });
  expect(await requests(world)).toMatchObject([{ state: "recorded", moveId: input.key, dueAt: null }]);
  const withdrawn = () => world.as("freelancer").write((ctx) => withdrawPayout(ctx, { requestId: key }));
  expect(await world.unmoved(withdrawn)).toMatchObject({ reason: "recorded" });
  const confirm = { moveId: input.key };
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => confirmMove(ctx, confirm)))).toMatchObject({
    reason: "proposed-by-you",
  });
  expect(await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, confirm))).toEqual({ ok: true });
  expect(await requests(world)).toMatchObject([{ state: "paid", moveId: input.key }]);
  expect(await world.pots()).toMatchObject({ "talent available": 0n, "platform outside": 100_000n });
  const told = await mails(world, "payout-answered");
  expect(told.map(({ props }) => [props.is, props.amount, props.title])).toEqual([
    ["paid", "$1,000.00", `Transfer ${input.reference}`],
  ]);
  expect((await own(world, (ctx) => listPayouts(ctx, null))).rows).toMatchObject([
    { state: "confirmed", amountMinor: 100_000n, reference: input.reference, companyName: expect.stringMatching(/\w/) },
  ]);
  expect(await own(world, sumEarnings)).toMatchObject([{ available: 0n, paidOut: 100_000n }]);
  expect(await own(world, listPayableByCompany)).toEqual([]);
  // The form that recorded it, from a page that was left open.
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, input)))).toEqual({
    ok: true,
  });
});

test("a refund of what is available: less can be asked for; what is recorded for a payout is not refunded as well", async () => {
  const world = await earned();
  const refund = (amountMinor: bigint) => ({
    contractId: world.contractId,
    key: newId(),
    amountMinor,
    reason: "A scene is missing.",
  });
  const pay = (amountMinor: bigint) => world.as("freelancer").write((ctx) => payRefund(ctx, refund(amountMinor)));
  expect(await pay(30_000n)).toEqual({ ok: true });
  expect(await own(world, listPayableByCompany)).toMatchObject([{ availableMinor: 70_000n }]);
  const key = newId();
  expect(await ask(world, null, key)).toEqual({ ok: true });
  const input = record(key, { amountMinor: 60_000n });
  expect(await world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, input))).toEqual({ ok: true });
  expect(await world.unmoved(() => pay(10_001n))).toMatchObject({ message: "At most $100.00 can be refunded." });
  expect(await pay(10_000n)).toEqual({ ok: true });
  expect(await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: input.key }))).toEqual({
    ok: true,
  });
  expect(await own(world, listPayableByCompany), "nothing is left, so nothing is offered").toEqual([]);
  expect(await world.pots()).toMatchObject({ "talent available": 0n, "platform outside": 60_000n });
});

test("refused with the reason: nothing available, zero, more than is available, a second request, a hold, somebody else", async () => {
  const fresh = await openEscrowWorld({ amounts: [1000] });
  expect(await fresh.unmoved(() => ask(fresh, 1n))).toMatchObject({ reason: "nothing-available" });
  const world = await earned();
  expect(await world.unmoved(() => ask(world, 0n))).toMatchObject({ reason: "not-positive" });
  expect(await world.unmoved(() => ask(world, -1n))).toMatchObject({ reason: "not-positive" });
  expect(await world.unmoved(() => ask(world, 100_001n))).toMatchObject({
    reason: "more-than-available",
    message: "At most $1,000.00 is available.",
  });
  const { contractId } = world;
  const hold = { contractId, reason: "A question of the bank." };
  await world.asStaff(world.payments, (ctx) => holdContract(ctx, hold));
  const held = await world.unmoved(() => ask(world, null));
  expect(held).toMatchObject({ reason: "held" });
  expect(JSON.stringify(held)).not.toContain("bank");
  await world.asStaff(world.payments, (ctx) => liftHold(ctx, hold));

  const key = newId();
  expect(await ask(world, 60_000n, key)).toEqual({ ok: true });
  expect(await world.unmoved(() => ask(world, 40_000n))).toMatchObject({ reason: "asked-already" });
  for (const who of [world.as("admin").actor, world.payments])
    expect(
      String(
        await world.unmoved(() =>
          writeAs(who, (ctx) => askPayout(ctx, { key: newId(), amountMinor: 1n }), { now: world.now ?? new Date(0) }),
        ),
      ),
    ).toContain("You may not");
  const stranger = world.as("secondFreelancer");
  expect(String(await world.unmoved(() => stranger.write((ctx) => withdrawPayout(ctx, { requestId: key }))))).toContain(
    "Not found",
  );
  expect(
    String(await world.unmoved(() => stranger.write((ctx) => askPayout(ctx, { key, amountMinor: 1n })))),
  ).toContain("Not found");
  expect(
    await world.unmoved(() => stranger.write((ctx) => askPayout(ctx, { key: newId(), amountMinor: 1n }))),
  ).toMatchObject({ reason: "nothing-available" });
  // Another company does not see it, nor does another freelancer, nor anybody by a malformed id.
  expect(await readAs(fresh.payments, (ctx) => findPayoutRequest(ctx, key))).toBeNull();
  expect(await readAs(world.payments, (ctx) => findPayoutRequest(ctx, "1"))).toBeNull();
  expect(await readAs(world.payments, (ctx) => findPayoutRequest(ctx, key))).toMatchObject({ amountMinor: 60_000n });
  expect(await own(fresh, (ctx) => findPayingAccount(ctx, world.accountId))).toBeNull();
  expect(await own(world, (ctx) => findPayingAccount(ctx, world.accountId))).toBe(world.accountId);
  expect((await own(fresh, (ctx) => listPayouts(ctx, null))).rows).toEqual([]);
  expect((await readAs(across, (ctx) => listWaitingPayouts(ctx, null))).rows.map(({ id }) => id)).toContain(key);

  // Staff record what was asked for from the request, and not beside it.
  const talentUserId = world.as("freelancer").actor.userId ?? "";
  const beside = { key: newId(), talentUserId, amountMinor: 1n, reason: "Asked for by mail." };
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => recordPayout(ctx, beside)))).toMatchObject({
    reason: "asked",
  });
  expect(await world.as("freelancer").write((ctx) => withdrawPayout(ctx, { requestId: key }))).toEqual({ ok: true });
  expect(
    await world.unmoved(() => world.as("freelancer").write((ctx) => withdrawPayout(ctx, { requestId: key }))),
  ).toEqual({ ok: true });
  expect(
    await world.unmoved(() =>
      world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, record(key, { amountMinor: 60_000n }))),
    ),
  ).toMatchObject({
    reason: "over",
    message: expect.stringMatching(/^It was withdrawn on .*\. Nothing was recorded\.$/),
  });
  expect(await world.asStaff(world.payments, (ctx) => recordPayout(ctx, beside))).toEqual({ ok: true });
  expect(await world.unmoved(() => ask(world, null))).toMatchObject({ reason: "under-way" });
});

test("a hold after the request: neither recorded nor confirmed until it is lifted, on an ended contract too", async () => {
  const world = await earned();
  const key = newId();
  await ask(world, null, key);
  const hold = { contractId: world.contractId, reason: "A question of the bank." };
  const place = () => world.asStaff(world.payments, (ctx) => holdContract(ctx, hold));
  const lift = () => world.asStaff(world.payments, (ctx) => liftHold(ctx, hold));
  const input = record(key);
  const recorded = () => world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, input));
  const confirmed = () => world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: input.key }));
  await place();
  expect(await world.unmoved(recorded)).toMatchObject({ reason: "held" });
  await lift();
  expect(await recorded()).toEqual({ ok: true });
  await place();
  expect(await world.unmoved(confirmed)).toMatchObject({ reason: "held" });
  const end = { contractId: world.contractId, cause: "Other" as const, reason: null };
  expect(await world.as("freelancer").write((ctx) => endContract(ctx, end))).toEqual({ ok: true });
  expect(await world.unmoved(confirmed)).toMatchObject({ reason: "held" });
  expect(await lift()).toMatchObject({ ok: true });
  expect(await confirmed()).toEqual({ ok: true });
});

test("earnings past their day under a hold say so to their freelancer alone, and count as paid out in the order they came", async () => {
  const [world, other] = [await openEscrowWorld({ amounts: [1000] }), await earned()];
  const bonus = (amountMinor: bigint) =>
    world
      .as("admin")
      .write((ctx) => giveBonus(ctx, { contractId: world.contractId, key: newId(), amountMinor, note: null }));
  const list = async (who = world) =>
    (await own(who, (ctx) => listEarnings(ctx, { cursor: null, contractId: world.contractId }))).rows
      .toReversed()
      .map(({ amountMinor, standing }) => [Number(amountMinor), standing]);
  const hold = { contractId: world.contractId, reason: "A question of the bank." };
  await bonus(10_000n);
  await world.pass(5);
  expect(await list()).toEqual([[10_000, "available"]]);
  await bonus(20_000n);
  await world.asStaff(world.payments, (ctx) => holdContract(ctx, hold));
  await world.pass(9);
  expect(await list()).toEqual([
    [10_000, "held"],
    [20_000, "held"],
  ]);
  expect(await own(world, sumEarnings)).toMatchObject([
    { pending: 20_000n, heldBack: 20_000n, nextAt: null, available: 10_000n, held: true },
  ]);
  expect(await own(world, listPayableByCompany)).toMatchObject([{ availableMinor: 10_000n, held: true }]);
  expect(await own(other, listPayableByCompany), "no hold of theirs").toMatchObject([{ held: false }]);
  expect(await own(other, ({ db }) => db.select().from(contractPauses))).toEqual([]);
  await world.asStaff(world.payments, (ctx) => liftHold(ctx, hold));
  await world.pass(1);
  await bonus(30_000n);
  const talentUserId = world.as("freelancer").actor.userId ?? "";
  const payout = { key: newId(), talentUserId, amountMinor: 15_000n, reason: "Asked for." };
  await world.asStaff(world.payments, (ctx) => recordPayout(ctx, payout));
  await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: payout.key }));
  expect(await list()).toEqual([
    [10_000, "paid-out"],
    [20_000, "part-paid"],
    [30_000, "pending"],
  ]);
  expect(await list(other)).toEqual([]);
});

test("a request that nobody takes up is told of each business day; refused or lapsed, its move opens it again", async () => {
  const world = await earned();
  world.at("2026-05-13T10:00:00Z"); // a Wednesday
  const key = newId();
  await ask(world, null, key);
  const told = async () =>
    (await mails(world, "money-move-waiting", world.payments.email)).map(({ props }) => {
      if (props.is === "asked") expect(props).toMatchObject({ amount: "$1,000.00", title: `Payout to ${props.by}` });
      return props.is;
    });
  await world.tick();
  expect(await told()).toEqual([]);
  world.at("2026-05-14T10:00:00Z");
  await world.tick();
  await world.tick();
  expect(await told()).toEqual(["asked"]);
  // A day of outage, then one notice; the weekend brings none.
  world.at("2026-05-18T09:00:00Z");
  await world.tick();
  expect(await told()).toEqual(["asked", "asked"]);
  expect(await requests(world)).toMatchObject([{ state: "open", dueAt: new Date("2026-05-18T10:00:00Z") }]);

  const first = record(key);
  await world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, first));
  const refusal = { moveId: first.key, reason: "The reference has a digit too many." };
  expect(await world.asStaff(world.secondPayments, (ctx) => refuseMove(ctx, refusal))).toEqual({ ok: true });
  expect(await requests(world)).toMatchObject([
    { state: "open", moveId: null, dueAt: new Date("2026-05-19T09:00:00Z") },
  ]);
  expect(await world.pots()).toMatchObject({ "talent available": 100_000n });
  // What was refused may be recorded under the same reference; a used one may not.
  const second = record(key, { reference: first.reference, amountMinor: 70_000n });
  expect(await world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, second))).toEqual({ ok: true });
  world.at("2026-05-25T09:00:00Z");
  await world.tick();
  expect(await requests(world)).toMatchObject([{ state: "open", moveId: null }]);
  const third = record(key, { amountMinor: 70_000n });
  expect(await world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, third))).toEqual({ ok: true });
  expect(await own(world, listPayableByCompany)).toMatchObject([{ asked: { id: key, recordedMinor: 70_000n } }]);
  expect(await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: third.key }))).toEqual({
    ok: true,
  });
  expect((await mails(world, "payout-answered")).map(({ props }) => [props.amount, props.asked])).toEqual([
    ["$700.00", "$1,000.00"],
  ]);
  expect(await world.pots(), "less than asked for: the rest stays").toMatchObject({ "talent available": 30_000n });
  const again = newId();
  await ask(world, null, again);
  const used = record(again, { amountMinor: 30_000n, reference: third.reference.toLowerCase() });
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, used)))).toMatchObject(
    {
      reason: "reference-used",
    },
  );
});

test("declined with a reason that the freelancer reads; the earnings stay, and can be asked for again", async () => {
  const world = await earned();
  const key = newId();
  await ask(world, null, key);
  const decline = { requestId: key, reason: "Your bank details are missing. Send them to us." };
  expect(
    String(await world.unmoved(() => world.asStaff(world.mediator, (ctx) => declinePayout(ctx, decline)))),
  ).toContain("You may not");
  expect(await world.asStaff(world.payments, (ctx) => declinePayout(ctx, decline))).toEqual({ ok: true });
  expect(
    await world.unmoved(() => world.asStaff(world.secondPayments, (ctx) => declinePayout(ctx, decline))),
  ).toMatchObject({ reason: "over" });
  expect((await mails(world, "payout-answered")).map(({ props }) => [props.is, props.reason])).toEqual([
    ["declined", decline.reason],
  ]);
  expect((await own(world, (ctx) => listPayouts(ctx, null))).rows).toMatchObject([
    { state: "declined", reason: decline.reason },
  ]);
  expect(await world.pots()).toMatchObject({ "talent available": 100_000n });
  expect(await ask(world, 50_000n)).toEqual({ ok: true });
});

/** Two deeds of which the second begins while the first has done its work and not committed. */
async function overlapped<A, B>(world: EscrowWorld, first: Deed<A>, second: Deed<B>): Promise<[A, B]> {
  const door = world.now ? { now: world.now } : {};
  let done = () => {};
  let commit = () => {};
  const worked = new Promise<void>((resolve) => (done = resolve));
  const goOn = new Promise<void>((resolve) => (commit = resolve));
  const one = writeAs(
    first.by,
    async (ctx) => {
      const result = await first.verb(ctx);
      done();
      await goOn;
      return result;
    },
    door,
  );
  await worked;
  const other = writeAs(second.by, second.verb, door);
  // Long enough to reach whatever it waits for; a deed that waits for nothing is over by then.
  await Promise.race([other.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 300))]);
  commit();
  return Promise.all([one, other]);
}

type Deed<T> = { by: Actor; verb: (ctx: Ctx) => Promise<T> };

test("at once: two forms of the freelancer make one request, two of staff one move, withdrawn or recorded and never both", async () => {
  const world = await earned();
  const by = world.as("freelancer").actor;
  const asks = (amountMinor: bigint) => ({
    by,
    verb: (ctx: Ctx) => askPayout(ctx, { key: newId(), amountMinor }),
  });
  expect(await overlapped(world, asks(40_000n), asks(60_000n))).toMatchObject([
    { ok: true },
    { ok: false, reason: "asked-already" },
  ]);
  const [request] = await requests(world);
  const requestId = request?.id ?? "";
  const records = (who: Actor) => ({
    by: who,
    verb: (ctx: Ctx) => recordAskedPayout(ctx, record(requestId, { amountMinor: 40_000n })),
  });
  expect(await overlapped(world, records(world.payments), records(world.secondPayments))).toMatchObject([
    { ok: true },
    { ok: false, reason: "over" },
  ]);
  const [recorded] = await requests(world);
  const moveId = recorded?.moveId ?? "";
  await world.asStaff(world.secondPayments, (ctx) => refuseMove(ctx, { moveId, reason: "Twice." }));
  const withdraws = { by, verb: (ctx: Ctx) => withdrawPayout(ctx, { requestId }) };
  expect(await overlapped(world, withdraws, records(world.payments))).toMatchObject([
    { ok: true },
    { ok: false, reason: "over" },
  ]);
  const moves = await readAs(world.system, ({ db, accountId }) =>
    db.select({ state: moneyMoves.state }).from(moneyMoves).where(eq(moneyMoves.accountId, accountId)),
  );
  expect([(await requests(world)).map(({ state }) => state), moves]).toEqual([["withdrawn"], [{ state: "refused" }]]);
});

test("nobody pays themselves: staff who also work as a freelancer leave their own payout to two others", async () => {
  const world = await earned();
  const freelancer = world.as("freelancer").actor;
  const self = { ...world.payments, userId: freelancer.userId ?? "" };
  const key = newId();
  await ask(world, null, key);
  const input = record(key);
  expect(await world.unmoved(() => world.asStaff(self, (ctx) => recordAskedPayout(ctx, input)))).toMatchObject({
    reason: "to-yourself",
  });
  expect(await world.asStaff(world.payments, (ctx) => recordAskedPayout(ctx, input))).toEqual({ ok: true });
  expect(
    await world.unmoved(() => world.asStaff(self, (ctx) => confirmMove(ctx, { moveId: input.key }))),
  ).toMatchObject({
    reason: "to-yourself",
  });
});
