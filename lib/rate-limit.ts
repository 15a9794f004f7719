import "server-only";
import { createHash } from "node:crypto";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import { plumbing } from "@/db/plumbing";
import { rateLimits } from "@/db/schema";
import { env, isDemo } from "./env";

const hour = 3_600;

/**
 * Starting values of reliability.md §4.12: so many points in so many seconds of wall time. `closed`: when the buckets
 * cannot be reached, sign-in is refused; everything else goes on.
 */
export const limits = {
  "sign-in-address": { points: 5, seconds: hour, closed: true },
  "sign-in-network": { points: 20, seconds: hour, closed: true },
  "sign-in-code": { points: 10, seconds: 900, closed: true },
  decision: { points: 10, seconds: 60, closed: false },
  action: { points: 300, seconds: 60, closed: false },
  /** in megabytes */
  upload: { points: 1_024, seconds: hour, closed: false },
} as const;

export type Limit = keyof typeof limits;

/** In the demo one machine plays everybody, scripts included: far above what a person does, and still an end. */
const demoFactor = 200;

export type Taken = { ok: true } | { ok: false; retryAfterSeconds: number };

/**
 * Takes a point, or several, from the bucket of `key`, which is hashed before it is stored: a bucket names nobody.
 * Buckets live in Postgres, so several copies of the app share them.
 */
export async function take(limit: Limit, key: string, points = 1): Promise<Taken> {
  const { closed } = limits[limit];
  try {
    await limiter(limit).consume(createHash("sha256").update(key).digest("base64url").slice(0, 32), points);
    return { ok: true };
  } catch (refused) {
    if (refused instanceof RateLimiterRes) {
      return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
    }
    return closed ? { ok: false, retryAfterSeconds: 60 } : { ok: true };
  }
}

/** One of the actions a signed-in person may press in a minute. @returns false when there were too many. */
export async function limitActions(userId: string): Promise<boolean> {
  return (await take("action", userId)).ok;
}

/** One of the decisions an approver may take in a minute, on the dashboard and from mails together. */
export async function limitDecisions(userId: string): Promise<boolean> {
  return (await take("decision", userId)).ok;
}

/** So many bytes of what a person may upload in an hour. @returns false when it was too much. */
export async function takeUpload(userId: string, bytes: number): Promise<boolean> {
  return (await take("upload", userId, Math.max(1, Math.ceil(bytes / 1_048_576)))).ok;
}

const limiters = new Map<string, RateLimiterDrizzle>();

function limiter(limit: Limit): RateLimiterDrizzle {
  const known = `${env.DATABASE_URL}|${limit}`;
  let made = limiters.get(known);
  if (!made) {
    const { points, seconds } = limits[limit];
    made = new RateLimiterDrizzle({
      storeClient: plumbing(),
      schema: rateLimits,
      keyPrefix: limit,
      points: isDemo() ? points * demoFactor : points,
      duration: seconds,
      clearExpiredByTimeout: false, // the tick does it
    });
    limiters.set(known, made);
  }
  return made;
}
