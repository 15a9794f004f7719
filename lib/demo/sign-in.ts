import "server-only";
import { eq } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { users } from "@/db/schema";
import { readSessionToken } from "../auth/cookies";
import { enterAs } from "../auth/enter-as";
import { listSeats } from "../auth/queries";
import { openSession } from "../auth/sessions";
import { env } from "../env";
import { NotFoundError } from "../errors";
import { findPersona } from "./personas";

/**
 * Signs this browser in as a persona of the demo. The caller has asked `isDemo()`; it is asked again here.
 * @returns the persona's first page. @throws NotFoundError outside the demo, for an unknown key, or without the seed.
 */
export async function signInAsPersona(key: string): Promise<string> {
  const persona = findPersona(key);
  if (env.COUNTERSIGN_DEMO !== "1" || !persona) throw new NotFoundError("persona");
  const [person] = await plumbing()
    .select({ id: users.id, staffRole: users.staffRole })
    .from(users)
    .where(eq(users.email, persona.email));
  if (!person) throw new NotFoundError("persona");
  const seats = await listSeats(person.id);
  return enterAs(
    await openSession({
      userId: person.id,
      accountId: seats[0]?.accountId ?? null,
      strict: person.staffRole !== null || seats.length > 0,
      replaces: await readSessionToken(),
    }),
  );
}
