import { expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { confirmMove, refuseMove } from "../billing/money-moves";
import { endContract } from "../contracts/end-contract";
import { type Ctx, writeAs } from "../ctx";
import { ConflictError, ForbiddenError, NotFoundError } from "../errors";
import { newId } from "../ids";
import { fundMilestone } from "../milestones/fund-milestone";
import { releaseMilestone } from "../milestones/release-milestone";
import { requestRefund } from "../milestones/request-refund";
import { requestRelease } from "../milestones/request-release";
import { submitWork } from "../milestones/submit-work";
import { answerDispute, withdrawDispute } from "./answer-dispute";
import { openDispute } from "./open-dispute";
import { findSettlement, findWaitingMove } from "./queries";
import { answerSettlement, fileForArbitration, proposeSettlement, recordAward } from "./settle-dispute";

type Verb = (ctx: Ctx) => Promise<unknown>;
type Thing = { milestoneId: string; disputeId: string; settlementId: string };
const evidence = "Two scenes are missing.";

/** Every verb of this folder on one thing; who may do it stands in `theirs`. */
const verbs = {
  openDispute:
    (on: Thing, key: string = newId()) =>
    (ctx: Ctx) =>
      openDispute(ctx, { milestoneId: on.milestoneId, key, description: "It is as agreed." }),
  acceptDispute: (on: Thing) => (ctx: Ctx) => answerDispute(ctx, { disputeId: on.disputeId, accept: true }),
  declineDispute: (on: Thing) => (ctx: Ctx) => answerDispute(ctx, { disputeId: on.disputeId, accept: false, evidence }),
  withdrawDispute: (on: Thing) => (ctx: Ctx) => withdrawDispute(ctx, { disputeId: on.disputeId }),
  proposeSettlement: (on: Thing) => (ctx: Ctx) =>
    proposeSettlement(ctx, { disputeId: on.disputeId, releaseMinor: 50_000n, refundMinor: 50_000n, note: "Half." }),
  acceptSettlement: (on: Thing) => (ctx: Ctx) =>
    answerSettlement(ctx, { disputeId: on.disputeId, settlementId: on.settlementId, accept: true }),
  declineSettlement: (on: Thing) => (ctx: Ctx) =>
    answerSettlement(ctx, { disputeId: on.disputeId, settlementId: on.settlementId, accept: false }),
  recordAward: (on: Thing) => (ctx: Ctx) =>
    recordAward(ctx, { disputeId: on.disputeId, key: newId(), releaseMinor: 0n, refundMinor: 100_000n, note: "No." }),
  fileForArbitration: (on: Thing) => (ctx: Ctx) => fileForArbitration(ctx, { disputeId: on.disputeId }),
} satisfies Record<string, (on: Thing) => Verb>;
type Name = keyof typeof verbs;
const names = Object.keys(verbs) as Name[];
const verbOf = (name: Name): ((on: Thing) => Verb) => verbs[name];

const theirs: Record<Name, readonly ("client" | "talent" | "mediator")[]> = {
  openDispute: ["client", "talent", "mediator"],
  acceptDispute: ["client"],
  declineDispute: ["client"],
  withdrawDispute: ["talent"],
  proposeSettlement: ["mediator"],
  acceptSettlement: ["client", "talent"],
  declineSettlement: ["client", "talent"],
  recordAward: ["mediator"],
  fileForArbitration: ["client", "talent"],
};

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

/** Whoever has a deed on a dispute, by the part they play. */
function threeOf(world: EscrowWorld): Record<"client" | "talent" | "mediator", (verb: Verb) => Promise<unknown>> {
  return {
    client: (verb) => world.as("hiringManager").write(verb),
    talent: (verb) => world.as("freelancer").write(verb),
    mediator: (verb) => world.asStaff(world.mediator, verb),
  };
}

/** A dispute in mediation, with a split that waits for both sides. */
async function proposed(): Promise<{ world: EscrowWorld; on: Thing }> {
  const { world, disputeId, milestoneId } = await mediated();
  const on = { disputeId, milestoneId, settlementId: "" };
  const split = await world.asStaff(world.mediator, verbs.proposeSettlement(on));
  if (!split.ok) throw new Error("refused");
  return { world, on: { ...on, settlementId: split.settlementId } };
}

test("nobody does what is another's on a dispute, and nobody from elsewhere finds it: nothing moves", async () => {
  const [{ world, on }, elsewhere] = [await proposed(), await openEscrowWorld()];
  const here = threeOf(world);
  const there = threeOf(elsewhere);
  const unfound = names.flatMap((name) => {
    const thing = (id: string): Thing => ({ milestoneId: id, disputeId: id, settlementId: id });
    // Staff's own verbs ask for the role before they look.
    const blind = theirs[name].every((side) => side === "mediator");
    return [
      ...theirs[name].map((side) => ["another company", name, () => there[side](verbOf(name)(on))] as const),
      ...theirs[name].flatMap((side) =>
        [newId(), "nonsense", ""].map(
          (id) => [`no such thing “${id}”`, name, () => here[side](verbOf(name)(thing(id)))] as const,
        ),
      ),
      ...(blind ? [] : (["secondFreelancer", "secondHiringManager", "approver"] as const)).map(
        (role) => [role, name, () => world.as(role).write(verbOf(name)(on))] as const,
      ),
    ];
  });
  const forbidden = names.flatMap((name) => [
    ...(["client", "talent", "mediator"] as const)
      .filter((side) => !theirs[name].includes(side))
      .map((side) => [side, name, () => here[side](verbOf(name)(on))] as const),
    ["financeAdmin", name, () => world.as("financeAdmin").write(verbOf(name)(on))] as const,
    ["payments", name, () => world.asStaff(world.payments, verbOf(name)(on))] as const,
    ["the clock", name, () => writeAs(world.system, verbOf(name)(on), { now: world.now ?? new Date(0) })] as const,
  ]);
  for (const [kind, cases] of [
    [NotFoundError, unfound],
    [ForbiddenError, forbidden],
  ] as const) {
    const told = await world.allUnmoved(cases.map(([, , deed]) => deed));
    for (const [index, [who, name]] of cases.entries()) expect(told[index], `${name} by ${who}`).toBeInstanceOf(kind);
  }
  console.log(`disputes: ${unfound.length} deeds on what is not theirs to find, ${forbidden.length} forbidden`);
});

test("the freelancer withdraws what they filed, not what the client took to mediation", async () => {
  const world = await openEscrowWorld({ amounts: [1000] });
  const milestoneId = (await first(world))?.id ?? "";
  for (const days of [76, 7, 7, 7]) await world.pass(days);
  expect(await world.as("freelancer").write((ctx) => requestRelease(ctx, { milestoneId }))).toEqual({ ok: true });
  const on = { milestoneId, disputeId: newId(), settlementId: "" };
  expect(await world.unmoved(() => world.as("freelancer").write(verbs.openDispute(on)))).toMatchObject({
    reason: "not-possible",
  });
  const { write } = world.as("hiringManager");
  expect(await write(verbs.openDispute(on, on.disputeId))).toMatchObject({ ok: true });
  expect(await world.unmoved(() => world.as("freelancer").write(verbs.withdrawDispute(on)))).toBeInstanceOf(
    ForbiddenError,
  );
  // It is in mediation from its first moment: there is no answer of the client to give.
  expect(await world.unmoved(() => write(verbs.acceptDispute(on)))).toMatchObject({ reason: "not-waiting" });
});

test("a dispute that is over takes no more deeds, and one that is not there yet takes none too early", async () => {
  const { world, disputeId, milestoneId } = await disputed();
  const on = { milestoneId, disputeId, settlementId: newId() };
  const by = threeOf(world);
  const reasons = async (what: Partial<Record<Name, string>>) => {
    const cases = (Object.keys(what) as Name[]).flatMap((name) => theirs[name].map((side) => ({ name, side })));
    const told = await world.allUnmoved(
      cases.map(
        ({ name, side }) =>
          () =>
            by[side](verbOf(name)(on)),
      ),
    );
    for (const [index, { name, side }] of cases.entries())
      expect(told[index], `${name} by ${side}`).toMatchObject({ ok: false, reason: what[name] });
  };
  await reasons({
    openDispute: "frozen",
    proposeSettlement: "not-in-mediation",
    acceptSettlement: "not-waiting",
    declineSettlement: "not-waiting",
    recordAward: "not-in-arbitration",
    fileForArbitration: "not-waiting",
  });
  expect(await by.client(verbs.acceptDispute(on))).toEqual({ ok: true });
  expect(await first(world)).toMatchObject({ state: "released", releasedMinor: 100_000n });
  await reasons({
    openDispute: "not-possible",
    acceptDispute: "not-waiting",
    declineDispute: "not-waiting",
    withdrawDispute: "not-waiting",
    proposeSettlement: "not-in-mediation",
    acceptSettlement: "not-waiting",
    declineSettlement: "not-waiting",
    recordAward: "not-in-arbitration",
    fileForArbitration: "not-waiting",
  });
  expect(await world.unmoved(() => by.talent(verbs.openDispute(on, disputeId))), "the same form again").toEqual({
    ok: true,
    disputeId,
  });
  const [, second] = await world.list();
  expect(await by.client((ctx) => fundMilestone(ctx, { milestoneId: second?.id ?? "", key: newId() }))).toEqual({
    ok: true,
  });
  const refund = { milestoneId: second?.id ?? "", key: newId(), reason: "Late." };
  expect(await by.client((ctx) => requestRefund(ctx, refund))).toEqual({ ok: true });
  const reused = verbs.openDispute({ ...on, milestoneId: second?.id ?? "" }, disputeId);
  expect(await world.unmoved(() => by.talent(reused)), "its key for another milestone").toBeInstanceOf(ConflictError);
});

test("while an agreed outcome waits for its second person, neither side takes it back and no other is proposed", async () => {
  const { world, on } = await proposed();
  const { client, talent } = { client: world.as("hiringManager").write, talent: world.as("freelancer").write };
  expect(await talent(verbs.acceptSettlement(on))).toEqual({ ok: true });
  expect(await client(verbs.acceptSettlement(on))).toEqual({ ok: true });
  const told = await world.allUnmoved([
    () => client(verbs.declineSettlement(on)),
    () => talent(verbs.declineSettlement(on)),
    () => talent(verbs.withdrawDispute(on)),
    () => world.asStaff(world.mediator, verbs.proposeSettlement(on)),
  ]);
  expect(told.map((each) => (each as { reason?: string }).reason)).toEqual([
    "not-waiting",
    "not-waiting",
    "waits-for-second-person",
    "another-proposal",
  ]);
});

test("one side declines the split and another is accepted; an answer to the old one is told that it is over", async () => {
  const { world, on } = await proposed();
  const { client, talent } = { client: world.as("hiringManager").write, talent: world.as("freelancer").write };
  expect(await talent(verbs.acceptSettlement(on))).toEqual({ ok: true });
  expect(await client(verbs.declineSettlement(on))).toEqual({ ok: true });
  expect(await world.unmoved(() => talent(verbs.acceptSettlement(on)))).toMatchObject({ reason: "not-waiting" });
  const again = await world.asStaff(world.mediator, verbs.proposeSettlement(on));
  if (!again.ok) throw new Error("refused");
  expect(await world.unmoved(() => client(verbs.acceptSettlement(on)))).toMatchObject({ reason: "not-waiting" });
  const next = { ...on, settlementId: again.settlementId };
  expect(await client(verbs.acceptSettlement(next))).toEqual({ ok: true });
  expect(await world.as("admin").read((ctx) => findWaitingMove(ctx, on.disputeId)), "one yes of two").toBeNull();
  expect(await talent(verbs.acceptSettlement(next))).toEqual({ ok: true });
  expect(await world.as("admin").read((ctx) => findWaitingMove(ctx, on.disputeId))).not.toBeNull();
});

test("too late: five silent business days, seven days of a refund, fourteen days of filing", async () => {
  const { world, disputeId, milestoneId } = await disputed();
  const on = { milestoneId, disputeId, settlementId: "" };
  const later = (days: number, world: EscrowWorld) =>
    world.at(new Date((world.now?.getTime() ?? 0) + days * 86_400_000).toISOString());
  later(7, world); // Monday to Monday: five business days, and no tick came by
  expect(await world.unmoved(() => world.as("hiringManager").write(verbs.declineDispute(on)))).toMatchObject({
    reason: "not-waiting",
  });
  await world.tick();
  expect((await first(world))?.state).toBe("released");

  // An end asks the rest back: the freelancer objects within seven days, and not a millisecond later.
  const [inTime, late] = [await openEscrowWorld({ amounts: [1000] }), await openEscrowWorld({ amounts: [1000] })];
  for (const each of [inTime, late]) {
    const end = {
      contractId: each.contractId,
      cause: "Other" as const,
      reason: null,
      key: newId(),
      pay: "none" as const,
    };
    expect(await each.as("hiringManager").write((ctx) => endContract(ctx, end))).toEqual({ ok: true });
    later(7 - (each === inTime ? 1 / 86_400_000 : 0), each);
    const ended = { milestoneId: (await first(each))?.id ?? "", disputeId: "", settlementId: "" };
    const object = () => each.as("freelancer").write(verbs.openDispute(ended));
    if (each === inTime) expect(await object()).toMatchObject({ ok: true });
    else expect(await each.unmoved(object)).toMatchObject({ ok: false, reason: "not-possible" });
  }

  const { world: slow, on: mediation } = await proposed();
  await slow.pass(30);
  const file = verbs.fileForArbitration(mediation);
  later(14, slow);
  expect(await slow.unmoved(() => slow.as("freelancer").write(file))).toMatchObject({ reason: "not-waiting" });
  later(-1 / 86_400_000, slow);
  expect(await slow.as("freelancer").write(file)).toEqual({ ok: true });
});
