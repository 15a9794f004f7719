import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { approveRequest } from "../approvals/approve-request";
import { findRequestCase } from "../approvals/request-case";
import { archiveOrder } from "../orders/archive-order";
import { modifyOffer } from "./modify-offer";
import { sendOffer } from "./send-offer";

afterAll(closePool);

type OfferChange = Parameters<World["offerInput"]>[0];
const send = (world: World, change: OfferChange) =>
  world.as("hiringManager").write((ctx) => sendOffer(ctx, world.offerInput(change)));

test("where purchase orders are on, a request says which one or that there is none yet", async () => {
  const world = await openWorld();
  const order = await world.order();
  const asked = await world.approvedRequest({ orderChoice: order.id });
  expect(asked).toMatchObject({ orderId: order.id, orderChoice: "order", orderNumber: order.number });
  expect(await world.approvedRequest({ orderChoice: "placeholder" })).toMatchObject({
    orderId: null,
    orderChoice: "placeholder",
  });
  await expect(world.pendingRequest({ orderChoice: "" })).rejects.toThrow("orderChoice");
  expect((await world.mailTo("approver"))[0]).toMatchObject({ props: { purchaseOrder: order.number } });
});

test("a decision counts for the purchase order that was shown", async () => {
  const world = await openWorld();
  const [shown, other] = [await world.order(), await world.order()];
  const { id, fingerprint } = await world.pendingRequest({ orderChoice: shown.id });
  const twin = await world.pendingRequest({ orderChoice: other.id });
  expect(twin.fingerprint).not.toBe(fingerprint);
  expect(
    await world.as("approver").write((ctx) => approveRequest(ctx, { requestId: id, fingerprint, reason: null })),
  ).toEqual({ ok: true, state: "approved" });
});

test("a request without a purchase order keeps the fingerprint that its links carry", async () => {
  const world = await openWorld();
  const request = await world.pendingRequest();
  const { fingerprintOf } = await import("../approvals/fingerprint");
  const { postId, orderChoice, orderId, ...plain } = request;
  expect([postId, orderChoice, orderId]).toEqual([null, "none", null]);
  expect(fingerprintOf(plain)).toBe(request.fingerprint);
});

test("where the company asks for one on offers, saying nothing is refused and the placeholder is an answer", async () => {
  const world = await openWorld();
  await world.ordersOn({ requiredOnOffers: true });
  const request = await world.approvedRequest();
  expect(await world.unmoved(() => send(world, { requestId: request.id, orderChoice: "" }))).toMatchObject({
    reason: "invalid",
    fieldErrors: { orderChoice: ["Choose a purchase order, or “I don't have one yet”."] },
  });
  expect(await send(world, { requestId: request.id, orderChoice: "placeholder" })).toMatchObject({ ok: true });
});

test("an archived, expired, foreign or forbidden purchase order stops the offer with its reason", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const [foreign, archived] = [await other.order(), await world.order()];
  const expired = await world.order({ validThrough: "2026-05-04" });
  const design = await world.order({ permission: "teams", "teamId[]": [world.company.team("Product design")] });
  const request = await world.approvedRequest();
  await world.as("financeAdmin").write((ctx) => archiveOrder(ctx, { orderId: archived.id }));
  world.at("2026-05-05T09:00:00Z");
  const refusal = async (orderChoice: string) => {
    const answer = await world.unmoved(() => send(world, { requestId: request.id, orderChoice }));
    return (answer as { fieldErrors: Record<string, string[]> }).fieldErrors.orderChoice?.[0];
  };
  expect(await refusal(archived.id)).toBe(`PO ${archived.number} is archived. Choose another one.`);
  expect(await refusal(expired.id)).toContain(`PO ${expired.number} expired on 4 May 2026.`);
  expect(await refusal(design.id)).toContain(`You may not use PO ${design.number} here.`);
  expect(await refusal(foreign.id)).toBe("There is no such purchase order. Choose one of the list.");
  expect(await world.unmoved(() => send(world, { requestId: request.id, postId: foreign.id }))).toMatchObject({
    fieldErrors: { postId: ["There is no such job post any longer. Choose another one, or none."] },
  });
});

test("another purchase order than the approved one is sent, and shown to whoever approved it", async () => {
  const world = await openWorld();
  const [approved, offered] = [await world.order(), await world.order()];
  const request = await world.approvedRequest({ orderChoice: approved.id });
  const input = world.offerInput({ requestId: request.id, orderChoice: offered.id });
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, input))).toMatchObject({ ok: true });
  const found = await world.as("approver").read((ctx) => findRequestCase(ctx, request.id));
  expect(found?.offers[0]?.differences).toEqual([
    { label: "Purchase order", before: approved.number, after: offered.number, note: null },
  ]);
  const sent = found?.history.find((line) => line.action === "request.consumed");
  expect(sent).toBeDefined();
  // The freelancer is never told which purchase order it is.
  expect(JSON.stringify(await world.mailTo("freelancer"))).not.toContain(offered.number);
});

test("another purchase order alone makes no new version and tells the freelancer nothing", async () => {
  const world = await openWorld();
  const [first, second] = [await world.order({ amount: "20,000.00" }), await world.order({ amount: "20,000.00" })];
  const offer = await world.pendingOffer({ orderChoice: first.id });
  const change = (orderChoice: string, more = {}) =>
    world.as("hiringManager").write((ctx) => modifyOffer(ctx, world.modifyInput(offer, { orderChoice, ...more })));
  expect(await world.unmoved(() => change(first.id))).toEqual({ ok: false, reason: "nothing-changed" });
  expect(await change(second.id)).toEqual({ ok: true, version: 1 });
  expect(await world.offer(offer.id)).toMatchObject({ version: 1, orderId: second.id, validUntil: offer.validUntil });
  expect((await world.orderNow(first.id)).figures).toMatchObject({ reserved: 0n });
  expect((await world.orderNow(second.id)).figures).toMatchObject({ reserved: 11_400_00n });
  expect(await world.events(offer.id)).toEqual(["offer.sent", "offer.order-changed"]);
  expect(await world.mailTo("freelancer")).toHaveLength(1);
});

test("terms and purchase order changed together are one version; one that expired meanwhile may stay", async () => {
  const world = await openWorld();
  const [first, second] = [await world.order({ validThrough: "2026-05-10" }), await world.order()];
  const offer = await world.pendingOffer({ orderChoice: first.id });
  world.at("2026-05-12T09:00:00Z");
  const modify = (change: Parameters<World["modifyInput"]>[1]) =>
    world.as("hiringManager").write((ctx) => modifyOffer(ctx, world.modifyInput(offer, change)));
  expect(await modify({ orderChoice: first.id, weeklyHours: "18" })).toEqual({ ok: true, version: 2 });
  expect(await world.offer(offer.id)).toMatchObject({ orderId: first.id });
  const now = await world.offer(offer.id);
  expect(
    await world
      .as("admin")
      .write((ctx) => modifyOffer(ctx, world.modifyInput(now, { orderChoice: second.id, weeklyHours: "16" }))),
  ).toEqual({ ok: true, version: 3 });
  expect(await world.offer(offer.id)).toMatchObject({ orderId: second.id, version: 3 });
  expect(JSON.stringify(await world.mailTo("freelancer"))).not.toContain(second.number);
});
