import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { closePool, pool } from "@/db/client";
import { type BootEnv, bootProblems, isBelow, settingProblems } from "./boot";

const sound: BootEnv = {
  NODE_ENV: "production",
  APP_ORIGIN: "https://app.example",
  NEXTAUTH_URL: "https://app.example",
  COUNTERSIGN_SECRET: "9f2c41d07be83a65f4e1d2c3b4a59687",
  CRON_SECRET: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
  COUNTERSIGN_DEMO: "0",
};

beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetModules();
});
afterAll(closePool);

test("a sound process starts", async () => {
  expect(await bootProblems(sound)).toEqual([]);
});

test.each([
  ["a regular secret", { COUNTERSIGN_SECRET: "0".repeat(64) }, /COUNTERSIGN_SECRET is too regular/],
  ["one secret for two things", { CRON_SECRET: sound.COUNTERSIGN_SECRET }, /must not be COUNTERSIGN_SECRET/],
  ["the demo on somebody's database", { COUNTERSIGN_DEMO: "1" }, /demo exists only on the embedded database/],
  ["links that name another origin", { NEXTAUTH_URL: "https://evil.example" }, /NEXTAUTH_URL names another origin/],
  ["links that lead nowhere", { APP_ORIGIN: undefined, NEXTAUTH_URL: undefined }, /APP_ORIGIN is not set/],
])("%s keeps the process from starting", (_, change, sentence) => {
  expect(settingProblems({ ...sound, ...change }).join()).toMatch(sentence);
});

test("the launcher's own database may carry the demo", () => {
  expect(settingProblems({ ...sound, COUNTERSIGN_DEMO: "1", COUNTERSIGN_EMBEDDED: "1" })).toEqual([]);
});

test.each([
  ["a short secret", "COUNTERSIGN_SECRET", "short"],
  ["a placeholder", "COUNTERSIGN_SECRET", "please-change-me-please-change-me-please"],
  ["no secret", "COUNTERSIGN_SECRET", ""],
  ["no database", "DATABASE_URL", ""],
  ["a mail transport nobody knows", "MAIL_TRANSPORT", "pigeon"],
])("%s keeps the process from starting, and is not printed", async (_, name, value) => {
  vi.resetModules();
  vi.stubEnv(name, value);
  const boot = await import("./boot");
  expect((await boot.bootProblems(sound)).join()).toMatch(/environment is incomplete/);
  if (value) expect(JSON.stringify(vi.mocked(console.error).mock.calls)).not.toContain(value);
});

test("a stale or altered schema, and tenancy switched off, keep the process from starting", async () => {
  const [last] = await pool()<
    { tag: string; sha256: string }[]
  >`select tag, sha256 from schema_migrations order by tag desc limit 1`;
  const { tag = "", sha256 = "" } = last ?? {};
  await pool()`delete from schema_migrations where tag = ${tag}`;
  expect(await bootProblems(sound)).toEqual([`Migration ${tag} is not applied.`]);
  await pool()`insert into schema_migrations (tag, sha256) values (${tag}, 'other')`;
  expect(await bootProblems(sound)).toEqual([`Migration ${tag} is not the one that was applied.`]);
  await pool()`update schema_migrations set sha256 = ${sha256} where tag = ${tag}`;
  await pool()`alter table offers no force row level security`;
  expect((await bootProblems(sound)).join()).toMatch(/Table offers does not force/);
  await pool()`alter table offers force row level security`;
  expect(await bootProblems(sound)).toEqual([]);
});

test("an unpatched driver keeps the process from starting", async () => {
  await closePool();
  vi.resetModules();
  vi.doMock("postgres", async () => import("postgres-unpatched"));
  const boot = await import("./boot");
  expect((await boot.bootProblems(sound)).join()).toMatch(/driver is not patched/);
  vi.doUnmock("postgres");
});

test("versions are compared by their numbers", () => {
  expect(isBelow("16.2.5", "16.2.6")).toBe(true);
  expect(isBelow("15.9.9", "16.2.6")).toBe(true);
  expect(isBelow("16.2.6", "16.2.6")).toBe(false);
  expect(isBelow("16.10.0", "16.2.6")).toBe(false);
  expect(isBelow("19.3.0-canary-1", "19.2.6")).toBe(false);
  expect(isBelow("nonsense", "19.2.6")).toBe(true);
});
