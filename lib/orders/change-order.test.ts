import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld } from "@/e2e/world/world";
import { ConflictError, ForbiddenError } from "../errors";
import { addFunds } from "./add-funds";
import { archiveOrder } from "./archive-order";
import { correctFunds } from "./correct-funds";
import { createInlineOrder } from "./create-order";
import { extendOrder } from "./extend-order";
import { findOrder, type Order } from "./queries";
import { addFundsInput, correctFundsInput, updateOrderInput } from "./schema";
import { unarchiveOrder } from "./unarchive-order";
import { updateOrder } from "./update-order";

afterAll(closePool);

const formId = (n: number) => `01a1ff00-0000-7000-8000-${String(n).padStart(12, "0")}`;
const funds = (order: Order, amount: string, change: object = {}) =>
  addFundsInput("USD").parse({ id: formId(1), orderId: order.id, amount, ...change });
const correction = (order: Order, direction: "add" | "take", amount: string, id = formId(1)) =>
  correctFundsInput("USD").parse({ id, orderId: order.id, direction, amount, reason: "Entered twice." });
const edit = (order: Order, change: object = {}) =>
  updateOrderInput.parse({
    orderId: order.id,
    version: String(order.version),
    number: order.number,
    description: order.description,
    validThrough: order.validThrough ?? "",
    "threshold[]": ["50", "75", "90"],
    permission: order.permission,
    ...change,
  });

test("added funds are a dated posting, once per form", async () => {
  const world = await openWorld();
  const order = await world.order();
  const input = funds(order, "2,500.00", { date: "2026-05-01", note: "Budget round two" });
  expect(await world.as("financeAdmin").write((ctx) => addFunds(ctx, input))).toEqual({ ok: true });
  expect((await world.orderNow(order.id)).figures).toMatchObject({ funds: 12_500_00n, left: 12_500_00n });
  expect(await world.events(order.id)).toEqual(["order.created", "order.funded"]);
  expect(await world.unmoved(() => world.as("financeAdmin").write((ctx) => addFunds(ctx, input)))).toEqual({
    ok: true,
  });
});

test("funds are added to what is expired or archived too, never for a day to come, never beyond what fits", async () => {
  const world = await openWorld();
  const order = await world.order({ validThrough: "2026-05-05" });
  world.at("2026-05-09T09:00:00Z");
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId: order.id }));
  expect(await world.as("admin").write((ctx) => addFunds(ctx, funds(order, "1")))).toEqual({ ok: true });
  const later = funds(order, "1", { id: formId(2), date: "2026-05-10" });
  expect(await world.unmoved(() => world.as("admin").write((ctx) => addFunds(ctx, later)))).toMatchObject({
    fieldErrors: { date: [expect.any(String)] },
  });
  const much = funds(order, "999,999,999,999.99", { id: formId(3) });
  expect(await world.unmoved(() => world.as("admin").write((ctx) => addFunds(ctx, much)))).toMatchObject({
    fieldErrors: { amount: ["Add at most $999,999,989,998.99."] },
  });
});

test("a correction is a posting with its reason, and leaves funds above zero", async () => {
  const world = await openWorld();
  const order = await world.order();
  const all = correction(order, "take", "10,000.00");
  expect(await world.unmoved(() => world.as("admin").write((ctx) => correctFunds(ctx, all)))).toMatchObject({
    fieldErrors: { amount: ["Take away at most $9,999.99: funds stay above zero."] },
  });
  const less = correction(order, "take", "9,999.00");
  expect(await world.as("admin").write((ctx) => correctFunds(ctx, less))).toEqual({ ok: true });
  expect(await world.as("admin").write((ctx) => correctFunds(ctx, less))).toEqual({ ok: true });
  expect((await world.orderNow(order.id)).figures.funds).toBe(1_00n);
  await world.as("programOwner").write((ctx) => correctFunds(ctx, correction(order, "add", "4.00", formId(2))));
  expect((await world.orderNow(order.id)).figures).toMatchObject({ funds: 5_00n, free: 5_00n });
  expect(await world.events(order.id)).toEqual(["order.created", "order.corrected", "order.corrected"]);
});

