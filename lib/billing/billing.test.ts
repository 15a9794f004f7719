import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { invoiceLines, invoices, receipts } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { setBilling } from "@/e2e/world/money";
import { endContract } from "../contracts/end-contract";
import { readAs, writeAs } from "../ctx";
import { uploadFile } from "../files/upload-file";
import { newId } from "../ids";
import { answerProposal } from "../milestones/answer-proposal";
import { fundMilestone } from "../milestones/fund-milestone";
import { giveBack } from "../milestones/give-back";
import { giveBonus } from "../milestones/give-bonus";
import { asProposed, proposeChange } from "../milestones/propose-change";
import { findOpenProposal } from "../milestones/queries";
import { releaseMilestone } from "../milestones/release-milestone";
import { seenAtEnd } from "../milestones/rules";
import { sendOffer } from "../offers/send-offer";
import { findMove } from "./list-moves";
import { confirmMove, recordPayout, recordWire, refuseMove } from "./money-moves";
import { reinstateCompany, suspendCompany } from "./suspend-company";

const wire = (reference: string, amountMinor: bigint) => ({
  key: newId(),
  amountMinor,
  currency: "USD",
  reference,
  receivedOn: "2026-05-04",
  fileName: "receipt.pdf",
  note: "Bank statement of Monday.",
});

const asSystem = (world: EscrowWorld, verb: typeof suspendCompany | typeof reinstateCompany) =>
  writeAs(world.system, (ctx): Promise<{ ok: boolean }> => verb(ctx), world.now ? { now: world.now } : {});

const read = <T>(world: EscrowWorld, query: Parameters<typeof readAs<typeof world.system, T>>[1]) =>
  readAs(world.system, query);

test("a wire is recorded by one, confirmed by another, and its reference credits once", async () => {
  const world = await openEscrowWorld();
  const input = wire("FT 4711-0093", 150_000n);
  expect(await world.as("financeAdmin").write((ctx) => recordWire(ctx, input))).toEqual({ ok: true });
  expect(await world.as("financeAdmin").write((ctx) => recordWire(ctx, input))).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "company credit": -100_000n, "company balance": 0n });
  const confirm = { moveId: input.key };
  expect(String(await world.unmoved(() => world.as("admin").write((ctx) => confirmMove(ctx, confirm))))).toContain(
    "You may not",
  );
  expect(
    String(await world.unmoved(() => world.asStaff(world.mediator, (ctx) => confirmMove(ctx, confirm)))),
  ).toContain("You may not");
  expect(await world.asStaff(world.payments, (ctx) => confirmMove(ctx, confirm))).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({
    "company credit": 0n,
    "company balance": 50_000n,
    "platform outside": -150_000n,
  });
  const told = (await world.mailTo("financeAdmin")).find((mail) => mail.kind === "payment-received");
  expect(told?.props.pageUrl).toMatch(new RegExp(`/ab/billing/receipts/${input.key}$`));
  for (const same of ["FT 4711-0093", "ft 4711-0093", "FT4711-0093"])
    expect(
      await world.unmoved(() => world.as("financeAdmin").write((ctx) => recordWire(ctx, wire(same, 1n)))),
    ).toMatchObject({ reason: "reference-used", message: "This reference was credited on 4 May 2026, 11:00 CEST." });
  const own = wire("own", 100n);
  expect(await world.asStaff(world.payments, (ctx) => recordWire(ctx, own))).toEqual({ ok: true });
  expect(
    await world.unmoved(() => world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: own.key }))),
  ).toMatchObject({ reason: "proposed-by-you" });
  const refusal = { moveId: own.key, reason: "Not on the statement." };
  expect(await world.asStaff(world.secondPayments, (ctx) => refuseMove(ctx, refusal))).toEqual({ ok: true });
  expect((await world.as("financeAdmin").write((ctx) => recordWire(ctx, wire("own", 100n)))).ok).toBe(true);
});

