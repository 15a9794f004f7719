import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { removeSeat } from "@/db/model/drive";
import type { MemberRole } from "@/e2e/world/people";
import { openWorld, type World } from "@/e2e/world/world";
import { writeAs } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { newId } from "../ids";
import { listNotices } from "../notifications/queries";
import { runTick } from "../tick";
import { approveRequest } from "./approve-request";
import { declineRequest } from "./decline-request";
import { listRequests } from "./list-requests";
import { openDecisionLink } from "./open-decision-link";
import { findRequest } from "./queries";
import { replaceApprover } from "./replace-approver";
import { statusOf } from "./request-status";
import { withdrawRequest } from "./withdraw-request";

afterAll(closePool);

const idOf = (world: World, role: MemberRole) => world.as(role).actor.userId;

const replace = (world: World, by: MemberRole, requestId: string, from: MemberRole, to: MemberRole) =>
  world
    .as(by)
    .write((ctx) => replaceApprover(ctx, { requestId, approverId: idOf(world, from), replacementId: idOf(world, to) }));

async function approve(world: World, role: MemberRole, id: string) {
  const decision = await world.decision(id);
  return world.as(role).write((ctx) => approveRequest(ctx, decision));
}

/** Slots as "who state", in the order of the steps. */
const slots = async (world: World, id: string) =>
  (await world.request(id)).slots.map((slot) => `${slot.step} ${slot.approverName} ${slot.state}`);

const kinds = async (world: World, role: MemberRole) => (await world.mailTo(role)).map((mail) => mail.kind);

async function linkTo(world: World, role: MemberRole): Promise<string> {
  const mail = (await world.mailTo(role)).findLast((each) => "decideUrl" in each.props);
  return String(mail?.props.decideUrl).split("/d/")[1] ?? "";
}

const leave = (world: World, role: MemberRole) =>
  writeAs(world.system, (ctx) => removeSeat(ctx, idOf(world, role)), { now: world.now ?? new Date(0) });

const tick = async (world: World, iso: string) =>
  (await runTick({ now: new Date(iso), accountId: world.accountId }))["approvers.missing"];

test("the open slot passes on: the new person is asked and decides, the one before is out, the clock runs on", async () => {
  const world = await openWorld();
  const { id, expiresAt } = await world.pendingRequest();
  const [old, before] = [await linkTo(world, "approver"), await world.decision(id)];
  world.at("2026-05-06T10:00:00Z");
  expect(await replace(world, "admin", id, "approver", "secondApprover")).toEqual({ ok: true });
  expect(await slots(world, id)).toEqual(["1 Priya Raman open"]);
  expect(await world.request(id)).toMatchObject({ state: "pending", expiresAt });
  expect(await world.mailTo("secondApprover")).toMatchObject([
    { kind: "request-requested", props: { step: 1, approvers: [{ name: "Priya Raman", status: "Waiting" }] } },
  ]);
  expect(await world.events(id)).toEqual(["request.requested", "request.approver-replaced"]);

  expect(await openDecisionLink(world.as("approver").actor, old)).toBeNull();
  expect(await world.as("approver").read((ctx) => findRequest(ctx, id))).toBeNull();
  const shown = { tab: "all", search: "", requesterId: null, teamId: null, kind: null, orderNumber: null } as const;
  const listOf = async (role: MemberRole, waitingForMe: boolean, approver: MemberRole | null = null) =>
    world.as(role).read((ctx) =>
      listRequests(ctx, {
        ...shown,
        waitingForMe,
        approverId: approver && idOf(world, approver),
        sort: waitingForMe ? "queue" : "newest",
        cursor: null,
      }),
    );
  for (const waiting of [true, false]) {
    expect((await listOf("approver", waiting)).rows).toEqual([]);
    expect((await listOf("secondApprover", waiting)).rows).toMatchObject([{ id }]);
  }
  expect((await listOf("admin", false, "approver")).rows).toEqual([]);
  expect((await listOf("admin", false, "secondApprover")).rows).toMatchObject([
    { slots: [{ name: "Priya Raman", state: "open" }] },
  ]);
  await expect(world.as("approver").write((ctx) => approveRequest(ctx, before))).rejects.toThrow(NotFoundError);

  expect(await openDecisionLink(world.as("secondApprover").actor, await linkTo(world, "secondApprover"))).toMatchObject(
    { alive: true },
  );
  expect(await approve(world, "secondApprover", id)).toEqual({ ok: true, state: "approved" });
  const told = async (role: MemberRole) =>
    (await world.as(role).read((ctx) => listNotices(ctx))).rows.map((notice) => notice.title);
  expect(await told("approver")).toContainEqual(expect.stringContaining("Priya Raman decides instead"));
  expect(await told("hiringManager")).toContainEqual(expect.stringContaining("instead of Bo Lindqvist"));
});

