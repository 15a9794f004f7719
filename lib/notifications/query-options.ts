import { queryOptions } from "@tanstack/react-query";

/** How many lines are unread, asked every half minute; hidden tabs do not ask, one that comes back asks at once. */
export function unreadOptions(first: number, asOf: string) {
  return queryOptions({
    // A page that was read again begins anew with what it brought.
    queryKey: ["unread-notices", asOf],
    queryFn: async ({ signal }): Promise<number> => {
      const answer = await fetch("/api/notifications", { signal, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return (await answer.json()).unread;
    },
    initialData: first,
    staleTime: 2_000,
    refetchOnWindowFocus: true,
    retry: 1,
    refetchInterval: (query) => (query.state.status === "error" ? 120_000 : 30_000),
  });
}