test("a wire keeps the receipt that was uploaded with it, an own one, and no day that is still to come", async () => {
  const world = await openEscrowWorld();
  const finance = world.as("financeAdmin");
  const upload = async (by: "financeAdmin" | "admin") => {
    const bytes = Buffer.from("Value date 4 May");
    const file = { name: "statement.txt", sizeBytes: bytes.length, body: new Blob([bytes]).stream() };
    const taken = await uploadFile(world.as(by).actor, file, world.now ? { now: world.now } : {});
    return taken.ok ? taken.file.id : "";
  };
  const [own, hers] = [await upload("financeAdmin"), await upload("admin")];
  const input = { ...wire("9", 100n), fileName: null };
  for (const [change, reason] of [
    [{ fileId: hers }, "file-gone"],
    [{ fileId: newId() }, "file-gone"],
    [{ receivedOn: "2026-05-05" }, "not-yet"],
    [{ currency: "EUR" }, "other-currency"],
  ] as const)
    expect(await world.unmoved(() => finance.write((ctx) => recordWire(ctx, { ...input, ...change })))).toMatchObject({
      reason,
    });
  expect(await finance.write((ctx) => recordWire(ctx, { ...input, fileId: own }))).toEqual({ ok: true });
  expect(await finance.read((ctx) => findMove(ctx, input.key))).toMatchObject({
    fileId: own,
    fileName: "statement.txt",
  });
});

test("charged: without a deposit no offer leaves and no milestone is funded; a deposit is spent first", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000] });
  await setBilling(world, { mode: "charged" });
  const [first, second] = await world.list();
  const client = world.as("hiringManager");
  await client.write((ctx) =>
    releaseMilestone(ctx, { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null }),
  );
  const fund = { milestoneId: second?.id ?? "", key: newId() };
  expect(await world.unmoved(() => client.write((ctx) => fundMilestone(ctx, fund)))).toMatchObject({
    reason: "payment-declined",
  });
  const offer = world.offerInput({
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["One"],
    "milestoneAmount[]": ["10"],
    "milestoneDue[]": [""],
  });
  expect(await world.unmoved(() => client.write((ctx) => sendOffer(ctx, offer)))).toMatchObject({
    reason: "payment-declined",
    message: "The payment method was declined. The offer was not sent.",
  });
  const input = wire("1", 300_000n);
  await world.as("financeAdmin").write((ctx) => recordWire(ctx, input));
  await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: input.key }));
  expect(await client.write((ctx) => fundMilestone(ctx, fund))).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "company balance": 0n, "milestone 2": 200_000n });
});

test("a credit line ends where it ends", async () => {
  const world = await openEscrowWorld();
  await setBilling(world, { creditLimitMinor: 250_000n });
  const [first, second] = await world.list();
  const client = world.as("hiringManager");
  await client.write((ctx) =>
    releaseMilestone(ctx, { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null }),
  );
  const fund = { milestoneId: second?.id ?? "", key: newId() };
  expect(await world.unmoved(() => client.write((ctx) => fundMilestone(ctx, fund)))).toMatchObject({
    reason: "credit-used-up",
    message: "Your credit line has $1,500.00 left.",
  });
});

test("a month on terms is one invoice: every movement once, numbered without a gap, refunds below zero", async () => {
  const world = await openEscrowWorld();
  const [first] = await world.list();
  const bonus = { contractId: world.contractId, key: newId(), amountMinor: 5_000n, note: "Thanks." };
  expect(await world.as("admin").write((ctx) => giveBonus(ctx, bonus))).toEqual({ ok: true });
  expect(await world.as("admin").write((ctx) => giveBonus(ctx, bonus))).toEqual({ ok: true });
  await world.as("freelancer").write((ctx) => giveBack(ctx, { milestoneId: first?.id ?? "", key: newId() }));
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  await world.tick();
  const issued = await read(world, ({ db }) =>
    db.select().from(invoices).where(eq(invoices.accountId, world.accountId)),
  );
  expect(issued).toMatchObject([
    {
      number: 1,
      previous: null,
      month: "2026-05",
      issuedOn: "2026-05-31",
      dueOn: "2026-06-30",
      totalMinor: 5_000n,
      kind: "monthly",
    },
  ]);
  const lines = await read(world, ({ db }) =>
    db.select().from(invoiceLines).where(eq(invoiceLines.accountId, world.accountId)),
  );
  expect(lines.map((line) => line.amountMinor).toSorted((a, b) => Number(a - b))).toEqual([
    -100_000n,
    5_000n,
    100_000n,
  ]);
  const made = await read(world, ({ db }) => db.select().from(receipts).where(eq(receipts.accountId, world.accountId)));
  expect(made.map((receipt) => [receipt.number, receipt.kind]).toSorted()).toEqual([
    [1, "funding"],
    [2, "bonus"],
    [3, "refund"],
  ]);
  const told = (await world.mailTo("financeAdmin")).find((mail) => mail.kind === "invoice-issued");
  expect(told?.props.pageUrl).toMatch(new RegExp(`/ab/billing/invoices/${issued[0]?.id}$`));
});

