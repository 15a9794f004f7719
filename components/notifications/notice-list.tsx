"use client";

import { useActionState } from "react";
import { Time } from "@/components/ui/time";
import { openNoticeAction } from "@/lib/notifications/actions";

export type NoticeLine = {
  id: string;
  title: string;
  /** "Approvals" */
  category: string;
  unread: boolean;
  at: { iso: string; short: string; exact: string };
};

/** Lines of the notification list. Each is a form of one press, which marks it as read and opens its page. */
export function NoticeList({ notices }: { notices: readonly NoticeLine[] }) {
  return (
    <ul className="divide-y divide-line rounded-sheet border border-line bg-sheet">
      {notices.map((notice) => (
        <li key={notice.id}>
          <NoticeRow {...notice} />
        </li>
      ))}
    </ul>
  );
}

function NoticeRow({ id, title, category, unread, at }: NoticeLine) {
  const [result, open] = useActionState(openNoticeAction, null);
  return (
    <form action={open}>
      <input type="hidden" name="noticeId" value={id} />
      <button
        type="submit"
        className="grid w-full grid-cols-[0.5rem_minmax(0,1fr)] items-baseline gap-x-3 px-4 py-3 text-start -outline-offset-2 hover:bg-hover sm:px-6"
      >
        <span aria-hidden="true" className={unread ? "size-2 self-center rounded-full bg-action" : "size-2"} />
        <span className={unread ? "font-medium wrap-anywhere" : "wrap-anywhere text-ink-soft"}>
          {unread && <span className="sr-only">Unread: </span>}
          {title}
        </span>
        <span className="col-start-2 text-xs text-ink-soft">
          {category} · <Time at={at.iso} short={at.short} exact={at.exact} />
        </span>
      </button>
      {result && !result.ok && (
        <p role="alert" className="px-4 pb-3 text-xs font-medium text-bad sm:px-6">
          {result.message ?? "This did not work. Reload the page and try again."}
        </p>
      )}
    </form>
  );
}
