import { z } from "zod";
import { findDemoNow, moveClock } from "@/lib/demo/clock";
import { isDemo } from "@/lib/env";
import { NotFoundError } from "@/lib/errors";
import { headAnswer, readJson, route } from "@/lib/http";
import { refuseForeignOrigin } from "@/lib/same-origin";

const input = z.union(
  [z.strictObject({ advance: z.string().max(40) }), z.strictObject({ set: z.string().max(40) })],
  'Send {"advance": duration} or {"set": instant}.',
);

/** → `{"now": ISO}` */
export const GET = route(async () => {
  if (!isDemo()) throw new NotFoundError();
  return Response.json({ now: (await findDemoNow()).toISOString() });
});

/** `{"advance":"P31D"}` or `{"set": ISO}` moves the clock forward → `{"now", "ran": {sweep: count}}`. */
export const POST = route(async (request) => {
  if (!isDemo()) throw new NotFoundError();
  refuseForeignOrigin(request.headers);
  const { now, ran } = await moveClock(await readJson(request, input));
  return Response.json({ now: now.toISOString(), ran });
});

export const HEAD = route(async () => {
  if (!isDemo()) throw new NotFoundError();
  return headAnswer();
});
