import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { writeAs } from "../ctx";
import { runTick } from "../tick";
import { expireRequest } from "./expire-request";

afterAll(closePool);

const expire = (world: World, id: string) =>
  writeAs(world.system, (ctx) => expireRequest(ctx, id), { now: world.now ?? undefined });

test("a request nobody answered ends at its instant, not a millisecond before, and once", async () => {
  const world = await openWorld({ policy: { expiryDays: 1 } });
  const { id } = await world.pendingRequest();
  world.at("2026-05-05T08:59:59.999Z");
  expect(await world.unmoved(() => expire(world, id))).toBe(false);
  world.at("2026-05-05T09:00:00.000Z");
  expect(await expire(world, id)).toBe(true);
  expect(await world.request(id)).toMatchObject({
    state: "expired",
    decidedAs: "expired",
    slots: [{ state: "closed" }],
  });
  expect(await world.events(id)).toEqual(["request.requested", "request.expired"]);
  expect(await world.mailTo("hiringManager")).toMatchObject([
    { kind: "request-expired", props: { was: "pending", life: "1 day" } },
  ]);
  expect(await world.unmoved(() => expire(world, id))).toBe(false);
});

test("an approval that was never used expires too, and stays approved in its outcome", async () => {
  const world = await openWorld();
  const { id } = await world.approvedRequest();
  world.at("2026-06-03T09:00:00Z");
  expect(await expire(world, id)).toBe(true);
  expect(await world.request(id)).toMatchObject({ state: "expired", decidedAs: "approved" });
  expect((await world.mailTo("hiringManager")).at(-1)).toMatchObject({
    kind: "request-expired",
    props: { was: "approved" },
  });
});

test("a request held by a live offer does not expire: its clock stands still", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  world.at("2027-01-01T00:00:00Z");
  expect(await world.unmoved(() => expire(world, offer.requestId ?? ""))).toBe(false);
});

test("another company's request and no request at all are passed over", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const { id } = await world.pendingRequest();
  world.at("2027-01-01T00:00:00Z");
  other.at("2027-01-01T00:00:00Z");
  expect(await world.unmoved(() => expire(other, id))).toBe(false);
  expect(await expire(world, randomUUID())).toBe(false);
});

test("the tick expires what is due, late, in one go, and finds nothing the second time", async () => {
  const world = await openWorld();
  const [first, second, kept] = [
    await world.pendingRequest(),
    await world.approvedRequest(),
    await world.pendingOffer(),
  ];
  world.at("2026-08-01T00:00:00Z");
  // The offer expires first and gives its approval back with a week or more to live.
  expect(await runTick({ now: new Date("2026-08-01T00:00:00Z"), accountId: world.accountId })).toMatchObject({
    "offers.expired": 1,
    "requests.expired": 2,
  });
  expect(await Promise.all([first, second].map(async ({ id }) => (await world.request(id)).state))).toEqual([
    "expired",
    "expired",
  ]);
  expect(await world.request(kept.requestId ?? "")).toMatchObject({ state: "approved" });
  expect(await runTick({ now: new Date("2026-08-01T00:00:00Z"), accountId: world.accountId })).toMatchObject({
    "offers.expired": 0,
    "requests.expired": 0,
  });
});
