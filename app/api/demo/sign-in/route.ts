import { z } from "zod";
import { signInAsPersona } from "@/lib/demo/sign-in";
import { isDemo } from "@/lib/env";
import { NotFoundError } from "@/lib/errors";
import { headAnswer, problem, readJson, route } from "@/lib/http";
import { refuseForeignOrigin } from "@/lib/same-origin";

const input = z.object({ persona: z.string("Name a persona.").max(60) });

/** Sets the session cookie of a persona: `{"persona":"hiring-manager"}` → `{"ok":true,"persona","home"}`. */
export const POST = route(async (request) => {
  if (!isDemo()) throw new NotFoundError();
  refuseForeignOrigin(request.headers);
  const { persona } = await readJson(request, input);
  return Response.json({ ok: true, persona, home: await signInAsPersona(persona) });
});

/** Signing in is no reading. Outside the demo there is nothing here, by any method. */
export const GET = route(async () => {
  if (!isDemo()) throw new NotFoundError();
  return problem(405, "method-not-allowed", "Send a POST with the persona.");
});

export const HEAD = route(async () => {
  if (!isDemo()) throw new NotFoundError();
  return headAnswer();
});
