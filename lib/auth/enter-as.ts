import "server-only";
import { actorOf } from "./actor";
import type { SignedIn } from "./complete-sign-in";
import { writeSessionToken } from "./cookies";
import { homeOf } from "./rules";
import { findSession } from "./sessions";

/** Hands the new session to the browser. @returns the person's first page. */
export async function enterAs(signedIn: Pick<SignedIn, "token" | "maxAge">): Promise<ReturnType<typeof homeOf>> {
  const session = await findSession(signedIn.token);
  const actor = session && actorOf(session);
  if (!actor) throw new Error("A session was opened and not found.");
  await writeSessionToken(signedIn.token, signedIn.maxAge);
  return homeOf(actor);
}
