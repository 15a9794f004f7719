import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { plumbing } from "@/db/plumbing";
import { users } from "@/db/schema";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import type { Role } from "@/e2e/world/world";
import { openDispute } from "../disputes/open-dispute";
import { newId } from "../ids";
import { releaseMilestone } from "./release-milestone";
import { requestRefund } from "./request-refund";
import { submitWork } from "./submit-work";

const liveIn = (world: EscrowWorld, role: Role, timeZone: string) =>
  plumbing()
    .update(users)
    .set({ timeZone })
    .where(eq(users.id, world.as(role).actor.userId));

/** What the latest mail of a kind says comes next, and when. */
const next = async (world: EscrowWorld, role: Role, kind: string) =>
  (await world.mailTo(role)).findLast((mail) => mail.kind === kind)?.props.next;

test("each side reads what comes next in its own zone, across the change to summer time", async () => {
  // New York changes on 8 March, Berlin on the 29th; the company's own zone is in nobody's mail.
  const world = await openEscrowWorld({ now: "2026-03-02T22:30:00Z", timeZone: "Asia/Tokyo" });
  await liveIn(world, "hiringManager", "America/New_York");
  await liveIn(world, "freelancer", "Europe/Berlin");
  const [first] = await world.list();
  const milestoneId = first?.id ?? "";
  const [client, talent] = [world.as("hiringManager"), world.as("freelancer")];
  const work = { milestoneId, key: newId(), message: "As agreed.", links: [] };
  expect(await talent.write((ctx) => submitWork(ctx, work))).toEqual({ ok: true });
  // 14 days are 14 times 24 hours: sent at 17:30 of New York's winter, due at 18:30 of its summer.
  const automatic = "Released automatically";
  expect(await next(world, "hiringManager", "milestone-submitted")).toEqual([automatic, "16 Mar 2026, 18:30 GMT-4"]);
  await world.pass(7);
  expect(await next(world, "hiringManager", "auto-release-reminder")).toEqual([automatic, "16 Mar 2026, 18:30 GMT-4"]);

  world.at("2026-03-16T22:29:00Z");
  const refund = { milestoneId, key: newId(), reason: "Late." };
  expect(await client.write((ctx) => requestRefund(ctx, refund))).toEqual({ ok: true });
  const back = "Refunded automatically";
  expect(await next(world, "freelancer", "escrow-refund-requested")).toEqual([back, "23 Mar 2026, 23:29 CET"]);
  world.at("2026-03-23T22:28:00Z");
  const dispute = { milestoneId, key: newId(), description: "As agreed." };
  expect(await talent.write((ctx) => openDispute(ctx, dispute))).toMatchObject({ ok: true });
  // Five business days later it is past midnight of the next day in Berlin's summer.
  const answer = (role: Role) => next(world, role, "dispute-opened");
  expect([await answer("hiringManager"), await answer("freelancer")]).toMatchObject([
    [expect.any(String), "30 Mar 2026, 18:28 GMT-4"],
    [expect.any(String), "31 Mar 2026, 00:28 CEST"],
  ]);
});

test("what is paid before the change is available after it, in the freelancer's new time", async () => {
  const world = await openEscrowWorld({ now: "2026-03-26T22:30:00Z" });
  await liveIn(world, "freelancer", "Europe/Berlin");
  const [first] = await world.list();
  const pay = { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null };
  expect(await world.as("hiringManager").write((ctx) => releaseMilestone(ctx, pay))).toEqual({ ok: true });
  expect(await next(world, "freelancer", "milestone-released")).toEqual(["Available", "1 Apr 2026, 00:30 CEST"]);
});
