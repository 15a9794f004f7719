import "server-only";
import { cookies } from "next/headers";
import { z } from "zod";
import { env } from "../env";
import { safeReturn } from "./rules";
import { isToken } from "./tokens";

/** Functions, because the environment is not there yet while the app is built. */
const isSecure = () => env.APP_ORIGIN.startsWith("https:");

/** On https the browser itself refuses these names from any other host; plain http is the demo on localhost. */
const named = (name: string) => (isSecure() ? `__Host-countersign.${name}` : `countersign.${name}`);

const attributes = () => ({ httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure() });

/** Name and attributes of the session cookie; next-auth reads it by the same ones. */
export const sessionCookie = () => ({ name: named("session"), options: attributes() });

/** What the asking browser remembers while the mail is on its way. */
export type PendingSignIn = { secret: string; address: string; returnTo: string | null };

export async function readSessionToken(): Promise<string | undefined> {
  return (await cookies()).get(named("session"))?.value;
}

/** `maxAge` in seconds. */
export async function writeSessionToken(token: string, maxAge: number): Promise<void> {
  (await cookies()).set(named("session"), token, { ...attributes(), maxAge });
}

/** Deleted with the attributes it was set with: a browser ignores anything else under a `__Host-` name. */
export async function clearSessionToken(): Promise<void> {
  (await cookies()).set(named("session"), "", { ...attributes(), maxAge: 0 });
}

const pendingShape = z.object({
  secret: z.string().refine(isToken),
  address: z.string().max(254),
  returnTo: z.string().nullable(),
});

/** The sign-in this browser asked for, or null when there is none or the cookie is not in our form. */
export async function readPending(): Promise<PendingSignIn | null> {
  const value = (await cookies()).get(named("pending"))?.value;
  if (!value || value.length > 4_000) return null;
  try {
    const parsed = pendingShape.safeParse(JSON.parse(Buffer.from(value, "base64url").toString("utf8")));
    return parsed.success ? { ...parsed.data, returnTo: safeReturn(parsed.data.returnTo) } : null;
  } catch {
    return null;
  }
}

export async function writePending(pending: PendingSignIn, maxAge: number): Promise<void> {
  const value = Buffer.from(JSON.stringify(pending)).toString("base64url");
  (await cookies()).set(named("pending"), value, { ...attributes(), maxAge });
}

export async function clearPending(): Promise<void> {
  (await cookies()).set(named("pending"), "", { ...attributes(), maxAge: 0 });
}
