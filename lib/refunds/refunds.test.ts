import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { earnings, invoiceLines, receipts, refundAsks } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { confirmMove, recordPayout, recordWire } from "../billing/money-moves";
import { suspendCompany } from "../billing/suspend-company";
import { endContract } from "../contracts/end-contract";
import { readAs, writeAs } from "../ctx";
import { newId } from "../ids";
import { verifyLedgerOf } from "../ledger/verify";
import { giveBonus } from "../milestones/give-bonus";
import { releaseMilestone } from "../milestones/release-milestone";
import { acceptOffer } from "../offers/accept-offer";
import { findContractOfOffer } from "../offers/queries";
import { sendOffer } from "../offers/send-offer";
import { askRefund } from "./ask-refund";
import { declineRefund, withdrawAsk } from "./end-ask";
import { payRefund } from "./pay-refund";
import { findRefundsOf } from "./queries";
import type { PayRefundInput } from "./schema";

const refund = (world: EscrowWorld, amountMinor: bigint, more: Partial<PayRefundInput> = {}): PayRefundInput => ({
  contractId: world.contractId,
  key: newId(),
  amountMinor,
  reason: "A scene is missing.",
  ...more,
});
const asked = (world: EscrowWorld, amountMinor: bigint) => ({
  contractId: world.contractId,
  key: newId(),
  amountMinor,
  reason: "A scene is missing.",
});

/** A contract on a purchase order whose first milestone, of $1,000.00, was approved and paid. */
async function openPaid(spec: Parameters<typeof openEscrowWorld>[0] = {}): Promise<EscrowWorld> {
  const world = await openEscrowWorld({ amounts: [1000, 2000], ordered: true, ...spec });
  const [first] = await world.list();
  const release = { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null };
  expect(await world.as("hiringManager").write((ctx) => releaseMilestone(ctx, release))).toEqual({ ok: true });
  return world;
}

const pay = (world: EscrowWorld, input: PayRefundInput) => world.as("freelancer").write((ctx) => payRefund(ctx, input));
const bonus = (world: EscrowWorld, amountMinor: bigint) =>
  world
    .as("hiringManager")
    .write((ctx) => giveBonus(ctx, { contractId: world.contractId, key: newId(), amountMinor, note: null }));

const earned = (world: EscrowWorld) =>
  readAs(world.system, ({ db }) =>
    db
      .select({ kind: earnings.kind, left: earnings.leftMinor, moved: earnings.movedAt })
      .from(earnings)
      .where(eq(earnings.accountId, world.accountId))
      .orderBy(earnings.earnedAt),
  );
const asks = (world: EscrowWorld) =>
  readAs(world.system, ({ db }) =>
    db
      .select({ state: refundAsks.state, note: refundAsks.note, answeredAt: refundAsks.answeredAt })
      .from(refundAsks)
      .where(eq(refundAsks.accountId, world.accountId))
      .orderBy(refundAsks.askedAt),
  );

