import { expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import type { StaffActor } from "../actor";
import { listLatestHistory } from "../approvals/queries";
import { confirmMove, recordWire, refuseMove } from "../billing/money-moves";
import { endContract } from "../contracts/end-contract";
import { findContract, getContractForChange, listContracts } from "../contracts/queries";
import { readAs, writeAs } from "../ctx";
import { newId } from "../ids";
import { releaseMilestone } from "../milestones/release-milestone";
import { requestChanges } from "../milestones/request-changes";
import { submitWork } from "../milestones/submit-work";
import { findNamedContract } from "../staff/queries";
import { answerDispute } from "./answer-dispute";
import { openDispute } from "./open-dispute";
import { findWaitingMove } from "./queries";
import { answerSettlement, proposeSettlement } from "./settle-dispute";

const everything = { state: null, kind: null, contractType: null, search: "", cursor: null };
const words = "Both scenes were delivered as storyboard 3 says.";

const first = async (world: EscrowWorld) => {
  const [milestone] = await world.list();
  if (!milestone) throw new Error("There is no milestone.");
  return milestone;
};

const submit = async (world: EscrowWorld) =>
  world
    .as("freelancer")
    .write(async (ctx) =>
      submitWork(ctx, { milestoneId: (await first(world)).id, key: newId(), message: "Done.", links: [] }),
    );

/** Work that was submitted and refused. */
async function refused(): Promise<{ world: EscrowWorld; milestoneId: string }> {
  const world = await openEscrowWorld();
  const milestoneId = (await first(world)).id;
  await submit(world);
  const back = await world
    .as("hiringManager")
    .write((ctx) => requestChanges(ctx, { milestoneId, note: "Not what we agreed." }));
  expect(back).toEqual({ ok: true });
  return { world, milestoneId };
}

/** The contract's number if this person of staff reads it. */
const reading = (who: StaffActor, number = 1) =>
  readAs(who, async (ctx) => (await findContract(ctx, String(number)))?.number ?? null);

const mailsTo = async (world: EscrowWorld, to: string, kind: string) =>
  (await world.mailTo(to)).filter((mail) => mail.kind === kind).map(({ props }) => props);

test("a mediator reads a contract while its work is in review or refused, and for the case afterwards; nothing else", async () => {
  const world = await openEscrowWorld();
  const milestoneId = (await first(world)).id;
  const [listed] = (await readAs(world.payments, (ctx) => listContracts(ctx, everything))).rows;
  const number = listed?.number ?? 0;
  const reads = () => reading(world.mediator, number);
  const named = (company: string, typed: string) =>
    findNamedContract({ ...world.mediator, accountId: null }, { company, number: typed });
  expect(await reads(), "funded, nothing submitted").toBeNull();
  expect(await named(world.company.slug, String(number))).toBeNull();
  await submit(world);
  expect(await reads(), "in review").toBe(number);
  expect((await named(` ${world.company.slug.toUpperCase()} `, ` ${number}`))?.contract.number).toBe(number);
  for (const [company, typed] of [
    [world.company.slug, "999"],
    [world.company.slug, "1' or '1'='1"],
    ["no-such-company", String(number)],
    ["../northwind", String(number)],
  ] as const)
    expect(await named(company, typed), `${company} ${typed}`).toBeNull();
  const other = await openEscrowWorld();
  expect(await reading({ ...world.mediator, accountId: other.accountId }, number), "another company").toBeNull();
  await world
    .as("hiringManager")
    .write((ctx) => releaseMilestone(ctx, { milestoneId, key: newId(), amountMinor: null, note: null }));
  expect(await reads(), "released").toBeNull();
  await expect(
    writeAs(world.mediator, (ctx) => getContractForChange(ctx, world.contractId), world.now ? { now: world.now } : {}),
  ).rejects.toThrow("contract");

  const { world: late } = await refused();
  const [row] = (await readAs(late.payments, (ctx) => listContracts(ctx, everything))).rows;
  expect(await reading(late.mediator, row?.number), "refused").toBe(row?.number);
  // A freelancer who ends the contract gives back what is held.
  const end = { contractId: late.contractId, cause: "Other" as const, reason: null };
  expect(await late.as("freelancer").write((ctx) => endContract(ctx, end))).toMatchObject({ ok: true });
  expect(await reading(late.mediator, row?.number), "ended").toBeNull();
});

test("a mediator opens the freelancer's dispute about refused work: frozen, both sides told, in the history", async () => {
  const { world, milestoneId } = await refused();
  const input = { milestoneId, key: newId(), description: words };
  const open = (who: StaffActor, more: Partial<typeof input> = {}) =>
    world.asStaff(who, (ctx) => openDispute(ctx, { ...input, ...more }));
  for (const who of [world.payments, world.secondPayments])
    expect(String(await world.unmoved(() => open(who)))).toContain("You may not open a dispute");
  for (const id of [newId(), "0", "x".repeat(3000)])
    expect(String(await world.unmoved(() => open(world.mediator, { milestoneId: id })))).toContain("NotFoundError");
  // Neither side goes around support: a freelancer disputes refunds alone, a client a dormant release.
  for (const role of ["freelancer", "hiringManager"] as const)
    expect(
      await world.unmoved(() => world.as(role).write((ctx) => openDispute(ctx, { ...input, key: newId() }))),
    ).toMatchObject({ ok: false, reason: "not-possible" });

  expect(await open(world.mediator)).toEqual({ ok: true, disputeId: input.key });
  expect(await world.unmoved(() => open(world.mediator)), "the form sent again").toEqual({
    ok: true,
    disputeId: input.key,
  });
  expect(await world.unmoved(() => open(world.mediator, { key: newId() })), "another form").toMatchObject({
    ok: false,
    reason: "frozen",
  });
  expect(await first(world)).toMatchObject({ state: "disputed", heldMinor: 100_000n });
  for (const role of ["freelancer", "hiringManager"] as const) {
    const [told] = await mailsTo(world, role, "dispute-opened");
    expect(told).toMatchObject({ is: "awaiting_client", reason: words });
    expect(told?.by, "in whose name").toBe(told?.talentName);
    const { rows } = await world
      .as(role)
      .read((ctx) => listLatestHistory(ctx, "contract", world.contractId, { cursor: null }));
    expect(rows.find(({ action }) => action === "dispute.opened")).toMatchObject({
      actorKind: "staff",
      data: { origin: "ticket" },
    });
  }
  const [staffMail] = await mailsTo(world, world.mediator.email, "dispute-opened");
  expect(staffMail?.pageUrl).toMatch(new RegExp(`/staff/companies/${world.company.slug}/disputes/${input.key}$`));
  const decline = { disputeId: input.key, accept: false as const, evidence: "Scene two is missing." };
  expect(await world.as("hiringManager").write((ctx) => answerDispute(ctx, decline))).toEqual({ ok: true });
});

test("two mediators open it at once: one dispute", async () => {
  const { world, milestoneId } = await refused();
  const both = await Promise.all(
    [newId(), newId()].map((key) =>
      world.asStaff(world.mediator, (ctx) => openDispute(ctx, { milestoneId, key, description: words })),
    ),
  );
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ reason: "frozen" });
});