test("a deed that began before midnight and is recorded after the month's invoice stands on the next one", async () => {
  const world = await openEscrowWorld();
  world.at("2026-06-01T00:00:01Z");
  await world.tick();
  world.at("2026-05-31T23:59:59.900Z");
  const bonus = { contractId: world.contractId, key: newId(), amountMinor: 5_000n, note: null };
  expect(await world.as("admin").write((ctx) => giveBonus(ctx, bonus))).toEqual({ ok: true });
  for (const iso of ["2026-06-01T00:00:02Z", "2026-07-01T00:00:01Z"]) {
    world.at(iso);
    await world.tick();
  }
  const issued = await read(world, ({ db }) =>
    db.select().from(invoices).where(eq(invoices.accountId, world.accountId)).orderBy(invoices.month),
  );
  expect(issued.map(({ month, number, totalMinor }) => [month, number, totalMinor])).toEqual([
    ["2026-05", 1, 100_000n],
    ["2026-06", 2, 5_000n],
  ]);
});

test("a payout is recorded by one and confirmed by another, from what is available", async () => {
  const world = await openEscrowWorld({ amounts: [1000] });
  const [first] = await world.list();
  await world
    .as("hiringManager")
    .write((ctx) =>
      releaseMilestone(ctx, { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null }),
    );
  const talentUserId = world.as("freelancer").actor.userId;
  const payout = { key: newId(), talentUserId, amountMinor: 100_000n, reason: "Asked for by mail." };
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => recordPayout(ctx, payout)))).toMatchObject({
    reason: "more-than-available",
  });
  await world.pass(5);
  expect(await world.asStaff(world.payments, (ctx) => recordPayout(ctx, payout))).toEqual({ ok: true });
  expect(await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: payout.key }))).toEqual({
    ok: true,
  });
  expect(await world.pots()).toMatchObject({ "talent available": 0n, "platform outside": 100_000n });
});

test("suspended: no offers, no funding, no bonus; releasing works; lifting restores what was paused", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000] });
  await asSystem(world, suspendCompany);
  const [first, second] = await world.list();
  const client = world.as("hiringManager");
  const bonus = { contractId: world.contractId, key: newId(), amountMinor: 5_000n, note: null };
  expect(await world.unmoved(() => client.write((ctx) => giveBonus(ctx, bonus)))).toMatchObject({
    reason: "suspended",
  });
  expect(await world.unmoved(() => client.write((ctx) => sendOffer(ctx, world.offerInput())))).toMatchObject({
    reason: "suspended",
  });
  const release = { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null };
  expect(await client.write((ctx) => releaseMilestone(ctx, release))).toEqual({ ok: true });
  const fund = { milestoneId: second?.id ?? "", key: newId() };
  expect(await world.unmoved(() => client.write((ctx) => fundMilestone(ctx, fund)))).toMatchObject({
    reason: "suspended",
  });
  await asSystem(world, reinstateCompany);
  expect(await client.write((ctx) => fundMilestone(ctx, fund))).toEqual({ ok: true });
});

