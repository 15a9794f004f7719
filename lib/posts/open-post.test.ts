import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { ForbiddenError, NotFoundError } from "../errors";
import { archiveOrder } from "../orders/archive-order";
import { decodeCursor, pageSize } from "../paging";
import { closePost } from "./close-post";
import { editPost } from "./edit-post";
import { openPost } from "./open-post";
import { countPosts, findPost, listPosts } from "./queries";
import { reopenPost } from "./reopen-post";
import { savePostDraft } from "./save-post-draft";

afterAll(closePool);

type Form = Parameters<World["postInput"]>[0];
const open = (world: World, role: Role, form: Form) =>
  world.as(role).write((ctx) => openPost(ctx, world.postInput(form)));
const draft = (world: World, role: Role, form: Form) =>
  world.as(role).write((ctx) => savePostDraft(ctx, world.postInput(form)));
const edit = (world: World, role: Role, form: Form) =>
  world.as(role).write((ctx) => editPost(ctx, world.postInput(form)));
const reopen = (world: World, role: Role, form: Form) =>
  world.as(role).write((ctx) => reopenPost(ctx, world.postInput(form)));
const close = (world: World, role: Role, postId: string, reason: string | null = null) =>
  world.as(role).write((ctx) => closePost(ctx, { postId, reason }));

test("a post opens for thirty days and belongs to its author", async () => {
  const world = await openWorld();
  const post = await world.openPost();
  expect(post).toMatchObject({
    state: "open",
    ownerName: "Hana Okafor",
    authorName: "Hana Okafor",
    teamName: "Finance operations",
    openUntil: new Date("2026-06-03T09:00:00Z"),
    warnedFor: null,
    orderChoice: "none",
    version: 1,
  });
  expect(await world.events(post.id)).toEqual(["post.opened"]);
});

test("a draft is its people's own until it is posted", async () => {
  const world = await openWorld();
  const id = randomUUID();
  expect(await draft(world, "hiringManager", { id })).toEqual({ ok: true, postId: id });
  expect(await world.unmoved(() => draft(world, "hiringManager", { id }))).toEqual({ ok: true, postId: id });
  const seen = (role: Role) => world.as(role).read((ctx) => findPost(ctx, id));
  expect([
    await seen("hiringManager"),
    await seen("admin"),
    await seen("financeAdmin"),
    await seen("approver"),
  ]).toMatchObject([{ state: "draft" }, { state: "draft" }, null, null]);
  expect(await draft(world, "hiringManager", { id, version: 1, title: "Second thoughts" })).toMatchObject({ ok: true });
  expect(await world.unmoved(() => open(world, "hiringManager", { id, version: 1 }))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
    message: expect.stringMatching(/^\S.* changed this post on \d+ \w+ \d{4}, .*Nothing of yours was saved/),
  });
  expect(await open(world, "hiringManager", { id, version: 2 })).toEqual({ ok: true, postId: id });
  expect(await world.unmoved(() => draft(world, "hiringManager", { id, version: 3 }))).toEqual({
    ok: false,
    reason: "not-a-draft",
  });
  expect(await seen("financeAdmin")).toMatchObject({ state: "open", title: "Payroll audit, March" });
  expect(await world.events(id)).toEqual(["post.drafted", "post.drafted", "post.opened"]);
});

test("the same form posted twice is one post; another person's id is nobody's", async () => {
  const world = await openWorld();
  const post = await world.openPost();
  expect(await world.unmoved(() => open(world, "hiringManager", { id: post.id }))).toEqual({
    ok: true,
    postId: post.id,
  });
  expect(await world.unmoved(() => open(world, "admin", { id: post.id }))).toMatchObject({ reason: "invalid" });
});

test("who may not hire in the team posts nothing there, and an owner must hire there", async () => {
  const world = await openWorld();
  const design = world.company.team("Product design");
  for (const role of ["approver", "financeAdmin", "secondHiringManager"] as const)
    expect(await world.unmoved(() => open(world, role, {}))).toBeInstanceOf(ForbiddenError);
  expect(await world.unmoved(() => open(world, "hiringManager", { teamId: design }))).toBeInstanceOf(ForbiddenError);
  expect(await world.unmoved(() => open(world, "admin", { teamId: randomUUID() }))).toMatchObject({
    fieldErrors: { teamId: ["Choose one of your teams."] },
  });
  const ownerId = world.as("secondHiringManager").actor.userId;
  expect(await world.unmoved(() => open(world, "admin", { ownerId }))).toMatchObject({
    fieldErrors: { ownerId: ["Choose an owner who may hire in this team."] },
  });
  expect(await open(world, "admin", { ownerId, teamId: design })).toMatchObject({ ok: true });
});