test("work that was never submitted, and work approved by silence, cannot be disputed by ticket", async () => {
  const world = await openEscrowWorld();
  const milestoneId = (await first(world)).id;
  const open = () =>
    world.asStaff(world.mediator, (ctx) => openDispute(ctx, { milestoneId, key: newId(), description: words }));
  expect(await world.unmoved(open)).toMatchObject({ ok: false, reason: "not-possible" });
  await submit(world);
  // The clock has approved it, whether a tick came by or not.
  world.now = new Date((world.now?.getTime() ?? 0) + 14 * 86_400_000);
  expect(await open()).toMatchObject({
    ok: false,
    reason: "not-possible",
    message: expect.stringContaining("automatic"),
  });
});

test("the mediator hears when a proposal is declined, lapses, or finds no second person", async () => {
  const { world, milestoneId } = await refused();
  const disputeId = newId();
  await world.asStaff(world.mediator, (ctx) => openDispute(ctx, { milestoneId, key: disputeId, description: words }));
  const decline = { disputeId, accept: false as const, evidence: "Scene two is missing." };
  await world.as("hiringManager").write((ctx) => answerDispute(ctx, decline));
  const propose = async () => {
    const proposed = await world.asStaff(world.mediator, (ctx) =>
      proposeSettlement(ctx, { disputeId, releaseMinor: 60_000n, refundMinor: 40_000n, note: "By scenes." }),
    );
    if (!proposed.ok) throw new Error("refused");
    return { disputeId, settlementId: proposed.settlementId, accept: true };
  };
  const heard = async () =>
    (await mailsTo(world, world.mediator.email, "dispute-answered"))
      .filter(({ is }) => is !== "declined")
      .map(({ is, reason, amount }) => [is, reason, amount]);
  const both = async (answer: Awaited<ReturnType<typeof propose>>) => {
    for (const role of ["freelancer", "hiringManager"] as const)
      expect(await world.as(role).write((ctx) => answerSettlement(ctx, answer))).toEqual({ ok: true });
    const move = await world.as("admin").read((ctx) => findWaitingMove(ctx, disputeId));
    return move?.id ?? "";
  };
  const share = "$600.00 to the freelancer, $400.00 back to the company";

  const no = { ...(await propose()), accept: false };
  await world.as("hiringManager").write((ctx) => answerSettlement(ctx, no));
  expect(await heard()).toEqual([["proposal-declined", null, share]]);
  await propose();
  await world.pass(2);
  expect((await heard()).slice(1)).toEqual([["proposal-lapsed", null, share]]);
  const moveId = await both(await propose());
  await world.asStaff(world.payments, (ctx) => refuseMove(ctx, { moveId, reason: "Another contract is named." }));
  expect((await heard()).slice(2)).toEqual([["decision-refused", "Another contract is named.", share]]);
  await both(await propose());
  await world.pass(8);
  expect((await heard()).slice(3)).toEqual([["decision-lapsed", null, share]]);
  const urls = (await mailsTo(world, world.mediator.email, "dispute-answered")).map(({ pageUrl }) => pageUrl);
  expect(new Set(urls).size).toBe(1);
  expect(urls[0]).toContain(`/disputes/${disputeId}`);
  const last = await both(await propose());
  await world.asStaff(world.payments, (ctx) => confirmMove(ctx, { moveId: last }));
  expect(await mailsTo(world, world.mediator.email, "dispute-decided")).toMatchObject([
    { is: "decided", amount: share },
  ]);
});

