import { drainOutbox } from "@/lib/mail/drain-outbox";
import { mailboxTransport } from "@/lib/mail/transports/mailbox";
import { accountId } from "./company";

const workers = 2;
const pauseMs = 250;

/**
 * Hands the replay's mails to the mailbox while it runs, and nowhere else. Workers claim with leases like any others.
 * `finish` empties the outbox and resolves to the number of mails handed over.
 */
export function startMail() {
  let sent = 0;
  let ending = false;
  const transport = mailboxTransport();
  const drain = async () => {
    const report = await drainOutbox(accountId, { transport, batch: 100, via: "replay" });
    sent += report.sent;
  };
  const work = async () => {
    while (!ending) {
      await drain();
      await new Promise((resume) => setTimeout(resume, pauseMs));
    }
    await drain();
  };
  const all = Promise.all(Array.from({ length: workers }, work));
  all.catch(() => {}); // told by finish
  return {
    sent: () => sent,
    finish: async () => {
      ending = true;
      await all;
      return sent;
    },
  };
}
