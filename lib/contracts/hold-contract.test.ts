import { expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { listLatestHistory } from "../approvals/queries";
import { type Ctx, readAs } from "../ctx";
import { newId } from "../ids";
import { answerProposal } from "../milestones/answer-proposal";
import { fundMilestone } from "../milestones/fund-milestone";
import { giveBonus } from "../milestones/give-bonus";
import { asProposed, proposeChange } from "../milestones/propose-change";
import { findOpenProposal } from "../milestones/queries";
import { releaseMilestone } from "../milestones/release-milestone";
import { endContract } from "./end-contract";
import { describeOpenPauses, holdContract, liftHold } from "./hold-contract";
import { pauseContract, restartContract } from "./pause-contract";
import { findContract, findOwnContract, listContracts } from "./queries";

const everything = { state: null, kind: null, contractType: null, search: "", cursor: null };

/** Both deeds of payment operations; whatever they answer. */
const verbs: readonly ((ctx: Ctx, input: { contractId: string; reason: string }) => Promise<unknown>)[] = [
  holdContract,
  liftHold,
];

/** Which of both sides got a mail of this kind. */
const told = async (world: EscrowWorld, kind: string) => {
  const got: string[] = [];
  for (const role of ["hiringManager", "freelancer"] as const)
    if ((await world.mailTo(role)).some((mail) => mail.kind === kind)) got.push(role);
  return got;
};

test("payment operations pause a contract; the client cannot restart it, and the client's own pause outlives theirs", async () => {
  const world = await openEscrowWorld({ contractType: "hourly" });
  const { contractId } = world;
  const client = world.as("hiringManager");
  const state = async () => (await client.read((ctx) => findOwnContract(ctx, contractId)))?.state;
  const input = { contractId, reason: "Two accounts, one bank." };
  expect(await world.asStaff(world.payments, (ctx) => holdContract(ctx, input))).toEqual({ ok: true });
  expect(await state()).toBe("paused");
  expect(await told(world, "contract-paused")).toEqual(["hiringManager", "freelancer"]);
  for (const role of ["hiringManager", "freelancer"] as const)
    expect(JSON.stringify(await world.mailTo(role))).not.toContain("one bank");
  // Nor does the history of either side say it, whose lines quote notes and reasons.
  for (const role of ["hiringManager", "freelancer"] as const) {
    const { rows } = await world
      .as(role)
      .read((ctx) => listLatestHistory(ctx, "contract", contractId, { cursor: null }));
    const quoted = rows
      .filter(({ action }) => action === "contract.paused")
      .map(({ data }) => [data.note, data.reason]);
    expect(quoted).toEqual([[undefined, undefined]]);
  }
  expect(await world.unmoved(() => client.write((ctx) => restartContract(ctx, { contractId })))).toMatchObject({
    reason: "paused-by-platform",
  });
  expect(
    await world.unmoved(() => world.asStaff(world.secondPayments, (ctx) => holdContract(ctx, input))),
  ).toMatchObject({ reason: "held-already" });
  const [pause] = await readAs(world.payments, (ctx) => describeOpenPauses(ctx, contractId));
  expect(pause).toMatchObject({ cause: "risk", pausedByName: "Paula", staffReason: "Two accounts, one bank." });

  expect(await client.write((ctx) => pauseContract(ctx, { contractId }))).toEqual({ ok: true });
  const lift = { contractId, reason: "Checked." };
  expect(await world.asStaff(world.secondPayments, (ctx) => liftHold(ctx, lift))).toEqual({
    ok: true,
    stillPaused: true,
  });
  expect(await state()).toBe("paused");
  expect(await told(world, "contract-restarted")).toEqual([]);
  expect(await world.unmoved(() => world.asStaff(world.payments, (ctx) => liftHold(ctx, lift)))).toMatchObject({
    reason: "not-held",
  });
  expect(await client.write((ctx) => restartContract(ctx, { contractId }))).toEqual({ ok: true, stillPaused: false });
  expect(await state()).toBe("active");
  expect(await told(world, "contract-restarted")).toEqual(["hiringManager", "freelancer"]);
});

test("fixed-price work under a hold is not funded, but what is held is released; an ended contract is not held", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000] });
  const { contractId } = world;
  const [first, second] = await world.list();
  const client = world.as("hiringManager");
  const reason = "A question of the bank.";
  expect(await world.asStaff(world.payments, (ctx) => holdContract(ctx, { contractId, reason }))).toEqual({ ok: true });
  const paused = (await world.mailTo("freelancer")).find((mail) => mail.kind === "contract-paused");
  expect(paused?.props.is).toBe("platform-fixed");
  const release = { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null };
  expect(await client.write((ctx) => releaseMilestone(ctx, release))).toEqual({ ok: true });
  const fund = { milestoneId: second?.id ?? "", key: newId() };
  expect(await world.unmoved(() => client.write((ctx) => fundMilestone(ctx, fund)))).toMatchObject({
    reason: "not-active",
  });
  const bonus = { contractId, key: newId(), amountMinor: 2_000n, note: null };
  expect(await world.unmoved(() => client.write((ctx) => giveBonus(ctx, bonus)))).toMatchObject({ reason: "held" });
  expect(await world.asStaff(world.payments, (ctx) => liftHold(ctx, { contractId, reason }))).toEqual({
    ok: true,
    stillPaused: false,
  });
  const restarted = (await world.mailTo("freelancer")).find((mail) => mail.kind === "contract-restarted");
  expect(restarted?.props.is).toBe("fixed");
  expect(await client.write((ctx) => fundMilestone(ctx, fund))).toEqual({ ok: true });
  expect(await client.write((ctx) => giveBonus(ctx, bonus))).toEqual({ ok: true });
  const end = { contractId, cause: "Other" as const, reason: null };
  expect(await world.as("freelancer").write((ctx) => endContract(ctx, end))).toEqual({ ok: true });
  for (const verb of verbs)
    expect(
      await world.unmoved(() => world.asStaff(world.payments, (ctx) => verb(ctx, { contractId, reason }))),
    ).toMatchObject({ ok: false });
});