test("a part of what is pending comes back: ledger, purchase order, receipt, mails; the rest becomes available on its day", async () => {
  const world = await openPaid();
  const input = refund(world, 30_000n);
  expect(await pay(world, input)).toEqual({ ok: true });
  const pots = await world.pots();
  // On terms what is owed falls: nothing else is on the balance.
  expect(pots).toMatchObject({
    "talent pending": 70_000n,
    "company credit": -70_000n,
    "company balance": 0n,
    "order invoiced": 70_000n,
  });
  const [receipt] = await readAs(world.system, ({ db }) =>
    db
      .select()
      .from(receipts)
      .where(and(eq(receipts.accountId, world.accountId), eq(receipts.kind, "refund"))),
  );
  expect(receipt).toMatchObject({ id: input.key, amountMinor: 30_000n, method: "terms", milestoneId: null });
  expect(receipt?.orderNumber).not.toBeNull();
  const credits = (await world.mailTo("financeAdmin")).filter(({ kind }) => kind === "credit-issued");
  expect(credits.map(({ props }) => props)).toMatchObject([
    { is: "terms", amount: "$300.00", pageUrl: expect.stringMatching(`/ab/billing/receipts/${input.key}$`) },
  ]);
  for (const who of ["hiringManager", "freelancer"] as const) {
    const told = (await world.mailTo(who)).filter((mail) => mail.kind === "refund-paid");
    expect(told.map((mail) => mail.props)).toMatchObject([
      { amount: "$300.00", is: "unasked", reason: "A scene is missing." },
    ]);
    expect(told[0]?.props.pageUrl).toMatch(/#refunds$/);
  }
  expect((await world.events(world.contractId)).at(-1)).toBe("refund.paid");

  // The same form again, and a day later, changes nothing; with another amount it is refused.
  expect(await pay(world, input)).toEqual({ ok: true });
  expect(await world.pots()).toEqual(pots);
  expect(String(await world.unmoved(() => pay(world, { ...input, amountMinor: 1n })))).toContain("used for something");

  await world.pass(5);
  expect(await world.pots()).toMatchObject({ "talent pending": 0n, "talent available": 70_000n });
  const told = (await world.mailTo("freelancer")).find((mail) => mail.kind === "earnings-available");
  expect(told?.props.amount).toBe("$700.00");
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
});

test("pending first, the newest first, then available; what is refunded whole never becomes available", async () => {
  const world = await openPaid();
  await world.pass(6);
  await bonus(world, 5_000n);
  await world.pass(1);
  await bonus(world, 7_000n);
  expect(await pay(world, refund(world, 8_000n))).toEqual({ ok: true });
  expect((await earned(world)).map(({ left }) => left)).toEqual([100_000n, 4_000n, 0n]);
  expect(await pay(world, refund(world, 24_000n))).toEqual({ ok: true });
  expect((await earned(world)).map(({ left }) => left)).toEqual([80_000n, 0n, 0n]);
  expect(await world.pots()).toMatchObject({ "talent pending": 0n, "talent available": 80_000n });
  await world.pass(10);
  expect((await world.tick())["earnings.available"]).toBe(0);
  expect((await earned(world)).map(({ moved }) => moved !== null)).toEqual([true, false, false]);
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
});

test("at most what the contract paid in 180 days, and at most what is there", async () => {
  const world = await openPaid();
  expect(await world.unmoved(() => pay(world, refund(world, 100_001n)))).toEqual({
    ok: false,
    reason: "more-than-refundable",
    message: "At most $1,000.00 can be refunded.",
  });
  for (const amount of [0n, -1n])
    expect(await world.unmoved(() => pay(world, refund(world, amount)))).toMatchObject({ reason: "not-positive" });
  expect(await pay(world, refund(world, 40_000n))).toEqual({ ok: true });
  expect(await world.unmoved(() => pay(world, refund(world, 60_001n)))).toMatchObject({
    message: "At most $600.00 can be refunded.",
  });

  // Half of the rest was paid out: only what is left with the company can go back.
  await world.pass(5);
  const payout = {
    key: newId(),
    talentUserId: world.as("freelancer").actor.userId,
    amountMinor: 30_000n,
    reason: "Asked for.",
  };
  await world.asStaff(world.payments, (ctx) => recordPayout(ctx, payout));
  await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: payout.key }));
  expect(await world.unmoved(() => pay(world, refund(world, 30_001n)))).toMatchObject({
    message: "At most $300.00 can be refunded.",
  });

  // What was paid 180 days ago to the minute still counts; a day later it does not.
  await world.pass(175);
  expect(await pay(world, refund(world, 10_000n))).toEqual({ ok: true });
  await world.pass(1);
  expect(await world.unmoved(() => pay(world, refund(world, 1n)))).toMatchObject({
    message: "At most $0.00 can be refunded.",
  });
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
});

