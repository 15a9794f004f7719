import "server-only";
import { lte, sql } from "drizzle-orm";
import { mailOutbox } from "@/db/schema";
import type { PlanActor } from "../actor";
import { wallNow } from "../clock";
import { readAs } from "../ctx";
import { drainOutbox } from "../mail/drain-outbox";
import { listMailbox } from "../mail/mailbox-store";
import { type Page, toPage } from "../paging";

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

/** So many mails in one answer. */
export const mailboxPage = 500;

/**
 * Mails to this address since this instant, newest first, a page of `mailboxPage` at a time; what waits in the outboxes is
 * handed over before. `before`: the last mail of the page before.
 */
export async function readMailbox(filter: {
  to?: string | undefined;
  since?: Date | undefined;
  before?: { at: Date; id: string } | undefined;
}): Promise<Page<MailboxEntry>> {
  await deliverWaiting();
  const found = await listMailbox({
    limit: mailboxPage + 1,
    ...(filter.to && { to: filter.to }),
    ...(filter.since && { since: filter.since }),
    ...(filter.before && { before: filter.before }),
  });
  const { rows, next } = toPage(found, ({ at, id }) => ({ value: at.toISOString(), id }), mailboxPage);
  return {
    rows: rows.map(({ toAddress, idempotencyKey: _, at, ...mail }) => ({
      ...mail,
      to: toAddress,
      at: at.toISOString(),
    })),
    next,
  };
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
