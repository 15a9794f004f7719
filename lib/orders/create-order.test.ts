import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { notices } from "@/db/schema";
import { openWorld, type World } from "@/e2e/world/world";
import { databaseCode, ForbiddenError, NotFoundError } from "../errors";
import { archiveOrder } from "./archive-order";
import { chooseOrder } from "./choose-order";
import { createInlineOrder, createOrder } from "./create-order";
import type { OrderFields } from "./order-fields";
import { findOrder, findOrderAsk, listUsableOrders } from "./queries";
import { createOrderInput } from "./schema";

afterAll(closePool);

const input = (world: World, change: Parameters<World["orderForm"]>[0] = {}) =>
  createOrderInput("USD").parse(world.orderForm(change));

async function openShop() {
  const world = await openWorld();
  await world.ordersOn();
  return world;
}

test("finance creates one: funds are there at once, thresholds armed, the event tells what was made", async () => {
  const world = await openShop();
  const asked = input(world, { number: "PO 4711", validThrough: "2026-12-31", "ownThreshold[]": ["80"] });
  expect(await world.as("financeAdmin").write((ctx) => createOrder(ctx, asked))).toEqual({
    ok: true,
    orderId: asked.id,
  });
  expect(await world.orderNow(asked.id)).toMatchObject({
    number: "PO 4711",
    state: "active",
    currency: "USD",
    inline: false,
    used: false,
    createdByName: "Fiona Castell",
    figures: { funds: 10_000_00n, spent: 0n, left: 10_000_00n, free: 10_000_00n },
    thresholds: [50, 75, 80, 90].map((percent) => ({ percent, active: true, crossedAt: null })),
    grantees: [],
  });
  expect(await world.events(asked.id)).toEqual(["order.created"]);
});

test("who may not manage purchase orders creates none", async () => {
  const world = await openShop();
  const asked = input(world);
  const allRefused = async () => {
    for (const role of ["hiringManager", "approver", "freelancer"] as const)
      await expect(world.as(role).write((ctx) => createOrder(ctx, asked))).rejects.toBeInstanceOf(ForbiddenError);
  };
  expect(await world.unmoved(allRefused)).toBeUndefined();
});

test("while they are off, nobody creates one", async () => {
  const world = await openWorld();
  const asked = input(world);
  expect(await world.unmoved(() => world.as("admin").write((ctx) => createOrder(ctx, asked)))).toMatchObject({
    ok: false,
    reason: "orders-off",
  });
});

test("the same form sent twice makes one purchase order with one posting", async () => {
  const world = await openShop();
  const asked = input(world);
  await world.as("admin").write((ctx) => createOrder(ctx, asked));
  expect(await world.unmoved(() => world.as("admin").write((ctx) => createOrder(ctx, asked)))).toEqual({
    ok: true,
    orderId: asked.id,
  });
});

test("a number is taken in any spelling, also by an archived one; in another company it is free", async () => {
  const [world, other] = [await openShop(), await openShop()];
  const held = await world.order({ number: "PO 4711" });
  const again = input(world, { number: "po 4711" });
  const attempt = () => world.unmoved(() => world.as("admin").write((ctx) => createOrder(ctx, again)));
  expect(await attempt()).toMatchObject({
    fieldErrors: { number: ["PO PO 4711 already exists. Choose another number."] },
  });
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId: held.id }));
  expect(await attempt()).toMatchObject({
    fieldErrors: { number: ["PO PO 4711 already exists, archived. Choose another number."] },
  });
  expect(await other.order({ number: "PO 4711" })).toMatchObject({ number: "PO 4711" });
});

test("ten people create the same number at once: one has it, nine are told", async () => {
  const world = await openShop();
  const forms = Array.from({ length: 10 }, (_, n) => input(world, { number: n % 2 ? "Race-1" : "race-1" }));
  const answers = await Promise.all(
    forms.map((form, n) => world.as(n % 2 ? "admin" : "financeAdmin").write((ctx) => createOrder(ctx, form))),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.reason === "invalid")).toHaveLength(9);
  const { orders } = await world.as("admin").read((ctx) => listUsableOrders(ctx));
  expect(orders.map((order) => order.left)).toEqual([10_000_00n]);
});

test("its last day is today or later, where the company is", async () => {
  // 23:30 UTC on 4 May is 5 May in Berlin already.
  const world = (await openShop()).at("2026-05-04T23:30:00Z");
  const ask = (validThrough: string) =>
    world.as("admin").write((ctx) => createOrder(ctx, input(world, { validThrough })));
  expect(await world.unmoved(() => ask("2026-05-04"))).toMatchObject({
    fieldErrors: { validThrough: [expect.any(String)] },
  });
  expect(await ask("2026-05-05")).toMatchObject({ ok: true });
});

