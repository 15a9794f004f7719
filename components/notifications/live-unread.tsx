"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { unreadOptions } from "@/lib/notifications/query-options";

/** A number that was asked for while the page of this instant stood; the next page brings its own. */
export type Told = { asOf: string; unread: number };

type LiveUnreadProps = { first: number; asOf: string; onChange: (told: Told) => void };

/** One client in the browser, so that the bells of the rail and of the bar ask together. Never made on the server. */
const client = new QueryClient();

/** Asks for the number of unread lines while somebody looks. See docs/decisions/007-live-by-polling.md. */
export function LiveUnread(props: LiveUnreadProps) {
  return (
    <QueryClientProvider client={client}>
      <Asking {...props} />
    </QueryClientProvider>
  );
}

function Asking({ first, asOf, onChange }: LiveUnreadProps) {
  const { data } = useQuery(unreadOptions(first, asOf));
  useEffect(() => onChange({ asOf, unread: data }), [asOf, data, onChange]);
  return null;
}
