import { and, eq, isNull } from "drizzle-orm";
import type { StaffRole } from "@/db/enums";
import { plumbing } from "@/db/plumbing";
import { users } from "@/db/schema";
import { newId } from "@/lib/ids";

export type PersonSpec = { name: string; email: string; timeZone?: string; staffRole?: StaffRole };

/**
 * Makes a person known outside any company: a freelancer or support staff who signed in for the first time at `now`.
 * Somebody known by this address already keeps name and first sign-in.
 * @returns the user's id
 */
export async function knowPerson(person: PersonSpec, now: Date): Promise<string> {
  const { name, email, timeZone = "UTC", staffRole = null } = person;
  const [made] = await plumbing()
    .insert(users)
    .values({ id: newId(), email, name, timeZone, staffRole, emailVerifiedAt: now, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (made) return made.id;
  await signedIn(email, now);
  const [known] = await plumbing().select({ id: users.id }).from(users).where(eq(users.email, email));
  if (!known) throw new Error(`${email} was not made known.`);
  return known.id;
}

/** What a first sign-in leaves behind: the address is proven. Later ones change nothing. */
export async function signedIn(email: string, now: Date): Promise<void> {
  await plumbing()
    .update(users)
    .set({ emailVerifiedAt: now })
    .where(and(eq(users.email, email), isNull(users.emailVerifiedAt)));
}
