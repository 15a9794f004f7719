import "server-only";
import { and, desc, eq, gte, sql } from "drizzle-orm";
import { bindTransaction, pool } from "@/db/client";
import { mailboxMessages } from "@/db/schema";
import { isId } from "../ids";
import { decodeCursor, isInstantText } from "../paging";
import type { OutgoingMail } from "./transports";

export type MailboxMessage = typeof mailboxMessages.$inferSelect;

/** Keeps a mail in the mailbox instead of sending it. The idempotency key makes a repeat harmless, as a provider's would. */
export async function storeInMailbox(mail: OutgoingMail): Promise<void> {
  await pool().begin((tx) =>
    bindTransaction(tx)
      .insert(mailboxMessages)
      .values({
        id: mail.id,
        idempotencyKey: mail.idempotencyKey,
        kind: mail.kind,
        toAddress: mail.to,
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        headers: mail.headers,
        at: new Date(mail.at),
      })
      .onConflictDoNothing(),
  );
}

/** Mails of the mailbox, newest first; `before` is the last one of the page before. For the demo and its checks. */
export async function listMailbox(filter: {
  to?: string;
  since?: Date;
  before?: { at: Date; id: string };
  limit: number;
}): Promise<MailboxMessage[]> {
  const { to, since, before, limit } = filter;
  return (await pool().begin("read only", (tx) =>
    bindTransaction(tx)
      .select()
      .from(mailboxMessages)
      .where(
        and(
          to ? eq(mailboxMessages.toAddress, to.toLowerCase()) : undefined,
          since ? gte(mailboxMessages.at, since) : undefined,
          before
            ? sql`(${mailboxMessages.at}, ${mailboxMessages.id}) < (${before.at.toISOString()}::timestamptz, ${before.id}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(mailboxMessages.at), desc(mailboxMessages.id))
      .limit(limit),
  )) as MailboxMessage[];
}

/** The last mail of the page before, as the address names it; null for anything that is none of ours. */
export function readMailboxCursor(text: string | undefined): { at: Date; id: string } | null {
  const cursor = decodeCursor(text);
  return cursor && isInstantText(cursor.value) ? { at: new Date(cursor.value), id: cursor.id } : null;
}

/** One mail, or null. */
export async function findMailboxMessage(id: string): Promise<MailboxMessage | null> {
  if (!isId(id)) return null;
  const rows = (await pool().begin("read only", (tx) =>
    bindTransaction(tx).select().from(mailboxMessages).where(eq(mailboxMessages.id, id)),
  )) as MailboxMessage[];
  return rows[0] ?? null;
}
