import { readMailbox } from "@/lib/demo/mailbox";
import { instantOrNull } from "@/lib/demo/rules";
import { isDemo } from "@/lib/env";
import { InvalidInputError, NotFoundError } from "@/lib/errors";
import { headAnswer, route } from "@/lib/http";

/** `?to=&since=` → `[{"id","to","subject","kind","at","text","html","headers"}]`, newest first. */
export const GET = route(async (request) => {
  if (!isDemo()) throw new NotFoundError();
  const query = new URL(request.url).searchParams;
  const to = query.get("to") || undefined;
  const sinceText = query.get("since") || undefined;
  const since = sinceText === undefined ? undefined : instantOrNull(sinceText);
  if (since === null)
    throw new InvalidInputError({ since: ["Give an ISO 8601 instant, such as 2026-12-01T09:00:00Z."] });
  if (to && (to.length > 254 || to.includes("\0"))) throw new InvalidInputError({ to: ["Give a mail address."] });
  return Response.json(await readMailbox({ to, since }), { headers: { "cache-control": "private, no-store" } });
});

export const HEAD = route(async () => {
  if (!isDemo()) throw new NotFoundError();
  return headAnswer();
});
