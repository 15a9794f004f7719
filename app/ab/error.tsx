"use client";

import { Failure } from "@/components/layout/failure";
import { Page } from "@/components/layout/page";

/** A page of the workspace failed; the shell around it stands. */
export default function WorkspaceError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Page width="form">
      <Failure
        title="This page could not be shown"
        error={error}
        retry={retry}
        home={{ href: "/ab/jobs/approvals", label: "Go to Approvals" }}
      />
    </Page>
  );
}
