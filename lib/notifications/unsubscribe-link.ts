import "server-only";
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { env } from "../env";
import { isId } from "../ids";

/** What a token stands for: this member's mail of the weekly spend alerts, and nothing else. */
export type Subscription = { accountId: string; userId: string };

/**
 * The address that takes a member off the list of spend alerts: opened it shows a page, posted to it switches the mail off
 * (RFC 8058). The token is made from the ids and the installation's secret, so that no database row, and no dump of one,
 * gives it away (I14); it stays valid, since old mails must be able to unsubscribe.
 */
export function unsubscribeUrl(accountId: string, userId: string): string {
  return `${env.APP_ORIGIN}/unsubscribe/${tokenOf({ accountId, userId })}`;
}

/** The headers of a mail that can be unsubscribed from with one click (RFC 2369, RFC 8058). */
export function unsubscribeHeaders(accountId: string, userId: string): Record<string, string> {
  return {
    "List-Unsubscribe": `<${unsubscribeUrl(accountId, userId)}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

/** What a token stands for, or null when it was cut, changed or made up. Compared in constant time. */
export function subscriptionOf(token: string): Subscription | null {
  if (!/^[A-Za-z0-9_-]{86}$/.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== 64 || bytes.toString("base64url") !== token) return null;
  const ids = bytes.subarray(0, 32);
  if (!timingSafeEqual(bytes.subarray(32), macOf(ids))) return null;
  const [accountId, userId] = [uuidAt(ids, 0), uuidAt(ids, 16)];
  return isId(accountId) && isId(userId) ? { accountId, userId } : null;
}

function tokenOf({ accountId, userId }: Subscription): string {
  const ids = Buffer.from(`${accountId}${userId}`.replaceAll("-", ""), "hex");
  return Buffer.concat([ids, macOf(ids)]).toString("base64url");
}

function uuidAt(bytes: Buffer, at: number): string {
  const hex = bytes.subarray(at, at + 16).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

let key: Buffer | null = null;

/** Keyed for this purpose alone: a token of another kind never fits here. */
function macOf(ids: Uint8Array): Buffer {
  key ??= Buffer.from(hkdfSync("sha256", env.COUNTERSIGN_SECRET, "countersign", "unsubscribe/v1", 32));
  return createHmac("sha256", key).update("spend-alerts|").update(ids).digest();
}
