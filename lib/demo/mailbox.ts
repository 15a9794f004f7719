import "server-only";
import { lte, sql } from "drizzle-orm";
import { mailOutbox } from "@/db/schema";
import type { PlanActor } from "../actor";
import { wallNow } from "../clock";
import { readAs } from "../ctx";
import { drainOutbox } from "../mail/drain-outbox";
import { listMailbox } from "../mail/mailbox-store";

/** As the demo's interface prints it: design.md §7. */
export type MailboxEntry = {
  id: string;
  to: string;
  subject: string;
  kind: string;
  at: string;
  text: string;
  html: string;
  headers: Record<string, string>;
};

const planner: PlanActor = { kind: "plan", accountId: null, userId: null, via: "demo" };

/** Mails to this address since this instant, newest first; what waits in the outboxes is handed over before. */
export async function readMailbox(filter: {
  to?: string | undefined;
  since?: Date | undefined;
}): Promise<MailboxEntry[]> {
  await deliverWaiting();
  const mails = await listMailbox({
    limit: 500,
    ...(filter.to && { to: filter.to }),
    ...(filter.since && { since: filter.since }),
  });
  return mails.map(({ toAddress, idempotencyKey: _, at, ...mail }) => ({
    ...mail,
    to: toAddress,
    at: at.toISOString(),
  }));
}

/** Mail in another worker's hands is waited for, briefly: whoever acts and then reads finds the mail. */
async function deliverWaiting(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) {
    const waiting = await readAs(planner, ({ db }) =>
      db
        .selectDistinct({ accountId: mailOutbox.accountId })
        .from(mailOutbox)
        .where(sql`${mailOutbox.state} in ('ready', 'leased') and ${lte(mailOutbox.runAfter, wallNow())}`),
    );
    if (waiting.length === 0) return;
    for (const { accountId } of waiting) await drainOutbox(accountId, { via: "demo" });
    if (turn > 0) await new Promise((done) => setTimeout(done, 50));
  }
}
