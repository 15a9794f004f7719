import "server-only";
import { and, eq, lte, sql } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { demoClock } from "@/db/schema";
import { domainNow, wallNow } from "../clock";
import { dayMs } from "../dates";
import { findNextDigest } from "../digest/plan";
import { InvalidInputError } from "../errors";
import { runTick } from "../tick";
import { instantAfter, instantOrNull } from "./rules";

export type Ran = Record<string, number>;

/** The instant the demo is at. */
export async function findDemoNow(): Promise<Date> {
  const [row] = await plumbing().select({ offsetMs: demoClock.offsetMs }).from(demoClock).where(eq(demoClock.id, 1));
  return domainNow(row?.offsetMs ?? 0);
}

/** A longer way is jumped up to here: its digests are then too late, as after any long outage. */
const longestWalkMs = 400 * dayMs;
/**
 * The last part of a way is walked day by day, before it the weekly digests are the halts. The longest chain of notices is
 * dormancy's: day 90 and windows of 7, 7 and 14 days (product-part-two.md §11.7), 118 days in all.
 */
const dailyWalkMs = 120 * dayMs;

/**
 * Moves the demo's clock and runs the tick until nothing more is due. It halts each day and at each weekly digest on the
 * way: a notice that is found after what it announced is not sent any more, and a digest days late is skipped.
 * @throws InvalidInputError for what is no duration or instant, and for any way back.
 */
export async function moveClock(to: { advance: string } | { set: string }): Promise<{ now: Date; ran: Ran }> {
  const from = await findDemoNow();
  const target = "advance" in to ? instantAfter(from, to.advance) : instantOrNull(to.set);
  if (!target) {
    throw new InvalidInputError(
      "advance" in to
        ? { advance: ["Give an ISO 8601 duration, such as P31D or PT12H."] }
        : { set: ["Give an ISO 8601 instant, such as 2026-12-01T09:00:00Z."] },
    );
  }
  if (target < from)
    throw new InvalidInputError({ set: [`The clock only goes forward, and it is ${from.toISOString()}.`] });
  const ran: Ran = {};
  let at = from;
  do {
    const stop = await nextStop(at, target);
    if ("advance" in to) await addToOffset(stop.getTime() - at.getTime());
    else await raiseOffset(stop.getTime() - wallNow().getTime());
    for (const [sweep, count] of Object.entries(await runUntilNothingIsDue())) ran[sweep] = (ran[sweep] ?? 0) + count;
    at = stop;
  } while (at < target);
  return { now: await findDemoNow(), ran };
}

async function nextStop(at: Date, target: Date): Promise<Date> {
  const digest = await findNextDigest(new Date(Math.max(at.getTime(), target.getTime() - longestWalkMs)));
  const day = Math.max(at.getTime() + dayMs, target.getTime() - dailyWalkMs);
  return new Date(Math.min(day, digest?.getTime() ?? day, target.getTime()));
}

/** Two people who advance by a day at once move it by two. */
async function addToOffset(ms: number): Promise<void> {
  await plumbing()
    .update(demoClock)
    .set({ offsetMs: sql`${demoClock.offsetMs} + ${ms}` })
    .where(eq(demoClock.id, 1));
}

/** Never down: of two who set it at once the later instant stands. */
async function raiseOffset(ms: number): Promise<void> {
  await plumbing()
    .update(demoClock)
    .set({ offsetMs: ms })
    .where(and(eq(demoClock.id, 1), lte(demoClock.offsetMs, ms)));
}

/** One sweep may make another due. The last round, in which nothing happened, ends it. */
async function runUntilNothingIsDue(): Promise<Ran> {
  const total: Ran = {};
  for (let round = 0; round < 1_000; round++) {
    const ran = await runTick();
    for (const [sweep, count] of Object.entries(ran)) total[sweep] = (total[sweep] ?? 0) + count;
    if (Object.values(ran).every((count) => count === 0)) break;
  }
  return total;
}
