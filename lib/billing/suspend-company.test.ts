import { expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { getWorkspace } from "../accounts/workspace";
import { pauseContract, restartContract } from "../contracts/pause-contract";
import { findOwnContract } from "../contracts/queries";
import { readAs, writeAs } from "../ctx";
import { newId } from "../ids";
import { listNotices } from "../notifications/queries";
import { sendOffer } from "../offers/send-offer";
import { openPost } from "../posts/open-post";
import { savePostDraft } from "../posts/save-post-draft";
import { postInput } from "../posts/schema";
import { confirmMove, recordWire } from "./money-moves";
import { listSuspensions, reinstateCompany, settleSuspension, suspendCompany } from "./suspend-company";

const reason = "Two reminders, no answer.";
const suspend = (world: EscrowWorld, who = world.payments) =>
  world.asStaff(who, (ctx) => suspendCompany(ctx, { reason }));
const reinstate = (world: EscrowWorld, why = "Paid at the counter.") =>
  world.asStaff(world.secondPayments, (ctx) => reinstateCompany(ctx, { reason: why }));

/** A company whose invoice of $1,000.00 is past due. */
async function inDebt(spec: Parameters<typeof openEscrowWorld>[0] = {}): Promise<EscrowWorld> {
  const world = await openEscrowWorld(spec);
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  world.at("2026-07-01T09:00:00Z");
  return world;
}

const pay = async (world: EscrowWorld, amountMinor: bigint, reference: string) => {
  const key = newId();
  const wire = {
    key,
    amountMinor,
    currency: "USD",
    reference,
    receivedOn: "2026-07-01",
    fileName: null,
    note: "Seen.",
  };
  await world.asStaff(world.payments, (ctx) => recordWire(ctx, wire));
  await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: key }));
};

const state = async (world: EscrowWorld) =>
  (await world.as("hiringManager").read((ctx) => findOwnContract(ctx, world.contractId)))?.state;

const told = async (world: EscrowWorld, to: string, kind: string) =>
  (await world.mailTo(to)).filter((mail) => mail.kind === kind).map(({ props }) => props);

test("payment operations suspend for debt alone, with a reason that only staff read, and nobody else does", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000] });
  expect(await world.unmoved(() => suspend(world)), "owed, and not yet due").toMatchObject({
    reason: "nothing-past-due",
  });
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  world.at("2026-06-30T23:59:00Z");
  expect(await world.unmoved(() => suspend(world)), "the day it is due").toMatchObject({ reason: "nothing-past-due" });
  world.at("2026-07-01T09:00:00Z");
  expect(String(await world.unmoved(() => suspend(world, world.mediator)))).toContain("You may not");
  for (const role of ["admin", "financeAdmin", "freelancer"] as const)
    for (const verb of [suspendCompany, reinstateCompany])
      expect(
        String(
          await world.unmoved(() => world.as(role).write((ctx): Promise<{ ok: boolean }> => verb(ctx, { reason }))),
        ),
      ).toContain("You may not");
  const both = await Promise.all([suspend(world), suspend(world, world.secondPayments)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await state(world)).toBe("paused");
  const [suspension] = await readAs(world.payments, listSuspensions);
  expect(suspension).toMatchObject({ reason, endedAt: null });
  for (const [role, amount, page] of [
    ["financeAdmin", "$1,000.00", "/ab/billing"],
    ["admin", "$1,000.00", "/ab/billing"],
    ["hiringManager", null, "/ab/jobs/contracts"],
  ] as const) {
    const [props, ...more] = await told(world, role, "account-suspended");
    expect([props?.amount, more.length], role).toEqual([amount, 0]);
    expect(String(props?.pageUrl).endsWith(page), role).toBe(true);
    const { rows } = await world.as(role).read((ctx) => listNotices(ctx));
    expect(
      rows.some(({ title }) => title.includes("suspended until")),
      role,
    ).toBe(true);
  }
  expect(await told(world, "approver", "account-suspended"), "neither finance nor hiring").toEqual([]);
  for (const role of ["freelancer", "hiringManager"] as const)
    expect((await told(world, role, "contract-paused")).map(({ is }) => is)).toEqual(["platform-fixed"]);
  for (const role of ["freelancer", "hiringManager", "financeAdmin"] as const)
    expect(JSON.stringify(await world.mailTo(role))).not.toContain("reminders");
  expect(JSON.stringify(await told(world, "freelancer", "contract-paused"))).not.toMatch(/suspen|debt|balance/i);
});

