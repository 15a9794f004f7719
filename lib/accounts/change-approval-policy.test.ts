import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import type { MemberRole } from "@/e2e/world/people";
import { openWorld, type World } from "@/e2e/world/world";
import { approveRequest } from "../approvals/approve-request";
import { ForbiddenError } from "../errors";
import { changeApprovalPolicy } from "./change-approval-policy";
import { findApprovalPolicy } from "./queries";
import { type ChangeApprovalPolicyInput, changeApprovalPolicyInput } from "./schema";
import { getWorkspace } from "./workspace";

afterAll(closePool);

const userId = (world: World, role: MemberRole) => world.as(role).actor.userId;

function input(world: World, change: Partial<ChangeApprovalPolicyInput> = {}): ChangeApprovalPolicyInput {
  const approvers = [{ step: 1, position: 1, userId: userId(world, "secondApprover") }];
  return {
    version: 1,
    enabled: true,
    scope: "direct",
    expiryDays: 10,
    declineReasonRequired: false,
    envelope: "percent",
    envelopePercent: 15,
    approvers,
    ...change,
  };
}

test("a change adds a version, with who and what in the history", async () => {
  const world = await openWorld();
  expect(await world.as("admin").write((ctx) => changeApprovalPolicy(ctx, input(world)))).toEqual({
    ok: true,
    version: 2,
  });
  expect(await world.as("admin").read(findApprovalPolicy)).toMatchObject({
    version: 2,
    scope: "direct",
    expiryDays: 10,
    declineReasonRequired: false,
    envelope: "percent",
    envelopePercent: 15,
    approvers: [{ step: 1, name: "Priya Raman", active: true }],
  });
  expect(await world.events(world.accountId)).toEqual([
    "account.opened",
    "team.added",
    "team.added",
    "policy.changed",
    "policy.changed",
  ]);
});

test("requests in flight keep the policy they were submitted under", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  await world.as("programOwner").write((ctx) => changeApprovalPolicy(ctx, input(world, { enabled: false })));
  const request = await world.request(id);
  expect(request).toMatchObject({
    policyVersion: 1,
    expiryDays: 30,
    declineReasonRequired: true,
    slots: [{ approverName: "Bo Lindqvist", state: "open" }],
  });
  const decision = await world.decision(id);
  expect(await world.as("approver").write((ctx) => approveRequest(ctx, decision))).toEqual({
    ok: true,
    state: "approved",
  });
});

test("the second of two admins is told that it changed meanwhile", async () => {
  const world = await openWorld();
  await world.as("admin").write((ctx) => changeApprovalPolicy(ctx, input(world)));
  expect(
    await world.unmoved(() => world.as("programOwner").write((ctx) => changeApprovalPolicy(ctx, input(world)))),
  ).toEqual({ ok: false, reason: "changed-meanwhile" });
  const both = await Promise.all(
    [1, 2].map(() => world.as("admin").write((ctx) => changeApprovalPolicy(ctx, input(world, { version: 2 })))),
  );
  expect(both.map((result) => result.ok).toSorted()).toEqual([false, true]);
});

test("only admins and program owners set it", async () => {
  const world = await openWorld();
  for (const role of ["hiringManager", "approver", "financeAdmin", "freelancer"] as const) {
    expect(
      await world.unmoved(() => world.as(role).write((ctx) => changeApprovalPolicy(ctx, input(world)))),
    ).toBeInstanceOf(ForbiddenError);
  }
});

test("somebody without a seat cannot be named", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const approvers = [{ step: 1, position: 1, userId: userId(other, "approver") }];
  expect(
    await world.unmoved(() => world.as("admin").write((ctx) => changeApprovalPolicy(ctx, input(world, { approvers })))),
  ).toMatchObject({ reason: "invalid", fieldErrors: { step1a: [expect.any(String)] } });
});

test("the form as it is sent fills two steps", async () => {
  const world = await openWorld();
  const form = {
    version: "1",
    enabled: "on",
    scope: "all",
    expiryDays: "7",
    declineReason: "optional",
    envelope: "strict",
    envelopePercent: "10",
    step1a: userId(world, "approver"),
    step1b: userId(world, "secondApprover"),
    step2a: "",
    step2b: userId(world, "thirdApprover"),
  };
  await world.as("admin").write((ctx) => changeApprovalPolicy(ctx, changeApprovalPolicyInput.parse(form)));
  const policy = await world.as("admin").read(findApprovalPolicy);
  expect(policy?.approvers.map(({ step, position, name }) => [step, position, name])).toEqual([
    [1, 1, "Bo Lindqvist"],
    [1, 2, "Priya Raman"],
    [2, 1, "Noor Haddad"],
  ]);
});

test("switching approvals on tells every member once; any other change tells nobody", async () => {
  const world = await openWorld({ policy: { enabled: false } });
  const change = (by: MemberRole, facts: Partial<ChangeApprovalPolicyInput>) =>
    world.as(by).write((ctx) => changeApprovalPolicy(ctx, input(world, facts)));
  const told = async () =>
    Promise.all(
      (["hiringManager", "approver", "admin", "financeAdmin"] as const).map(
        async (role) => (await world.mailTo(role)).filter((mail) => mail.kind === "approvals-enabled").length,
      ),
    );
  await change("admin", { version: 1, enabled: false });
  expect(await told()).toEqual([0, 0, 0, 0]);
  await change("programOwner", { version: 2, expiryDays: 1 });
  await change("admin", { version: 3, scope: "all" });
  expect(await told()).toEqual([1, 1, 1, 1]);
  expect(await world.mailTo("freelancer")).toEqual([]);
  expect((await world.mailTo("hiringManager"))[0]?.props).toMatchObject({
    changedBy: "Olu Adeyemi",
    scope: "Direct offers only",
    steps: ["Step 1: Priya Raman"],
    expiry: "1 day",
  });
  await change("admin", { version: 4, enabled: false });
  await change("admin", { version: 5 });
  expect(await told()).toEqual([2, 2, 2, 2]);
});

test("who may send offers is told on every page until their next one; a company opened with approvals on tells nobody", async () => {
  const [world, opened] = [await openWorld({ policy: { enabled: false } }), await openWorld()];
  const isNew = async (of: World, role: MemberRole) => (await of.as(role).read(getWorkspace)).approvalsNew;
  const change = (version: number, facts: Partial<ChangeApprovalPolicyInput> = {}) =>
    world.as("admin").write((ctx) => changeApprovalPolicy(ctx, input(world, { version, scope: "direct", ...facts })));
  expect(await isNew(opened, "hiringManager")).toBe(false);
  await world.pendingOffer({ kind: "direct", requestId: "" });
  expect(await isNew(world, "hiringManager")).toBe(false);
  world.at("2026-05-05T09:00:00Z");
  await change(1);
  world.at("2026-05-06T09:00:00Z");
  await change(2, { expiryDays: 3 });
  expect(await isNew(world, "hiringManager")).toBe(true);
  const { id } = await world.approvedRequest();
  expect(await isNew(world, "hiringManager")).toBe(true);
  await world.pendingOffer({ requestId: id });
  expect([await isNew(world, "hiringManager"), await isNew(world, "secondHiringManager")]).toEqual([false, true]);
  world.at("2026-05-07T09:00:00Z");
  await change(3, { enabled: false });
  expect(await isNew(world, "secondHiringManager")).toBe(false);
  await change(4);
  expect([await isNew(world, "hiringManager"), await isNew(world, "secondHiringManager")]).toEqual([true, true]);
});
