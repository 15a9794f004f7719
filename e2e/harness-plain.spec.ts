import { ask } from "./harness/http";
import { listRoutes } from "./harness/inventory";
import { type PlainServer, startPlainServer } from "./harness/plain-server";
import { expect, test } from "./test";

/** design.md §7: none of the demo's interfaces exists in an installation. */
let server: PlainServer;
test.beforeAll(async () => {
  server = await startPlainServer();
});
test.afterAll(async () => {
  await server?.stop();
});

test("outside the demo its interfaces are not found, by any method", async ({ witness }) => {
  const before = await witness.digest();
  const demo = listRoutes().filter((route) => /^\/(?:api\/demo|dev)\//.test(route));
  expect(demo.length).toBeGreaterThanOrEqual(5);
  for (const path of demo) {
    for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE"]) {
      const body =
        method === "GET" || method === "HEAD" ? undefined : JSON.stringify({ persona: "admin", advance: "P1D" });
      const { status, body: text } = await ask(server.url, path, {
        method,
        headers: { "content-type": "application/json" },
        ...(body && { body }),
      });
      const handled = method === "HEAD" || method === "GET" || (method === "POST" && /clock|sign-in/.test(path));
      expect(handled ? [404] : [404, 405], `${method} ${path}`).toContain(status);
      expect(text, `${method} ${path}`).not.toContain("Northwind");
    }
  }
  expect(await witness.digest()).toEqual(before);
});

test("outside the demo nobody is offered a persona, a clock or a mailbox", async () => {
  const { status, body } = await ask(server.url, "/sign-in");
  expect(status).toBe(200);
  expect(body).toContain("Send me a link");
  for (const word of ["Continue as", "Switch persona", "/dev/mailbox", "+31 days"]) expect(body).not.toContain(word);
});

test("every document carries the content policy and says that it is nobody else's to keep", async () => {
  for (const path of [
    "/",
    "/sign-in",
    "/verify?token=x",
    "/ab",
    "/ab/jobs/approvals",
    "/talent/offers",
    "/d/x",
    "/nothing",
    "/api/approvals/x",
  ]) {
    const { headers } = await ask(server.url, path);
    expect(headers["content-security-policy"], path).toMatch(
      /script-src 'nonce-[A-Za-z0-9+/=]{20,}' 'strict-dynamic';.*object-src 'none'.*base-uri 'none'.*form-action 'self'.*frame-ancestors 'none'/,
    );
    expect(headers["cache-control"], path).toContain("no-store");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
  }
});

for (const cron of ["/api/cron/tick", "/api/cron/spend-alerts"])
  test(`${cron} opens to its secret alone, and does nothing before`, async ({ witness }) => {
    // In thirty days much is due: a run would show. Nobody else moves the clock here, and it is set back.
    const later = (days: number) => witness.sql`update demo_clock set offset_ms = offset_ms + ${days * 86_400_000}`;
    await later(30);
    const before = await witness.digest();
    for (const authorization of [
      undefined,
      "",
      "Bearer ",
      "Bearer wrong",
      `Basic ${process.env.CRON_SECRET}`,
      `Bearer ${process.env.CRON_SECRET}x`,
    ]) {
      expect(
        (await ask(server.url, cron, { headers: { ...(authorization !== undefined && { authorization }) } })).status,
        `“${authorization}”`,
      ).toBe(401);
    }
    expect((await ask(server.url, `${cron}?secret=${process.env.CRON_SECRET}`)).status).toBe(401);
    const right = { authorization: `Bearer ${process.env.CRON_SECRET}` };
    expect((await ask(server.url, cron, { method: "HEAD", headers: right })).status).toBe(405);
    expect((await ask(server.url, cron, { method: "POST", headers: right })).status).toBe(405);
    expect(await witness.digest()).toEqual(before);
    await later(-30);
    expect((await ask(server.url, cron, { headers: right })).status).toBe(200);
  });
