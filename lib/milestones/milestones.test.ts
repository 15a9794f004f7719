import { describe, expect, test } from "vitest";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { listLatestHistory } from "../approvals/queries";
import { endContract } from "../contracts/end-contract";
import { newId } from "../ids";
import { fundMilestone } from "./fund-milestone";
import { giveBack } from "./give-back";
import { giveBonus } from "./give-bonus";
import { findWork } from "./queries";
import { releaseMilestone } from "./release-milestone";
import { requestChanges } from "./request-changes";
import { requestRefund } from "./request-refund";
import { requestRelease } from "./request-release";
import { seenOf } from "./rules";
import { submitWork } from "./submit-work";

const work = (milestoneId: string) => ({ milestoneId, key: newId(), message: "As agreed.", links: [] });
const pay = (milestoneId: string, amountMinor: bigint | null = null) => ({
  milestoneId,
  key: newId(),
  amountMinor,
  note: null,
});

test("sending an offer holds its first milestone, acceptance turns the hold into escrow", async () => {
  const world = await openEscrowWorld();
  expect((await world.list()).map((each) => [each.number, each.state, each.heldMinor])).toEqual([
    [1, "funded", 100_000n],
    [2, "agreed", 0n],
    [3, "agreed", 0n],
  ]);
  expect(await world.pots()).toMatchObject({
    "company balance": 0n,
    "company credit": -100_000n,
    "offer hold": 0n,
    "milestone 1": 100_000n,
  });
  expect((await world.mailTo("freelancer")).map((mail) => mail.kind)).toContain("milestone-funded");
});

test("fund, submit, request changes, resubmit, approve and pay; five days later it is available", async () => {
  const world = await openEscrowWorld();
  const [first, second] = await world.list();
  if (!first || !second) throw new Error("no milestones");
  const client = world.as("hiringManager");
  const talent = world.as("freelancer");
  expect(await talent.write((ctx) => submitWork(ctx, work(first.id)))).toEqual({ ok: true });
  await world.pass(3);
  expect(await client.write((ctx) => requestChanges(ctx, { milestoneId: first.id, note: "Shorter." }))).toEqual({
    ok: true,
  });
  await world.pass(2);
  expect(await talent.write((ctx) => submitWork(ctx, work(first.id)))).toEqual({ ok: true });
  await world.pass(13.5);
  expect((await world.list())[0]?.state).toBe("submitted");
  const input = pay(first.id);
  // A page from before the first review shows work that is not the work any more.
  expect(await client.write((ctx) => releaseMilestone(ctx, { ...input, seen: "submitted/1/100000" }))).toMatchObject({
    ok: false,
    reason: "changed-meanwhile",
  });
  const seen = seenOf((await world.list())[0] ?? first);
  expect(await client.write((ctx) => releaseMilestone(ctx, { ...input, seen }))).toEqual({ ok: true });
  expect(await client.write((ctx) => releaseMilestone(ctx, input))).toEqual({ ok: true });
  expect(await world.pots()).toMatchObject({ "milestone 1": 0n, "talent pending": 100_000n });
  await world.pass(5);
  expect(await world.pots()).toMatchObject({ "talent pending": 0n, "talent available": 100_000n });
  expect(await client.write((ctx) => fundMilestone(ctx, { milestoneId: second.id, key: newId() }))).toEqual({
    ok: true,
  });
  expect(await world.events(world.contractId)).toEqual([
    "contract.started",
    "milestone.agreed",
    "milestone.funded",
    "milestone.submitted",
    "changes.requested",
    "milestone.submitted",
    "milestone.reminded",
    "milestone.released",
    "earnings.available",
    "milestone.funded",
  ]);
});

test("silence releases after 14 days, with notices on day 7 and 13; a late tick gives the same day", async () => {
  const world = await openEscrowWorld();
  const [first] = await world.list();
  await world.as("freelancer").write((ctx) => submitWork(ctx, work(first?.id ?? "")));
  await world.pass(7);
  await world.pass(6);
  await world.pass(9);
  expect((await world.list())[0]).toMatchObject({ state: "released", heldMinor: 0n });
  expect(await world.pots()).toMatchObject({ "talent pending": 0n, "talent available": 100_000n });
  const kinds = (await world.mailTo("hiringManager")).map((mail) => `${mail.kind} ${mail.props.is ?? ""}`.trim());
  expect(kinds).toEqual([
    "offer-accepted",
    "milestone-submitted",
    "auto-release-reminder first",
    "auto-release-reminder last",
    "milestone-released automatic",
  ]);
  expect((await world.mailTo("admin")).map((mail) => mail.kind)).toEqual(["auto-release-reminder"]);
});

