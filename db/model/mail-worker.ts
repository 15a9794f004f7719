import { wallNow } from "@/lib/clock";
import { drainOutbox } from "@/lib/mail/drain-outbox";
import { resendTransport } from "@/lib/mail/transports/resend";
import { smtpTransport } from "@/lib/mail/transports/smtp";

/**
 * A mail worker in a process of its own, to be killed at any moment: drains one company's outbox again and again. Its
 * wall clock runs `speed` times as fast from `epoch` on, so that leases of killed workers run out in seconds.
 */
const [accountId = "", way = "", url = "", apiKey = "", epoch = "0", speed = "1"] = process.argv.slice(2);
const patience = 700;
const transport =
  way === "smtp"
    ? smtpTransport(url, { timeoutMs: patience })
    : resendTransport(apiKey, { baseUrl: url, timeoutMs: patience, now: () => wall().getTime() });
const wall = () => new Date(Number(epoch) + (wallNow().getTime() - Number(epoch)) * Number(speed));

async function work(): Promise<void> {
  process.stdout.write("up\n");
  for (;;) {
    await drainOutbox(accountId, { transport, wall, batch: 4 });
    await new Promise((resume) => setTimeout(resume, 15));
  }
}

work().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
