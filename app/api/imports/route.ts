import { isAdmin } from "@/lib/approvals/rules";
import { findActor } from "@/lib/auth/actor";
import { headRefused, problem, reportFault, route } from "@/lib/http";
import { mostImportBytes } from "@/lib/import/rules";
import { takeImport } from "@/lib/import/take-import";
import { takeUpload } from "@/lib/rate-limit";
import { requireSameOrigin } from "@/lib/same-origin";

/**
 * Takes the files of an import as a form (`file`, several; `write` = "yes" to write, otherwise every check is made and
 * nothing is written). → one JSON object a line: `{"done","of"}` while it goes on, at last `{"ok","report"}` or
 * `{"message"}`. The proxy does not see this address, because it would cut the body off.
 */
export const POST = route(async (request) => {
  requireSameOrigin(request.headers);
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "You are signed out. Sign in and choose the files again.");
  if (!isAdmin(actor)) return problem(403, "forbidden", "Admins and program owners import.");
  const sizeBytes = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!Number.isSafeInteger(sizeBytes)) return problem(411, "length-required", "Say how large the files are.");
  if (sizeBytes > mostImportBytes) return problem(413, "too-large", "Together the files may have 40 MB.");
  if (!(await takeUpload(actor.userId, sizeBytes)))
    return problem(429, "too-fast", "That was too much at once. Nothing was done; try again later.");
  const form = await request.formData().catch(() => null);
  if (!form) return problem(400, "form", "This is no form with files.");
  const given = form.getAll("file").filter((part) => part instanceof File);
  const files = await Promise.all(
    given.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  const dry = form.get("write") !== "yes";
  const lines = new ReadableStream<Uint8Array>({
    async start(controller) {
      const say = (line: object) => controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
      try {
        say(await takeImport(actor, { files, dry, progress: (done, of) => say({ done, of }) }));
      } catch (error) {
        reportFault(error);
        say({ message: "This did not work, and nothing was written. Try again; it was noted." });
      }
      controller.close();
    },
  });
  return new Response(lines, {
    headers: { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" },
  });
});

export const HEAD = headRefused("POST");
