import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { ForbiddenError, NotFoundError } from "../errors";
import { approveRequest } from "./approve-request";
import { getEnvelope } from "./consume-request";
import { accountOfToken, findDecisionLink } from "./decision-link";
import { declineRequest } from "./decline-request";

afterAll(closePool);

async function approve(world: World, role: Role, requestId: string, comment: string | null = null) {
  const input = await world.decision(requestId, comment);
  return world.as(role).write((ctx) => approveRequest(ctx, input));
}

const tokenIn = (mail: { props: Record<string, unknown> } | undefined) =>
  String(mail?.props.decideUrl).split("/d/")[1] ?? "";

test("the only approver approves: terms are frozen, the clock starts anew, the requester hears of it", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  world.at("2026-05-06T10:00:00Z");
  expect(await approve(world, "approver", id, "Go ahead.")).toEqual({ ok: true, state: "approved" });
  expect(await world.request(id)).toMatchObject({
    state: "approved",
    decidedAs: "approved",
    decidedAt: world.now,
    expiresAt: new Date("2026-06-05T10:00:00Z"),
  });
  expect(await world.as("admin").read((ctx) => getEnvelope(ctx, id))).toMatchObject({
    maxTotalMinor: 11_400_00n,
    maxRateMinor: 95_00n,
    maxWeeklyHours: 20,
    latestEnd: "2026-06-28",
  });
  expect(await world.events(id)).toEqual(["request.requested", "request.approved"]);
  expect(await world.mailTo("hiringManager")).toMatchObject([
    { kind: "request-approved", props: { approverName: "Bo Lindqvist", comment: "Go ahead." } },
  ]);
});

test("two of a step, then the next step: nobody is asked before their turn", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"], ["thirdApprover"]] } });
  const { id } = await world.pendingRequest();
  expect(await world.mailTo("thirdApprover")).toEqual([]);
  expect(await world.unmoved(() => approve(world, "thirdApprover", id))).toEqual({
    ok: false,
    reason: "not-your-turn",
  });
  expect(await approve(world, "secondApprover", id)).toEqual({ ok: true, state: "pending" });
  expect(await world.request(id)).toMatchObject({ state: "pending", currentStep: 1 });
  expect(await approve(world, "approver", id)).toEqual({ ok: true, state: "pending" });
  expect(await world.request(id)).toMatchObject({
    state: "pending",
    currentStep: 2,
    expiresAt: new Date("2026-06-03T09:00:00Z"),
  });
  expect(await world.mailTo("thirdApprover")).toMatchObject([{ kind: "request-requested", props: { step: 2 } }]);
  expect(await world.mailTo("hiringManager")).toEqual([]);
  expect(await approve(world, "thirdApprover", id)).toEqual({ ok: true, state: "approved" });
  expect(await world.events(id)).toEqual([
    "request.requested",
    "request.signed",
    "request.step-approved",
    "request.approved",
  ]);
});

test("approving twice is approving once; declining afterwards is told what was said", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  await approve(world, "approver", id);
  expect(await world.unmoved(() => approve(world, "approver", id))).toEqual({ ok: true, state: "approved" });
  const decline = await world.decision(id, "No.");
  expect(await world.unmoved(() => world.as("approver").write((ctx) => declineRequest(ctx, decline)))).toEqual({
    ok: false,
    reason: "already-decided",
    message: "You already approved this request.",
  });
});

test("repeating a yes after a colleague's no does not call the request approved", async () => {
  const world = await openWorld({ policy: { steps: [["approver", "secondApprover"]] } });
  const { id } = await world.pendingRequest();
  await approve(world, "approver", id);
  const decline = await world.decision(id, "Too dear.");
  await world.as("secondApprover").write((ctx) => declineRequest(ctx, decline));
  expect(await world.unmoved(() => approve(world, "approver", id))).toEqual({ ok: true, state: "pending" });
});

test("whoever is not asked is turned away: requester, admin, hiring manager, another company, nobody's id", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const { id } = await world.pendingRequest();
  const input = await world.decision(id);
  const attempt = (from: World, role: Role, requestId = id) =>
    world.unmoved(() => from.as(role).write((ctx) => approveRequest(ctx, { ...input, requestId })));
  expect(await attempt(world, "hiringManager")).toBeInstanceOf(ForbiddenError);
  expect(await attempt(world, "admin")).toBeInstanceOf(ForbiddenError);
  expect(await attempt(world, "secondHiringManager")).toBeInstanceOf(NotFoundError);
  expect(await attempt(world, "secondApprover")).toBeInstanceOf(NotFoundError);
  expect(await attempt(world, "freelancer")).toBeInstanceOf(NotFoundError);
  expect(await attempt(other, "approver")).toBeInstanceOf(NotFoundError);
  for (const absent of [randomUUID(), "not-an-id", "", "x".repeat(64)])
    expect(await attempt(world, "approver", absent)).toBeInstanceOf(NotFoundError);
});

test("a decision on another content than the one shown is refused", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  expect(
    await world.unmoved(() =>
      world
        .as("approver")
        .write((ctx) => approveRequest(ctx, { requestId: id, fingerprint: "of-something-else", reason: null })),
    ),
  ).toEqual({ ok: false, reason: "changed" });
});

test("at the instant of expiry it is too late, a millisecond before it is not", async () => {
  const world = await openWorld();
  const [late, early] = [await world.pendingRequest(), await world.pendingRequest()];
  world.at("2026-06-03T09:00:00Z");
  expect(await world.unmoved(() => approve(world, "approver", late.id))).toEqual({ ok: false, reason: "expired" });
  world.at("2026-06-03T08:59:59.999Z");
  expect(await approve(world, "approver", early.id)).toEqual({ ok: true, state: "approved" });
});

test("the link in the mail dies with the decision; the row never held the token", async () => {
  const world = await openWorld();
  const { id } = await world.pendingRequest();
  const token = tokenIn((await world.mailTo("approver"))[0]);
  expect(accountOfToken(token)).toBe(world.accountId);
  expect(await world.as("approver").read((ctx) => findDecisionLink(ctx, token))).toMatchObject({
    requestId: id,
    deadSince: null,
  });
  await approve(world, "approver", id);
  expect(await world.as("approver").read((ctx) => findDecisionLink(ctx, token))).toMatchObject({
    deadSince: world.now,
  });
});

test.each([
  "",
  "v1",
  "x".repeat(97),
  `${"A".repeat(54)}${"b".repeat(43)}`,
  `${Buffer.from(`v2.${randomUUID()}.`).toString("base64url")}${"b".repeat(43)}`,
])("%j names no company", (token) => {
  expect(accountOfToken(token)).toBeNull();
});

test("an altered or foreign token finds nothing", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  await world.pendingRequest();
  const token = tokenIn((await world.mailTo("approver"))[0]);
  const flipped = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
  expect(await world.as("approver").read((ctx) => findDecisionLink(ctx, flipped))).toBeNull();
  expect(await other.as("approver").read((ctx) => findDecisionLink(ctx, token))).toBeNull();
});
