"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/layout/submit-button";
import { markAllNoticesReadAction } from "@/lib/notifications/actions";

/** "Mark all as read", in the page's header. */
export function MarkAllRead({ shownAt }: { shownAt: string }) {
  const [, mark] = useActionState(markAllNoticesReadAction, null);
  return (
    <form action={mark}>
      <input type="hidden" name="shownAt" value={shownAt} />
      <SubmitButton pending="Marking…" variant="plain">
        Mark all as read
      </SubmitButton>
    </form>
  );
}
