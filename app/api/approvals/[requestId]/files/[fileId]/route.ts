import { findRequest } from "@/lib/approvals/queries";
import { findActor } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { downloadResponse } from "@/lib/files/download";
import { findAttachment } from "@/lib/files/queries";
import { headAnswer, problem, route } from "@/lib/http";

type Context = RouteContext<"/api/approvals/[requestId]/files/[fileId]">;

/**
 * One file of a request, for whoever may see the request. Unknown, foreign and malformed ids answer alike.
 */
export const GET = route(async (_request, { params }: Context) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "member") throw new NotFoundError();
  const { requestId, fileId } = await params;
  const file = await readAs(actor, async (ctx) =>
    (await findRequest(ctx, requestId)) ? findAttachment(ctx, requestId, fileId) : null,
  );
  if (!file) throw new NotFoundError();
  return downloadResponse(file);
});

export const HEAD = headAnswer;
