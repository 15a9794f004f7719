import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { earnings, receipts } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { changeContact } from "../contracts/change-contact";
import { changeEndDate } from "../contracts/change-end-date";
import { readAs } from "../ctx";
import { answerDispute, withdrawDispute } from "../disputes/answer-dispute";
import { openDispute } from "../disputes/open-dispute";
import { newId } from "../ids";
import { fundMilestone } from "./fund-milestone";
import { giveBonus } from "./give-bonus";
import { releaseMilestone } from "./release-milestone";
import { requestChanges } from "./request-changes";
import { requestRefund } from "./request-refund";
import { requestRelease } from "./request-release";
import { submitWork } from "./submit-work";

// What the clock does when nobody acts, and what starts it anew.

const submit = (world: EscrowWorld, milestoneId: string) =>
  world.as("freelancer").write((ctx) => submitWork(ctx, { milestoneId, key: newId(), message: "Done.", links: [] }));
const pay = (world: EscrowWorld, milestoneId: string, amountMinor: bigint | null = null) =>
  world
    .as("hiringManager")
    .write((ctx) => releaseMilestone(ctx, { milestoneId, key: newId(), amountMinor, note: null }));
const mails = async (world: EscrowWorld, who: "hiringManager" | "freelancer", kind: string) =>
  (await world.mailTo(who)).filter((mail) => mail.kind === kind).map(({ props }) => props);
const idOf = async (world: EscrowWorld, number: number) =>
  (await world.list()).find((each) => each.number === number)?.id ?? "";
const earned = (world: EscrowWorld) =>
  readAs(world.system, ({ db }) =>
    db
      .select({ by: earnings.releasedBy, at: earnings.earnedAt })
      .from(earnings)
      .where(eq(earnings.accountId, world.accountId)),
  );
/** The days on which dormancy was told of, "dormant" itself among them. */
const dormancyTold = async (world: EscrowWorld) =>
  (await mails(world, "hiringManager", "contract-dormant")).map(({ is }) => is);

test("fourteen days that begin anew are told of anew: after a resubmission, and after a dispute that was withdrawn", async () => {
  const world = await openEscrowWorld();
  const milestoneId = await idOf(world, 1);
  await submit(world, milestoneId);
  await world.pass(8);
  await world.as("hiringManager").write((ctx) => requestChanges(ctx, { milestoneId, note: "Shorter." }));
  await submit(world, milestoneId);
  await world.pass(8);
  const disputeId = newId();
  await world.asStaff(world.mediator, (ctx) =>
    openDispute(ctx, { milestoneId, key: disputeId, description: "Ticket 12." }),
  );
  expect(await world.as("freelancer").write((ctx) => withdrawDispute(ctx, { disputeId }))).toEqual({ ok: true });
  await world.pass(7);
  await world.pass(6);
  expect((await mails(world, "hiringManager", "auto-release-reminder")).map(({ is }) => is)).toEqual([
    "first",
    "first",
    "first",
    "last",
  ]);
});

test("how money was released stands with it: by the client, by silence, by a dispute, on a dormant contract", async () => {
  const client = await openEscrowWorld();
  await pay(client, await idOf(client, 1));
  expect(await earned(client)).toMatchObject([{ by: "client" }]);

  const silent = await openEscrowWorld();
  const milestoneId = await idOf(silent, 1);
  await submit(silent, milestoneId);
  await silent.pass(14);
  expect(await earned(silent)).toMatchObject([{ by: "silence" }]);
  expect(await silent.unmoved(() => pay(silent, milestoneId))).toMatchObject({
    message: expect.stringMatching(/^The work was released automatically on /),
  });

  const disputed = await openEscrowWorld();
  const of = await idOf(disputed, 1);
  const disputeId = newId();
  await disputed
    .as("hiringManager")
    .write((ctx) => requestRefund(ctx, { milestoneId: of, key: newId(), reason: "No." }));
  await disputed
    .as("freelancer")
    .write((ctx) => openDispute(ctx, { milestoneId: of, key: disputeId, description: "Yes." }));
  expect(await disputed.as("hiringManager").write((ctx) => answerDispute(ctx, { disputeId, accept: true }))).toEqual({
    ok: true,
  });
  expect(await earned(disputed)).toMatchObject([{ by: "dispute" }]);
  expect(await disputed.unmoved(() => pay(disputed, of))).toMatchObject({
    message: expect.stringMatching(/^Milestone 1 was released on /),
  });

  const dormant = await openEscrowWorld({ amounts: [1000] });
  for (const days of [76, 14, 7]) await dormant.pass(days);
  const form = { milestoneId: await idOf(dormant, 1) };
  expect(await dormant.as("freelancer").write((ctx) => requestRelease(ctx, form))).toEqual({ ok: true });
  await dormant.pass(14);
  expect(await earned(dormant)).toMatchObject([{ by: "dormancy" }]);
});

