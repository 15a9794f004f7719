import { readMailbox } from "@/lib/demo/mailbox";
import { instantOrNull } from "@/lib/demo/rules";
import { isDemo } from "@/lib/env";
import { InvalidInputError, NotFoundError } from "@/lib/errors";
import { headAnswer, route } from "@/lib/http";
import { readMailboxCursor } from "@/lib/mail/mailbox-store";

/**
 * `?to=&since=&before=` → `[{"id","to","subject","kind","at","text","html","headers"}]`, newest first, 500 at most; where
 * there are older ones, the header `Link` names the next page with `rel="next"`.
 */
export const GET = route(async (request) => {
  if (!isDemo()) throw new NotFoundError();
  const query = new URL(request.url).searchParams;
  const to = query.get("to") || undefined;
  const sinceText = query.get("since") || undefined;
  const since = sinceText === undefined ? undefined : instantOrNull(sinceText);
  if (since === null)
    throw new InvalidInputError({ since: ["Give an ISO 8601 instant, such as 2026-12-01T09:00:00Z."] });
  if (to && (to.length > 254 || to.includes("\0"))) throw new InvalidInputError({ to: ["Give a mail address."] });
  const beforeText = query.get("before") || undefined;
  const before = beforeText === undefined ? undefined : readMailboxCursor(beforeText);
  if (before === null)
    throw new InvalidInputError({ before: ["Follow the address in the header Link of the page before."] });
  const { rows, next } = await readMailbox({ to, since, before });
  if (next) query.set("before", next);
  return Response.json(rows, {
    headers: {
      "cache-control": "private, no-store",
      ...(next && { link: `</api/demo/mailbox?${query}>; rel="next"` }),
    },
  });
});

export const HEAD = route(async () => {
  if (!isDemo()) throw new NotFoundError();
  return headAnswer();
});
