import { isCronCall } from "@/lib/cron";
import { headRefused, problem, route } from "@/lib/http";
import { runDigests } from "@/lib/tick";

/** Seconds that a host gives this route; the work ends ten seconds before. */
export const maxDuration = 300;

/**
 * The weekly spend alerts: claims what is due, settles it, hands it over. For the platform's cron, by bearer token alone;
 * calling it twice, late or in parallel changes nothing.
 */
export const GET = route(async (request) => {
  if (!isCronCall(request.headers)) return problem(401, "unauthorized", "The cron secret is needed.");
  return Response.json(
    { ran: await runDigests((maxDuration - 10) * 1000) },
    { headers: { "cache-control": "no-store" } },
  );
});

export const HEAD = headRefused("GET");
