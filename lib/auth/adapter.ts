import "server-only";
import { and, eq, gt, type SQL } from "drizzle-orm";
import type { Adapter, AdapterUser, VerificationToken } from "next-auth/adapters";
import { plumbing } from "@/db/plumbing";
import { users, verificationTokens } from "@/db/schema";
import { wallNow } from "../clock";
import { isId } from "../ids";
import { endSession, findSession, renewSession, type SessionRow } from "./sessions";
import { browserHash, codeHash, codeOf, linkHash, newToken } from "./tokens";

async function findUser(by: SQL): Promise<AdapterUser | null> {
  const [row] = await plumbing()
    .select({ id: users.id, email: users.email, name: users.name, emailVerified: users.emailVerifiedAt })
    .from(users)
    .where(by);
  return row ?? null;
}

/** next-auth hands this object through to our session callback as it is. */
export type SignedInUser = AdapterUser & { signedIn: SessionRow };

/**
 * next-auth's view of our tables. It reads sessions and moves their idle limit. Opening one, and asking for a sign-in,
 * are deeds of our own (`complete-sign-in.ts`, `ask-to-sign-in.ts`), because they carry a code and a browser besides.
 * There is no `createUser`: people come by invitation.
 */
export const adapter = {
  getUser: (id) => (isId(id) ? findUser(eq(users.id, id)) : null),
  getUserByEmail: (email) => findUser(eq(users.email, email)),
  getUserByAccount: () => null,

  async getSessionAndUser(sessionToken) {
    const row = await findSession(sessionToken);
    if (!row) return null;
    const { userId, email, name, expiresAt } = row;
    const user: SignedInUser = { id: userId, email, name, emailVerified: null, signedIn: row };
    return { session: { sessionToken, userId, expires: expiresAt }, user };
  },
  async updateSession({ sessionToken, expires }) {
    if (expires) await renewSession(sessionToken, expires);
    return null;
  },
  deleteSession: (sessionToken) => endSession(sessionToken),

  /** Of no browser: such a link would work with its code alone. */
  async createVerificationToken(asked) {
    await addSignIn(asked, newToken());
    return asked;
  },

  /** Consumes a link in one statement, so that of any number of parallel uses one finds it. */
  async useVerificationToken({ identifier, token }) {
    const [row] = await plumbing()
      .delete(verificationTokens)
      .where(
        and(
          eq(verificationTokens.tokenHash, linkHash(token)),
          eq(verificationTokens.identifier, identifier),
          gt(verificationTokens.triesLeft, 0),
          gt(verificationTokens.expiresAt, wallNow()),
        ),
      )
      .returning({ identifier: verificationTokens.identifier, expires: verificationTokens.expiresAt });
    return row ? { ...row, token } : null;
  },
} satisfies Adapter;

/** Wrong codes that a sign-in survives: with the fifth it is dead, link and all. */
export const codeTries = 5;

/** Writes down a sign-in that was asked for, before any mail about it: hashes only. `secret`: the asking browser's. */
export async function addSignIn({ identifier, token, expires }: VerificationToken, secret: string): Promise<void> {
  const tokenHash = linkHash(token);
  await plumbing()
    .insert(verificationTokens)
    .values({
      tokenHash,
      identifier,
      codeHash: codeHash(tokenHash, codeOf(token)),
      browserHash: browserHash(secret),
      triesLeft: codeTries,
      expiresAt: expires,
    });
}