test("only the freelancer of this contract; ended and suspended are no hindrance", async () => {
  const world = await openPaid();
  const other = await openPaid();
  const foreign = refund(world, 1_000n, { contractId: other.contractId });
  expect(String(await world.unmoved(() => pay(world, foreign)))).toContain("Not found");
  const input = refund(world, 1_000n);
  for (const who of ["hiringManager", "financeAdmin", "admin"] as const)
    expect(String(await world.unmoved(() => world.as(who).write((ctx) => payRefund(ctx, input))))).toContain(
      "You may not",
    );
  expect(
    String(await world.unmoved(() => world.as("secondFreelancer").write((ctx) => payRefund(ctx, input)))),
  ).toContain("Not found");
  const end = { contractId: world.contractId, cause: "Other" as const, reason: null, key: newId() };
  expect(await world.as("hiringManager").write((ctx) => endContract(ctx, end))).toEqual({ ok: true });
  await writeAs(world.system, suspendCompany, world.now ? { now: world.now } : {});
  expect(await pay(world, input)).toEqual({ ok: true });
  expect(await pay(world, refund(world, 99_000n))).toEqual({ ok: true });
  // Nothing is owed any more, the purchase order is free again, and an ended contract commits none of it.
  expect(await world.pots()).toMatchObject({
    "talent pending": 0n,
    "company credit": 0n,
    "company balance": 0n,
    "order free": 1_000_000n,
    "order invoiced": 0n,
  });
  expect((await verifyLedgerOf(world.accountId)).faults).toEqual([]);
});

test("what is not owed on terms is on the company's balance, and its month's invoice names the refund", async () => {
  const world = await openPaid();
  const wire = { key: newId(), amountMinor: 95_000n, currency: "USD", reference: "W1", note: "Statement." };
  await world.as("financeAdmin").write((ctx) => recordWire(ctx, { ...wire, receivedOn: "2026-05-04", fileName: null }));
  expect(await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: wire.key }))).toEqual({ ok: true });
  expect(await pay(world, refund(world, 30_000n))).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "company credit": 0n, "company balance": 25_000n });
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  const lines = await readAs(world.system, ({ db }) =>
    db
      .select({ minor: invoiceLines.amountMinor })
      .from(invoiceLines)
      .where(eq(invoiceLines.accountId, world.accountId)),
  );
  expect(lines.map(({ minor }) => minor).toSorted((a, b) => Number(a - b))).toEqual([-30_000n, 100_000n]);
});

test("two windows of one freelancer at once: never more than there is, and the loser is told", async () => {
  const world = await openPaid();
  const outcomes = await Promise.all([60_000n, 60_000n].map((amount) => pay(world, refund(world, amount))));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ message: "At most $400.00 can be refunded." });
  const once = refund(world, 10_000n);
  expect(await Promise.all([pay(world, once), pay(world, once)])).toEqual([{ ok: true }, { ok: true }]);
  expect(await world.pots()).toMatchObject({ "talent pending": 30_000n });
});

