import "server-only";
import { wallNow } from "../clock";
import { env } from "../env";
import { addSignIn } from "./adapter";
import { emailProvider } from "./email-provider";
import { newToken } from "./tokens";

/**
 * Notes that a browser wants to sign in with this address and queues the mail. Known and unknown addresses take the
 * same way and give the same answer; nobody holds the token or the code of an unknown one.
 * @param address normalised
 * @returns the secret that the asking browser keeps in its cookie
 */
export async function askToSignIn(address: string): Promise<{ secret: string }> {
  const token = emailProvider.generateVerificationToken();
  const secret = newToken();
  const expires = new Date(wallNow().getTime() + emailProvider.maxAge * 1000);
  await addSignIn({ identifier: address, token, expires }, secret);
  // The link names our own origin, whatever host the request came by.
  const url = new URL(`/verify?token=${token}`, env.APP_ORIGIN).href;
  await emailProvider.sendVerificationRequest({ identifier: address, url, token });
  return { secret };
}
