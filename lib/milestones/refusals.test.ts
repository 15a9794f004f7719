import { expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { endContract } from "../contracts/end-contract";
import type { Ctx } from "../ctx";
import { openDispute } from "../disputes/open-dispute";
import { ConflictError } from "../errors";
import { newId } from "../ids";
import { fundMilestone } from "./fund-milestone";
import { giveBack } from "./give-back";
import { giveBonus } from "./give-bonus";
import { asProposed, changeable, proposeChange } from "./propose-change";
import { releaseMilestone } from "./release-milestone";
import { requestChanges } from "./request-changes";
import { requestRefund } from "./request-refund";
import { requestRelease } from "./request-release";
import { submitWork } from "./submit-work";

type Verb = (ctx: Ctx) => Promise<unknown>;
const message = "As agreed.";

/** The forms of one milestone, each with the key it is given. */
const forms = {
  fund:
    (milestoneId: string, key: string): Verb =>
    (ctx) =>
      fundMilestone(ctx, { milestoneId, key }),
  submit:
    (milestoneId: string, key: string): Verb =>
    (ctx) =>
      submitWork(ctx, { milestoneId, key, message, links: [] }),
  changes:
    (milestoneId: string): Verb =>
    (ctx) =>
      requestChanges(ctx, { milestoneId, note: "Shorter." }),
  release:
    (milestoneId: string, key: string, amountMinor: bigint | null = null): Verb =>
    (ctx) =>
      releaseMilestone(ctx, { milestoneId, key, amountMinor, note: null }),
  refund:
    (milestoneId: string, key: string): Verb =>
    (ctx) =>
      requestRefund(ctx, { milestoneId, key, reason: "Late." }),
  giveBack:
    (milestoneId: string, key: string): Verb =>
    (ctx) =>
      giveBack(ctx, { milestoneId, key }),
  askRelease:
    (milestoneId: string): Verb =>
    (ctx) =>
      requestRelease(ctx, { milestoneId }),
  dispute:
    (milestoneId: string, key: string): Verb =>
    (ctx) =>
      openDispute(ctx, { milestoneId, key, description: message }),
};

/** The list of a contract with its amounts changed, as either side proposes it. */
const proposal =
  (world: EscrowWorld, key: string, amounts: readonly (bigint | string)[]): Verb =>
  async (ctx) => {
    const list = changeable(await world.list()).map(asProposed);
    const target = list.map((each, index) => ({ ...each, amountMinor: String(amounts[index] ?? each.amountMinor) }));
    return proposeChange(ctx, { contractId: world.contractId, key, target, note: null });
  };

const reasonOf = (told: unknown) => (told as { reason?: string }).reason;
const ids = async (world: EscrowWorld) => (await world.list()).map((each) => each.id);

test("nothing is proposed below $5.00, beyond what money can be, or in words that no form has", async () => {
  const world = await openEscrowWorld();
  const { write } = world.as("freelancer");
  const told = await world.allUnmoved([
    ...[499n, 0n].map((minor) => () => write(proposal(world, newId(), [100_000n, minor]))),
    ...["-500", "5.00", "1e9", "", "9".repeat(16)].map(
      (text) => () => write(proposal(world, newId(), [100_000n, text])),
    ),
    () => write(proposal(world, newId(), [])),
  ]);
  expect(told.slice(0, 2)).toEqual(
    told.slice(0, 2).map(() => ({ ok: false, reason: "too-small", message: "At least $5.00." })),
  );
  expect(told.slice(2).map(reasonOf)).toEqual([...Array.from({ length: 5 }, () => "invalid-list"), "nothing-changed"]);
  expect(await write(proposal(world, newId(), [100_000n, 500n]))).toEqual({ ok: true });
});

test("on an ended contract nothing is funded, submitted, changed, released or asked for, by either side", async () => {
  const world = await openEscrowWorld();
  const end = {
    contractId: world.contractId,
    cause: "Other" as const,
    reason: null,
    key: newId(),
    pay: "all" as const,
  };
  const [client, talent] = [world.as("hiringManager").write, world.as("freelancer").write];
  expect(await client((ctx) => endContract(ctx, end))).toEqual({ ok: true });
  expect((await world.list()).map((each) => each.state)).toEqual(["released", "removed", "removed"]);
  const told = await world.allUnmoved(
    (await ids(world)).flatMap((id) => [
      () => client(forms.fund(id, newId())),
      () => client(forms.release(id, newId())),
      () => client(forms.changes(id)),
      () => client(forms.refund(id, newId())),
      () => client(forms.dispute(id, newId())),
      () => talent(forms.submit(id, newId())),
      () => talent(forms.giveBack(id, newId())),
      () => talent(forms.askRelease(id)),
      () => talent(forms.dispute(id, newId())),
      () => world.asStaff(world.mediator, forms.dispute(id, newId())),
    ]),
  );
  const [possible, active, ended] = ["not-possible", "not-active", "ended"];
  const each = [active, possible, possible, possible, possible, ended, possible, possible, possible, possible];
  expect(told.map(reasonOf)).toEqual([...each, ...each, ...each]);
  const proposals = [client, talent].map((write) => () => write(proposal(world, newId(), [200_000n])));
  expect((await world.allUnmoved(proposals)).map(reasonOf)).toEqual(["ended", "ended"]);
});

test("a dispute comes too late for what was released, and for what silence gave back", async () => {
  const world = await openEscrowWorld();
  const [first, second] = await ids(world);
  const [client, talent] = [world.as("hiringManager").write, world.as("freelancer").write];
  await client(forms.release(first ?? "", newId()));
  await client(forms.fund(second ?? "", newId()));
  await client(forms.refund(second ?? "", newId()));
  world.at("2026-05-11T09:00:00Z"); // seven days later to the moment, and no tick came by
  const told = await world.allUnmoved([
    () => talent(forms.dispute(first ?? "", newId())),
    () => world.asStaff(world.mediator, forms.dispute(first ?? "", newId())),
    () => talent(forms.dispute(second ?? "", newId())),
  ]);
  expect(told).toEqual([
    { ok: false, reason: "not-possible", message: "Milestone 1 was released on 4 May 2026, 09:00 UTC." },
    { ok: false, reason: "not-possible", message: "Milestone 1 was released on 4 May 2026, 11:00 CEST." },
    { ok: false, reason: "not-possible", message: "Milestone 2 was refunded on 11 May 2026, 09:00 UTC." },
  ]);
});

test("a form's key does one deed on one thing: for another amount, milestone or deed it is told, and nothing moves", async () => {
  const world = await openEscrowWorld();
  const { contractId } = world;
  const [first = "", second = "", third = ""] = await ids(world);
  const [client, talent] = [world.as("hiringManager").write, world.as("freelancer").write];
  const [submitted, released, funded, bonus, asked, back, proposed] = Array.from({ length: 7 }, newId);
  const give =
    (key: string, amountMinor: bigint): Verb =>
    (ctx) =>
      giveBonus(ctx, { contractId, key, amountMinor, note: null });
  const done: [typeof client | typeof talent, Verb][] = [
    [talent, forms.submit(first, submitted ?? "")],
    [client, forms.release(first, released ?? "", 100_000n)],
    [client, forms.fund(second, funded ?? "")],
    [client, give(bonus ?? "", 1_000n)],
    [client, forms.refund(second, asked ?? "")],
    [talent, forms.giveBack(second, back ?? "")],
    [client, proposal(world, proposed ?? "", [900n])],
    [client, forms.fund(third, newId())],
  ];
  for (const [write, verb] of done) expect(await write(verb)).toEqual({ ok: true });
  const reused: [string, () => Promise<unknown>][] = [
    ["a submission", () => talent(forms.submit(third, submitted ?? ""))],
    ["a release of another amount", () => client(forms.release(first, released ?? "", 99_999n))],
    ["a release of another milestone", () => client(forms.release(third, released ?? ""))],
    ["a release under the key of a funding", () => client(forms.release(third, funded ?? ""))],
    ["a bonus under the key of a release", () => client(give(released ?? "", 1_000n))],
    ["another bonus", () => client(give(bonus ?? "", 1_001n))],
    ["a refund of another milestone", () => client(forms.refund(third, asked ?? ""))],
    ["what was given back before", () => talent(forms.giveBack(third, back ?? ""))],
    ["funding under the key of a bonus", () => client(forms.fund(third, bonus ?? ""))],
  ];
  const told = await world.allUnmoved(reused.map(([, deed]) => deed));
  for (const [index, [name]] of reused.entries()) expect(told[index], name).toBeInstanceOf(ConflictError);
  const same = await world.allUnmoved([
    () => talent(forms.submit(first, submitted ?? "")),
    () => client(forms.release(first, released ?? "", 100_000n)),
    () => client(forms.fund(second, funded ?? "")),
    () => client(give(bonus ?? "", 1_000n)),
    () => client(forms.refund(second, asked ?? "")),
    () => talent(forms.giveBack(second, back ?? "")),
    () => client(proposal(world, proposed ?? "", [900n])),
  ]);
  expect(same, "the same forms again").toEqual(same.map(() => ({ ok: true })));
});