test("a part is paid, the rest rolls on and is used first; the last rest is asked back", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 2000] });
  const [first, second] = await world.list();
  const client = world.as("hiringManager");
  expect(await client.write((ctx) => releaseMilestone(ctx, pay(first?.id ?? "", 70_000n)))).toEqual({ ok: true });
  expect((await world.list()).map((each) => [each.state, each.heldMinor, each.dueAt !== null])).toEqual([
    ["released", 0n, false],
    ["agreed", 30_000n, true],
  ]);
  expect(await client.write((ctx) => fundMilestone(ctx, { milestoneId: second?.id ?? "", key: newId() }))).toEqual({
    ok: true,
  });
  expect(await world.pots()).toMatchObject({ "milestone 2": 200_000n, "company credit": -270_000n });
  expect(await client.write((ctx) => releaseMilestone(ctx, pay(second?.id ?? "", 150_000n)))).toEqual({ ok: true });
  expect((await world.list())[1]).toMatchObject({ state: "refund_requested", heldMinor: 50_000n });
  await world.pass(7);
  expect((await world.list())[1]).toMatchObject({ state: "refunded", heldMinor: 0n, refundedMinor: 50_000n });
  expect(await world.pots()).toMatchObject({ "milestone 2": 0n, "company credit": -220_000n, "company balance": 0n });
});

test("funding that takes nothing, because enough rolled on, is done once however often the form is sent", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 300] });
  const [first, second] = await world.list();
  const client = world.as("hiringManager");
  await client.write((ctx) => releaseMilestone(ctx, pay(first?.id ?? "", 70_000n)));
  const form = { milestoneId: second?.id ?? "", key: newId() };
  expect(await client.write((ctx) => fundMilestone(ctx, form))).toEqual({ ok: true });
  expect(await world.unmoved(() => client.write((ctx) => fundMilestone(ctx, form)))).toEqual({ ok: true });
  expect(await world.unmoved(() => client.write((ctx) => fundMilestone(ctx, { ...form, key: newId() })))).toMatchObject(
    { ok: false, reason: "not-possible" },
  );
  expect((await world.list())[1]).toMatchObject({ state: "funded", heldMinor: 30_000n, fundedMinor: 30_000n });
});

test("what cannot be is refused with its reason, and nothing moves", async () => {
  const world = await openEscrowWorld();
  const other = await openEscrowWorld();
  const [first, second, third] = await world.list();
  const client = world.as("hiringManager");
  const refusal = (deed: () => Promise<unknown>) => world.unmoved(deed);
  expect(
    await refusal(() => client.write((ctx) => releaseMilestone(ctx, pay(first?.id ?? "", 100_001n)))),
  ).toMatchObject({
    reason: "more-than-held",
    message: "More than is held in escrow ($1,000.00).",
  });
  expect(await refusal(() => client.write((ctx) => releaseMilestone(ctx, pay(first?.id ?? "", -5n))))).toMatchObject({
    reason: "not-positive",
  });
  expect(
    await refusal(() => client.write((ctx) => fundMilestone(ctx, { milestoneId: second?.id ?? "", key: newId() }))),
  ).toMatchObject({ reason: "another-funded", message: "Another milestone is funded." });
  expect(await refusal(() => client.write((ctx) => releaseMilestone(ctx, pay(third?.id ?? ""))))).toMatchObject({
    reason: "not-possible",
  });
  const [foreign] = await other.list();
  expect(String(await refusal(() => client.write((ctx) => releaseMilestone(ctx, pay(foreign?.id ?? "")))))).toContain(
    "Not found",
  );
  expect(String(await refusal(() => client.write((ctx) => releaseMilestone(ctx, pay("nonsense")))))).toContain(
    "Not found",
  );
  expect(
    String(await refusal(() => world.as("financeAdmin").write((ctx) => releaseMilestone(ctx, pay(first?.id ?? ""))))),
  ).toContain("You may not");
  expect(
    String(
      await refusal(() => world.as("secondHiringManager").write((ctx) => releaseMilestone(ctx, pay(first?.id ?? "")))),
    ),
  ).toContain("Not found");
  expect(
    String(await refusal(() => world.as("secondFreelancer").write((ctx) => submitWork(ctx, work(first?.id ?? ""))))),
  ).toContain("Not found");
  expect(
    await refusal(() =>
      client.write((ctx) =>
        giveBonus(ctx, { contractId: world.contractId, key: newId(), amountMinor: 99n, note: null }),
      ),
    ),
  ).toMatchObject({
    reason: "too-small",
  });
});

