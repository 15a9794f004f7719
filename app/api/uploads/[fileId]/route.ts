import { findActor } from "@/lib/auth/actor";
import { writeAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { removeFile } from "@/lib/files/remove-file";
import { fileStore } from "@/lib/files/store";
import { uploaderOf } from "@/lib/files/uploader";
import { headRefused, problem, route } from "@/lib/http";
import { requireSameOrigin } from "@/lib/same-origin";

/** Removes an own upload that belongs to nothing yet; a freelancer's names its contract in `X-Contract`. Anybody else's, attached and unknown ones are not found. */
export const DELETE = route(async (request, { params }: RouteContext<"/api/uploads/[fileId]">) => {
  requireSameOrigin(request.headers);
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to remove this.");
  const uploader = await uploaderOf(actor, request.headers);
  if (!uploader) throw new NotFoundError();
  const { fileId } = await params;
  await fileStore().remove(await writeAs(uploader, (ctx) => removeFile(ctx, fileId)));
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
});

export const HEAD = headRefused("DELETE");
