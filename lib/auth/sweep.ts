import "server-only";
import { lt } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { rateLimits, sessions, verificationTokens, webhookEvents } from "@/db/schema";
import { dayMs } from "../dates";

/**
 * Removes what has expired: sessions, sign-ins that were never finished, empty rate-limit buckets, webhook ids.
 * @param wall wall time: none of this moves with the demo's clock
 * @returns how many rows went
 */
export async function sweepPlumbing(wall: Date): Promise<number> {
  const ended = await plumbing().delete(sessions).where(lt(sessions.expiresAt, wall)).returning({ id: sessions.id });
  const unused = await plumbing()
    .delete(verificationTokens)
    .where(lt(verificationTokens.expiresAt, wall))
    .returning({ of: verificationTokens.tokenHash });
  const empty = await plumbing()
    .delete(rateLimits)
    .where(lt(rateLimits.expire, wall))
    .returning({ key: rateLimits.key });
  // The provider repeats an event for days at most; a repeat older than five minutes needs a new signature besides.
  const told = await plumbing()
    .delete(webhookEvents)
    .where(lt(webhookEvents.receivedAt, new Date(wall.getTime() - 35 * dayMs)))
    .returning({ id: webhookEvents.id });
  return ended.length + unused.length + empty.length + told.length;
}
