import "server-only";
import type { AuthOptions } from "next-auth";
import { env } from "../env";
import { adapter, type SignedInUser } from "./adapter";
import { sessionCookie } from "./cookies";
import { emailProvider } from "./email-provider";
import { lifetimes, type SessionRow } from "./sessions";

declare module "next-auth" {
  interface Session {
    signedIn: SessionRow;
  }
}

/**
 * The settings next-auth reads sessions by. It swallows what the database throws and calls the person signed out;
 * `onFault` hears of it, so that a page can fail instead of lying.
 */
export function authOptions(onFault: (error: unknown) => void = () => {}): AuthOptions {
  const cookie = sessionCookie();
  return {
    providers: [emailProvider],
    secret: env.COUNTERSIGN_SECRET,
    useSecureCookies: cookie.options.secure,
    cookies: { sessionToken: cookie },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: "/verify" },
    session: { strategy: "database", maxAge: lifetimes.idle, updateAge: lifetimes.renewEvery },
    adapter: { ...adapter, getSessionAndUser: (token) => reporting(() => adapter.getSessionAndUser(token), onFault) },
    callbacks: {
      session: ({ session, user }) => ({ expires: session.expires, signedIn: (user as SignedInUser).signedIn }),
    },
    logger: { error: (code) => console.error(`sign-in: ${code}`), warn: () => {}, debug: () => {} },
  };
}

async function reporting<T>(read: () => Promise<T>, onFault: (error: unknown) => void): Promise<T> {
  try {
    return await read();
  } catch (error) {
    onFault(error);
    throw error;
  }
}
