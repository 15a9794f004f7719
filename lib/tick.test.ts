import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { plumbing } from "@/db/plumbing";
import { accounts } from "@/db/schema";
import { openWorld, type World } from "@/e2e/world/world";
import { runTick } from "./tick";

afterAll(closePool);

const stateOf = async (world: World, id: string) => (await world.request(id)).state;
const late = new Date("2026-08-01T00:00:00Z");

test("the tick serves every open company; one that is being filled on a clock of its own is left alone", async () => {
  const [open, internal] = [await openWorld(), await openWorld()];
  const [ours, theirs] = [await open.pendingRequest(), await internal.pendingRequest()];
  await plumbing().update(accounts).set({ state: "internal" }).where(eq(accounts.id, internal.accountId));
  const untouched = await internal.everything();
  expect(await runTick({ now: late })).toMatchObject({ "requests.expired": 1, "mails.sent": 2 });
  expect(await stateOf(open, ours.id)).toBe("expired");
  expect(await internal.everything()).toBe(untouched);
  expect(await runTick({ now: late, accountId: internal.accountId })).toMatchObject({
    "requests.expired": 1,
    "mails.sent": 2,
  });
  expect(await stateOf(internal, theirs.id)).toBe("expired");
});

test("asked for one company, it looks at no other", async () => {
  const [asked, other] = [await openWorld(), await openWorld()];
  const [, untouched] = [await asked.pendingOffer(), await other.pendingOffer()];
  expect(await runTick({ now: late, accountId: asked.accountId })).toMatchObject({ "offers.expired": 1 });
  expect(await other.offer(untouched.id)).toMatchObject({ state: "pending" });
});

test("many ticks at once have the effect of one", async () => {
  const world = await openWorld();
  await Promise.all([world.pendingRequest(), world.approvedRequest(), world.pendingOffer()]);
  const runs = await Promise.all(Array.from({ length: 5 }, () => runTick({ now: late, accountId: world.accountId })));
  const sum = (sweep: string) => runs.reduce((total, run) => total + (run[sweep] ?? 0), 0);
  expect([sum("offers.expired"), sum("requests.expired")]).toEqual([1, 2]);
  expect((await world.mailTo("hiringManager")).filter((mail) => mail.kind === "request-expired")).toHaveLength(2);
});