test("the client asks, the freelancer pays a part of it; the request is answered and a new one possible", async () => {
  const world = await openPaid();
  const client = world.as("hiringManager");
  const ask = asked(world, 50_000n);
  expect(await world.unmoved(() => client.write((ctx) => askRefund(ctx, asked(world, 100_001n))))).toEqual({
    ok: false,
    reason: "more-than-paid",
    message: "At most $1,000.00 can be refunded.",
  });
  expect(await world.unmoved(() => client.write((ctx) => askRefund(ctx, asked(world, 0n))))).toMatchObject({
    reason: "not-positive",
  });
  for (const who of ["financeAdmin", "freelancer"] as const)
    expect(String(await world.unmoved(() => world.as(who).write((ctx) => askRefund(ctx, ask))))).toContain(
      "You may not",
    );
  expect(await client.write((ctx) => askRefund(ctx, ask))).toEqual({ ok: true });
  expect(await client.write((ctx) => askRefund(ctx, ask))).toEqual({ ok: true });
  const told = (await world.mailTo("freelancer")).filter((mail) => mail.kind === "refund-asked");
  expect(told.map((mail) => [mail.props.amount, mail.props.next])).toEqual([
    ["$500.00", ["Open until", expect.any(String)]],
  ]);
  expect(await world.unmoved(() => world.as("admin").write((ctx) => askRefund(ctx, asked(world, 1n))))).toMatchObject({
    reason: "already-asked",
  });
  expect(await world.unmoved(() => pay(world, refund(world, 50_001n, { askId: ask.key })))).toEqual({
    ok: false,
    reason: "more-than-asked",
    message: "$500.00 was asked for. Pay that first; then “Refund a payment” takes more.",
  });
  expect(await pay(world, refund(world, 20_000n, { askId: ask.key }))).toEqual({ ok: true });
  expect(await asks(world)).toMatchObject([{ state: "paid" }]);
  const shown = await world
    .as("hiringManager")
    .read((ctx) =>
      findRefundsOf(ctx, { id: world.contractId, currency: "USD", talentUserId: world.as("freelancer").actor.userId }),
    );
  expect(shown).toMatchObject({ ask: null, refunds: [{ askId: ask.key, amountMinor: 20_000n }] });
  for (const who of ["hiringManager", "freelancer"] as const) {
    const answered = (await world.mailTo(who)).find((mail) => mail.kind === "refund-paid");
    expect(answered?.props).toMatchObject({ is: "asked", amount: "$200.00", asked: "$500.00" });
  }
  expect(await client.write((ctx) => askRefund(ctx, asked(world, 1n)))).toEqual({ ok: true });
});

test("declined with a reason, withdrawn, lapsed: nothing moves, and no answer counts any more", async () => {
  const world = await openPaid();
  const client = world.as("hiringManager");
  const talent = world.as("freelancer");
  const { contractId } = world;
  const before = await world.pots();
  const [declined, withdrawn, lapsed] = [asked(world, 1n), asked(world, 2n), asked(world, 3n)];

  await client.write((ctx) => askRefund(ctx, declined));
  const no = { contractId, askId: declined.key, reason: "It was as agreed." };
  expect(String(await world.unmoved(() => client.write((ctx) => declineRefund(ctx, no))))).toContain("You may not");
  expect(await talent.write((ctx) => declineRefund(ctx, no))).toEqual({ ok: true });
  expect(await world.unmoved(() => talent.write((ctx) => declineRefund(ctx, no)))).toMatchObject({
    reason: "not-asked",
    message: expect.stringMatching(/^This request was declined on .*\. Nothing was done\.$/),
  });
  const late = { contractId, askId: declined.key };
  expect(await world.unmoved(() => client.write((ctx) => withdrawAsk(ctx, late)))).toMatchObject({
    message: expect.stringMatching(/^This request was declined on .*\. Nothing was done\.$/),
  });

  await world.pass(1);
  await client.write((ctx) => askRefund(ctx, withdrawn));
  const back = { contractId, askId: withdrawn.key };
  expect(String(await world.unmoved(() => talent.write((ctx) => withdrawAsk(ctx, back))))).toContain("You may not");
  expect(await world.as("admin").write((ctx) => withdrawAsk(ctx, back))).toEqual({ ok: true });
  expect(await world.unmoved(() => pay(world, refund(world, 2n, { askId: withdrawn.key })))).toMatchObject({
    reason: "not-asked",
    message: expect.stringMatching(/^This request was withdrawn on .*\. Nothing was refunded\.$/),
  });

  await world.pass(1);
  await client.write((ctx) => askRefund(ctx, lapsed));
  await world.pass(13.9);
  expect((await asks(world)).at(-1)).toMatchObject({ state: "open" });
  // Late to the minute, before any tick: it is over all the same.
  world.now = new Date((world.now?.getTime() ?? 0) + 0.1 * 86_400_000);
  expect(await world.unmoved(() => pay(world, refund(world, 3n, { askId: lapsed.key })))).toMatchObject({
    message: expect.stringMatching(/^This request lapsed on /),
  });
  expect((await world.tick())["refund-asks.lapsed"]).toBe(1);
  expect((await world.tick())["refund-asks.lapsed"]).toBe(0);
  // The side that waits is told, once each: the client of a no and of a silence, the freelancer of what needs no answer.
  const told = async (who: "hiringManager" | "freelancer") =>
    (await world.mailTo(who))
      .filter(({ kind }) => kind === "refund-answered")
      .map(({ props }) => [props.is, props.amount, props.reason]);
  expect(await told("hiringManager")).toEqual([
    ["declined", "$0.01", "It was as agreed."],
    ["lapsed", "$0.03", null],
  ]);
  expect(await told("freelancer")).toEqual([["withdrawn", "$0.02", null]]);
  expect((await asks(world)).map(({ state, note }) => [state, note])).toEqual([
    ["declined", "It was as agreed."],
    ["withdrawn", null],
    ["lapsed", null],
  ]);
  const { "talent pending": _, "talent available": __, ...company } = await world.pots();
  expect(before).toMatchObject(company);
});

