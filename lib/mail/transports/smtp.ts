import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { createTransport, type SendMailOptions } from "nodemailer";
import { attemptMs, type DeliveryResult, mailFault, type OutgoingMail, type Transport } from "./transport";

/**
 * Any SMTP server, by a URL such as `smtps://user:password@mail.example:465`.
 *
 * SMTP has no idempotency keys: once the whole message is with the server and no answer comes, nobody
 * knows whether it was taken. Such an attempt is `unknown`; everything before that point, and every
 * clear 4yz, is `retry`. The Message-ID comes from the idempotency key, so that a server or a reader
 * can recognise a repeat.
 */
export function smtpTransport(url: string, { timeoutMs = attemptMs } = {}): Transport {
  const transporter = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    // The pool would send again on its own after a lost connection. Only the outbox repeats.
    maxRequeues: 0,
    idleTimeout: 20_000,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transporter.use("stream", (mail, done) => {
    const { watch } = mail.data as Watched;
    const open = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      watch.body = open(options);
      return watch.body;
    };
    done();
  });

  return {
    name: "smtp",
    async deliver(mail, { signal }): Promise<DeliveryResult> {
      const fault = mailFault(mail);
      if (fault) return { status: "rejected", error: fault };
      const watch: Watch = { body: null };
      const message: Watched = {
        ...letter(mail),
        watch,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      };
      try {
        const { messageId } = await transporter.sendMail(message);
        return { status: "sent", providerId: messageId };
      } catch (error) {
        return outcomeOf(error as SmtpError, watch);
      }
    },
    close: () => transporter.close(),
  };
}

/** `<hash of the key@domain of the sender>`: the same for every attempt. */
export function messageIdOf({ idempotencyKey, from }: OutgoingMail): string {
  const domain = /@([a-z0-9.-]+)>?$/i.exec(from.trim())?.[1] ?? "countersign.invalid";
  return `<${createHash("sha256").update(idempotencyKey).digest("hex").slice(0, 40)}@${domain}>`;
}

/** How far the message itself went; nodemailer's errors do not tell. */
interface Watch {
  body: Readable | null;
}

interface Watched extends SendMailOptions {
  watch: Watch;
  signal: AbortSignal;
}

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

function letter(mail: OutgoingMail): SendMailOptions {
  const messageId = messageIdOf(mail);
  return {
    from: mail.from,
    to: { name: "", address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: mail.headers,
    messageId,
    date: mail.at,
    // Fixed too, so that every attempt sends the same bytes.
    baseBoundary: messageId.slice(1, 17),
  };
}

/**
 * Only a permanent answer about this very message rejects it. A 5yz at the greeting, to EHLO or to the
 * password is a fault of our settings, and 503 one of the session: the mail waits until it is mended.
 */
function outcomeOf({ code = "", responseCode, message }: SmtpError, { body }: Watch): DeliveryResult {
  const aboutMessage = code === "EENVELOPE" || code === "EMESSAGE";
  // The server's words about a message name its recipient; those about a connection do not.
  const error = [code, responseCode ?? (aboutMessage ? "" : message)].join(" ").trim();
  if (responseCode !== undefined) {
    const permanent = responseCode >= 500 && !ofTheSession.has(responseCode);
    return { status: aboutMessage && permanent ? "rejected" : "retry", error };
  }
  // Refused by the client before a byte left: an address or a size that no attempt will change.
  if (aboutMessage) return { status: "rejected", error };
  // `end` comes before the closing dot is written: without it the server cannot have taken the message.
  return { status: body?.readableEnded ? "unknown" : "retry", error };
}

/** Out of sequence; authentication required, too weak or failed. */
const ofTheSession = new Set([503, 530, 534, 535, 538]);
