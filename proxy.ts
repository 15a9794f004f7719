import { type NextRequest, NextResponse } from "next/server";
import { isOwnOrigin } from "@/lib/own-origin";
import { isReadableAddress, shapeOfPost } from "@/lib/request-shape";

/**
 * Sets headers, and turns away what nobody could read. It decides nothing: who may see what is settled by the doors
 * (reliability.md T15). The matcher has no exception for prefetches, so that no header of the caller's makes a page
 * arrive without its policy.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const path = request.nextUrl.pathname;
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const headers = forwardedHeaders(request, nonce);
  const response =
    oneClickOf(request) ??
    (await refusalOf(request, headers)) ??
    shortcutOf(request) ??
    NextResponse.next({ request: { headers } });

  response.headers.set("content-security-policy", isDownload(path) ? downloadPolicy : contentPolicy(nonce));
  response.headers.set("cache-control", "private, no-store");
  const secretAddress = path.startsWith("/d/") || path.startsWith("/unsubscribe/") || path === "/verify";
  response.headers.set("referrer-policy", secretAddress ? "no-referrer" : "same-origin");
  if (secretAddress) response.headers.set("x-robots-tag", "noindex, nofollow, noarchive");
  if (appOrigin().startsWith("https:")) {
    response.headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
  }
  return response;
}

/**
 * Everything but built files, which are public and the same for everybody, and the one address that takes files in:
 * bodies that pass here are cut off at 10 MB. It serves no document and guards itself.
 */
export const config = { matcher: ["/((?!_next/static/|icon.svg|api/uploads$|api/imports$).*)"] };

const appOrigin = () => process.env.APP_ORIGIN || "http://localhost:3000";

function forwardedHeaders(request: NextRequest, nonce: string): Headers {
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (name.startsWith("x-middleware-")) headers.delete(name);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", contentPolicy(nonce));
  // Where sign-in leads back to; checked again by whoever uses it.
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  return headers;
}

/**
 * Mail providers post to the address at which people find the page to unsubscribe (RFC 8058), from no page of ours and with
 * no cookie. Its token is the right, and a page cannot answer a post: a route of its own does.
 */
function oneClickOf(request: NextRequest): NextResponse | null {
  const token = /^\/unsubscribe\/([\w-]{1,200})$/.exec(request.nextUrl.pathname)?.[1];
  if (request.method !== "POST" || !token) return null;
  return NextResponse.rewrite(new URL(`/api/unsubscribe/${token}`, request.url));
}

/** Plain answers where Next would report a fault of ours, or null. Actions ask for the origin again. */
async function refusalOf(request: NextRequest, headers: Headers): Promise<NextResponse | null> {
  const { pathname, search } = request.nextUrl;
  const isApi = pathname.startsWith("/api/");
  if (!isReadableAddress(pathname + search)) {
    if (isApi) return NextResponse.json({ error: "not-found", message: "There is nothing here." }, { status: 404 });
    return NextResponse.rewrite(new URL("/unreadable-address", request.url), { request: { headers } });
  }
  if (request.method !== "POST" || isApi) return null;
  // A page without referrer posts its forms with `Origin: null` when no script runs; the browser vouches for it.
  if (headers.get("origin") === "null" && headers.get("sec-fetch-site") === "same-origin")
    headers.set("origin", appOrigin());
  const origin = headers.get("origin");
  // Browsers name the origin of every call of an action: one without comes from no page. Plain forms are asked by the action.
  const unnamed = origin === null && headers.has("next-action") && headers.get("sec-fetch-site") !== "same-origin";
  if (unnamed || (origin !== null && !isOwnOrigin(origin, appOrigin()))) {
    return plain(403, "This form was sent from another site. Nothing was done.");
  }
  // Next compares with a host that a caller or a careless balancer may have written. This one has been checked.
  if (origin !== null) headers.set("x-forwarded-host", new URL(origin).host);
  switch (await shapeOfPost(request.clone())) {
    case "too-large":
      return plain(413, "This is more than a form can carry. Nothing was done.");
    case "malformed":
      return plain(400, "This is no form of ours. Nothing was done.");
    case "fine":
      return null;
  }
}

const plain = (status: number, text: string) =>
  new NextResponse(text, { status, headers: { "content-type": "text/plain; charset=utf-8" } });

/** Mail scanners look at decision links this way; the answer needs no look-up. */
const shortcutOf = (request: NextRequest) =>
  request.method === "HEAD" && request.nextUrl.pathname.startsWith("/d/") ? new NextResponse(null) : null;

/** Files that people uploaded. Were one ever shown instead of saved, it could do nothing (reliability.md §4.11). */
const isDownload = (path: string) => /^\/api\/(?:approvals\/[^/]+\/files\/|(?:billing|talent|staff)\/)/.test(path);
const downloadPolicy = "sandbox; default-src 'none'";

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
