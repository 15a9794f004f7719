import { setTimeout as wait } from "node:timers/promises";
import { drainOutbox } from "@/lib/mail/drain-outbox";
import { mailboxTransport } from "@/lib/mail/transports/mailbox";
import { main } from "./lib/children";
import { accountId } from "./replay/company";

const workers = 4;

/**
 * The second process of a replay: hands its mails to the mailbox, and to nothing else, until told to finish. Started by
 * scripts/replay.ts with the app's environment; every message to the parent is the number of mails so far.
 */
await main(async () => {
  if (!process.send) throw new Error("This is a part of `npm run replay`.");
  let finishing = false;
  process.on("message", () => {
    finishing = true;
  });
  process.on("disconnect", () => process.exit(1));
  const transport = mailboxTransport();
  let sent = 0;
  const drain = async () => {
    const report = await drainOutbox(accountId, { transport, batch: 20, via: "replay" });
    sent += report.sent;
    process.send?.(sent);
  };
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (!finishing) {
        await drain();
        await wait(200);
      }
      await drain();
    }),
  );
  // Exiting does not wait for messages under way.
  await new Promise((told) => process.send?.(sent, told));
  return 0;
});
