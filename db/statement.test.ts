import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { memberships, users } from "./schema";
import { type Db, insertion, statement } from "./statement";

type Asked = { sql: string; params: unknown[] };

/** A handle that answers with what it was asked. */
const echo = {
  _: { session: { prepareQuery: (query: Asked) => ({ execute: async () => query }) } },
} as unknown as Db;

const asked = (answer: unknown) => answer as Asked;

test("a statement is composed once, and each call brings its own values", async () => {
  let composed = 0;
  const ofUser = statement((db, given: { userId: string }) => {
    composed++;
    return db.select({ id: memberships.accountId }).from(memberships).where(eq(memberships.userId, given.userId));
  });
  const one = asked(await ofUser(echo, { userId: "one" }));
  const two = asked(await ofUser(echo, { userId: "two" }));
  expect(composed).toBe(1);
  expect(one.sql).toBe(two.sql);
  expect([one.params, two.params]).toEqual([["one"], ["two"]]);
});

test("values are encoded by their columns, nothing stays nothing, and constants stay what they are", async () => {
  const join = statement((db, given: { userId: string; at: Date | null }) =>
    db.update(memberships).set({ state: "removed", removedAt: given.at }).where(eq(memberships.userId, given.userId)),
  );
  const at = new Date("2026-05-04T09:00:00Z");
  expect(asked(await join(echo, { userId: "one", at })).params).toEqual(["removed", at.toISOString(), "one"]);
  expect(asked(await join(echo, { userId: "one", at: null })).params).toEqual(["removed", null, "one"]);
});

test("raw SQL is a statement, too", async () => {
  const twice = statement((db, given: { n: number }) =>
    db.execute<{ n: number }>(sql`select ${given.n} + ${given.n} as n`),
  );
  expect(asked(await twice(echo, { n: 2 }))).toMatchObject({ sql: "select $1 + $2 as n", params: [2, 2] });
});

test("an insertion gives every column of its table", async () => {
  const joinedAt = new Date("2026-05-04T09:00:00Z");
  const seat = { accountId: "a", userId: "u", state: "active" as const, joinedAt, removedAt: null, auditId: "e" };
  const { sql: text, params } = asked(await insertion(memberships)(echo, seat));
  expect(text).not.toContain("default");
  expect(params).toEqual(["a", "u", "active", joinedAt.toISOString(), null, "e"]);
});

test("what cannot be composed once is refused", () => {
  const nested = statement((db) => db.select({ user: { id: users.id } }).from(users));
  expect(() => nested(echo, {})).toThrow("flat");
  const none = statement(async () => null);
  expect(() => none(echo, {})).toThrow("Exactly one");
});
