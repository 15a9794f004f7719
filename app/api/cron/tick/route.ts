import { isCronCall } from "@/lib/cron";
import { headRefused, problem, route } from "@/lib/http";
import { runTick } from "@/lib/tick";

/** Applies everything that is due. For the platform's cron or the launcher's timer, by bearer token alone. */
export const GET = route(async (request) => {
  if (!isCronCall(request.headers)) return problem(401, "unauthorized", "The cron secret is needed.");
  return Response.json({ ran: await runTick() }, { headers: { "cache-control": "no-store" } });
});

export const HEAD = headRefused("GET");
