import { NotFoundError } from "@/lib/errors";
import { problem, route } from "@/lib/http";
import { isOneClick } from "@/lib/notifications/one-click";
import { unsubscribe } from "@/lib/notifications/unsubscribe";

/**
 * One click (RFC 8058): a mail provider posts here for its reader, and so does the button of our page; the proxy leads posts
 * to `/unsubscribe/<token>` here. The token is the right: no cookie is read or set, and a provider is not sent elsewhere.
 */
export const POST = route(async (request, { params }: RouteContext<"/api/unsubscribe/[token]">) => {
  const { token } = await params;
  const body = await isOneClick(request);
  if (!body.oneClick) return problem(400, "malformed", "Post List-Unsubscribe=One-Click to unsubscribe.");
  if (!(await unsubscribe(token))) throw new NotFoundError();
  if (body.fromPage)
    return new Response(null, {
      status: 303,
      headers: { location: `/unsubscribe/${token}`, "cache-control": "no-store" },
    });
  return new Response("You will get no more spend alerts by mail.\n", {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
});