test("a change is proposed by one side and accepted by the other; raised escrow is funded, lowered given back", async () => {
  const world = await openEscrowWorld();
  const propose = async (change: (minor: bigint) => bigint, drop: number) => {
    const target = (await world.list())
      .filter((each) => each.state !== "removed")
      .slice(0, drop)
      .map((each) => ({ ...asProposed(each), amountMinor: change(each.amountMinor).toString() }));
    const input = { contractId: world.contractId, key: newId(), target, note: null };
    expect(await world.as("freelancer").write((ctx) => proposeChange(ctx, input))).toEqual({ ok: true });
    const open = await world.as("hiringManager").read((ctx) => findOpenProposal(ctx, world.contractId));
    return { contractId: world.contractId, proposalId: open?.id ?? "", accept: true };
  };
  const raise = await propose((minor) => minor + 50_000n, 3);
  expect(
    String(await world.unmoved(() => world.as("freelancer").write((ctx) => answerProposal(ctx, raise)))),
  ).toContain("You may not");
  expect(await world.as("hiringManager").write((ctx) => answerProposal(ctx, raise))).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "milestone 1": 150_000n, "company credit": -150_000n });
  const lower = await propose((minor) => minor - 100_000n, 2);
  expect(await world.as("hiringManager").write((ctx) => answerProposal(ctx, lower))).toEqual({ ok: true });
  expect((await world.list()).map((each) => [each.state, each.amountMinor, each.heldMinor])).toEqual([
    ["funded", 50_000n, 50_000n],
    ["agreed", 150_000n, 0n],
    ["removed", 350_000n, 0n],
  ]);
  const late = await propose((minor) => minor + 100n, 2);
  await world.pass(14);
  expect(await world.unmoved(() => world.as("hiringManager").write((ctx) => answerProposal(ctx, late)))).toMatchObject({
    reason: "no-proposal",
  });
});

test("ending is bound to what its page showed: nobody pays or returns what they have not seen", async () => {
  const world = await openEscrowWorld();
  const { contractId } = world;
  const client = world.as("hiringManager");
  const [first, second] = await world.list();
  const seen = seenAtEnd(await world.list());
  const end = { contractId, cause: "Other" as const, reason: null, seen };
  const release = { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null };
  await client.write((ctx) => releaseMilestone(ctx, release));
  await client.write((ctx) => fundMilestone(ctx, { milestoneId: second?.id ?? "", key: newId() }));
  // The client saw the first milestone held, the freelancer nothing at all.
  for (const deed of [
    () => client.write((ctx) => endContract(ctx, { ...end, pay: "all" })),
    () => world.as("freelancer").write((ctx) => endContract(ctx, { ...end, seen: seenAtEnd([]) })),
  ])
    expect(await world.unmoved(deed)).toMatchObject({ reason: "changed-meanwhile" });
  const fresh = { ...end, pay: "all" as const, seen: seenAtEnd(await world.list()) };
  expect(await client.write((ctx) => endContract(ctx, fresh))).toEqual({ ok: true });
  expect(await client.write((ctx) => endContract(ctx, fresh))).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "milestone 2": 0n, "talent pending": 300_000n });
});

test("ending with escrow: choose first; pay a part and ask the rest back; a freelancer who ends returns it", async () => {
  const world = await openEscrowWorld();
  const end = { contractId: world.contractId, cause: "No longer needed" as const, reason: null };
  const client = world.as("hiringManager");
  expect(await world.unmoved(() => client.write((ctx) => endContract(ctx, end)))).toMatchObject({
    reason: "choose-escrow",
  });
  expect(
    await world.unmoved(() => client.write((ctx) => endContract(ctx, { ...end, pay: "part", payAmount: "1000.01" }))),
  ).toMatchObject({ reason: "more-than-held" });
  expect(await client.write((ctx) => endContract(ctx, { ...end, pay: "part", payAmount: "400" }))).toEqual({
    ok: true,
  });
  expect((await world.list()).map((each) => [each.state, each.heldMinor])).toEqual([
    ["refund_requested", 60_000n],
    ["removed", 0n],
    ["removed", 0n],
  ]);
  await world.pass(7);
  expect(await world.pots()).toMatchObject({ "company credit": -40_000n, "milestone 1": 0n });

  const other = await openEscrowWorld();
  expect(
    await other.as("freelancer").write((ctx) => endContract(ctx, { ...end, contractId: other.contractId })),
  ).toEqual({ ok: true });
  expect(await other.pots()).toMatchObject({ "company credit": 0n, "milestone 1": 0n });
});
