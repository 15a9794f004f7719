import "server-only";
import { lt } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { rateLimits, sessions, verificationTokens } from "@/db/schema";

/**
 * Removes what has expired: sessions, sign-ins that were never finished, empty rate-limit buckets.
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
  return ended.length + unused.length + empty.length;
}
