import { queryOptions } from "@tanstack/react-query";
import type { RequestState, SlotState } from "@/db/enums";

/** One approver of one request as the page shows them. */
export type SlotStatus = {
  approverId: string;
  name: string;
  state: SlotState;
  words: string;
  /** asked, but no longer a member: nobody decides here until an admin names somebody else */
  unheld: boolean;
  /** has not answered: an admin may name somebody else */
  replaceable: boolean;
  /** when it was decided, or since when it is open */
  at: { iso: string; short: string; exact: string } | null;
  comment: string | null;
  /** asked after the day it was needed by */
  late: boolean;
  /** when the requester pressed "Remind", if that was within 24 hours: it cannot be pressed again yet */
  nudged: string | null;
};

/** What `GET /api/approvals/<id>` answers: words and codes only, no amounts. */
export type RequestStatus = {
  state: RequestState;
  /** changes whenever the page must be read again */
  signature: string;
  steps: { step: number; people: SlotStatus[] }[];
};

/** Pending requests are looked at every four seconds, decided ones now and then, ended ones no more. */
const everySeconds: Record<RequestState, number | null> = {
  pending: 4,
  approved: 20,
  consumed: 20,
  declined: null,
  withdrawn: null,
  expired: null,
};

/** The live status of one request; `first` came with the page. See docs/decisions/007-live-by-polling.md. */
export function requestStatusOptions(requestId: string, first: RequestStatus) {
  return queryOptions({
    // A page that was read again begins anew with what it brought.
    queryKey: ["approval-request", requestId, first.signature],
    queryFn: async ({ signal }): Promise<RequestStatus> => {
      const answer = await fetch(`/api/approvals/${requestId}`, { signal, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer.json();
    },
    initialData: first,
    staleTime: 2_000,
    refetchOnWindowFocus: true,
    retry: 1,
    refetchInterval: (query) => {
      const seconds = everySeconds[query.state.data?.state ?? "pending"];
      // After a failure (signed out, out of reach, offline) ask less often instead of hammering.
      return seconds === null ? false : (query.state.status === "error" ? 30 : seconds) * 1000;
    },
  });
}
