import "server-only";
import { and, eq, lte, sql } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { demoClock } from "@/db/schema";
import { domainNow, wallNow } from "../clock";
import { InvalidInputError } from "../errors";
import { runTick } from "../tick";
import { instantAfter, instantOrNull } from "./rules";

export type Ran = Record<string, number>;

/** The instant the demo is at. */
export async function findDemoNow(): Promise<Date> {
  const [row] = await plumbing().select({ offsetMs: demoClock.offsetMs }).from(demoClock).where(eq(demoClock.id, 1));
  return domainNow(row?.offsetMs ?? 0);
}

/**
 * Moves the demo's clock and runs the tick until nothing more is due.
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
  if ("advance" in to) await addToOffset(target.getTime() - from.getTime());
  else await raiseOffset(target.getTime() - wallNow().getTime());
  const ran = await runUntilNothingIsDue();
  return { now: await findDemoNow(), ran };
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