test("only payment lifts it: part of it lifts nothing, all of it does within a tick, and other pauses stay", async () => {
  const world = await inDebt({ amounts: [1000] });
  await suspend(world);
  expect(await world.unmoved(() => reinstate(world))).toMatchObject({
    reason: "still-owed",
    message: "$1,000.00 is still owed. Only payment lifts a suspension.",
  });
  expect(await world.as("financeAdmin").read(getWorkspace)).toMatchObject({ suspendedOwing: "100000" });
  expect(await world.unmoved(() => writeAs(world.system, settleSuspension)), "the clock asks again").toBe(false);
  await pay(world, 99_999n, "FT-1");
  await world.tick();
  expect(await state(world)).toBe("paused");
  await pay(world, 1n, "FT-2");
  expect(await world.as("financeAdmin").read(getWorkspace)).toMatchObject({ suspendedOwing: "0" });
  await world.tick();
  await world.tick();
  expect(await state(world)).toBe("active");
  expect(await world.as("financeAdmin").read(getWorkspace)).toMatchObject({ suspendedOwing: null });
  for (const role of ["financeAdmin", "hiringManager"] as const)
    expect(await told(world, role, "account-reinstated")).toHaveLength(1);
  for (const role of ["freelancer", "hiringManager"] as const)
    expect(await told(world, role, "contract-restarted")).toHaveLength(1);
  expect(await readAs(world.payments, listSuspensions)).toMatchObject([{ startedBy: "Paula", endedBy: null }]);
});

test("what an open offer holds is no debt: with every invoice paid the account opens", async () => {
  const world = await inDebt({ amounts: [1000] });
  const offer = world.offerInput({
    title: "Second film",
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["Sketch"],
    "milestoneAmount[]": ["700"],
    "milestoneDue[]": [""],
  });
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, offer))).toMatchObject({ ok: true });
  await suspend(world);
  expect((await told(world, "financeAdmin", "account-suspended")).map(({ amount }) => amount)).toEqual(["$1,000.00"]);
  expect(await world.as("financeAdmin").read(getWorkspace)).toMatchObject({ suspendedOwing: "100000" });
  await pay(world, 100_000n, "FT-4");
  await world.tick();
  await world.tick();
  expect(await state(world)).toBe("active");
  expect(await world.pots(), "it is still held").toMatchObject({ "offer hold": 70_000n });
});

test("the client's own pause survives a suspension; staff may reinstate before the clock does", async () => {
  const world = await openEscrowWorld({ contractType: "hourly" });
  await world.as("hiringManager").write((ctx) => pauseContract(ctx, { contractId: world.contractId }));
  // The platform suspends by itself, whatever staff may do.
  await writeAs(world.system, (ctx) => suspendCompany(ctx), { now: world.now ?? new Date(0) });
  expect(
    await world.as("hiringManager").write((ctx) => restartContract(ctx, { contractId: world.contractId })),
  ).toEqual({
    ok: true,
    stillPaused: true,
  });
  await world.as("hiringManager").write((ctx) => pauseContract(ctx, { contractId: world.contractId }));
  expect(await reinstate(world)).toEqual({ ok: true });
  expect(await state(world)).toBe("paused");
  expect(await told(world, "freelancer", "contract-restarted")).toEqual([]);
  expect(await readAs(world.payments, listSuspensions)).toMatchObject([
    { startedBy: null, endedBy: "Petra", endReason: "Paid at the counter." },
  ]);
  expect(await world.unmoved(() => reinstate(world))).toMatchObject({ reason: "not-suspended" });
});

test("a suspended company opens and changes no job post, and may keep drafts", async () => {
  const world = await inDebt();
  await suspend(world);
  const input = postInput("USD").parse({
    id: newId(),
    version: 0,
    title: "Animator",
    description: "Three scenes.",
    teamId: world.offerInput().teamId,
    contractType: "hourly",
    orderChoice: "placeholder",
  });
  const manager = world.as("hiringManager");
  expect(await world.unmoved(() => manager.write((ctx) => openPost(ctx, input)))).toMatchObject({
    reason: "suspended",
  });
  expect(await manager.write((ctx) => savePostDraft(ctx, input))).toMatchObject({ ok: true });
  await pay(world, 100_000n, "FT-3");
  await world.tick();
  expect(await manager.write((ctx) => openPost(ctx, { ...input, id: newId() }))).toMatchObject({ ok: true });
});