test("where the company asks for a purchase order, saying nothing is refused and the placeholder is an answer", async () => {
  const world = await openWorld();
  await world.ordersOn({ requiredOnPosts: true });
  expect(await world.unmoved(() => open(world, "hiringManager", { orderChoice: "" }))).toMatchObject({
    reason: "invalid",
    fieldErrors: { orderChoice: ["Choose a purchase order, or “I don't have one yet”."] },
  });
  expect(await draft(world, "hiringManager", { orderChoice: "" })).toMatchObject({ ok: true });
  expect(await world.openPost({ orderChoice: "placeholder" })).toMatchObject({
    orderChoice: "placeholder",
    orderId: null,
  });
  const order = await world.order();
  expect(await world.openPost({ orderChoice: order.id })).toMatchObject({ orderNumber: order.number });
});

test("a purchase order that may not be used is refused with the reason", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const [foreign, archived] = [await other.order(), await world.order()];
  const expired = await world.order({ validThrough: "2026-05-04" });
  const design = await world.order({ permission: "teams", "teamId[]": [world.company.team("Product design")] });
  await world.as("financeAdmin").write((ctx) => archiveOrder(ctx, { orderId: archived.id }));
  world.at("2026-05-05T09:00:00Z");
  const refusal = async (orderChoice: string) => {
    const answer = await world.unmoved(() => open(world, "hiringManager", { orderChoice }));
    return (answer as { fieldErrors: Record<string, string[]> }).fieldErrors.orderChoice?.[0];
  };
  expect(await refusal(foreign.id)).toBe("There is no such purchase order. Choose one of the list.");
  expect(await refusal("nonsense")).toBe("There is no such purchase order. Choose one of the list.");
  expect(await refusal(archived.id)).toBe(`PO ${archived.number} is archived. Choose another one.`);
  expect(await refusal(expired.id)).toContain(`PO ${expired.number} expired on 4 May 2026.`);
  expect(await refusal(design.id)).toContain(`You may not use PO ${design.number} here.`);
});

test("an edit is a sign of life, tells what changed, and may keep an order that has expired", async () => {
  const world = await openWorld();
  const order = await world.order({ validThrough: "2026-05-10" });
  const { id } = await world.openPost({ orderChoice: order.id });
  world.at("2026-05-20T09:00:00Z");
  const change = { id, version: 1, orderChoice: order.id, title: "Payroll audit, April" };
  expect(await edit(world, "hiringManager", change)).toEqual({ ok: true, postId: id });
  expect(await world.post(id)).toMatchObject({
    title: "Payroll audit, April",
    orderId: order.id,
    openUntil: new Date("2026-06-19T09:00:00Z"),
    version: 2,
  });
  expect(await world.unmoved(() => edit(world, "hiringManager", change))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
    message: expect.stringMatching(/^\S.* changed this post on \d+ \w+ \d{4}, .*Nothing of yours was saved/),
  });
  world.at("2026-06-01T09:00:00Z");
  expect(await edit(world, "admin", { ...change, version: 2 })).toMatchObject({ ok: true });
  expect(await world.post(id)).toMatchObject({ openUntil: new Date("2026-07-01T09:00:00Z") });
  expect(await world.events(id)).toEqual(["post.opened", "post.edited", "post.kept-open"]);
});

test("only its people edit and close a post; for a stranger it is not there", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const { id } = await world.openPost();
  expect(await world.unmoved(() => close(world, "financeAdmin", id))).toBeInstanceOf(ForbiddenError);
  for (const role of ["secondHiringManager", "approver"] as const) {
    expect(await world.unmoved(() => close(world, role, id))).toBeInstanceOf(NotFoundError);
    expect(await world.unmoved(() => edit(world, role, { id, version: 1 }))).toBeInstanceOf(NotFoundError);
  }
  expect(await world.unmoved(() => close(other, "admin", id))).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => reopen(other, "admin", { id, version: 1 }))).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => close(world, "hiringManager", "nonsense"))).toBeInstanceOf(NotFoundError);
});

