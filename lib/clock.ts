/**
 * Wall time, for plumbing only: leases, rate limits, session and sign-in expiry (reliability.md §4.3). The domain never
 * calls this; it is handed `ctx.now` by the doors, which add the demo's offset.
 */
export function wallNow(): Date {
  return new Date();
}

/** Domain time from wall time and the demo's offset in milliseconds, which is zero everywhere else. */
export function domainNow(offsetMs: number): Date {
  return new Date(wallNow().getTime() + offsetMs);
}
