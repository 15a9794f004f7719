import { Resend } from "resend";
import { wallNow } from "@/lib/clock";
import { rateGate } from "./rate-gate";
import { attemptMs, type DeliveryResult, mailFault, type OutgoingMail, type Transport } from "./transport";

/**
 * Resend's API. It remembers an idempotency key for 24 h and answers a repeat of the same body with the
 * first id, so a lost answer is repeated safely; the outbox stops at 20 h. Click and open tracking must
 * be off for the sending domain, because it rewrites the links of decision and sign-in mail.
 *
 * @param baseUrl another address of the API, for tests
 */
export function resendTransport(
  apiKey: string,
  { baseUrl, timeoutMs = attemptMs, now = () => wallNow().getTime() }: ResendOptions = {},
): Transport {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl: baseUrl.replace(/\/$/, "") } : {});
  const gate = rateGate(now);

  return {
    name: "resend",
    async deliver(mail, { signal }): Promise<DeliveryResult> {
      const fault = mailFault(mail);
      if (fault) return { status: "rejected", error: fault };
      const wait = gate.wait();
      if (wait > 0) return { status: "retry", after: wait, error: "held back by the rate limit" };

      const { from, to, subject, html, text, headers, idempotencyKey } = mail;
      const options = { idempotencyKey, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) };
      const answer = await resend.emails.send(
        // Tagged, so that the provider's events and lists lead back to the outbox row.
        { from, to, subject, html, text, headers, tags: tagsOf(mail) },
        options,
      );
      const refused = answer.error?.statusCode === 429;
      const after = gate.observe(answer.headers ?? {}, refused);
      if (answer.error) return outcomeOf(answer.error, after);
      // A proxy in between may answer 200 with a page of its own: only an id proves that the mail was taken.
      if (!answer.data?.id) return { status: "retry", error: "an answer without an id" };
      return { status: "sent", providerId: answer.data.id };
    },
    close() {},
  };
}

const tagsOf = ({ id, accountId }: OutgoingMail) => [
  { name: "account_id", value: accountId },
  { name: "outbox_id", value: id },
];

interface ResendOptions {
  baseUrl?: string;
  timeoutMs?: number;
  /** Wall clock in milliseconds. */
  now?: () => number;
}

/** Without a status nothing came back, or nothing of Resend's: repeated under the same key. */
function outcomeOf(
  { name, statusCode }: { name?: string; statusCode?: number | null },
  after?: number,
): DeliveryResult {
  const error = `${statusCode ?? "no answer"} ${name ?? ""}`.trim();
  const again: DeliveryResult = after === undefined ? { status: "retry", error } : { status: "retry", after, error };
  if (typeof statusCode !== "number" || statusCode === 429 || statusCode >= 500) return again;
  // Our settings are wrong, or the first attempt is still being worked on: the mail itself is fine.
  if (worthRepeating.has(name ?? "")) return again;
  return { status: "rejected", error };
}

const worthRepeating = new Set([
  "concurrent_idempotent_requests",
  "missing_api_key",
  "invalid_api_key",
  "restricted_api_key",
  "method_not_allowed",
  "not_found",
]);
