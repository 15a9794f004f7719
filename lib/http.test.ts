import { afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { isCronCall } from "./cron";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "./errors";
import { headAnswer, headRefused, readJson, route } from "./http";

afterEach(() => vi.restoreAllMocks());

const post = (body: BodyInit | null) => new Request("http://localhost:3000/api/x", { method: "POST", body });

test.each([
  [new NotFoundError(), 404, "not-found"],
  [new ForbiddenError("do this"), 403, "forbidden"],
  [new InvalidInputError({ name: ["Give a name."] }), 422, "invalid"],
  [new ConflictError(), 409, "conflict"],
  [Object.assign(new Error("closed"), { code: "CONNECTION_CLOSED" }), 409, "unknown-outcome"],
  [Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }), 409, "unknown-outcome"],
])("%s answers %i", async (error, status, code) => {
  const answer = await route(async () => {
    throw error;
  })(post(null));
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ error: code });
});

test("the unexpected is reported without the parameters of a query, and says nothing to the caller", async () => {
  const report = vi.spyOn(console, "error").mockImplementation(() => {});
  const cause = Object.assign(new Error("duplicate key (token)=(s3cret)"), { code: "23505" });
  const error = new Error("Failed query: insert … params: s3cret", { cause });
  const answer = await route(async () => {
    throw error;
  })(post(null));
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("s3cret");
  expect(report).toHaveBeenCalledOnce();
  expect(JSON.stringify(report.mock.calls)).not.toContain("s3cret");
});

const shape = z.object({ persona: z.string("Name a persona.") });

test("a well-formed body comes through", async () => {
  expect(await readJson(post('{"persona":"approver"}'), shape)).toEqual({ persona: "approver" });
});

test.each([
  ["nothing", null],
  ["no JSON", "{"],
  ["a list", "[]"],
  ["a number for a word", '{"persona":7}'],
  ["a prototype key", '{"__proto__":{"persona":"approver"}}'],
  ["bytes that are no text", new Uint8Array([0xff, 0xfe])],
  ["more than a megabyte", " ".repeat(1_000_001)],
  ["great depth", "[".repeat(200_000)],
])("garbage is refused as such: %s", async (_, body) => {
  await expect(readJson(post(body), shape)).rejects.toThrow(InvalidInputError);
});

test("HEAD looks at nothing, or is refused", async () => {
  expect((await headAnswer()).status).toBe(200);
  const refused = await headRefused("GET")();
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET"]);
});

test("the cron secret opens, as a bearer token and nowhere else", () => {
  const secret = process.env.CRON_SECRET ?? "";
  const ask = (values: Record<string, string>) => isCronCall(new Headers(values));
  expect(ask({ authorization: `Bearer ${secret}` })).toBe(true);
  for (const authorization of [secret, `bearer ${secret}`, `Bearer ${secret}x`, "Bearer ", `Basic ${secret}`]) {
    expect(ask({ authorization }), authorization).toBe(false);
  }
  expect(ask({})).toBe(false);
  expect(ask({ cookie: `authorization=Bearer ${secret}` })).toBe(false);
});

test("without a secret cron is closed, whatever is sent", async () => {
  vi.resetModules();
  vi.stubEnv("CRON_SECRET", "");
  const closed = await import("./cron");
  for (const authorization of ["Bearer ", "Bearer undefined", "Bearer null", ""]) {
    expect(closed.isCronCall(new Headers({ authorization }))).toBe(false);
  }
  vi.unstubAllEnvs();
});
