import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { asTalent, type MemberActor, type PersonActor, type StaffActor, type TalentActor } from "../actor";
import { wallNow } from "../clock";
import { authOptions } from "./options";
import type { Seat } from "./queries";
import { safeReturn } from "./rules";
import { lifetimes, type SessionRow } from "./sessions";

/**
 * Who is asking, from the session and nothing else, or null. Seats and roles are read anew for every request, so one
 * that was taken away stops the next request; within a request the answer is kept.
 * @throws what the database throws: being unreachable is not being signed out.
 */
export const findActor = cache(async (): Promise<PersonActor | null> => {
  const session = await findSignedIn();
  return session && actorOf(session);
});

/** The session of this request with its person and their seats, in one trip, or null. */
const findSignedIn = cache(async (): Promise<SessionRow | null> => {
  const faults: unknown[] = [];
  const session = await getServerSession(authOptions((error) => faults.push(error)));
  if (faults.length > 0) throw faults[0];
  return session?.signedIn ?? null;
});

/** The seats of whoever is asking, oldest first; none without a session. */
export const ownSeats = async (): Promise<Seat[]> => (await findSignedIn())?.seats ?? [];

/** The actor of a session, in the seat it names, or in the person's first when that one is gone. */
export function actorOf(session: Omit<SessionRow, "expiresAt">): PersonActor | null {
  const { userId, name, email, staffRole, seats } = session;
  const overdue = wallNow().getTime() >= session.createdAt.getTime() + lifetimes.absolute * 1000;
  if (staffRole)
    return overdue ? null : { kind: "staff", userId, accountId: null, name, email, role: staffRole, via: "web" };
  const seat = seats.find((each) => each.accountId === session.accountId) ?? seats[0];
  if (!seat) return { kind: "talent", userId, accountId: null, name, email, via: "web" };
  // A freelancer's long session ends when the person has become a member meanwhile.
  if (overdue) return null;
  const { accountId, roles, hiringTeams } = seat;
  return { kind: "member", userId, accountId, name, email, roles, hiringTeams, via: "web" };
}

/** Anybody with a session; others are led to sign in and back. */
export async function requirePerson(): Promise<PersonActor> {
  return (await findActor()) ?? redirectToSignIn();
}

/** A member in the seat in use. Signed-in people without a seat find nothing here. */
export async function requireMember(): Promise<MemberActor> {
  const actor = await requirePerson();
  return actor.kind === "member" ? actor : notFound();
}

/** Support staff of the installation. Everybody else who is signed in finds nothing here. */
export async function requireStaff(): Promise<StaffActor> {
  const actor = await requirePerson();
  return actor.kind === "staff" ? actor : notFound();
}

/** Any signed-in person on the freelancer's side of the app, in no company. */
export async function requireTalent(): Promise<TalentActor> {
  return asTalent(await requirePerson());
}

async function redirectToSignIn(): Promise<never> {
  const target = safeReturn((await headers()).get("x-path"));
  redirect(target ? `/sign-in?return=${encodeURIComponent(target)}` : "/sign-in");
}
