import "server-only";
import { mailOutbox } from "@/db/schema";
import type { MailKind, MailProps } from "@/emails";
import { wallNow } from "../clock";
import type { Ctx } from "../ctx";
import { newId } from "../ids";
import { seal } from "./seal";

/** `key`: what makes this mail one of a kind, besides kind and recipient: a request's id, its step, an offer's version. */
export type QueuedMail<K extends MailKind> = { kind: K; to: string; key: string; props: MailProps<K> };

/**
 * Queues a mail in the transaction of the deed that causes it: effect and mail commit together or not at all (I31).
 * The same kind, key and recipient is queued once, however often the deed is tried.
 */
export async function queueMail<K extends MailKind>(
  ctx: Pick<Ctx, "db" | "accountId" | "now">,
  mail: QueuedMail<K>,
): Promise<void> {
  await ctx.db
    .insert(mailOutbox)
    .values({
      accountId: ctx.accountId,
      id: newId(),
      kind: mail.kind,
      dedupeKey: `v1/${mail.kind}/${mail.key}/${mail.to}`,
      toAddress: mail.to,
      sealedProps: seal(mail.props),
      state: "ready",
      attempts: 0,
      queuedAt: ctx.now,
      runAfter: wallNow(),
    })
    .onConflictDoNothing();
}
