import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld } from "@/e2e/world/world";
import { ForbiddenError } from "../errors";
import { requestApproval } from "./request-approval";

afterAll(closePool);

test("a hiring manager asks: the request waits for its approver, who gets a mail with the whole case", async () => {
  const world = await openWorld();
  const input = world.requestInput({ neededBy: "2026-05-11" });
  const result = await world.as("hiringManager").write((ctx) => requestApproval(ctx, input));
  expect(result).toEqual({ ok: true, requestId: input.id });
  const request = await world.request(input.id);
  expect(request).toMatchObject({
    state: "pending",
    estimatedTotalMinor: 11_400_00n,
    policyVersion: 1,
    currentStep: 1,
    stepCount: 1,
    expiresAt: new Date("2026-06-03T09:00:00Z"),
  });
  expect(request.slots).toMatchObject([{ approverName: "Bo Lindqvist", state: "open", decision: null }]);
  expect(await world.events(input.id)).toEqual(["request.requested"]);
  const mails = await world.mailTo("approver");
  expect(mails).toMatchObject([
    {
      kind: "request-requested",
      props: { title: "Payroll audit, March", requesterName: "Hana Okafor", estimatedTotal: "$11,400.00", step: 1 },
    },
  ]);
  expect(mails[0]?.props.decideUrl).toMatch(/\/d\/[\w-]{97}$/);
});

test("who may not hire in the team asks in vain", async () => {
  const world = await openWorld();
  const elsewhere = world.requestInput({ teamId: world.company.team("Product design") });
  const here = world.requestInput();
  for (const [role, input] of [
    ["hiringManager", elsewhere],
    ["secondHiringManager", here],
    ["approver", here],
    ["financeAdmin", here],
    ["freelancer", here],
  ] as const) {
    expect(await world.unmoved(() => world.as(role).write((ctx) => requestApproval(ctx, input)))).toBeInstanceOf(
      ForbiddenError,
    );
  }
});

test("admins and program owners ask in any team, never for one of another company", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const own = world.requestInput({ teamId: world.company.team("Product design") });
  expect(await world.as("admin").write((ctx) => requestApproval(ctx, own))).toMatchObject({ ok: true });
  for (const teamId of [other.company.team(), randomUUID()]) {
    const input = world.requestInput({ teamId });
    expect(
      await world.unmoved(() => world.as("programOwner").write((ctx) => requestApproval(ctx, input))),
    ).toMatchObject({ reason: "invalid", fieldErrors: { teamId: ["Choose one of your teams."] } });
  }
});

test("the same form sent twice makes one request and one mail", async () => {
  const world = await openWorld();
  const input = world.requestInput();
  await world.as("hiringManager").write((ctx) => requestApproval(ctx, input));
  expect(
    await world.unmoved(() =>
      world.as("hiringManager").write((ctx) => requestApproval(ctx, { ...input, title: "Another title" })),
    ),
  ).toEqual({ ok: true, requestId: input.id });
  expect(await world.mailTo("approver")).toHaveLength(1);
});

test("somebody else's form id is not taken over", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  const input = world.requestInput({ id, teamId: world.company.team("Product design") });
  expect(
    await world.unmoved(() => world.as("secondHiringManager").write((ctx) => requestApproval(ctx, input))),
  ).toMatchObject({ reason: "invalid" });
});

test("while approvals are off, or never were set, nobody asks", async () => {
  for (const policy of [null, { enabled: false }]) {
    const world = await openWorld({ policy });
    const input = world.requestInput();
    expect(await world.unmoved(() => world.as("hiringManager").write((ctx) => requestApproval(ctx, input)))).toEqual({
      ok: false,
      reason: "approvals-off",
    });
  }
});

test("a step that nobody can decide stops the submit", async () => {
  const world = await openWorld({ policy: { steps: [["hiringManager"]] } });
  const input = world.requestInput();
  expect(await world.unmoved(() => world.as("hiringManager").write((ctx) => requestApproval(ctx, input)))).toEqual({
    ok: false,
    reason: "nobody-can-decide",
    message: "You are the only approver in step 1. Ask an admin to name another.",
  });
});

test("a requester who is one of two approvers is passed over", async () => {
  const world = await openWorld({ policy: { steps: [["hiringManager", "approver"], ["secondApprover"]] } });
  const request = await world.pendingRequest();
  expect(Object.fromEntries(request.slots.map((slot) => [slot.approverName, slot.state]))).toEqual({
    "Hana Okafor": "skipped",
    "Bo Lindqvist": "open",
    "Priya Raman": "waiting",
  });
  expect(await world.mailTo("hiringManager")).toEqual([]);
  expect(await world.mailTo("secondApprover")).toEqual([]);
});

test("needed by is today or later, where the company is", async () => {
  // 23:30 UTC on 4 May is 5 May in Berlin already.
  const world = await openWorld({ now: "2026-05-04T23:30:00Z" });
  const ask = (neededBy: string) =>
    world.as("hiringManager").write((ctx) => requestApproval(ctx, world.requestInput({ neededBy })));
  expect(await world.unmoved(() => ask("2026-05-04"))).toMatchObject({
    reason: "invalid",
    fieldErrors: { neededBy: ["Choose today or a later day."] },
  });
  expect(await ask("2026-05-05")).toMatchObject({ ok: true });
});

test("thirty days are thirty times 24 hours, also when clocks change in between", async () => {
  const world = await openWorld({ now: "2026-10-20T08:30:00Z" });
  const { expiresAt } = await world.pendingRequest();
  expect(expiresAt).toEqual(new Date("2026-11-19T08:30:00Z"));
});

test("a copy remembers its origin, unless that is somebody else's", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const origin = await world.pendingRequest();
  const foreign = await other.pendingRequest();
  expect(await world.pendingRequest({ copiedFrom: origin.id })).toMatchObject({ copiedFrom: origin.id });
  expect(await world.pendingRequest({ copiedFrom: foreign.id })).toMatchObject({ copiedFrom: null });
});

test("long, hostile and right-to-left words come back as they were", async () => {
  const world = await openWorld();
  const words = {
    title: "مراجعة 🚀 <b>'\"; drop table offers; --",
    reason: `${"🚀".repeat(1_999)}!`,
    talentName: "O’Neil \\ {{x}} %00",
  };
  expect(await world.pendingRequest(words)).toMatchObject(words);
});

test("the largest total a form lets through fits its column", async () => {
  const world = await openWorld();
  const request = await world.pendingRequest({
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    budget: "999,999,999,999.99",
  });
  expect(request.estimatedTotalMinor).toBe(99_999_999_999_999n);
});
