import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { MailDesk } from "@/components/mail/mail-desk";
import { MailFrame, MailText } from "@/components/mail/mail-frame";
import { MailShell } from "@/components/mail/mail-shell";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { Term, Terms } from "@/components/ui/terms";
import { formatInstant } from "@/lib/dates";
import { emailOrNull } from "@/lib/email-address";
import { isDemo } from "@/lib/env";
import { findMailboxMessage, listMailbox, type MailboxMessage, readMailboxCursor } from "@/lib/mail/mailbox-store";
import { pageSize, toPage } from "@/lib/paging";

export const metadata: Metadata = { title: "Mailbox" };

/** Every mail the demo kept instead of sending it, newest first, 25 a page. Exists in the demo only. */
export default async function MailboxPage({ searchParams }: PageProps<"/dev/mailbox">) {
  if (!isDemo()) notFound();
  const { to, before, mail } = textOf(await searchParams);
  const start = readMailboxCursor(before);
  const address = to ? emailOrNull(to) : null;
  const filter = { ...(address ? { to: address } : {}), ...(start ? { before: start } : {}) };
  const found = to && !address ? [] : await listMailbox({ ...filter, limit: pageSize + 1 });
  const { rows, next } = toPage(found, (row) => ({ value: row.at.toISOString(), id: row.id }));
  const chosen = mail ? await findMailboxMessage(mail) : (rows[0] ?? null);
  if (mail && !chosen) notFound();
  const here = (changed: Record<string, string | undefined>) => addressOf({ to, before, ...changed });
  return (
    <MailShell>
      <Page width="table">
        <PageHeader
          title="Mailbox"
          sentence="What the demo mailed, to anybody. Links open as the person you are signed in as."
          action={<SearchField action="/dev/mailbox" name="to" label="Recipient's address" value={to ?? ""} />}
        />
        {chosen ? (
          <MailDesk
            label="Mails"
            chosen={mail !== undefined}
            entries={rows.map((row) => ({
              href: here({ mail: row.id }),
              title: row.subject,
              second: `${row.toAddress} · ${formatInstant(row.at, "UTC")}`,
              current: row.id === chosen.id,
            }))}
          >
            <Letter message={chosen} />
          </MailDesk>
        ) : (
          <EmptyState title={to ? `Nothing was mailed to ${to}.` : "Nothing was mailed yet."}>
            Submit a request or send an offer, and its mail arrives here at once.
          </EmptyState>
        )}
        <Pagination
          {...(before ? { newer: addressOf({ to }) } : {})}
          {...(next ? { older: here({ before: next, mail: undefined }) } : {})}
          words={{ newer: "Newest", older: "Older" }}
        />
      </Page>
    </MailShell>
  );
}

function Letter({ message }: { message: MailboxMessage }) {
  const { kind, toAddress, subject, at, html, text } = message;
  return (
    <>
      <h2 className="text-xl font-semibold wrap-anywhere">{subject}</h2>
      <Terms>
        <Term label="To">{toAddress}</Term>
        <Term label="Kind">{kind}</Term>
        <Term label="At">{formatInstant(at, "UTC")}</Term>
      </Terms>
      <MailFrame title={subject} html={html} links />
      <MailText>{text}</MailText>
    </>
  );
}

/** Where this page begins; nothing for an address that somebody made up, which shows the first page. */
/** A parameter given twice is a list; the first one counts. */
function textOf(params: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, [value].flat()[0] || undefined]));
}

function addressOf(params: Record<string, string | undefined>): string {
  const kept = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return kept.length > 0 ? `/dev/mailbox?${new URLSearchParams(kept)}` : "/dev/mailbox";
}
