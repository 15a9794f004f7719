import "server-only";
import { Resend } from "resend";

const mostBytes = 1_000_000;

/**
 * The event of a signed request, or null unless its signature fits the raw body, its id and an instant within five minutes
 * of the wall clock (reliability.md T23). `id` is the event's own, the same in every repeat.
 *
 * @param secret "whsec_…", as Resend shows it
 */
export async function readSignedEvent(
  request: Request,
  secret: string,
): Promise<{ id: string; event: unknown } | null> {
  const id = request.headers.get("svix-id") ?? "";
  const timestamp = request.headers.get("svix-timestamp") ?? "";
  const signature = request.headers.get("svix-signature") ?? "";
  // The library reads as much of a number as it can; the text that was signed is digits alone.
  if (!/^[\x21-\x7e]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return null;
  try {
    const payload = await rawText(request);
    if (payload === null) return null;
    // The library wants a key of the API, which verifying does not use.
    const event: unknown = new Resend("unused").webhooks.verify({
      payload,
      headers: { id, timestamp, signature },
      webhookSecret: secret,
    });
    return { id, event };
  } catch {
    return null; // wrong, old, or signed and yet no JSON
  }
}

/** The body as it came, byte for byte; null for what is too long or no UTF-8. */
async function rawText(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > mostBytes) return null;
    chunks.push(chunk);
  }
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
}