test("teams and people of another company cannot be named", async () => {
  const [world, other] = [await openShop(), await openWorld()];
  const team = input(world, { permission: "teams", "teamId[]": [other.company.team()] });
  const person = input(world, { permission: "people", "userId[]": [other.as("hiringManager").actor.userId] });
  expect(await world.unmoved(() => world.as("admin").write((ctx) => createOrder(ctx, team)))).toMatchObject({
    fieldErrors: { "teamId[]": ["Choose teams of this company."] },
  });
  expect(await world.unmoved(() => world.as("admin").write((ctx) => createOrder(ctx, person)))).toMatchObject({
    fieldErrors: { "userId[]": [expect.any(String)] },
  });
});

test("somebody of another company finds none of them", async () => {
  const [world, other] = [await openShop(), await openShop()];
  const { id } = await world.order();
  expect(await other.as("admin").read((ctx) => findOrder(ctx, id))).toBeNull();
  expect(await world.as("admin").read((ctx) => findOrder(ctx, "no id"))).toBeNull();
  const attempt = () => other.as("admin").write((ctx) => archiveOrder(ctx, { orderId: id }));
  expect(await world.unmoved(attempt)).toBeInstanceOf(NotFoundError);
});

const chosen = (
  world: World,
  role: "hiringManager" | "secondHiringManager" | "admin",
  fields: OrderFields,
  required = false,
) => {
  const teamId = world.company.team(role === "secondHiringManager" ? "Product design" : "Finance operations");
  return world.as(role).write((ctx) => chooseOrder(ctx, fields, { teamId, required }));
};

test("one is chosen by its id or by its number, in any spelling", async () => {
  const world = await openShop();
  const { id } = await world.order({ number: "Ärzte-12" });
  const taken = { ok: true, orderId: id, orderChoice: "order" };
  expect(await chosen(world, "hiringManager", { orderChoice: id })).toEqual(taken);
  expect(await chosen(world, "hiringManager", { orderChoice: "number", orderNumber: " ärzte-12 " })).toEqual(taken);
  expect(await chosen(world, "hiringManager", { orderChoice: "number", orderNumber: " " })).toMatchObject({
    fieldErrors: { orderNumber: ["Enter the number of the purchase order."] },
  });
});

test("“I don't have one yet” is always an answer; saying nothing is none where one is required", async () => {
  const world = await openShop();
  const placeholder = { ok: true, orderId: null, orderChoice: "placeholder" };
  expect(await chosen(world, "hiringManager", { orderChoice: "placeholder" }, true)).toEqual(placeholder);
  expect(await chosen(world, "hiringManager", {}, true)).toMatchObject({
    fieldErrors: { orderChoice: [expect.any(String)] },
  });
  expect(await chosen(world, "hiringManager", {})).toEqual({ ok: true, orderId: null, orderChoice: "none" });
});

test("while they are off, the question is not asked", async () => {
  const world = await openWorld();
  const none = { ok: true, orderId: null, orderChoice: "none" };
  expect(await chosen(world, "hiringManager", { orderChoice: "placeholder" }, true)).toEqual(none);
});

test("archived, expired, not permitted, foreign and invented ones are refused, each with its reason", async () => {
  const [world, other] = [await openShop(), await openShop()];
  const archived = await world.order({ number: "A-1" });
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId: archived.id }));
  const expired = await world.order({ number: "E-1", validThrough: "2026-05-05" });
  const design = await world.order({
    number: "D-1",
    permission: "teams",
    "teamId[]": [world.company.team("Product design")],
  });
  const foreign = await other.order();
  world.at("2026-05-06T09:00:00Z");
  const refusals: [string, RegExp][] = [
    [archived.id, /^PO A-1 is archived\./],
    [expired.id, /^PO E-1 expired on 5 May 2026\./],
    [design.id, /^You may not use PO D-1 here\./],
    [foreign.id, /^There is no such purchase order\./],
    [randomUUID(), /^There is no such purchase order\./],
    ["'; drop table", /^There is no such purchase order\./],
  ];
  const allRefused = async () => {
    for (const [orderChoice, words] of refusals) {
      expect(await chosen(world, "hiringManager", { orderChoice })).toMatchObject({
        reason: "invalid",
        fieldErrors: { orderChoice: [expect.stringMatching(words)] },
      });
    }
  };
  expect(await world.unmoved(allRefused)).toBeUndefined();
  expect(await chosen(world, "secondHiringManager", { orderChoice: design.id })).toMatchObject({ ok: true });
  // What a post has already may stay, whatever became of it.
  const keep = { teamId: world.company.team(), required: true, current: archived.id };
  expect(
    await world.as("hiringManager").write((ctx) => chooseOrder(ctx, { orderChoice: archived.id }, keep)),
  ).toMatchObject({ ok: true, orderId: archived.id });
});

