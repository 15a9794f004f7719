import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { env } from "./env";

/**
 * Does this request carry the cron secret as its bearer token? Compared in constant time over hashes, so that neither
 * length nor content leaks. Closed while no secret is set; cookies count for nothing.
 */
export function isCronCall(headers: Pick<Headers, "get">): boolean {
  const secret = env.CRON_SECRET;
  const given = /^Bearer (.+)$/.exec(headers.get("authorization") ?? "")?.[1];
  if (!secret || !given) return false;
  return timingSafeEqual(digest(given), digest(secret));
}

const digest = (text: string) => createHash("sha256").update(text).digest();
