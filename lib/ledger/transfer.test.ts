import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { recordEvent } from "../audit/record-event";
import { ConflictError, NotFoundError } from "../errors";
import { listBalances } from "./queries";
import { type Movement, type Pot, transfer } from "./transfer";

afterAll(closePool);

let world: World;
beforeAll(async () => {
  world = await openWorld();
});

const pot = (subjectId: string, code = "held", guarded = false): Pot => ({
  subjectKind: "company",
  subjectId,
  code,
  guarded,
});

const move = (debit: Pot, credit: Pot, amount: bigint, more: Partial<Movement> = {}): Movement => ({
  kind: "deposit",
  key: randomUUID(),
  debit,
  credit,
  amount,
  currency: "USD",
  subject: { kind: "account", id: world.accountId },
  ...more,
});

const post = (movements: Movement[], company = world) =>
  company.as("financeAdmin").write(async (ctx) => {
    const made = await transfer(ctx, movements);
    recordEvent(ctx, "account.posted", "account", company.accountId);
    return made;
  });

const balanceOf = async ({ subjectId, code }: Pot, currency = "USD") =>
  (await world.as("financeAdmin").read((ctx) => listBalances(ctx, [subjectId]))).find(
    (each) => each.code === code && each.currency === currency,
  )?.balance;

test("moves an amount from one pot to another, made on first use", async () => {
  const [to, from] = [pot(randomUUID()), pot(randomUUID())];
  const [made] = await post([move(to, from, 12_50n)]);
  expect(made?.id).toMatch(/^[0-9a-f-]{36}$/);
  expect([await balanceOf(to), await balanceOf(from)]).toEqual([12_50n, -12_50n]);
  await post([move(from, to, 2_50n), move(to, from, 1n)]);
  expect([await balanceOf(to), await balanceOf(from)]).toEqual([10_01n, -10_01n]);
});

test("the same key with the same content is one effect, alone, in a list and among new ones", async () => {
  const [to, from] = [pot(randomUUID()), pot(randomUUID())];
  const [one, two] = [move(to, from, 5n), move(to, from, 7n)];
  const first = await post([one]);
  expect(await post([one])).toEqual(first);
  const list = await post([one, two, one]);
  expect(list).toEqual([first[0], list[1], first[0]]);
  expect(await post([two, one])).toEqual([list[1], first[0]]);
  expect(await balanceOf(to)).toBe(12n);
});

test("the same key with other content is refused, also within one list", async () => {
  const [to, from] = [pot(randomUUID()), pot(randomUUID())];
  const made = move(to, from, 5n);
  await post([made]);
  for (const other of [
    { ...made, amount: 6n },
    { ...made, kind: "fee" as const },
    { ...made, currency: "EUR" },
    { ...made, note: "for March" },
    { ...made, occurredAt: new Date("2026-05-01T00:00:00Z") },
    { ...made, subject: { kind: "offer" as const, id: world.accountId } },
    { ...made, debit: from, credit: to },
    { ...made, debit: pot(randomUUID()) },
  ]) {
    await expect(post([other])).rejects.toBeInstanceOf(ConflictError);
    const fresh = { ...made, key: randomUUID() };
    await expect(post([fresh, { ...other, key: fresh.key }])).rejects.toBeInstanceOf(ConflictError);
  }
  expect(await balanceOf(to)).toBe(5n);
});

test("a guarded pot is refused below zero, in words; a repetition is no second withdrawal", async () => {
  const [held, outside] = [pot(randomUUID(), "escrow", true), pot(randomUUID())];
  await post([move(held, outside, 20_00n)]);
  expect(await world.unmoved(() => post([move(outside, held, 20_01n)]))).toEqual(
    new ConflictError("Only $20.00 is escrow, and $20.01 would be taken from it. Nothing was done."),
  );
  const all = move(outside, held, 20_00n);
  const made = await post([all]);
  expect(await post([all])).toEqual(made);
  expect(await balanceOf(held)).toBe(0n);
  // On the way within one list it may not go below zero either, and what comes in first may go out.
  expect(await world.unmoved(() => post([move(outside, held, 1n), move(held, outside, 1n)]))).toBeInstanceOf(
    ConflictError,
  );
  await post([move(held, outside, 1n), move(outside, held, 1n)]);
});

test("a transfer is taken back once, whole and the other way round", async () => {
  const [to, from] = [pot(randomUUID()), pot(randomUUID())];
  const [made] = await post([move(to, from, 9n)]);
  const back = move(from, to, 9n, { kind: "reversal", reverses: made?.id ?? "" });
  expect(await world.unmoved(() => post([{ ...back, debit: to, credit: from }]))).toBeInstanceOf(Error);
  expect(await world.unmoved(() => post([{ ...back, amount: 8n }]))).toBeInstanceOf(Error);
  expect(await world.unmoved(() => post([{ ...back, reverses: randomUUID() }]))).toBeInstanceOf(NotFoundError);
  const reversed = await post([back]);
  expect(await post([back])).toEqual(reversed);
  expect(await world.unmoved(() => post([{ ...back, key: randomUUID() }]))).toEqual(
    new ConflictError("This was taken back before. Nothing was done."),
  );
  expect(await balanceOf(to)).toBe(0n);
});

test("another company's transfer is out of reach", async () => {
  const stranger = await openWorld();
  const [to, from] = [pot(randomUUID()), pot(randomUUID())];
  const [made] = await post([move(to, from, 9n)]);
  const back = move(from, to, 9n, { kind: "reversal", reverses: made?.id ?? "" });
  expect(await post([back], stranger).catch((error: unknown) => error)).toBeInstanceOf(NotFoundError);
});

test("what is no movement is refused", async () => {
  const [to, from] = [pot(randomUUID()), pot(randomUUID())];
  for (const wrong of [
    move(to, from, 0n),
    move(to, from, -1n),
    move(to, to, 1n),
    move(to, from, 2n ** 63n),
    { ...move(to, from, 1n), currency: "DOLLARS" },
  ])
    await expect(post([wrong])).rejects.toBeInstanceOf(Error);
  expect(await post([])).toEqual([]);
});

test("without an event nothing is written", async () => {
  const mute = () =>
    world.as("financeAdmin").write((ctx) => transfer(ctx, [move(pot(randomUUID()), pot(randomUUID()), 1n)]));
  expect(await world.unmoved(mute)).toBeInstanceOf(Error);
});
