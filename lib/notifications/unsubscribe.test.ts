import { NextRequest } from "next/server";
import { afterAll, expect, test } from "vitest";
import { POST } from "@/app/api/unsubscribe/[token]/route";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { proxy } from "@/proxy";
import { isMailWanted } from "./queries";
import { openUnsubscribeLink } from "./unsubscribe";
import { subscriptionOf, unsubscribeHeaders, unsubscribeUrl } from "./unsubscribe-link";

afterAll(closePool);

// T14, B4, RFC 8058: a link in a mail, opened by people and scanners, posted to by mail providers.

const tokenFor = (world: World) =>
  unsubscribeUrl(world.accountId, world.as("hiringManager").actor.userId).split("/").at(-1) ?? "";
const wanted = (world: World) =>
  world.as("hiringManager").read((ctx) => isMailWanted(ctx, ctx.actor.userId, "spend_alerts"));

const oneClick = "List-Unsubscribe=One-Click";
const urlencoded = { "content-type": "application/x-www-form-urlencoded" };

/** As a mail provider does: no cookie, no origin, the body of the standard. */
const post = (token: string, body: string | FormData = oneClick, headers: Record<string, string> = urlencoded) =>
  POST(
    new Request(`http://localhost:3000/unsubscribe/${token}`, {
      method: "POST",
      body,
      headers: body instanceof FormData ? {} : headers,
    }),
    { params: Promise.resolve({ token }) },
  );

test("one click switches the mail off, without cookie or redirect; a second one changes nothing", async () => {
  const world = await openWorld();
  const token = tokenFor(world);
  expect(await openUnsubscribeLink(token)).toMatchObject({ on: true });
  const answer = await post(token);
  expect([answer.status, answer.headers.get("location"), answer.headers.get("set-cookie")]).toEqual([200, null, null]);
  expect(await wanted(world)).toBe(false);
  expect(await openUnsubscribeLink(token)).toMatchObject({ on: false });
  await world.unmoved(async () => expect((await post(token)).status).toBe(200));
});

test("a multipart body does as well, and the button of our page is led back to it", async () => {
  const world = await openWorld();
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  expect((await post(tokenFor(world), form)).status).toBe(200);
  expect(await wanted(world)).toBe(false);
  const pressed = await post(tokenFor(world), `${oneClick}&from=page`);
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, `/unsubscribe/${tokenFor(world)}`]);
});

test("opening the link changes nothing, and neither do posts that say something else", async () => {
  const world = await openWorld();
  const token = tokenFor(world);
  await world.unmoved(async () => {
    for (const _ of [1, 2, 3]) await openUnsubscribeLink(token);
    const bodies = [
      "",
      "requestId=1&decision=approve",
      "List-Unsubscribe=",
      "list-unsubscribe=one-click",
      "x".repeat(20_000),
    ];
    for (const body of bodies) expect((await post(token, body)).status).toBe(400);
    expect((await post(token, '{"List-Unsubscribe":"One-Click"}', { "content-type": "application/json" })).status).toBe(
      400,
    );
  });
  expect(await wanted(world)).toBe(true);
});

test("no flipped bit, cut, lengthened or made-up token is taken; nothing moves", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const token = tokenFor(world);
  const bytes = Buffer.from(token, "base64url");
  const forged: string[] = [];
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    forged.push(flipped.toString("base64url"));
  }
  const theirs = Buffer.from(tokenFor(other), "base64url");
  forged.push(Buffer.concat([bytes.subarray(0, 32), theirs.subarray(32)]).toString("base64url"));
  forged.push(Buffer.concat([theirs.subarray(0, 16), bytes.subarray(16)]).toString("base64url"));
  forged.push(
    "",
    "x",
    token.slice(1),
    token.slice(0, -1),
    `${token}A`,
    `${token}=`,
    ` ${token}`,
    token.replace(/.$/, "!"),
  );
  expect(forged.filter((each) => subscriptionOf(each) !== null)).toEqual([]);
  await world.unmoved(async () => {
    for (const each of forged.filter((_, n) => n % 40 === 0)) expect((await post(each)).status).toBe(404);
  });
  expect(subscriptionOf(token)).toEqual({
    accountId: world.accountId,
    userId: world.as("hiringManager").actor.userId,
  });
});

test("somebody without a seat there has nothing to unsubscribe from", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const url = unsubscribeUrl(world.accountId, other.as("hiringManager").actor.userId);
  const token = url.split("/").at(-1) ?? "";
  expect(await openUnsubscribeLink(token)).toBeNull();
  expect((await post(token)).status).toBe(404);
});

test("the headers are those of the standards, and no database row holds the token", async () => {
  const world = await openWorld();
  const headers = unsubscribeHeaders(world.accountId, world.as("hiringManager").actor.userId);
  expect(headers).toEqual({
    "List-Unsubscribe": `<http://localhost:3000/unsubscribe/${tokenFor(world)}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  });
});

test("the proxy leads a provider's post to the route, from whatever origin, and a person's look to the page", async () => {
  const ask = (method: string) =>
    proxy(
      new NextRequest("http://localhost:3000/unsubscribe/abc", {
        method,
        headers: { origin: "https://mail.example", ...urlencoded },
        ...(method === "POST" ? { body: oneClick } : {}),
      }),
    );
  expect((await ask("POST")).headers.get("x-middleware-rewrite")).toBe("http://localhost:3000/api/unsubscribe/abc");
  const look = await ask("GET");
  expect(look.headers.get("x-middleware-rewrite")).toBeNull();
  expect(look.headers.get("referrer-policy")).toBe("no-referrer");
});
