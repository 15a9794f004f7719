import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import type { MemberRole } from "@/e2e/world/people";
import { openWorld, type World } from "@/e2e/world/world";
import { recordEvent } from "../audit/record-event";
import { ForbiddenError, NotFoundError } from "../errors";
import { runTick } from "../tick";
import { approveRequest } from "./approve-request";
import { declineRequest } from "./decline-request";
import { openDecisionLink } from "./open-decision-link";
import { remindApprover } from "./remind-approvers";

afterAll(closePool);

/** The tick at an instant: what it did to requests, their approvers and offers. */
async function tick(world: World, iso: string): Promise<Record<string, number>> {
  const ran = await runTick({ now: new Date(iso), accountId: world.accountId });
  return Object.fromEntries(
    Object.entries(ran).filter(([sweep, count]) => count > 0 && /^(requests|offers|approvers)\./.test(sweep)),
  );
}

const kinds = async (world: World, role: MemberRole) => (await world.mailTo(role)).map((mail) => mail.kind);
const approve = async (world: World, role: MemberRole, id: string) => {
  const decision = await world.decision(id);
  return world.as(role).write((ctx) => approveRequest(ctx, decision));
};

test("whoever has not answered is reminded on days 3 and 7, once each, with a link that works", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"]] } });
  const { id } = await world.pendingRequest();
  await approve(world, "secondApprover", id);
  expect(await tick(world, "2026-05-07T08:59:59.999Z")).toEqual({});
  expect(await tick(world, "2026-05-07T09:00:00Z")).toEqual({ "requests.reminded": 1 });
  expect(await tick(world, "2026-05-07T09:00:00Z")).toEqual({});
  expect(await tick(world, "2026-05-11T09:00:00Z")).toEqual({ "requests.reminded": 1 });
  expect(await tick(world, "2026-05-30T00:00:00Z")).toEqual({});
  expect(await kinds(world, "approver")).toEqual(["request-requested", "request-reminder", "request-reminder"]);
  expect(await kinds(world, "secondApprover")).toEqual(["request-requested"]);
  const reminders = (await world.mailTo("approver")).slice(1).map((mail) => mail.props);
  expect(reminders.map((props) => props.waitingFor)).toEqual(["3 days", "7 days"]);
  const token = String(reminders[1]?.decideUrl).split("/d/")[1] ?? "";
  expect(await openDecisionLink(world.as("approver").actor, token)).toMatchObject({ alive: true });
  expect(await openDecisionLink(world.as("secondApprover").actor, token)).toBeNull();
  expect(await world.events(id)).toEqual([
    "request.requested",
    "request.signed",
    "request.reminded",
    "request.reminded",
  ]);
});

test("the days of a second step count from when it opened", async () => {
  const world = await openWorld({ policy: { steps: [["approver"], ["secondApprover"]] } });
  const { id } = await world.pendingRequest();
  world.at("2026-05-06T09:00:00Z");
  await approve(world, "approver", id);
  expect(await tick(world, "2026-05-08T09:00:00Z")).toEqual({});
  expect(await tick(world, "2026-05-09T09:00:00Z")).toEqual({ "requests.reminded": 1 });
  expect(await kinds(world, "approver")).toEqual(["request-requested"]);
});

test("many ticks at once remind once, and what is decided is not reminded of", async () => {
  const world = await openWorld();
  const [open, declined] = [await world.pendingRequest(), await world.pendingRequest()];
  const decision = await world.decision(declined.id, "No.");
  await world.as("approver").write((ctx) => declineRequest(ctx, decision));
  const runs = await Promise.all(Array.from({ length: 4 }, () => tick(world, "2026-05-08T00:00:00Z")));
  expect(runs.reduce((sum, ran) => sum + (ran["requests.reminded"] ?? 0), 0)).toBe(1);
  expect((await kinds(world, "approver")).filter((kind) => kind === "request-reminder")).toHaveLength(1);
  expect(await world.events(open.id)).toEqual(["request.requested", "request.reminded"]);
});

test("after a pause of the tick only what is still true is told", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  // Day 8: one reminder, of eight days, not two.
  expect(await tick(world, "2026-05-12T09:00:00Z")).toEqual({ "requests.reminded": 1 });
  expect((await world.mailTo("approver")).at(-1)?.props).toMatchObject({ waitingFor: "8 days" });
  // Day 28 of another: it nears its end, and that mail says more than a reminder would.
  const other = await world.pendingRequest();
  expect(await tick(world, "2026-06-01T09:00:00Z")).toEqual({ "requests.warned": 2 });
  expect(await kinds(world, "approver")).toEqual([
    "request-requested",
    "request-requested",
    "request-reminder",
    "request-expiring",
    "request-expiring",
  ]);
  // Day 31 of a third: over, so nobody is reminded of it.
  const third = await openWorld();
  const late = await third.pendingRequest();
  expect(await tick(third, "2026-06-04T09:00:00Z")).toEqual({ "requests.expired": 1 });
  expect(await kinds(third, "approver")).toEqual(["request-requested"]);
  expect(await third.events(late.id)).toEqual(["request.requested", "request.expired"]);
  expect(await world.events(other.id)).toEqual(["request.requested", "request.expiring"]);
  expect(await world.events(id)).toHaveLength(3);
});