test("a raise that both sides agree puts nothing into escrow under a hold; a lowered amount comes back", async () => {
  const world = await openEscrowWorld({ amounts: [1000] });
  const { contractId } = world;
  const reason = "A question of the bank.";
  const client = world.as("hiringManager");
  const agree = async (more: bigint) => {
    const target = (await world.list()).map((each) => ({
      ...asProposed(each),
      amountMinor: (each.amountMinor + more).toString(),
    }));
    const input = { contractId, key: newId(), target, note: null };
    expect(await world.as("freelancer").write((ctx) => proposeChange(ctx, input))).toEqual({ ok: true });
    const open = await client.read((ctx) => findOpenProposal(ctx, contractId));
    return { contractId, proposalId: open?.id ?? "", accept: true };
  };
  const raise = await agree(50_000n);
  expect(await world.asStaff(world.payments, (ctx) => holdContract(ctx, { contractId, reason }))).toEqual({ ok: true });
  expect(await world.unmoved(() => client.write((ctx) => answerProposal(ctx, raise)))).toMatchObject({
    reason: "not-active",
  });
  expect(await client.write((ctx) => answerProposal(ctx, { ...raise, accept: false }))).toEqual({ ok: true });
  const lower = await agree(-50_000n);
  expect(await client.write((ctx) => answerProposal(ctx, lower))).toEqual({ ok: true });
  expect((await world.list()).map((each) => each.heldMinor)).toEqual([50_000n]);
});

test("nobody but payment operations holds a contract, and support agents read only those with a dispute", async () => {
  const world = await openEscrowWorld();
  const elsewhere = await openEscrowWorld();
  const { contractId } = world;
  const input = { contractId, reason: "Because." };
  for (const who of ["hiringManager", "admin", "financeAdmin", "freelancer"] as const)
    for (const verb of verbs)
      expect(String(await world.unmoved(() => world.as(who).write((ctx) => verb(ctx, input))))).toContain(
        "You may not",
      );
  for (const verb of verbs) {
    expect(String(await world.unmoved(() => world.asStaff(world.mediator, (ctx) => verb(ctx, input))))).toContain(
      "You may not",
    );
    expect(String(await world.unmoved(() => world.asStaff(elsewhere.payments, (ctx) => verb(ctx, input))))).toContain(
      "contract",
    );
  }
  const number = String((await world.as("admin").read((ctx) => findOwnContract(ctx, contractId)))?.number);
  expect(await readAs(world.mediator, (ctx) => findContract(ctx, number))).toBeNull();
  expect((await readAs(world.mediator, (ctx) => listContracts(ctx, everything))).rows).toEqual([]);
  expect(await readAs(world.payments, (ctx) => findContract(ctx, number))).toMatchObject({ id: contractId });
  expect((await readAs(world.payments, (ctx) => listContracts(ctx, everything))).rows).toHaveLength(1);
});