test("a hiring manager adds one in passing: for themselves and the team, badge and all", async () => {
  const world = await openShop();
  const fields = {
    orderChoice: "new",
    newOrderNumber: "PO 9",
    newOrderAmount: "250",
    newOrderValidThrough: "2026-06-30",
  };
  const answer = await chosen(world, "hiringManager", fields);
  expect(answer).toMatchObject({ ok: true, orderChoice: "order" });
  const orderId = answer.ok && answer.orderId ? answer.orderId : "";
  expect(await world.orderNow(orderId)).toMatchObject({
    inline: true,
    permission: "teams",
    validThrough: "2026-06-30",
    figures: { funds: 250_00n },
    thresholds: [{ percent: 50 }, { percent: 75 }, { percent: 90 }],
    grantees: [
      { kind: "team", name: "Finance operations" },
      { kind: "person", name: "Hana Okafor" },
    ],
  });
  expect(await world.as("secondHiringManager").read((ctx) => findOrder(ctx, orderId))).toBeNull();
  expect(await world.as("financeAdmin").read((ctx) => findOrder(ctx, orderId))).not.toBeNull();
  expect(await chosen(world, "admin", { ...fields, newOrderNumber: "PO 10" })).toMatchObject({ ok: true });
  // Finance hears of the hiring manager's, not of the admin's.
  const told = await world.as("financeAdmin").read((ctx) =>
    ctx.db
      .select({ userId: notices.userId, title: notices.title })
      .from(notices)
      .where(and(eq(notices.accountId, ctx.accountId), eq(notices.kind, "order-added"))),
  );
  expect(told).toEqual([{ userId: world.as("financeAdmin").actor.userId, title: "Hana Okafor added PO PO 9" }]);
});

test("one in passing is refused at its own fields, and wholly where it is not allowed", async () => {
  const world = await openShop();
  await world.order({ number: "PO 9" });
  const fields = { orderChoice: "new", newOrderNumber: "po 9", newOrderAmount: "250" };
  expect(await world.unmoved(() => chosen(world, "hiringManager", fields))).toMatchObject({
    fieldErrors: { newOrderNumber: ["PO PO 9 already exists. Choose another number."] },
  });
  expect(
    await world.unmoved(() =>
      chosen(world, "hiringManager", { ...fields, newOrderAmount: "0", newOrderValidThrough: "2026-13-01" }),
    ),
  ).toMatchObject({
    fieldErrors: { newOrderAmount: [expect.any(String)], newOrderValidThrough: [expect.any(String)] },
  });
  const past = { ...fields, newOrderNumber: "PO 11", newOrderValidThrough: "2026-05-03" };
  expect(await world.unmoved(() => chosen(world, "hiringManager", past))).toMatchObject({
    fieldErrors: { newOrderValidThrough: [expect.any(String)] },
  });
  await world.ordersOn({ inline: false });
  const switchedOff = { ...fields, newOrderNumber: "PO 12" };
  expect(await world.unmoved(() => chosen(world, "hiringManager", switchedOff))).toMatchObject({
    fieldErrors: { orderChoice: [expect.stringMatching(/^You may not add/)] },
  });
  const elsewhere = { number: "PO 13", amountMinor: 1n, validThrough: null };
  await world.ordersOn({ inline: true });
  expect(
    await world.unmoved(() =>
      world.as("hiringManager").write((ctx) => createInlineOrder(ctx, elsewhere, world.company.team("Product design"))),
    ),
  ).toBeInstanceOf(ForbiddenError);
});

test("the field lists what its reader may use today, with a warning for the empty ones", async () => {
  const world = await openShop();
  expect(await (await openWorld()).as("admin").read(findOrderAsk)).toBeNull();
  await world.order({ number: "All" });
  await world.order({ number: "Dollar", amount: "1.00" });
  await world.order({ number: "Ends", validThrough: "2026-05-04" });
  await world.order({ number: "Mine", permission: "people", "userId[]": [world.as("hiringManager").actor.userId] });
  const gone = await world.order({ number: "Gone" });
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId: gone.id }));
  const seen = async (role: "hiringManager" | "secondHiringManager" | "approver" | "admin") =>
    (await world.as(role).read(findOrderAsk))?.orders.map((order) => order.number).toSorted();
  expect(await seen("hiringManager")).toEqual(["All", "Dollar", "Ends", "Mine"]);
  expect(await seen("secondHiringManager")).toEqual(["All", "Dollar", "Ends"]);
  expect(await seen("approver")).toEqual([]);
  world.at("2026-05-05T09:00:00Z");
  expect(await seen("admin")).toEqual(["All", "Dollar", "Mine"]);
  const ask = await world.as("hiringManager").read(findOrderAsk);
  expect(ask).toMatchObject({ more: false, mayAdd: true, requiredOnPosts: false, currency: "USD" });
  expect(ask?.orders.find((order) => order.number === "Dollar")).toMatchObject({ left: 100n, outOfFunds: false });
});

test("an order cannot be archived between being chosen and being linked", async () => {
  const world = await openWorld();
  const { id } = await world.order();
  const teamId = world.company.team("Finance operations");
  const waits = await world.as("hiringManager").write(async (ctx) => {
    expect(await chooseOrder(ctx, { orderChoice: id }, { teamId, required: true })).toMatchObject({ ok: true });
    const lock = sql`select from purchase_orders where account_id = ${world.accountId} and id = ${id} for no key update nowait`;
    return world
      .as("admin")
      .write((other) => other.db.execute(lock))
      .catch((error: unknown) => databaseCode(error));
  });
  expect(waits).toBe("55P03");
});
