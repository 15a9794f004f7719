import type { DeliveryResult, OutgoingMail, Transport } from "./transport";
import { mailFault } from "./transport";

/** Keeps mails in the database, for the demo and for whoever has no mail server. Loaded late: it needs the doors. */
export function mailboxTransport(
  store: (mail: OutgoingMail) => Promise<void> = async (mail) => {
    const { storeInMailbox } = await import("@/lib/mail/mailbox-store");
    await storeInMailbox(mail);
  },
): Transport {
  return {
    name: "mailbox",
    async deliver(mail): Promise<DeliveryResult> {
      const fault = mailFault(mail);
      if (fault) return { status: "rejected", error: fault };
      try {
        await store(mail);
        return { status: "sent", providerId: mail.id };
      } catch (error) {
        // The row is unique by its key and a repeat changes nothing, so even a lost commit may be repeated.
        return { status: "retry", error: error instanceof Error ? error.name : "unknown failure" };
      }
    },
    close() {},
  };
}
