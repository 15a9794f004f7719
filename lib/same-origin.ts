import "server-only";
import { env } from "./env";
import { ForbiddenError } from "./errors";
import { isOwnOrigin } from "./own-origin";

type HeaderBag = Pick<Headers, "get">;

/**
 * Does this request come from one of our own pages? `Origin` must be ours; without it the browser's own word counts
 * (reliability.md §4.14). A page that sends no referrer posts plain forms with `Origin: null`: then, too.
 */
export function isSameOrigin(headers: HeaderBag): boolean {
  const origin = headers.get("origin");
  if (origin === null || origin === "null") return headers.get("sec-fetch-site") === "same-origin";
  return isOwnOrigin(origin, env.APP_ORIGIN);
}

/** @throws ForbiddenError for a request from another site, or from no page at all. */
export function requireSameOrigin(headers: HeaderBag): void {
  if (!isSameOrigin(headers)) throw new ForbiddenError("send this from another site");
}

/** For the demo's HTTP interfaces: scripts send neither header and may come; another site's page may not. */
export function refuseForeignOrigin(headers: HeaderBag): void {
  const site = headers.get("sec-fetch-site");
  const byHand = headers.get("origin") === null && (site === null || site === "none");
  if (!byHand) requireSameOrigin(headers);
}