test("three days before its end the requester and the open approvers are told, once", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"]] } });
  const { id } = await world.pendingRequest();
  await approve(world, "secondApprover", id);
  await tick(world, "2026-05-31T08:59:59.999Z");
  expect(await kinds(world, "hiringManager")).toEqual([]);
  expect(await tick(world, "2026-05-31T09:00:00Z")).toEqual({ "requests.warned": 1 });
  expect(await tick(world, "2026-06-02T09:00:00Z")).toEqual({});
  expect(await world.mailTo("hiringManager")).toMatchObject([
    { kind: "request-expiring", props: { to: "requester", is: "pending", waitingFor: "Bo Lindqvist" } },
  ]);
  expect((await world.mailTo("approver")).at(-1)).toMatchObject({
    kind: "request-expiring",
    props: { to: "approver" },
  });
  expect(await kinds(world, "secondApprover")).toEqual(["request-requested"]);
});

test("the requester of an approval that nobody used is told, and again when a later end is near", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  const unused = await world.approvedRequest();
  expect(await tick(world, "2026-06-01T09:00:00Z")).toEqual({ "offers.warned": 1, "requests.warned": 1 });
  expect(await world.mailTo("hiringManager")).toMatchObject([
    { kind: "request-approved" },
    { kind: "request-approved" },
    { kind: "offer-expiring", props: { to: "sender" } },
    { kind: "request-expiring", props: { to: "requester", is: "approved" } },
  ]);
  expect((await world.mailTo("hiringManager")).at(-1)?.props.actionUrl).toContain(`request=${unused.id}`);
  expect((await world.mailTo("freelancer")).at(-1)).toMatchObject({ kind: "offer-expiring", props: { to: "talent" } });
  // The offer ends unanswered: its request is free again for a whole month, and is announced anew before that is over.
  expect(await tick(world, "2026-06-03T09:00:00Z")).toEqual({ "offers.expired": 1, "requests.expired": 1 });
  expect(await tick(world, "2026-06-30T09:00:00Z")).toEqual({ "requests.warned": 1 });
  expect(await world.events(offer.requestId ?? "")).toContain("request.expiring");
});

test("what lives no longer than the warning is not announced", async () => {
  const world = await openWorld({ policy: { expiryDays: 3 } });
  await world.pendingRequest();
  await world.approvedRequest();
  expect(await tick(world, "2026-05-04T09:00:01Z")).toEqual({});
  expect(await tick(world, "2026-05-07T08:59:59Z")).toEqual({});
});

test("an approver who has left is passed over, and the request goes on", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  const { userId } = world.as("approver").actor;
  await world.as("admin").write(async (ctx) => {
    await ctx.db.execute(
      `update memberships set state = 'removed', removed_at = '2026-05-05T00:00:00Z', audit_id = '${ctx.auditId}' where account_id = '${world.accountId}' and user_id = '${userId}'`,
    );
    recordEvent(ctx, "member.removed", "member", userId);
  });
  expect(await tick(world, "2026-05-07T09:00:00Z")).toEqual({ "approvers.missing": 1 });
  expect(await tick(world, "2026-05-07T09:00:00Z")).toEqual({});
  expect(await kinds(world, "approver")).toEqual(["request-requested"]);
  expect(await world.request(id)).toMatchObject({ state: "pending" });
});

test("“Remind” asks one approver again, once in 24 hours", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"]] } });
  const { id } = await world.pendingRequest();
  const remind = (role: MemberRole) => {
    const input = { requestId: id, approverId: world.as(role).actor.userId };
    return world.as("hiringManager").write((ctx) => remindApprover(ctx, input));
  };
  world.at("2026-05-04T14:00:00Z");
  expect(await remind("approver")).toEqual({ ok: true });
  expect((await world.mailTo("approver")).at(-1)).toMatchObject({
    kind: "request-reminder",
    props: { waitingFor: "5 hours" },
  });
  expect(await remind("secondApprover")).toEqual({ ok: true });
  world.at("2026-05-05T13:59:59.999Z");
  expect(await world.unmoved(() => remind("approver"))).toMatchObject({ ok: false, reason: "reminded-lately" });
  world.at("2026-05-05T14:00:00Z");
  const tries = await Promise.all(Array.from({ length: 5 }, () => remind("approver")));
  expect(tries.filter((result) => result.ok)).toHaveLength(1);
  expect(await kinds(world, "approver")).toEqual(["request-requested", "request-reminder", "request-reminder"]);
  await approve(world, "approver", id);
  world.at("2026-05-07T00:00:00Z");
  expect(await world.unmoved(() => remind("approver"))).toEqual({ ok: false, reason: "already-decided" });
});

test("nobody else reminds, and nobody who was not asked is reminded", async () => {
  const [world, other] = [
    await openWorld({ policy: { steps: [["approver"], ["secondApprover"]] } }),
    await openWorld(),
  ];
  const { id } = await world.pendingRequest();
  const approverId = world.as("approver").actor.userId;
  const attempt = (of: World, role: MemberRole, about: string, whom: string) =>
    world.unmoved(() => of.as(role).write((ctx) => remindApprover(ctx, { requestId: about, approverId: whom })));
  for (const role of ["approver", "admin", "programOwner"] as const)
    expect(await attempt(world, role, id, approverId), role).toBeInstanceOf(ForbiddenError);
  for (const role of ["secondHiringManager", "financeAdmin"] as const)
    expect(await attempt(world, role, id, approverId), role).toBeInstanceOf(NotFoundError);
  expect(await attempt(other, "hiringManager", id, approverId)).toBeInstanceOf(NotFoundError);
  for (const absent of [randomUUID(), "nothing"]) {
    expect(await attempt(world, "hiringManager", absent, approverId)).toBeInstanceOf(NotFoundError);
    expect(await attempt(world, "hiringManager", id, absent)).toBeInstanceOf(ForbiddenError);
  }
  const waiting = world.as("secondApprover").actor.userId;
  expect(await attempt(world, "hiringManager", id, waiting)).toEqual({ ok: false, reason: "already-decided" });
});