test("finance hears that a wire it recorded was refused or lapsed; what staff recorded is between staff", async () => {
  const world = await openEscrowWorld();
  const wire = () => ({
    key: newId(),
    amountMinor: 50_000n,
    currency: "USD",
    reference: `W-${newId().slice(-12)}`,
    receivedOn: (world.now ?? new Date(0)).toISOString().slice(0, 10),
    fileName: null,
    note: "Statement.",
  });
  const heard = async () =>
    (await mailsTo(world, "financeAdmin", "payment-not-confirmed")).map(({ is, reason, amount }) => [
      is,
      reason,
      amount,
    ]);
  const bad = wire();
  expect(await world.as("financeAdmin").write((ctx) => recordWire(ctx, bad))).toEqual({ ok: true });
  await world.asStaff(world.payments, (ctx) => refuseMove(ctx, { moveId: bad.key, reason: "No such transfer." }));
  expect(await heard()).toEqual([["refused", "No such transfer.", "$500.00"]]);
  expect(await world.as("financeAdmin").write((ctx) => recordWire(ctx, wire()))).toEqual({ ok: true });
  expect(await world.asStaff(world.payments, (ctx) => recordWire(ctx, wire()))).toEqual({ ok: true });
  await world.pass(8);
  expect((await heard()).slice(1)).toEqual([["lapsed", null, "$500.00"]]);
});
