"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import type { Told } from "./live-unread";
import { UnreadLater } from "./unread-later";

/**
 * Reads the notification list again when the number of unread lines is no longer the one it was drawn with: a line came,
 * or one was read elsewhere. Draws nothing. `asOf` as for the bell, with which it shares the asking.
 */
export function LiveList({ unread, asOf }: { unread: number; asOf: string }) {
  const router = useRouter();
  const compare = useCallback(
    (told: Told) => {
      if (told.asOf === asOf && told.unread !== unread) router.refresh();
    },
    [asOf, unread, router],
  );
  return <UnreadLater first={unread} asOf={asOf} onChange={compare} />;
}
