import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { runTick } from "../tick";
import { closePost } from "./close-post";
import { editPost } from "./edit-post";

afterAll(closePool);

const postMails = async (world: World) =>
  (await world.mailTo("hiringManager")).filter((mail) => mail.kind.startsWith("post-"));

const tick = async (world: World, iso: string) => {
  const ran = await runTick({ now: world.at(iso).now ?? undefined, accountId: world.accountId });
  return [ran["posts.warned"], ran["posts.expired"]];
};

test("five days before a quiet post ends its owner is told once, and at its end once more", async () => {
  const world = await openWorld();
  const { id } = await world.openPost();
  expect(await tick(world, "2026-05-29T08:59:59Z")).toEqual([0, 0]);
  expect(await tick(world, "2026-05-29T09:00:00Z")).toEqual([1, 0]);
  expect(await tick(world, "2026-06-02T09:00:00Z")).toEqual([0, 0]);
  expect(await postMails(world)).toMatchObject([
    {
      kind: "post-expiring",
      props: {
        title: "Payroll audit, March",
        terms: "Hourly, $60.00 – $95.00",
        life: "30 days",
        openUntil: "3 Jun 2026, 11:00 CEST",
        editUrl: expect.stringMatching(`/ab/jobs/posts/${id}/edit$`),
      },
    },
  ]);
  expect(await tick(world, "2026-06-03T08:59:59Z")).toEqual([0, 0]);
  expect(await tick(world, "2026-06-03T09:00:00Z")).toEqual([0, 1]);
  expect(await tick(world, "2026-06-04T09:00:00Z")).toEqual([0, 0]);
  expect((await postMails(world)).map((mail) => mail.kind)).toEqual(["post-expiring", "post-expired"]);
  expect(await world.post(id)).toMatchObject({ state: "expired", openUntil: null, filled: false });
  expect(await world.events(id)).toEqual(["post.opened", "post.expiring", "post.expired"]);
});

test("a clock that comes late ends the post and announces nothing that is over", async () => {
  const world = await openWorld();
  await world.openPost();
  expect(await tick(world, "2026-06-20T09:00:00Z")).toEqual([0, 1]);
  expect((await postMails(world)).map((mail) => mail.kind)).toEqual(["post-expired"]);
});

test("a sign of life moves the end, and the next end is announced anew", async () => {
  const world = await openWorld();
  const { id } = await world.openPost();
  await tick(world, "2026-05-30T09:00:00Z");
  world.at("2026-06-01T09:00:00Z");
  await world.as("hiringManager").write((ctx) => editPost(ctx, world.postInput({ id, version: 1 })));
  expect(await tick(world, "2026-06-03T10:00:00Z")).toEqual([0, 0]);
  expect(await tick(world, "2026-06-27T09:00:00Z")).toEqual([1, 0]);
  expect((await postMails(world)).map((mail) => mail.kind)).toEqual(["post-expiring", "post-expiring"]);
});

test("a closed post neither ends again nor is announced", async () => {
  const world = await openWorld();
  const { id } = await world.openPost();
  await world.as("hiringManager").write((ctx) => closePost(ctx, { postId: id, reason: null }));
  expect(await tick(world, "2026-05-30T09:00:00Z")).toEqual([0, 0]);
  expect(await tick(world, "2026-06-30T09:00:00Z")).toEqual([0, 0]);
  expect(await postMails(world)).toEqual([]);
});

test("many clocks at once tell and end once", async () => {
  const world = await openWorld();
  const { id } = await world.openPost();
  const at = (iso: string) =>
    Promise.all(Array.from({ length: 5 }, () => runTick({ now: new Date(iso), accountId: world.accountId })));
  await at("2026-05-30T09:00:00Z");
  await at("2026-06-05T09:00:00Z");
  expect((await postMails(world)).map((mail) => mail.kind)).toEqual(["post-expiring", "post-expired"]);
  expect(await world.events(id)).toEqual(["post.opened", "post.expiring", "post.expired"]);
});
