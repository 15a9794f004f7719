import { findActor } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { headAnswer, problem, route } from "@/lib/http";
import { countUnread } from "@/lib/notifications/queries";

/** How many lines of the reader's notification list are unread, up to 100: what the bell asks for. */
export const GET = route(async () => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "member") throw new NotFoundError();
  const unread = await readAs(actor, countUnread);
  return Response.json({ unread }, { headers: { "cache-control": "no-store" } });
});

export const HEAD = headAnswer;