test("a request and its answer at once: of two answers one counts", async () => {
  const world = await openPaid();
  const ask = asked(world, 10_000n);
  await world.as("hiringManager").write((ctx) => askRefund(ctx, ask));
  const answers = await Promise.all([
    pay(world, refund(world, 10_000n, { askId: ask.key })),
    world
      .as("freelancer")
      .write((ctx) => declineRefund(ctx, { contractId: world.contractId, askId: ask.key, reason: "No." })),
    world.as("hiringManager").write((ctx) => withdrawAsk(ctx, { contractId: world.contractId, askId: ask.key })),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const paid = (await asks(world))[0]?.state === "paid";
  expect(await world.pots()).toMatchObject({ "talent pending": paid ? 90_000n : 100_000n });
});

test("a request is answered on its own contract: one of another contract, or company, is nobody's here", async () => {
  const [world, other] = [await openPaid(), await openPaid()];
  const client = world.as("hiringManager");
  const foreign = asked(other, 1n);
  await other.as("hiringManager").write((ctx) => askRefund(ctx, foreign));

  // The same people have a second contract, whose milestone was paid as well.
  const offer = world.offerInput({
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["Poster"],
    "milestoneAmount[]": ["50"],
    "milestoneDue[]": [""],
  });
  expect(await client.write((ctx) => sendOffer(ctx, offer))).toMatchObject({ ok: true });
  await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: offer.id, version: 1 }));
  const second = await client.read((ctx) => findContractOfOffer(ctx, offer.id));
  const bonus = { contractId: second?.id ?? "", key: newId(), amountMinor: 1_000n, note: null };
  expect(await client.write((ctx) => giveBonus(ctx, bonus))).toEqual({ ok: true });
  const ask = { ...asked(world, 1n), contractId: second?.id ?? "" };
  expect(await client.write((ctx) => askRefund(ctx, ask))).toEqual({ ok: true });

  const { contractId } = world;
  for (const askId of [foreign.key, ask.key]) {
    const no = { contractId, askId, reason: "No." };
    expect(String(await world.unmoved(() => client.write((ctx) => withdrawAsk(ctx, no))))).toContain("Not found");
    expect(String(await world.unmoved(() => world.as("freelancer").write((ctx) => declineRefund(ctx, no))))).toContain(
      "Not found",
    );
    expect(await world.unmoved(() => pay(world, refund(world, 1n, { askId })))).toMatchObject({ reason: "not-asked" });
  }
  // What another contract has pending stays out of it.
  const most = { contractId: second?.id ?? "" };
  expect(await world.unmoved(() => pay(world, refund(world, 1_001n, most)))).toMatchObject({
    message: "At most $10.00 can be refunded.",
  });
});
