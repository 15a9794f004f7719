import { mailboxTransport } from "./mailbox";
import { resendTransport } from "./resend";
import { smtpTransport } from "./smtp";
import type { Transport } from "./transport";

export type { DeliveryResult, OutgoingMail, Transport } from "./transport";

/** The part of `lib/env` that chooses the way out. */
export interface TransportEnv {
  MAIL_TRANSPORT: "mailbox" | "smtp" | "resend";
  SMTP_URL?: string | undefined;
  RESEND_API_KEY?: string | undefined;
  RESEND_BASE_URL?: string | undefined;
}

/**
 * The transport that the environment names, one per process and setting: its connections and its rate
 * limit belong to the process.
 *
 * @throws Error when the setting it needs is missing
 */
export function transportFromEnv(env: TransportEnv): Transport {
  const setting = [env.MAIL_TRANSPORT, env.SMTP_URL, env.RESEND_API_KEY, env.RESEND_BASE_URL].join("|");
  let transport = open.get(setting);
  if (!transport) {
    transport = create(env);
    open.set(setting, transport);
  }
  return transport;
}

const open = new Map<string, Transport>();

function create(env: TransportEnv): Transport {
  switch (env.MAIL_TRANSPORT) {
    case "mailbox":
      return mailboxTransport();
    case "smtp":
      return smtpTransport(needed(env.SMTP_URL, "SMTP_URL"));
    case "resend":
      return resendTransport(needed(env.RESEND_API_KEY, "RESEND_API_KEY"), { baseUrl: env.RESEND_BASE_URL });
  }
}

function needed(value: string | undefined, name: string): string {
  if (!value) throw new Error(`This MAIL_TRANSPORT needs ${name}.`);
  return value;
}
