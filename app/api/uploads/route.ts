import { findActor } from "@/lib/auth/actor";
import { mostBytes, refusalWords } from "@/lib/files/rules";
import { uploadFile } from "@/lib/files/upload-file";
import { uploaderOf } from "@/lib/files/uploader";
import { headRefused, problem, route } from "@/lib/http";
import { takeUpload } from "@/lib/rate-limit";
import { requireSameOrigin } from "@/lib/same-origin";

/**
 * Takes one file for a form that is being filled in: its bytes as the body, its name percent-encoded in `X-File-Name`.
 * A freelancer's names the contract whose work is submitted in `X-Contract`.
 * → `{"id","name","sizeBytes"}`, or what is wrong with it. The proxy does not see this address, because it would cut
 * the body off; so everything that it does for others is done here.
 */
export const PUT = route(async (request) => {
  requireSameOrigin(request.headers);
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "You are signed out. Sign in and choose the file again.");
  const uploader = await uploaderOf(actor, request.headers);
  if (!uploader) return problem(403, "forbidden", "You may not upload files.");
  const sizeBytes = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!Number.isSafeInteger(sizeBytes) || !request.body) {
    return sizeBytes === 0
      ? problem(422, "empty", refusalWords.empty)
      : problem(411, "length-required", "Say how large the file is.");
  }
  if (sizeBytes > mostBytes) return problem(413, "too-large", refusalWords["too-large"]);
  if (!(await takeUpload(actor.userId, sizeBytes))) return problem(429, "too-fast", refusalWords["too-fast"]);
  const result = await uploadFile(uploader, { name: nameIn(request.headers), sizeBytes, body: request.body });
  if (!result.ok) return problem(result.reason === "too-large" ? 413 : 422, result.reason, refusalWords[result.reason]);
  return Response.json(result.file, { status: 201, headers: { "cache-control": "no-store" } });
});

function nameIn(headers: Headers): string {
  try {
    return decodeURIComponent((headers.get("x-file-name") ?? "").slice(0, 3_000));
  } catch {
    return "";
  }
}

export const HEAD = headRefused("PUT");