test("closing keeps the reason and happens once; a contract from the post makes it filled", async () => {
  const world = await openWorld();
  const post = await world.openPost();
  const plain = await world.openPost({ title: "Audit of nothing" });
  await world.acceptedOffer({ postId: post.id });
  expect(await close(world, "hiringManager", post.id, "Teodor does it")).toEqual({ ok: true });
  expect(await close(world, "hiringManager", plain.id)).toEqual({ ok: true });
  expect(await world.post(post.id)).toMatchObject({ state: "closed", filled: true, closeReason: "Teodor does it" });
  expect(await world.post(plain.id)).toMatchObject({ state: "closed", filled: false, openUntil: null });
  expect(await world.unmoved(() => close(world, "hiringManager", post.id))).toEqual({ ok: true });
  expect(await world.unmoved(() => edit(world, "hiringManager", { id: post.id, version: post.version + 1 }))).toEqual({
    ok: false,
    reason: "not-open",
  });
});

test("an accepted offer is a sign of life of its post", async () => {
  const world = await openWorld();
  const { id } = await world.openPost();
  const offer = await world.pendingOffer({ postId: id });
  expect(offer).toMatchObject({ postId: id, postTitle: "Payroll audit, March" });
  world.at("2026-05-25T09:00:00Z");
  await world.contract({ postId: id });
  expect(await world.post(id)).toMatchObject({ openUntil: new Date("2026-06-24T09:00:00Z") });
  // One that is over stays over, also before the clock has said so.
  world.at("2026-06-25T09:00:00Z");
  await world.contract({ postId: id, title: "Month-end close" });
  expect(await world.post(id)).toMatchObject({ openUntil: new Date("2026-06-24T09:00:00Z") });
});

test("while purchase orders are off nobody is asked, and what stands on a post stays", async () => {
  const world = await openWorld();
  const order = await world.order();
  const { id } = await world.openPost({ orderChoice: order.id });
  await world.ordersOff();
  expect(await edit(world, "hiringManager", { id, version: 1, orderChoice: undefined })).toMatchObject({ ok: true });
  expect(await world.post(id)).toMatchObject({ orderId: order.id });
});

test("reopening asks as posting does: an order that was archived meanwhile must be replaced", async () => {
  const world = await openWorld();
  const order = await world.order();
  const { id } = await world.openPost({ orderChoice: order.id });
  expect(await world.unmoved(() => reopen(world, "hiringManager", { id, version: 1, orderChoice: order.id }))).toEqual({
    ok: false,
    reason: "not-closed",
  });
  await close(world, "hiringManager", id, "Enough");
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId: order.id }));
  world.at("2026-06-10T09:00:00Z");
  expect(
    await world.unmoved(() => reopen(world, "hiringManager", { id, version: 2, orderChoice: order.id })),
  ).toMatchObject({ fieldErrors: { orderChoice: [`PO ${order.number} is archived. Choose another one.`] } });
  expect(await reopen(world, "hiringManager", { id, version: 2 })).toEqual({ ok: true, postId: id });
  expect(await world.post(id)).toMatchObject({
    state: "open",
    closedAt: null,
    closeReason: null,
    orderChoice: "placeholder",
    openUntil: new Date("2026-07-10T09:00:00Z"),
  });
});

test("lists show a tab at a time, newest first and whole; search goes by the start of the title", async () => {
  const world = await openWorld();
  for (let n = 1; n <= pageSize + 2; n++) await world.openPost({ title: `Audit ${n}` });
  await world.openPost({ title: "Övriga frågor", by: "admin", teamId: world.company.team("Product design") });
  const look = (role: Role, search = "", cursor: string | undefined = undefined) =>
    world.as(role).read((ctx) => listPosts(ctx, { state: "open", search, cursor: decodeCursor(cursor) }));
  const first = await look("hiringManager");
  expect(first.rows.map((row) => row.title).slice(0, 2)).toEqual([`Audit ${pageSize + 2}`, `Audit ${pageSize + 1}`]);
  const second = await look("hiringManager", "", first.next ?? undefined);
  expect(second.rows.map((row) => row.title)).toEqual(["Audit 2", "Audit 1"]);
  expect(second.next).toBeNull();
  expect((await look("admin", " övriga ")).rows.map((row) => row.title)).toEqual(["Övriga frågor"]);
  expect((await look("hiringManager", "övriga")).rows).toEqual([]);
  expect((await look("admin", "audit 1")).rows.length).toBe(11);
  expect((await look("admin", "udit")).rows).toEqual([]);
  expect(await world.as("admin").read(countPosts)).toEqual({ draft: 0, open: pageSize + 3, closed: 0, expired: 0 });
  expect((await look("approver")).rows).toEqual([]);
});
