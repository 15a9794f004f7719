import "server-only";
import { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "../env";

/** 256 random bits, safe in URLs and cookies: 43 characters. */
export const newToken = () => randomBytes(32).toString("base64url");

/** What `newToken` makes; anything else is refused before it is hashed. */
export const isToken = (text: string) => /^[A-Za-z0-9_-]{43}$/.test(text);

/** A database keeps these hashes and never the tokens themselves (I14). */
export const sessionHash = (token: string) => createHash("sha256").update(`session/v1|${token}`).digest();
export const linkHash = (token: string) => createHash("sha256").update(`sign-in/v1|${token}`).digest("hex");
export const browserHash = (secret: string) => createHash("sha256").update(`browser/v1|${secret}`).digest("hex");

/**
 * The six digits that stand beside a link, for typing. Made from the link and the installation's secret: the mail can
 * be written from the link alone, and neither can be guessed from the other.
 */
export function codeOf(token: string): string {
  return String(keyed(`code|${token}`).readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
}

/** Keyed, since a million codes are soon tried: a dump of the database alone does not give a code away. */
export const codeHash = (ofLink: string, code: string) => keyed(`hash|${ofLink}|${code}`).toString("hex");

let key: Buffer | null = null;

function keyed(text: string): Buffer {
  key ??= Buffer.from(hkdfSync("sha256", env.COUNTERSIGN_SECRET, "countersign", "sign-in-code/v1", 32));
  return createHmac("sha256", key).update(text).digest();
}
