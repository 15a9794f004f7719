/**
 * Holds attempts back when the provider says that its window is used up, one gate per process.
 * Fed by the answer headers, because the stated limits differ between accounts (reliability.md section 1).
 *
 * @param now wall clock in milliseconds
 */
export function rateGate(now: () => number) {
  let closedUntil = 0;
  return {
    /** Seconds until the next attempt may be made; 0 when it may be made now. */
    wait(): number {
      return Math.max(0, Math.ceil((closedUntil - now()) / 1000));
    },
    /**
     * Reads one answer's headers.
     *
     * @param refused the answer was 429
     * @returns seconds the provider asked for, if it did
     */
    observe(headers: Readonly<Record<string, string>>, refused: boolean): number | undefined {
      const usedUp = refused || headers["ratelimit-remaining"] === "0";
      const asked = seconds(headers["retry-after"], now()) ?? seconds(headers["ratelimit-reset"], now());
      if (usedUp) closedUntil = Math.max(closedUntil, now() + (asked ?? 1) * 1000);
      return asked;
    },
  };
}

/** `Retry-After` is seconds or an HTTP date. An hour at most: a slip there must not silence the mail for days. */
function seconds(value: string | undefined, now: number): number | undefined {
  if (!value) return undefined;
  const given = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(given) ? Math.min(Math.max(Math.ceil(given), 0), 3600) : undefined;
}