test("decisions already given stay; a co-approver's link is dead and their page works; a later slot passes on unasked", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"], ["thirdApprover"]] } });
  const { id } = await world.pendingRequest();
  await approve(world, "secondApprover", id);
  expect(await replace(world, "admin", id, "secondApprover", "fourthApprover")).toMatchObject({
    ok: false,
    reason: "already-decided",
    message: "Priya Raman approved this request in the meantime. Nobody was replaced.",
  });
  expect(await replace(world, "programOwner", id, "thirdApprover", "fourthApprover")).toEqual({ ok: true });
  expect(await slots(world, id)).toEqual(["1 Bo Lindqvist open", "1 Priya Raman approved", "2 Elio Conti waiting"]);
  expect(await kinds(world, "fourthApprover")).toEqual([]);
  expect(await openDecisionLink(world.as("approver").actor, await linkTo(world, "approver"))).toMatchObject({
    alive: false,
  });
  expect(await approve(world, "approver", id)).toEqual({ ok: true, state: "pending" });
  expect(await kinds(world, "fourthApprover")).toEqual(["request-requested"]);
  expect(await kinds(world, "thirdApprover")).toEqual([]);
  expect(await approve(world, "fourthApprover", id)).toEqual({ ok: true, state: "approved" });
});

test("twice is once; back again takes up the old slot and asks anew", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  expect(await replace(world, "admin", id, "approver", "secondApprover")).toEqual({ ok: true });
  await world.unmoved(() => replace(world, "admin", id, "approver", "secondApprover"));
  expect(await world.unmoved(() => replace(world, "admin", id, "approver", "thirdApprover"))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
  });
  world.at("2026-05-05T09:00:00Z");
  expect(await replace(world, "admin", id, "secondApprover", "approver")).toEqual({ ok: true });
  expect(await slots(world, id)).toEqual(["1 Bo Lindqvist open"]);
  expect((await world.request(id)).slots[0]?.openedAt).toEqual(world.now);
  expect(await kinds(world, "approver")).toEqual(["request-requested", "request-requested"]);
  expect(await approve(world, "approver", id)).toEqual({ ok: true, state: "approved" });
});

test("reminders of a slot that was taken over count from then", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"]] } });
  const { id } = await world.pendingRequest();
  world.at("2026-05-06T09:00:00Z");
  await replace(world, "admin", id, "secondApprover", "thirdApprover");
  await runTick({ now: new Date("2026-05-07T09:00:00Z"), accountId: world.accountId });
  expect(await kinds(world, "approver")).toEqual(["request-requested", "request-reminder"]);
  expect(await kinds(world, "thirdApprover")).toEqual(["request-requested"]);
  await runTick({ now: new Date("2026-05-11T09:00:00Z"), accountId: world.accountId });
  const reminders = (await world.mailTo("thirdApprover")).filter((mail) => mail.kind === "request-reminder");
  expect(reminders.map((mail) => mail.props.waitingFor)).toEqual(["5 days"]);
  const first = (await world.mailTo("approver")).filter((mail) => mail.kind === "request-reminder");
  expect(first.map((mail) => mail.props.waitingFor)).toEqual(["3 days", "7 days"]);
});

test("only admins and program owners replace; for whoever cannot see the request it is not there", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const { id } = await world.pendingRequest();
  for (const role of ["hiringManager", "approver"] as const)
    expect(await world.unmoved(() => replace(world, role, id, "approver", "secondApprover"))).toBeInstanceOf(
      ForbiddenError,
    );
  for (const role of ["secondHiringManager", "secondApprover", "financeAdmin"] as const)
    expect(await world.unmoved(() => replace(world, role, id, "approver", "secondApprover"))).toBeInstanceOf(
      NotFoundError,
    );
  const foreign = () => replace(other, "admin", id, "approver", "secondApprover");
  expect(await world.unmoved(foreign)).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => replace(world, "admin", newId(), "approver", "admin"))).toBeInstanceOf(
    NotFoundError,
  );
});

test("who cannot decide is not named: the requester, an approver of the request, a stranger, somebody who has left", async () => {
  const [world, other] = [
    await openWorld({ policy: { steps: [["approver"], ["secondApprover"]] } }),
    await openWorld(),
  ];
  const { id } = await world.pendingRequest();
  await leave(world, "fourthApprover");
  const refusal = (message: string) => ({
    ok: false,
    reason: "invalid",
    fieldErrors: { replacementId: [expect.stringContaining(message)] },
  });
  const tried = (replacementId: string) =>
    world.unmoved(() =>
      world
        .as("admin")
        .write((ctx) => replaceApprover(ctx, { requestId: id, approverId: idOf(world, "approver"), replacementId })),
    );
  expect(await tried(idOf(world, "hiringManager"))).toEqual(refusal("Hana Okafor asked for this"));
  expect(await tried(idOf(world, "secondApprover"))).toEqual(refusal("Priya Raman is an approver of this request"));
  expect(await tried(idOf(world, "approver"))).toEqual(refusal("Bo Lindqvist is an approver of this request"));
  for (const nobody of [idOf(world, "fourthApprover"), idOf(other, "thirdApprover"), newId()])
    expect(await tried(nobody)).toEqual(refusal("Choose an active member"));
});

