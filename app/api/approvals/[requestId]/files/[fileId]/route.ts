import { findRequest } from "@/lib/approvals/queries";
import { findActor } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { findAttachment } from "@/lib/files/queries";
import { fileStore } from "@/lib/files/store";
import { headAnswer, problem, route } from "@/lib/http";

type Context = RouteContext<"/api/approvals/[requestId]/files/[fileId]">;

/**
 * One file of a request, for whoever may see the request. Always as a download, never shown by the browser, whatever it
 * holds (reliability.md §4.11); proxy.ts adds the policy that would keep it still. Unknown, foreign and malformed ids answer alike.
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
  return new Response(await fileStore().read(file.storageKey), {
    headers: {
      "content-type": file.mediaType.startsWith("text/") ? `${file.mediaType}; charset=utf-8` : file.mediaType,
      "content-length": String(file.sizeBytes),
      "content-disposition": dispositionOf(file.name),
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
    },
  });
});

/** RFC 6266: plain letters for old readers, the whole name beside them. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w.() -]/g, "_");
  const whole = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

export const HEAD = headAnswer;
