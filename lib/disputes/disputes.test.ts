import { expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { confirmMove, refuseMove } from "../billing/money-moves";
import { newId } from "../ids";
import { fundMilestone } from "../milestones/fund-milestone";
import { releaseMilestone } from "../milestones/release-milestone";
import { requestRefund } from "../milestones/request-refund";
import { submitWork } from "../milestones/submit-work";
import { answerDispute, withdrawDispute } from "./answer-dispute";
import { openDispute } from "./open-dispute";
import { findSettlement, findWaitingMove } from "./queries";
import { answerSettlement, fileForArbitration, proposeSettlement, recordAward } from "./settle-dispute";

/** A refund was asked for and the freelancer objects: the first milestone is frozen. Monday morning. */
async function disputed(): Promise<{ world: EscrowWorld; disputeId: string; milestoneId: string }> {
  const world = await openEscrowWorld();
  const [first] = await world.list();
  const milestoneId = first?.id ?? "";
  await world
    .as("hiringManager")
    .write((ctx) => requestRefund(ctx, { milestoneId, key: newId(), reason: "Not as agreed." }));
  const input = { milestoneId, key: newId(), description: "It is as agreed." };
  expect(await world.as("freelancer").write((ctx) => openDispute(ctx, input))).toEqual({
    ok: true,
    disputeId: input.key,
  });
  return { world, disputeId: input.key, milestoneId };
}

async function mediated() {
  const found = await disputed();
  const { world, disputeId } = found;
  const input = { disputeId, accept: false as const, evidence: "Two scenes are missing." };
  expect(await world.as("hiringManager").write((ctx) => answerDispute(ctx, input))).toEqual({ ok: true });
  return found;
}

const first = async (world: EscrowWorld) => (await world.list())[0];

test("a dispute freezes its milestone and nothing else", async () => {
  const { world, milestoneId } = await disputed();
  const [, second] = await world.list();
  const client = world.as("hiringManager");
  const refused = await world.unmoved(() =>
    client.write((ctx) => releaseMilestone(ctx, { milestoneId, key: newId(), amountMinor: null, note: null })),
  );
  expect(refused).toEqual({ ok: false, reason: "frozen", message: "Frozen by a dispute." });
  expect(await client.write((ctx) => fundMilestone(ctx, { milestoneId: second?.id ?? "", key: newId() }))).toEqual({
    ok: true,
  });
});

test("five silent business days release, with a reminder after three", async () => {
  const { world } = await disputed();
  await world.pass(3);
  await world.pass(3.9); // Sunday before 10:00: business days are Monday to Friday
  expect((await first(world))?.state).toBe("disputed");
  await world.pass(0.1);
  expect((await first(world))?.state).toBe("released");
  const kinds = (await world.mailTo("hiringManager")).map((mail) => mail.kind).slice(-3);
  expect(kinds).toEqual(["dispute-opened", "dispute-reminder", "dispute-answered"]);
});

test("a mediator's split counts when both accept and a second person confirms, to the cent", async () => {
  const { world, disputeId } = await mediated();
  const propose = (releaseMinor: bigint, refundMinor: bigint) =>
    world.asStaff(world.mediator, (ctx) =>
      proposeSettlement(ctx, { disputeId, releaseMinor, refundMinor, note: "Two of three." }),
    );
  expect(await world.unmoved(() => propose(60_000n, 39_999n))).toMatchObject({ reason: "does-not-add-up" });
  const proposed = await propose(66_667n, 33_333n);
  if (!proposed.ok) throw new Error("refused");
  const answer = { disputeId, settlementId: proposed.settlementId, accept: true };
  const accept = () => world.as("freelancer").write((ctx) => answerSettlement(ctx, answer));
  expect(await accept()).toEqual({ ok: true });
  expect(await world.unmoved(accept), "sent again").toEqual({ ok: true });
  expect(await world.as("hiringManager").write((ctx) => answerSettlement(ctx, answer))).toEqual({ ok: true });
  expect((await first(world))?.heldMinor).toBe(100_000n);
  const move = await world.as("admin").read((ctx) => findWaitingMove(ctx, disputeId));
  const confirm = { moveId: move?.id ?? "" };
  expect(await world.unmoved(() => world.asStaff(world.mediator, (ctx) => confirmMove(ctx, confirm)))).toEqual({
    ok: false,
    reason: "proposed-by-you",
    message: "You proposed this; another person must confirm it.",
  });
  expect(await world.asStaff(world.payments, (ctx) => confirmMove(ctx, confirm))).toEqual({ ok: true });
  expect(
    await world.unmoved(() => world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, confirm))),
  ).toMatchObject({
    reason: "already-decided",
  });
  expect(await first(world)).toMatchObject({
    state: "released",
    releasedMinor: 66_667n,
    refundedMinor: 33_333n,
    heldMinor: 0n,
  });
  expect(await world.pots()).toMatchObject({
    "talent pending": 66_667n,
    "company credit": -66_667n,
    "milestone 1": 0n,
  });
});

