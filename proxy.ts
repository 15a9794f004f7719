import { type NextRequest, NextResponse } from "next/server";
import { isOwnOrigin } from "@/lib/own-origin";

/**
 * Sets headers, and decides nothing: who may see what is settled by the doors (reliability.md T15). The matcher has no
 * exception for prefetches, so that no header of the caller's makes a page arrive without its policy.
 */
export function proxy(request: NextRequest): NextResponse {
  const path = request.nextUrl.pathname;
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = contentPolicy(nonce);

  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (name.startsWith("x-middleware-")) headers.delete(name);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // Where sign-in leads back to; checked again by whoever uses it.
  headers.set("x-path", path + request.nextUrl.search);

  if (request.method === "POST" && !path.startsWith("/api/")) {
    // Actions ask again. Here a foreign form gets a plain answer, where Next would report a fault of ours.
    if (comesFromOwnPlainForm(headers)) headers.delete("origin");
    else if (!isOwnOrigin(headers.get("origin") ?? appOrigin(), appOrigin())) return foreign();
  }

  const opensDecision = path.startsWith("/d/");
  const response =
    opensDecision && request.method === "HEAD"
      ? new NextResponse(null) // mail scanners ask this way; the answer needs no look-up
      : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("cache-control", "private, no-store");
  response.headers.set("referrer-policy", opensDecision || path === "/verify" ? "no-referrer" : "same-origin");
  if (opensDecision) response.headers.set("x-robots-tag", "noindex, nofollow, noarchive");
  if (appOrigin().startsWith("https:")) {
    response.headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
  }
  return response;
}

const appOrigin = () => process.env.APP_ORIGIN || "http://localhost:3000";

/** A page without referrer posts its forms with `Origin: null` when no script runs; the browser vouches for it. */
const comesFromOwnPlainForm = (headers: Headers) =>
  headers.get("origin") === "null" && headers.get("sec-fetch-site") === "same-origin";

const foreign = () =>
  new NextResponse("This form was sent from another site. Nothing was done.", {
    status: 403,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });

/** Everything but built files, which are public and the same for everybody. */
export const config = { matcher: ["/((?!_next/static/|_next/image|icon.svg).*)"] };

const development = process.env.NODE_ENV === "development";

/** Inline styles are allowed: positioned menus and the mails shown at /dev/* carry them. Scripts need the nonce. */
function contentPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