test("two corrections at once never take the funds below zero together", async () => {
  const world = await openWorld();
  const order = await world.order();
  const answers = await Promise.all(
    [1, 2, 3].map((n) =>
      world.as("admin").write((ctx) => correctFunds(ctx, correction(order, "take", "6,000.00", formId(n)))),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect((await world.orderNow(order.id)).figures.funds).toBe(4_000_00n);
});

test("who may not, moves nothing", async () => {
  const world = await openWorld();
  const order = await world.order();
  const { id: orderId } = order;
  const deeds = [
    (role: "hiringManager" | "financeAdmin") =>
      world.as(role).write((ctx) => correctFunds(ctx, correction(order, "add", "1"))),
    (role: "hiringManager") => world.as(role).write((ctx) => addFunds(ctx, funds(order, "1"))),
    (role: "hiringManager") => world.as(role).write((ctx) => updateOrder(ctx, edit(order))),
    (role: "hiringManager") => world.as(role).write((ctx) => archiveOrder(ctx, { orderId })),
    (role: "hiringManager") => world.as(role).write((ctx) => unarchiveOrder(ctx, { orderId })),
    (role: "hiringManager") => world.as(role).write((ctx) => extendOrder(ctx, { orderId, validThrough: "2026-12-01" })),
  ] as const;
  const allRefused = async () => {
    for (const deed of deeds) await expect(deed("hiringManager")).rejects.toBeInstanceOf(ForbiddenError);
    await expect(deeds[0]("financeAdmin")).rejects.toBeInstanceOf(ForbiddenError);
  };
  expect(await world.unmoved(allRefused)).toBeUndefined();
});

test("an edit changes what the order says of itself, and the history tells from what to what", async () => {
  const world = await openWorld();
  const order = await world.order({ number: "4711" });
  const input = edit(order, {
    number: "4712",
    description: "Audit only",
    validThrough: "2026-12-31",
    "threshold[]": ["90"],
    "ownThreshold[]": ["60"],
    permission: "teams",
    "teamId[]": [world.company.team("Product design")],
  });
  expect(await world.as("financeAdmin").write((ctx) => updateOrder(ctx, input))).toEqual({ ok: true });
  expect(await world.orderNow(order.id)).toMatchObject({
    number: "4712",
    description: "Audit only",
    validThrough: "2026-12-31",
    version: 2,
    grantees: [{ kind: "team", name: "Product design" }],
    thresholds: [
      { percent: 50, active: false },
      { percent: 60, active: true },
      { percent: 75, active: false },
      { percent: 90, active: true },
    ],
  });
  expect(await world.as("hiringManager").read((ctx) => findOrder(ctx, order.id))).toBeNull();
  const back = edit(await world.orderNow(order.id), { permission: "everybody" });
  expect(await world.as("financeAdmin").write((ctx) => updateOrder(ctx, back))).toEqual({ ok: true });
  expect(await world.orderNow(order.id)).toMatchObject({
    grantees: [],
    thresholds: [{ active: true }, { percent: 60, active: false }, { active: true }, { active: true }],
  });
});

test("the second of two editors is told, also after an extension", async () => {
  const world = await openWorld();
  const order = await world.order();
  await world.as("admin").write((ctx) => extendOrder(ctx, { orderId: order.id, validThrough: "2026-12-01" }));
  expect(await world.unmoved(() => world.as("financeAdmin").write((ctx) => updateOrder(ctx, edit(order))))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
  });
  const now = await world.orderNow(order.id);
  const both = await Promise.all(
    ["One", "Two"].map((description) => world.as("admin").write((ctx) => updateOrder(ctx, edit(now, { description })))),
  );
  expect(both.map((answer) => answer.ok).toSorted()).toEqual([false, true]);
});

test("a number is fixed after its first use, and never somebody else's", async () => {
  const world = await openWorld();
  const [order, other] = [await world.order({ number: "4711" }), await world.order({ number: "4712" })];
  expect(
    await world.unmoved(() =>
      world.as("admin").write((ctx) => updateOrder(ctx, edit(order, { number: other.number }))),
    ),
  ).toMatchObject({ fieldErrors: { number: ["PO 4712 already exists. Choose another number."] } });
  await world.pendingRequest({ orderChoice: order.id });
  expect(
    await world.unmoved(() => world.as("admin").write((ctx) => updateOrder(ctx, edit(order, { number: "4713" })))),
  ).toMatchObject({ fieldErrors: { number: [expect.stringMatching(/^It is in use/)] } });
  expect(await world.as("admin").write((ctx) => updateOrder(ctx, edit(order, { description: "Other" })))).toEqual({
    ok: true,
  });
});

test("an expired order keeps its day in an edit, but gets no other one in the past", async () => {
  const world = await openWorld();
  const order = await world.order({ validThrough: "2026-05-05" });
  world.at("2026-05-09T09:00:00Z");
  const past = edit(order, { validThrough: "2026-05-08" });
  expect(await world.unmoved(() => world.as("admin").write((ctx) => updateOrder(ctx, past)))).toMatchObject({
    fieldErrors: { validThrough: [expect.any(String)] },
  });
  const same = edit(order, { description: "Late but true" });
  expect(await world.as("admin").write((ctx) => updateOrder(ctx, same))).toEqual({ ok: true });
});

test("archive and back: once each, whoever comes second hears who was first", async () => {
  const world = await openWorld();
  const { id: orderId, ...order } = await world.order();
  expect(await world.as("financeAdmin").write((ctx) => archiveOrder(ctx, { orderId }))).toEqual({ ok: true });
  expect(await world.unmoved(() => world.as("admin").write((ctx) => archiveOrder(ctx, { orderId })))).toMatchObject({
    reason: "already-archived",
    message: "It is archived already: Fiona Castell, 4 May 2026, 11:00 CEST. Nothing was done.",
  });
  const archived = { ...order, id: orderId, version: 2 };
  expect(await world.unmoved(() => world.as("admin").write((ctx) => updateOrder(ctx, edit(archived))))).toMatchObject({
    reason: "archived",
  });
  expect(await world.as("admin").write((ctx) => unarchiveOrder(ctx, { orderId }))).toEqual({ ok: true });
  expect(await world.unmoved(() => world.as("admin").write((ctx) => unarchiveOrder(ctx, { orderId })))).toMatchObject({
    reason: "not-archived",
  });
  expect(await world.events(orderId)).toEqual(["order.created", "order.archived", "order.unarchived"]);
});

test("an expired one is extended before it comes back", async () => {
  const world = await openWorld();
  const { id: orderId } = await world.order({ validThrough: "2026-05-05" });
  world.at("2026-05-05T21:59:00Z");
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId }));
  world.at("2026-05-05T22:00:00Z"); // midnight in Berlin
  expect(await world.unmoved(() => world.as("admin").write((ctx) => unarchiveOrder(ctx, { orderId })))).toMatchObject({
    reason: "expired",
    message: "Extend the valid-through date first. Nothing was done.",
  });
  const extend = (validThrough: string) =>
    world.as("financeAdmin").write((ctx) => extendOrder(ctx, { orderId, validThrough }));
  expect(await world.unmoved(() => extend("2026-05-05"))).toMatchObject({
    fieldErrors: { validThrough: [expect.any(String)] },
  });
  expect(await extend("2026-05-06")).toEqual({ ok: true });
  expect(await extend("2026-05-06")).toEqual({ ok: true });
  expect(await world.as("admin").write((ctx) => unarchiveOrder(ctx, { orderId }))).toEqual({ ok: true });
  expect(await world.orderNow(orderId)).toMatchObject({ state: "active", validThrough: "2026-05-06" });
});

