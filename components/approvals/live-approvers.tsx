"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { type RequestStatus, requestStatusOptions } from "@/lib/approvals/query-options";
import { ApproverList } from "./approver-list";
import type { Replacement } from "./replace-approver";

type LiveApproversProps = {
  requestId: string;
  me: string;
  remind: string | undefined;
  replace: Replacement | undefined;
  first: RequestStatus;
};

/**
 * Who must approve, kept up to date while somebody looks. The list is drawn by the server first; when anything else on
 * the page may have changed as well (the stamp, the buttons, the history), the page itself is read again.
 */
export function LiveApprovers(props: LiveApproversProps) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Approvers {...props} />
    </QueryClientProvider>
  );
}

function Approvers({ requestId, me, remind, replace, first }: LiveApproversProps) {
  const { data, isError } = useQuery(requestStatusOptions(requestId, first));
  const router = useRouter();
  useEffect(() => {
    if (data.signature !== first.signature) router.refresh();
  }, [data.signature, first.signature, router]);
  return (
    <>
      <ApproverList steps={data.steps} me={me} remind={remind} replace={replace} />
      {isError && (
        <p className="mt-3 text-xs text-ink-soft">
          This list is not being updated at the moment. Reload the page to see how it stands.
        </p>
      )}
    </>
  );
}
