import "server-only";
import { mailOutbox } from "@/db/schema";
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
  const queued = ctx.db
    .insert(mailOutbox)
    .values(
      mails.map(({ id = newId(), kind, key, to, props, headers }) => ({
        accountId: ctx.accountId,
        id,
        kind,
        dedupeKey: `v1/${kind}/${key}/${to}`,
        toAddress: to,
        sealedProps: seal(props),
        sealedHeaders: headers ? seal(headers) : null,
        state: "ready" as const,
        attempts: 0,
        queuedAt: ctx.now,
        runAfter: wallNow(),
      })),
    )
    .onConflictDoNothing();
  const lines = mails.flatMap(({ kind, key, to, props }) => {
    const line = noticeOf(kind, props, key);
    return line ? [{ ...line, kind, key, to }] : [];
  });
  await Promise.all([queued, notifyAddresses(ctx, lines)]);
}