test("what is over stays as it is: declined, withdrawn, expired", async () => {
  const world = await openWorld();
  const [declined, withdrawn, late] = [
    await world.pendingRequest(),
    await world.pendingRequest(),
    await world.pendingRequest(),
  ];
  const decision = await world.decision(declined.id, "Not this month.");
  await world.as("approver").write((ctx) => declineRequest(ctx, decision));
  await world.as("hiringManager").write((ctx) => withdrawRequest(ctx, { requestId: withdrawn.id }));
  for (const { id } of [declined, withdrawn])
    expect(await world.unmoved(() => replace(world, "admin", id, "approver", "secondApprover"))).toMatchObject({
      ok: false,
      reason: "already-decided",
      message: expect.stringMatching(/^Already (declined by Bo Lindqvist|withdrawn by Hana Okafor) on 4 May/),
    });
  world.at("2026-06-03T09:00:00Z");
  expect(await world.unmoved(() => replace(world, "admin", late.id, "approver", "secondApprover"))).toEqual({
    ok: false,
    reason: "expired",
  });
});

test("an answer and a replacement in the same moment: one of them wins, the other is told", async () => {
  for (let round = 0; round < 10; round += 1) {
    const world = await openWorld();
    const { id } = await world.pendingRequest();
    const decision = await world.decision(id);
    const [answered, replaced] = await Promise.allSettled([
      world.as("approver").write((ctx) => approveRequest(ctx, decision)),
      replace(world, "admin", id, "approver", "secondApprover"),
    ]);
    const { state } = await world.request(id);
    if (state === "approved") {
      expect(answered).toMatchObject({ value: { ok: true } });
      expect(replaced).toMatchObject({ value: { ok: false, reason: "already-decided" } });
    } else {
      expect(answered).toMatchObject({ reason: expect.any(NotFoundError) });
      expect(replaced).toMatchObject({ value: { ok: true } });
      expect(await slots(world, id)).toEqual(["1 Priya Raman open"]);
    }
  }
});

test("an approver who leaves is shown as missing at once, the admins are told once, and somebody else mends it", async () => {
  const world = await openWorld();
  const { id, expiresAt } = await world.pendingRequest();
  const words = async () => {
    const request = await world.request(id);
    return statusOf(request, "UTC", world.now ?? new Date(0)).steps[0]?.people.map(({ words: said }) => said);
  };
  expect(await words()).toEqual(["Waiting"]);
  expect(await tick(world, "2026-05-05T09:00:00Z")).toBe(0);
  world.at("2026-05-05T10:00:00Z");
  await leave(world, "approver");
  expect(await words()).toEqual(["No approver"]);
  expect(await tick(world, "2026-05-05T10:01:00Z")).toBe(1);
  expect(await tick(world, "2026-05-05T10:02:00Z")).toBe(0);
  for (const role of ["admin", "programOwner"] as const)
    expect(await world.mailTo(role)).toMatchObject([
      {
        kind: "approver-missing",
        props: {
          formerApprover: "Bo Lindqvist",
          requesterName: "Hana Okafor",
          step: 1,
          requestUrl: expect.stringContaining(id),
        },
      },
    ]);
  expect((await world.as("admin").read((ctx) => listNotices(ctx))).rows).toMatchObject([
    { href: `/ab/jobs/approvals/${id}`, title: expect.stringContaining("Bo Lindqvist has left") },
  ]);
  expect(await world.events(id)).toEqual(["request.requested", "request.approver-missing"]);
  expect(await world.request(id)).toMatchObject({ state: "pending", expiresAt });
  expect(await replace(world, "admin", id, "approver", "secondApprover")).toEqual({ ok: true });
  expect(await words()).toEqual(["Waiting"]);
  expect(await approve(world, "secondApprover", id)).toEqual({ ok: true, state: "approved" });
  expect(await tick(world, "2026-05-06T10:00:00Z")).toBe(0);
});

test("a step that opens for somebody who has left is found; one that is over is not", async () => {
  const world = await openWorld({ policy: { steps: [["approver"], ["secondApprover", "thirdApprover"]] } });
  const [open, over] = [await world.pendingRequest(), await world.pendingRequest()];
  await leave(world, "secondApprover");
  await leave(world, "thirdApprover");
  expect(await tick(world, "2026-05-04T10:00:00Z")).toBe(0);
  world.at("2026-05-05T09:00:00Z");
  await approve(world, "approver", open.id);
  await world.as("hiringManager").write((ctx) => withdrawRequest(ctx, { requestId: over.id }));
  expect(await tick(world, "2026-05-05T09:01:00Z")).toBe(1);
  expect((await world.mailTo("admin")).map((mail) => mail.props.formerApprover).toSorted()).toEqual([
    "Noor Haddad",
    "Priya Raman",
  ]);
});
