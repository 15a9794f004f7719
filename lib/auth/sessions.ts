import "server-only";
import { and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { StaffRole } from "@/db/enums";
import { plumbing } from "@/db/plumbing";
import { sessions, users } from "@/db/schema";
import { statement } from "@/db/statement";
import { wallNow } from "../clock";
import { newId } from "../ids";
import { type Seat, seatsOf } from "./queries";
import { isToken, newToken, sessionHash } from "./tokens";

/** Lifetimes in seconds, on wall time (reliability.md §4.15). An owner may change them here. */
export const lifetimes = {
  /** Who spends, approves or supports: signed out after this long without a request … */
  idle: 60 * 60,
  /** … and in any case after this long. */
  absolute: 12 * 60 * 60,
  /** Freelancers. */
  talent: 14 * 24 * 60 * 60,
  /** An idle limit is moved at most this often, so that reading pages seldom writes. */
  renewEvery: 5 * 60,
};

/** A living session with its person and the seats they hold now. */
export type SessionRow = {
  userId: string;
  accountId: string | null;
  createdAt: Date;
  expiresAt: Date;
  name: string;
  email: string;
  staffRole: StaffRole | null;
  seats: Seat[];
};

/** The session behind a cookie's value, or null when there is none, it has expired, or the value is none of ours. */
export async function findSession(token: string): Promise<SessionRow | null> {
  if (!isToken(token)) return null;
  const [row] = await living(plumbing(), { tokenHash: sessionHash(token), now: wallNow() });
  return row ?? null;
}

const living = statement((db, given: { tokenHash: Buffer; now: Date }) =>
  db
    .select({
      userId: users.id,
      accountId: sessions.accountId,
      createdAt: sessions.createdAt,
      expiresAt: sessions.expiresAt,
      name: users.name,
      email: users.email,
      staffRole: users.staffRole,
      seats: seatsOf(users.id),
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(eq(sessions.tokenHash, given.tokenHash), gt(sessions.expiresAt, sql.param(given.now, sessions.expiresAt))),
    ),
);

export type NewSession = { userId: string; accountId: string | null; strict: boolean; replaces?: string | undefined };

/**
 * Opens a session and ends the one it replaces, so that a token known before sign-in is worth nothing after it.
 * `db`: the transaction that consumed the sign-in.
 * @returns the clear token, which exists in the cookie alone, and the cookie's life in seconds.
 */
export async function openSession(
  session: NewSession,
  db: Pick<ReturnType<typeof plumbing>, "insert" | "delete"> = plumbing(),
): Promise<{ token: string; maxAge: number }> {
  const token = newToken();
  const createdAt = wallNow();
  const seconds = session.strict ? lifetimes.idle : lifetimes.talent;
  if (session.replaces && isToken(session.replaces)) {
    await db.delete(sessions).where(eq(sessions.tokenHash, sessionHash(session.replaces)));
  }
  await db.insert(sessions).values({
    id: newId(),
    tokenHash: sessionHash(token),
    userId: session.userId,
    accountId: session.accountId,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + seconds * 1000),
  });
  return { token, maxAge: session.strict ? lifetimes.absolute : lifetimes.talent };
}

/** Moves the idle limit of a session that has one, never past the absolute limit. A freelancer's stays as it is. */
export async function renewSession(token: string, until: Date): Promise<void> {
  const latest = sql`${sessions.createdAt} + make_interval(secs => ${lifetimes.absolute}::int)`;
  await plumbing()
    .update(sessions)
    .set({ expiresAt: sql`least(${until.toISOString()}::timestamptz, ${latest})` })
    .where(
      and(
        eq(sessions.tokenHash, sessionHash(token)),
        gt(sessions.expiresAt, wallNow()),
        lte(sessions.expiresAt, latest),
      ),
    );
}

/** Ends one session; a repeat is harmless. */
export async function endSession(token: string): Promise<void> {
  if (isToken(token))
    await plumbing()
      .delete(sessions)
      .where(eq(sessions.tokenHash, sessionHash(token)));
}

/** Ends every session of a person: when the address or the last seat is taken away. @returns how many there were. */
export async function endSessionsOf(userId: string): Promise<number> {
  return (await plumbing().delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id })).length;
}

/**
 * Ends the sessions of a person in the seat of one company, and those in no seat, which would find themselves in it;
 * what they have open in other companies goes on. `db`: the transaction that takes the seat away.
 */
export async function endSessionsInSeat(
  db: Pick<ReturnType<typeof plumbing>, "delete">,
  { userId, accountId }: { userId: string; accountId: string },
): Promise<void> {
  await db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), or(eq(sessions.accountId, accountId), isNull(sessions.accountId))));
}

/** Names the seat in use. The caller has checked that it is one of the person's own. */
export async function chooseSeat(token: string, accountId: string): Promise<void> {
  await plumbing()
    .update(sessions)
    .set({ accountId })
    .where(eq(sessions.tokenHash, sessionHash(token)));
}
