import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BarePage } from "@/components/layout/bare-page";
import { PageHeader } from "@/components/layout/page-header";
import { Button, ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { openUnsubscribeLink } from "@/lib/notifications/unsubscribe";

export const metadata: Metadata = {
  title: "Unsubscribe",
  referrer: "no-referrer",
  robots: { index: false, follow: false, noarchive: true },
};

/** Behind the link in a weekly mail. Opening it changes nothing, whoever or whatever does; the button does (RFC 8058). */
export default async function UnsubscribePage({ params }: PageProps<"/unsubscribe/[token]">) {
  const { token } = await params;
  const opened = await openUnsubscribeLink(token);
  if (!opened) notFound();
  return opened.on ? (
    <BarePage>
      <PageHeader
        title={`Stop the spend alerts of ${opened.companyName}?`}
        sentence="They come once a week, only when there is something to report. Nothing was changed yet."
      />
      {/* A plain form: it works without scripts, and posts what a mail provider would. */}
      <form method="post" action={`/unsubscribe/${token}`} className="grid gap-5">
        <input type="hidden" name="List-Unsubscribe" value="One-Click" />
        <input type="hidden" name="from" value="page" />
        <p>
          <Button type="submit" variant="primary" size="large">
            Stop these mails
          </Button>
        </p>
      </form>
      <p className="text-ink-soft">
        To change when they come instead, open your{" "}
        <TextLink href="/ab/notification-settings">notification settings</TextLink>.
      </p>
    </BarePage>
  ) : (
    <BarePage>
      <PageHeader
        title={`You get no more spend alerts of ${opened.companyName}`}
        sentence="The mail is switched off for you. Other mails still arrive."
      />
      <p>
        <ButtonLink href="/ab/notification-settings">Notification settings</ButtonLink>
      </p>
      <p className="text-ink-soft">You can switch it on again there, after signing in.</p>
    </BarePage>
  );
}
