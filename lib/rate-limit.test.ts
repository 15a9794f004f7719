import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { closePool, pool } from "@/db/client";
import { clientNetwork, peerHeader } from "./client-ip";
import { limitActions, limitDecisions, limits, take, takeUpload } from "./rate-limit";

beforeEach(() => pool()`delete from rate_limits`);
afterAll(closePool);

const headers = (values: Record<string, string>) => new Headers(values);

test("a bucket holds its points, also when they are taken in parallel, and says when to come back", async () => {
  const { points } = limits["sign-in-address"];
  const all = await Promise.all(Array.from({ length: 30 }, () => take("sign-in-address", "hana@northwind.example")));
  expect(all.filter((taken) => taken.ok)).toHaveLength(points);
  const refused = all.find((taken) => !taken.ok);
  expect(refused && !refused.ok && refused.retryAfterSeconds).toBeGreaterThan(3_500);
  expect(await take("sign-in-address", "bo@northwind.example")).toEqual({ ok: true });
});

test("ten decisions a minute, whatever else the approver presses, and megabytes count as points", async () => {
  const decisions = await Promise.all(Array.from({ length: 14 }, () => limitDecisions("bo")));
  expect(decisions.filter(Boolean)).toHaveLength(10);
  expect(await limitActions("bo")).toBe(true);
  expect(await takeUpload("bo", 1_000 * 1_048_576)).toBe(true);
  expect(await takeUpload("bo", 25 * 1_048_576)).toBe(false);
  expect(await takeUpload("hana", 1)).toBe(true);
});

test("a full bucket empties with wall time", async () => {
  for (let n = 0; n < 10; n++) await take("sign-in-code", "here");
  expect((await take("sign-in-code", "here")).ok).toBe(false);
  await pool()`update rate_limits set expire = now() - interval '1 second'`;
  expect((await take("sign-in-code", "here")).ok).toBe(true);
});

test("a bucket names nobody", async () => {
  await take("sign-in-address", "hana@northwind.example");
  const rows = await pool()<{ key: string }[]>`select key from rate_limits`;
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/hana|northwind/);
});

test("without the buckets sign-in is refused and everything else goes on", async () => {
  await pool()`alter table rate_limits rename to rate_limits_away`;
  try {
    expect(await take("sign-in-network", "here")).toEqual({ ok: false, retryAfterSeconds: 60 });
    expect(await limitActions("somebody")).toBe(true);
  } finally {
    await pool()`alter table rate_limits_away rename to rate_limits`;
  }
});

test("a forged X-Forwarded-For changes no bucket", async () => {
  const seen = new Set<string>();
  for (const forged of ["1.1.1.1", "9.9.9.9, 8.8.8.8", "", "::1", "unknown", "evil\u0000"]) {
    const from = {
      get: (name: string) => (name === "x-forwarded-for" ? forged : name === peerHeader ? "203.0.113.7" : null),
    };
    seen.add(clientNetwork(from, 0));
    // One proxy of ours appends what it saw; whatever stands left of it is the caller's word.
    seen.add(clientNetwork(headers({ "x-forwarded-for": `1.2.3.4, ${"5.6.7.8, ".repeat(seen.size)}203.0.113.7` }), 1));
  }
  expect([...seen]).toEqual(["203.0.113.7"]);
});

test("two proxies are counted from the right, and one network of IPv6 is one caller", () => {
  expect(clientNetwork(headers({ "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.0.0.2" }), 2)).toBe("203.0.113.7");
  expect(clientNetwork(headers({ "x-forwarded-for": "203.0.113.7" }), 2)).toBe("unknown");
  expect(clientNetwork(headers({ [peerHeader]: "::ffff:203.0.113.7" }), 0)).toBe("203.0.113.7");
  const home = clientNetwork(headers({ [peerHeader]: "2001:db8:0:7::1" }), 0);
  expect(home).toBe("2001:db8:0:7");
  expect(clientNetwork(headers({ [peerHeader]: "2001:0DB8:0000:0007:ffff:1:2:3" }), 0)).toBe(home);
  expect(clientNetwork(headers({ [peerHeader]: "2001:db8:0:8::1" }), 0)).not.toBe(home);
  expect(clientNetwork(headers({}), 0)).toBe("unknown");
});

test("in the demo the limits are far away, and there", async () => {
  vi.resetModules();
  vi.stubEnv("COUNTERSIGN_DEMO", "1");
  const demo = await import("./rate-limit");
  const tries = await Promise.all(Array.from({ length: 60 }, () => demo.take("sign-in-network", "demo")));
  expect(tries.every((taken) => taken.ok)).toBe(true);
  vi.unstubAllEnvs();
  const { closePool: closeOther } = await import("@/db/client");
  await closeOther();
});
