import "server-only";
import { sql } from "drizzle-orm";
import { mailOutbox } from "@/db/schema";
import { statement } from "@/db/statement";
import type { MailKind, MailProps } from "@/emails";
import { wallNow } from "../clock";
import type { Ctx } from "../ctx";
import { newId } from "../ids";
import { noticeOf } from "../notifications/notice-words";
import { notifyAddresses } from "../notifications/notify";
import { seal } from "./seal";

/** `key`: what makes this mail one of a kind, besides kind and recipient: a request's id, its step, an offer's version. */
export type QueuedMail<K extends MailKind> = {
  /** Of the outbox row, for whoever has to find it again; made here when left out. */
  id?: string;
  kind: K;
  to: string;
  key: string;
  props: MailProps<K>;
  /** further headers, such as List-Unsubscribe; kept sealed, and the same in every attempt */
  headers?: Record<string, string>;
};

/**
 * Queues a mail in the transaction of the deed that causes it: effect and mail commit together or not at all (I31).
 * The same kind, key and recipient is queued once, however often the deed is tried.
 */
export async function queueMail<K extends MailKind>(
  ctx: Pick<Ctx, "db" | "accountId" | "now">,
  mail: QueuedMail<K>,
): Promise<void> {
  await queueMails(ctx, [mail]);
}

/**
 * Several mails of one kind in one statement, and in another the lines they are worth in the notification lists of those
 * recipients who have a seat in the company.
 */
export async function queueMails<K extends MailKind>(
  ctx: Pick<Ctx, "db" | "accountId" | "now">,
  mails: readonly QueuedMail<K>[],
): Promise<void> {
  if (mails.length === 0) return;
  const queued = addMails(ctx.db, {
    accountId: ctx.accountId,
    queuedAt: ctx.now.toISOString(),
    runAfter: wallNow().toISOString(),
    mails: JSON.stringify(
      mails.map(({ id = newId(), kind, key, to, props, headers }) => ({
        id,
        kind,
        dedupe_key: `v1/${kind}/${key}/${to}`,
        to_address: to,
        props: base64(seal(props)),
        headers: headers ? base64(seal(headers)) : null,
      })),
    ),
  });
  const lines = mails.flatMap(({ kind, key, to, props }) => {
    const line = noticeOf(kind, props, key);
    return line ? [{ ...line, kind, key, to }] : [];
  });
  await Promise.all([queued, notifyAddresses(ctx, lines)]);
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

const addMails = statement((db, given: { accountId: string; queuedAt: string; runAfter: string; mails: string }) =>
  db.execute(sql`
    insert into ${mailOutbox} (account_id, id, kind, dedupe_key, to_address, sealed_props, sealed_headers, state, attempts, queued_at, run_after)
    select ${given.accountId}::uuid, m.id, m.kind, m.dedupe_key, m.to_address, decode(m.props, 'base64'), decode(m.headers, 'base64'), 'ready', 0,
      ${given.queuedAt}::timestamptz, ${given.runAfter}::timestamptz
    from json_to_recordset(${given.mails}::json) as m(id uuid, kind text, dedupe_key text, to_address text, props text, headers text)
    on conflict do nothing`),
);
