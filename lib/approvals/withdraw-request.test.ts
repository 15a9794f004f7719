import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld } from "@/e2e/world/world";
import { ForbiddenError, NotFoundError } from "../errors";
import { approveRequest } from "./approve-request";
import { withdrawRequest } from "./withdraw-request";

afterAll(closePool);

test("the requester takes a pending request back; nobody is asked any longer and no mail goes out", async () => {
  const world = await openWorld();
  const { id: requestId } = await world.pendingRequest();
  expect(await world.as("hiringManager").write((ctx) => withdrawRequest(ctx, { requestId }))).toEqual({ ok: true });
  const request = await world.request(requestId);
  expect(request).toMatchObject({ state: "withdrawn", expiresAt: null, slots: [{ state: "closed" }] });
  expect(await world.events(requestId)).toEqual(["request.requested", "request.withdrawn"]);
  expect(await world.mailTo("hiringManager")).toEqual([]);
  const late = await world.decision(requestId);
  expect(await world.unmoved(() => world.as("approver").write((ctx) => approveRequest(ctx, late)))).toMatchObject({
    reason: "already-decided",
    message: expect.stringContaining("Already withdrawn by Hana Okafor"),
  });
});

test("withdrawing twice is withdrawing once", async () => {
  const world = await openWorld();
  const { id: requestId } = await world.pendingRequest();
  const withdraw = () => world.as("hiringManager").write((ctx) => withdrawRequest(ctx, { requestId }));
  await withdraw();
  expect(await world.unmoved(withdraw)).toEqual({ ok: true });
});

test("what is decided stays decided", async () => {
  const world = await openWorld();
  const { id: requestId } = await world.approvedRequest();
  expect(
    await world.unmoved(() => world.as("hiringManager").write((ctx) => withdrawRequest(ctx, { requestId }))),
  ).toEqual({ ok: false, reason: "already-decided" });
});

test("nobody else takes it back, not even an admin", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const { id: requestId } = await world.pendingRequest();
  const attempt = (
    by: typeof world,
    role: "admin" | "approver" | "secondHiringManager" | "hiringManager",
    id = requestId,
  ) => world.unmoved(() => by.as(role).write((ctx) => withdrawRequest(ctx, { requestId: id })));
  expect(await attempt(world, "admin")).toBeInstanceOf(ForbiddenError);
  expect(await attempt(world, "approver")).toBeInstanceOf(ForbiddenError);
  expect(await attempt(world, "secondHiringManager")).toBeInstanceOf(NotFoundError);
  expect(await attempt(other, "hiringManager")).toBeInstanceOf(NotFoundError);
  expect(await attempt(world, "hiringManager", randomUUID())).toBeInstanceOf(NotFoundError);
});
