/** A frozen mail as the outbox hands it over; every attempt hands over the same bytes. */
export interface OutgoingMail {
  /** Id of the outbox row, and the company whose it is. */
  id: string;
  accountId: string;
  /** 1 to 256 visible ASCII characters; the same for every attempt, different for every mail. */
  idempotencyKey: string;
  kind: string;
  /** "Countersign <countersign@northwind.example>" or a bare address. */
  from: string;
  /** One bare address. */
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** When it was written, ISO 8601. */
  at: string;
}

/**
 * How one attempt ended. `retry`: certainly not accepted, or safe to repeat under the same key.
 * `unknown`: it may have been accepted, and a repeat may arrive twice. `rejected`: never will be.
 * An `error` is short, without addresses or content, fit for a log.
 */
export type DeliveryResult =
  | { status: "sent"; providerId: string | null }
  | { status: "retry" /** Seconds the other side asked us to wait. */; after?: number; error: string }
  | { status: "unknown"; error: string }
  | { status: "rejected"; error: string };

/** One way out of the house. `deliver` never throws and never repeats by itself: repeating is the outbox's part. */
export interface Transport {
  name: "mailbox" | "smtp" | "resend";
  /** Aborting the signal ends the attempt; its result then says what is known. */
  deliver(mail: OutgoingMail, options: { signal: AbortSignal }): Promise<DeliveryResult>;
  /** Ends idle connections, so that a process can stop. */
  close(): void;
}

/** Longest time one attempt may take; well below the outbox's lease of 60 s (reliability.md section 4.9). */
export const attemptMs = 15_000;

/**
 * What makes a mail unfit to be handed to anybody, or null. Line breaks in a header would let a
 * title add headers or recipients of its own, a second address would let a field mail a stranger.
 */
export function mailFault(mail: OutgoingMail): string | null {
  if (!oneAddress.test(mail.to)) return "recipient is not one plain address";
  const heads = [mail.subject, mail.from, ...Object.values(mail.headers)];
  if (heads.some((value) => /\p{Cc}/u.test(value))) return "control character in a header";
  if (Object.keys(mail.headers).some((name) => !/^[\w-]+$/.test(name))) return "malformed header name";
  if (!/^[\x21-\x7e]{1,256}$/.test(mail.idempotencyKey))
    return "idempotency key is not 1 to 256 visible ASCII characters";
  return null;
}

const oneAddress = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;