test("a receipt says what paid: the credit line that the offer's hold drew on", async () => {
  const world = await openEscrowWorld();
  const made = await readAs(world.system, ({ db }) =>
    db.select({ method: receipts.method }).from(receipts).where(eq(receipts.accountId, world.accountId)),
  );
  expect(made).toEqual([{ method: "terms" }]);
});

test("a late tick tells the day that counts; what becomes available on a day is told of once, in one sum", async () => {
  const world = await openEscrowWorld();
  await submit(world, await idOf(world, 1));
  const submitted = world.now ?? new Date(0);
  await world.pass(17);
  const [released] = await mails(world, "freelancer", "milestone-released");
  const available = new Date(submitted.getTime() + 19 * 86_400_000);
  expect(String(released?.next)).toMatch(new RegExp(`,${available.getUTCDate()} `));
  expect((await earned(world))[0]?.at).toEqual(new Date(submitted.getTime() + 14 * 86_400_000));

  const other = await openEscrowWorld();
  await pay(other, await idOf(other, 1), 60_000n);
  await other.pass(1 / 24);
  await other
    .as("hiringManager")
    .write((ctx) => giveBonus(ctx, { contractId: other.contractId, key: newId(), amountMinor: 5_000n, note: null }));
  await other.pass(5 - 1 / 24);
  await other.pass(1 / 24);
  expect(await other.pots()).toMatchObject({ "talent pending": 0n, "talent available": 65_000n });
  expect((await mails(other, "freelancer", "earnings-available")).map(({ amount }) => amount)).toEqual(["$650.00"]);
});

test("activity on the contract starts the 90 days anew: its end date, its contact person, work on another milestone", async () => {
  const dated = await openEscrowWorld({ amounts: [1000] });
  const { contractId } = dated;
  await dated.pass(76);
  expect(await dormancyTold(dated)).toEqual(["dormant-notice"]);
  const end = { contractId, version: 1, endDate: "2027-03-01" };
  expect(await dated.as("hiringManager").write((ctx) => changeEndDate(ctx, end))).toEqual({ ok: true });
  await dated.pass(75.9);
  expect(await dormancyTold(dated)).toEqual(["dormant-notice"]);
  const contact = { contractId, version: 2, contactId: dated.as("admin").actor.userId ?? "" };
  const changed = await dated.as("admin").write((ctx) => changeContact(ctx, contact));
  expect(changed).toEqual({ ok: true });
  await dated.pass(89.9);
  expect((await dated.list())[0]).toMatchObject({ state: "funded", heldMinor: 100_000n });
  expect(await dated.pots()).toMatchObject({ "milestone 1": 100_000n });

  // Money that rolled on past a milestone at work: the work on that one keeps it.
  const rolled = await openEscrowWorld({ amounts: [1000, 300, 500] });
  await pay(rolled, await idOf(rolled, 1), 10_000n);
  const fund = { milestoneId: await idOf(rolled, 2), key: newId() };
  expect(await rolled.as("hiringManager").write((ctx) => fundMilestone(ctx, fund))).toEqual({ ok: true });
  expect((await rolled.list()).map(({ heldMinor }) => heldMinor)).toEqual([0n, 30_000n, 60_000n]);
  await rolled.pass(70);
  await submit(rolled, await idOf(rolled, 2));
  await rolled.pass(13);
  await rolled
    .as("hiringManager")
    .write((ctx) => requestChanges(ctx, { milestoneId: fund.milestoneId, note: "Shorter." }));
  await rolled.pass(75.9);
  expect(await dormancyTold(rolled)).toEqual([]);
  expect((await rolled.list())[2]).toMatchObject({ state: "agreed", heldMinor: 60_000n, step: 0 });
  await rolled.pass(0.2);
  expect(await dormancyTold(rolled)).toEqual(["dormant-notice", "dormant-notice"]);
});

test("a milestone that is due later keeps the contract awake", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000], dueDates: ["", "2026-12-01"] });
  const due = new Date("2026-12-01T23:59:59Z").getTime() - (world.now?.getTime() ?? 0);
  await world.pass(120);
  expect(due).toBeGreaterThan(120 * 86_400_000);
  expect(await dormancyTold(world)).toEqual([]);
  expect((await world.list())[0]).toMatchObject({ state: "funded", step: 0 });
});

test("money that rolled on to a milestone nobody funds comes back after the client's week; nobody is sent to a release that cannot be", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000] });
  await pay(world, await idOf(world, 1), 70_000n);
  for (const days of [76, 7, 7]) await world.pass(days);
  expect(await dormancyTold(world)).toEqual(["dormant-notice", "dormant-final", "dormant-unfunded"]);
  const form = { milestoneId: await idOf(world, 2) };
  expect(await world.unmoved(() => world.as("freelancer").write((ctx) => requestRelease(ctx, form)))).toMatchObject({
    reason: "not-possible",
  });
  await world.pass(7);
  expect((await world.list())[1]).toMatchObject({ state: "refunded", heldMinor: 0n, refundedMinor: 30_000n });
  expect(await world.pots()).toMatchObject({ "milestone 2": 0n, "company credit": -70_000n });
});