test("ten people archive at once: one does it", async () => {
  const world = await openWorld();
  const { id: orderId } = await world.order();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      world
        .as("admin")
        .write((ctx) => archiveOrder(ctx, { orderId }))
        .catch((error: unknown) => (error instanceof ConflictError ? { ok: false } : Promise.reject(error))),
    ),
  );
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
});

test("who added one in passing stays named while it is for teams", async () => {
  const world = await openWorld();
  await world.ordersOn();
  const typed = { number: "In-1", amountMinor: 5_00n, validThrough: null };
  const made = await world
    .as("hiringManager")
    .write((ctx) => createInlineOrder(ctx, typed, world.company.team("Finance operations")));
  const order = await world.orderNow(made.ok ? made.orderId : "");
  const input = edit(order, { permission: "teams", "teamId[]": [world.company.team("Product design")] });
  await world.as("admin").write((ctx) => updateOrder(ctx, input));
  expect((await world.orderNow(order.id)).grantees.map((grantee) => grantee.name)).toEqual([
    "Product design",
    "Hana Okafor",
  ]);
  const people = edit(await world.orderNow(order.id), {
    permission: "people",
    "userId[]": [world.as("secondHiringManager").actor.userId],
  });
  await world.as("admin").write((ctx) => updateOrder(ctx, people));
  expect((await world.orderNow(order.id)).grantees.map((grantee) => grantee.name)).toEqual(["Marek Novak"]);
});