test("silence on a split is no; a confirmation that was refused lets mediation go on; 30 days end it in arbitration", async () => {
  const { world, disputeId } = await mediated();
  const propose = () =>
    world.asStaff(world.mediator, (ctx) =>
      proposeSettlement(ctx, { disputeId, releaseMinor: 50_000n, refundMinor: 50_000n, note: "Half." }),
    );
  await propose();
  await world.pass(2);
  expect(await world.as("admin").read((ctx) => findSettlement(ctx, disputeId))).toBeNull();
  const again = await propose();
  if (!again.ok) throw new Error("refused");
  const answer = { disputeId, settlementId: again.settlementId, accept: true };
  await world.as("freelancer").write((ctx) => answerSettlement(ctx, answer));
  await world.as("hiringManager").write((ctx) => answerSettlement(ctx, answer));
  const move = await world.as("admin").read((ctx) => findWaitingMove(ctx, disputeId));
  const refusal = { moveId: move?.id ?? "", reason: "The note names another contract." };
  expect(await world.asStaff(world.payments, (ctx) => refuseMove(ctx, refusal))).toEqual({ ok: true });
  await world.pass(28);
  const award = { disputeId, key: newId(), releaseMinor: 0n, refundMinor: 100_000n, note: "Nobody filed." };
  expect(await world.unmoved(() => world.asStaff(world.mediator, (ctx) => recordAward(ctx, award)))).toMatchObject({
    reason: "too-early",
  });
  const file = () => world.as("freelancer").write((ctx) => fileForArbitration(ctx, { disputeId }));
  expect(await file()).toEqual({ ok: true });
  expect(await world.unmoved(file), "sent again").toEqual({ ok: true });
  await world.pass(14);
  expect(await world.unmoved(() => world.asStaff(world.mediator, (ctx) => recordAward(ctx, award)))).toMatchObject({
    reason: "does-not-add-up",
    message: "The freelancer gets $1,000.00, what is held.",
  });
  const right = { ...award, releaseMinor: 100_000n, refundMinor: 0n, note: "Only the freelancer filed." };
  expect(await world.asStaff(world.mediator, (ctx) => recordAward(ctx, right))).toEqual({ ok: true });
  expect(await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: award.key }))).toEqual({ ok: true });
  expect((await first(world))?.state).toBe("released");
});

test("an agreed split that nobody confirms lapses after five business days, and nothing is stuck", async () => {
  const { world, disputeId } = await mediated();
  const proposed = await world.asStaff(world.mediator, (ctx) =>
    proposeSettlement(ctx, { disputeId, releaseMinor: 1n, refundMinor: 99_999n, note: "Agreed by phone." }),
  );
  if (!proposed.ok) throw new Error("refused");
  const answer = { disputeId, settlementId: proposed.settlementId, accept: true };
  await world.as("freelancer").write((ctx) => answerSettlement(ctx, answer));
  await world.as("hiringManager").write((ctx) => answerSettlement(ctx, answer));
  await world.pass(1);
  const waiting = (await world.mailTo(world.payments.email)).find((mail) => mail.kind === "money-move-waiting");
  expect(waiting?.props.pageUrl).toMatch(new RegExp(`/staff/companies/${world.company.slug}/moves/[0-9a-f-]{36}$`));
  await world.pass(6);
  expect(await world.as("admin").read((ctx) => findSettlement(ctx, disputeId))).toBeNull();
  expect((await first(world))?.state).toBe("disputed");
  const again = await world.asStaff(world.mediator, (ctx) =>
    proposeSettlement(ctx, { disputeId, releaseMinor: 1n, refundMinor: 99_999n, note: "Again." }),
  );
  expect(again.ok).toBe(true);
});

test("withdrawing carries the refund out; a ticket about refused work goes back to where it was, 14 days anew", async () => {
  const { world, disputeId } = await mediated();
  expect(await world.as("freelancer").write((ctx) => withdrawDispute(ctx, { disputeId }))).toEqual({ ok: true });
  expect((await first(world))?.state).toBe("refunded");

  const other = await openEscrowWorld();
  const milestoneId = (await first(other))?.id ?? "";
  await other
    .as("freelancer")
    .write((ctx) => submitWork(ctx, { milestoneId, key: newId(), message: "Done.", links: [] }));
  await other.pass(6);
  const key = newId();
  const opened = await other.asStaff(other.mediator, (ctx) =>
    openDispute(ctx, { milestoneId, key, description: "Ticket 12." }),
  );
  expect(opened.ok).toBe(true);
  expect(await other.as("freelancer").write((ctx) => withdrawDispute(ctx, { disputeId: key }))).toEqual({ ok: true });
  await other.pass(13);
  expect((await first(other))?.state).toBe("submitted");
  await other.pass(1);
  expect((await first(other))?.state).toBe("released");
});
