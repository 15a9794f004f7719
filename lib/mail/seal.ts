import "server-only";
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { env } from "../env";

let key: Buffer | null = null;

/** One key for sealing, derived from the installation's secret. */
function sealingKey(): Buffer {
  key ??= Buffer.from(hkdfSync("sha256", env.COUNTERSIGN_SECRET, "countersign", "mail-seal/v1", 32));
  return key;
}

/**
 * Encrypts JSON (AES-256-GCM) for a row: mails carry links and codes, and a database dump must not (I10, I14).
 * Layout: 12 bytes nonce, 16 bytes tag, ciphertext.
 */
export function seal(value: unknown): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce);
  const body = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Opens what `seal` made. @throws when it was changed or the secret is another one. */
export function unseal(sealed: Uint8Array): unknown {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8"));
}

/** A text of any length as one of at most 64 characters, for keys with a limit. */
export const shortKey = (text: string) =>
  text.length <= 64 ? text : createHash("sha256").update(text).digest("base64url");
