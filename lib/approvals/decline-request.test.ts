import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { ForbiddenError, NotFoundError } from "../errors";
import { approveRequest } from "./approve-request";
import { declineRequest } from "./decline-request";
import { findOutcome } from "./queries";

afterAll(closePool);

async function decline(world: World, role: Role, requestId: string, reason: string | null = "Not in this budget.") {
  const input = await world.decision(requestId, reason);
  return world.as(role).write((ctx) => declineRequest(ctx, input, "mail"));
}

test("one no ends the request: the others are asked no longer, the requester learns who and why", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"], ["thirdApprover"]] } });
  const { id } = await world.pendingRequest();
  expect(await decline(world, "approver", id)).toEqual({ ok: true, state: "declined" });
  const request = await world.request(id);
  expect(request).toMatchObject({ state: "declined", decidedAs: "declined", expiresAt: null });
  expect(Object.fromEntries(request.slots.map((slot) => [slot.approverName, slot.state]))).toEqual({
    "Bo Lindqvist": "declined",
    "Priya Raman": "closed",
    "Noor Haddad": "closed",
  });
  expect(await world.as("admin").read((ctx) => findOutcome(ctx, id))).toMatchObject({
    outcome: "declined",
    byName: "Bo Lindqvist",
    reason: "Not in this budget.",
  });
  expect(await world.events(id)).toEqual(["request.requested", "request.declined"]);
  expect(await world.mailTo("hiringManager")).toMatchObject([
    { kind: "request-declined", props: { approverName: "Bo Lindqvist", reason: "Not in this budget." } },
  ]);
  expect(await world.mailTo("thirdApprover")).toEqual([]);
});

test("a reason is required where the policy says so, and the message stands at the field", async () => {
  const strict = await openWorld();
  const { id } = await strict.pendingRequest();
  expect(await strict.unmoved(() => decline(strict, "approver", id, null))).toEqual({
    ok: false,
    reason: "invalid",
    fieldErrors: { reason: ["Say why you decline; the requester reads it."] },
  });
  const lenient = await openWorld({ policy: { declineReasonRequired: false } });
  const other = await lenient.pendingRequest();
  expect(await decline(lenient, "approver", other.id, null)).toEqual({ ok: true, state: "declined" });
});

test("declining twice is declining once; the second decider is told who was first", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"]] } });
  const { id } = await world.pendingRequest();
  await decline(world, "approver", id);
  expect(await world.unmoved(() => decline(world, "approver", id))).toEqual({ ok: true, state: "declined" });
  const yes = await world.decision(id);
  const late = await world.unmoved(() => world.as("secondApprover").write((ctx) => approveRequest(ctx, yes)));
  expect(late).toMatchObject({
    ok: false,
    reason: "already-decided",
    message: expect.stringMatching(/^Already declined by Bo Lindqvist on 4 May 2026, 11:00/),
  });
});

test("only somebody who was asked may decline", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const { id } = await world.pendingRequest();
  const input = await world.decision(id, "No.");
  for (const role of ["hiringManager", "admin", "programOwner"] as const)
    expect(await world.unmoved(() => world.as(role).write((ctx) => declineRequest(ctx, input)))).toBeInstanceOf(
      ForbiddenError,
    );
  for (const role of ["secondApprover", "financeAdmin", "freelancer"] as const)
    expect(await world.unmoved(() => world.as(role).write((ctx) => declineRequest(ctx, input)))).toBeInstanceOf(
      NotFoundError,
    );
  expect(await world.unmoved(() => other.as("approver").write((ctx) => declineRequest(ctx, input)))).toBeInstanceOf(
    NotFoundError,
  );
});