test("refund: asked for, approved; asked for, silent for 7 days; given back unasked", async () => {
  for (const how of ["approve", "silence", "unasked"] as const) {
    const world = await openEscrowWorld();
    const [first] = await world.list();
    const milestoneId = first?.id ?? "";
    if (how !== "unasked")
      expect(
        await world
          .as("hiringManager")
          .write((ctx) => requestRefund(ctx, { milestoneId, key: newId(), reason: "Late." })),
      ).toEqual({ ok: true });
    if (how === "silence") await world.pass(7);
    else
      expect(await world.as("freelancer").write((ctx) => giveBack(ctx, { milestoneId, key: newId() }))).toEqual({
        ok: true,
      });
    expect((await world.list())[0]).toMatchObject({ state: "refunded", refundedMinor: 100_000n, heldMinor: 0n });
    expect(await world.pots()).toMatchObject({ "company credit": 0n, "company balance": 0n, "milestone 1": 0n });
  }
});

test("dormant: notices, the client's week, the freelancer's week, and who gets the money", async () => {
  for (const asks of [true, false]) {
    const world = await openEscrowWorld({ amounts: [1000] });
    const [first] = await world.list();
    const milestoneId = first?.id ?? "";
    for (const days of [76, 7, 7, 7]) await world.pass(days);
    const dormant = (await world.mailTo("freelancer")).filter((mail) => mail.kind === "contract-dormant");
    expect(dormant.map((mail) => mail.props.is)).toEqual([
      "dormant-notice",
      "dormant-final",
      "dormant",
      "dormant-talent",
    ]);
    if (asks)
      expect(await world.as("freelancer").write((ctx) => requestRelease(ctx, { milestoneId }))).toEqual({ ok: true });
    await world.pass(asks ? 14 : 7);
    expect((await world.list())[0]?.state).toBe(asks ? "released" : "refunded");
  }
});

describe("what a part payment leaves is asked back in the history and in words of its own", () => {
  const asked = async (world: EscrowWorld) => {
    const { contractId } = world;
    const told = async (role: "hiringManager" | "freelancer") =>
      (await world.as(role).read((ctx) => listLatestHistory(ctx, "contract", contractId, { cursor: null }))).rows
        .filter(({ action }) => action === "escrow.refund-requested" || action === "milestone.released")
        .map(({ action, data }) => `${action} ${data.milestone} ${data.amount}`);
    const work = await world.as("freelancer").read((ctx) => findWork(ctx, contractId));
    const mails = (await world.mailTo("freelancer")).filter(({ kind }) => kind === "escrow-refund-requested");
    return {
      client: await told("hiringManager"),
      talent: await told("freelancer"),
      page: work?.refundRequests.map(({ reason, amountMinor }) => [reason, amountMinor]),
      mails: mails.map(({ props }) => (props as { reason: string }).reason),
    };
  };
  const rest = "escrow.refund-requested 1 80000";
  const paid = "milestone.released 1 20000";

  test("of the last milestone", async () => {
    const world = await openEscrowWorld({ amounts: [1000] });
    const [only] = await world.list();
    await world.as("hiringManager").write((ctx) => releaseMilestone(ctx, pay(only?.id ?? "", 20_000n)));
    const reason = "The rest of a milestone that was paid in part.";
    expect(await asked(world)).toEqual({
      client: [rest, paid],
      talent: [rest, paid],
      page: [[reason, 80_000n]],
      mails: [reason],
    });
  });

  for (const [own, reason] of [
    [null, "What was not paid at the end of the contract."],
    ["Two scenes are missing.", "Two scenes are missing."],
  ] as const)
    test(`at the end of the contract: ${reason}`, async () => {
      const world = await openEscrowWorld({ amounts: [1000, 500] });
      const { contractId } = world;
      const end = { contractId, cause: "Work completed" as const, reason: own, pay: "part" as const, payAmount: "200" };
      expect(await world.as("hiringManager").write((ctx) => endContract(ctx, end))).toEqual({ ok: true });
      expect(await asked(world)).toEqual({
        client: [rest, paid],
        talent: [rest, paid],
        page: [[reason, 80_000n]],
        mails: [reason],
      });
    });

  test("and so is all of it where nothing is paid at the end", async () => {
    const world = await openEscrowWorld({ amounts: [1000] });
    const { contractId } = world;
    const end = { contractId, cause: "Work completed" as const, reason: null, pay: "none" as const };
    expect(await world.as("hiringManager").write((ctx) => endContract(ctx, end))).toEqual({ ok: true });
    expect(await asked(world)).toMatchObject({
      client: ["escrow.refund-requested 1 100000"],
      page: [["What was not paid at the end of the contract.", 100_000n]],
    });
  });
});
