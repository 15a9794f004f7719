import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { LiveList } from "@/components/notifications/live-list";
import { MarkAllRead } from "@/components/notifications/mark-all-read";
import { NoticeList } from "@/components/notifications/notice-list";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import { readAs } from "@/lib/ctx";
import { formatInstant, formatMoment } from "@/lib/dates";
import { listNotices } from "@/lib/notifications/queries";
import { notificationRules } from "@/lib/notifications/rules";
import { loadWorkspace } from "../workspace";

export const metadata: Metadata = { title: "Notifications" };

/** The reader's notifications, newest first, 25 a page; the newest page shows what comes while somebody looks. */
export default async function NotificationsPage({ searchParams }: PageProps<"/ab/notifications">) {
  const { actor, timeZone, now, unread } = await loadWorkspace();
  const before = [(await searchParams).before].flat()[0];
  const { rows, next } = await readAs(actor, (ctx) => listNotices(ctx, before));
  return (
    <Page width="form">
      <PageHeader
        title="Notifications"
        sentence={
          <>
            What concerns you in product. Choose what comes at your{" "}
            <TextLink href="/ab/notification-settings">notification settings</TextLink>.
          </>
        }
        action={unread > 0 && <MarkAllRead shownAt={now.toISOString()} />}
      />
      {rows.length === 0 ? (
        <EmptyState title={before ? "There is nothing older." : "Nothing has happened yet that concerns you."}>
          Requests that wait for you, answers to your offers and purchase orders that run low appear here.
        </EmptyState>
      ) : (
        <NoticeList
          notices={rows.map(({ id, title, category, readAt, at }) => ({
            id,
            title,
            category: notificationRules[category].title,
            unread: readAt === null,
            at: { iso: at.toISOString(), short: formatMoment(at, timeZone, now), exact: formatInstant(at, timeZone) },
          }))}
        />
      )}
      {!before && <LiveList unread={unread} asOf={now.toISOString()} />}
      <Pagination
        {...(before ? { newer: "/ab/notifications" } : {})}
        {...(next ? { older: `/ab/notifications?before=${next}` } : {})}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
