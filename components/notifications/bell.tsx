"use client";

import { Bell as BellIcon } from "lucide-react";
import { useState } from "react";
import { AppLink } from "@/components/ui/app-link";
import { cappedCount } from "@/lib/words";
import type { Told } from "./live-unread";
import { UnreadLater } from "./unread-later";

type BellProps = {
  unread: number;
  /** When that was so: a page that is read again brings a new number, also when it is the same. */
  asOf: string;
};

/**
 * The way to the notification list, with the number of unread lines. The number comes with the page, and
 * is kept up to date while somebody looks.
 */
export function Bell({ unread, asOf }: BellProps) {
  const [told, setTold] = useState<Told | null>(null);
  const now = told?.asOf === asOf ? told.unread : unread;
  return (
    <>
      <AppLink
        href="/ab/notifications"
        className="relative flex size-11 items-center justify-center rounded-control text-ink-soft hover:bg-hover hover:text-ink lg:size-9"
      >
        <BellIcon aria-hidden className="size-5 lg:size-4" />
        <span className="sr-only">
          Notifications{now > 0 ? `, ${now > 99 ? "more than 99" : now} unread` : ", none unread"}
        </span>
        {now > 0 && (
          <span
            aria-hidden="true"
            className="absolute end-0.5 top-0.5 min-w-4 rounded-full bg-action px-1 text-center text-xs leading-4 font-medium text-on-action tabular-nums lg:-end-1 lg:-top-0.5"
          >
            {cappedCount(now)}
          </span>
        )}
      </AppLink>
      <UnreadLater first={unread} asOf={asOf} onChange={setTold} />
    </>
  );
}
