import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { config, proxy } from "@/proxy";

const origin = "http://localhost:3000";

function ask(path: string, init: { method?: string; headers?: Record<string, string>; body?: BodyInit } = {}) {
  return proxy(new NextRequest(`${origin}${path}`, init));
}

/** What the page will be handed as a header of the request. */
const handedOn = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`);

test("every document carries a policy with a nonce of its own, and is kept by nobody", async () => {
  const seen = new Set<string>();
  for (const path of ["/", "/sign-in", "/ab/jobs/approvals", "/d/token", "/nothing"]) {
    const response = await ask(path);
    const policy = response.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']{24})'/.exec(policy)?.[1] ?? "";
    expect(handedOn(response, "content-security-policy")).toBe(policy);
    expect(handedOn(response, "x-nonce")).toBe(nonce);
    expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic';/);
    for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"])
      expect(policy).toContain(part);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    seen.add(nonce);
  }
  expect(seen.size).toBe(5);
});

test.each<Record<string, string>>([
  { "next-router-prefetch": "1" },
  { purpose: "prefetch" },
  { rsc: "1" },
  { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { "x-middleware-next": "1" },
  { "x-nextjs-data": "1" },
  { "content-security-policy": "script-src *", "x-nonce": "mine", "x-path": "//evil.com" },
])("no header of the caller's makes a page arrive without it: %j", async (headers) => {
  const response = await ask("/ab/jobs/approvals?tab=all", { headers });
  expect(response.headers.get("content-security-policy")).toMatch(/'nonce-/);
  expect(handedOn(response, "x-nonce")).not.toBe("mine");
  expect(handedOn(response, "x-path")).toBe("/ab/jobs/approvals?tab=all");
  expect(handedOn(response, "x-middleware-subrequest")).toBeNull();
  expect(JSON.stringify(config)).not.toMatch(/missing|has/);
});

test("an address that is a secret is passed on to nobody, and HEAD asks nothing", async () => {
  const head = await ask("/d/token", { method: "HEAD" });
  expect([head.status, head.headers.get("x-middleware-next")]).toEqual([200, null]);
  for (const path of ["/d/token", "/verify?token=x"]) {
    const response = await ask(path);
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("x-robots-tag")).toMatch(/noindex/);
  }
  expect((await ask("/sign-in")).headers.get("referrer-policy")).toBe("same-origin");
});

const form = () => {
  const data = new FormData();
  data.append("$ACTION_ID_40", "");
  return data;
};

test.each<[Record<string, string>, number]>([
  [{}, 200],
  [{ origin }, 200],
  [{ origin: "http://127.0.0.1:3000" }, 200],
  [{ origin: "null", "sec-fetch-site": "same-origin" }, 200],
  [{ origin: "null" }, 403],
  [{ origin: "null", "sec-fetch-site": "cross-site" }, 403],
  [{ origin: "https://evil.com" }, 403],
  [{ origin: "https://evil.com", host: "evil.com", "x-forwarded-host": "evil.com" }, 403],
  [{ "next-action": "40" }, 403],
  [{ "next-action": "40", "sec-fetch-site": "cross-site" }, 403],
])("a form from %j is answered %i", async (headers, status) => {
  expect((await ask("/sign-in", { method: "POST", headers, body: form() })).status).toBe(status);
});

test("Next is told the host that was checked, not the one that was sent", async () => {
  const response = await ask("/sign-in", {
    method: "POST",
    headers: { origin, "x-forwarded-host": "evil.com" },
    body: form(),
  });
  expect(handedOn(response, "x-forwarded-host")).toBe("localhost:3000");
});

test("what nobody could read is refused as such", async () => {
  const junk = { "content-type": "multipart/form-data; boundary=x" };
  expect((await ask("/sign-in", { method: "POST", headers: junk, body: "garbage" })).status).toBe(400);
  expect((await ask("/sign-in", { method: "POST", body: "a".repeat(1_000_001) })).status).toBe(413);
  expect((await ask("/d/%ff")).headers.get("x-middleware-rewrite")).toContain("/unreadable-address");
  expect((await ask("/api/approvals/%ff")).status).toBe(404);
});

test("what people uploaded comes under a policy of its own, whatever its address pretends", async () => {
  const policyOf = async (path: string) => (await ask(path)).headers.get("content-security-policy");
  expect(await policyOf("/api/approvals/x/files/y")).toBe("sandbox; default-src 'none'");
  for (const path of ["/api/approvals/x", "/ab/jobs/approvals/x/files/y", "/d/api/approvals/x/files/y"])
    expect(await policyOf(path)).toMatch(/'nonce-/);
});

test("one address alone is left out: the one that takes files in, whose bodies would be cut off", () => {
  const [matcher = ""] = config.matcher;
  const passes = (path: string) => new RegExp(`^${matcher}$`).test(path);
  expect(passes("/api/uploads")).toBe(false);
  for (const path of ["/api/uploads/x", "/api/uploadsx", "/api/uploads/", "/x/api/uploads", "/ab", "/"])
    expect(passes(path), path).toBe(true);
});
