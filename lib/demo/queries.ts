import "server-only";
import { findActor } from "../auth/actor";
import { isDemo } from "../env";
import { findDemoNow } from "./clock";
import { personaOf } from "./personas";

/** What the demo's banner shows, or null outside the demo. `persona`: the role played, null when nobody or somebody else is signed in. `known`: the instant of a page that has asked already. */
export async function findDemoState(known?: Date): Promise<{ persona: string | null; now: Date } | null> {
  if (!isDemo()) return null;
  const [actor, now] = await Promise.all([findActor(), known ?? findDemoNow()]);
  return { persona: (actor && personaOf(actor.email)?.role) ?? null, now };
}
