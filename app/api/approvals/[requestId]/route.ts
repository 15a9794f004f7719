import { getWorkspace } from "@/lib/accounts/workspace";
import { findRequest } from "@/lib/approvals/queries";
import { statusOf } from "@/lib/approvals/request-status";
import { findActor } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { headAnswer, problem, route } from "@/lib/http";

/** Live status of one request, for whoever may see it. Unknown, foreign and malformed ids answer alike. */
export const GET = route(async (_req, { params }: RouteContext<"/api/approvals/[requestId]">) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "member") throw new NotFoundError();
  const { requestId } = await params;
  const status = await readAs(actor, async (ctx) => {
    const request = await findRequest(ctx, requestId);
    if (!request) throw new NotFoundError();
    const { timeZone } = await getWorkspace(ctx);
    return statusOf(request, timeZone, ctx.now);
  });
  return Response.json(status, { headers: { "cache-control": "no-store" } });
});

export const HEAD = headAnswer;
