"use client";

import { Failure } from "@/components/layout/failure";
import { Page } from "@/components/layout/page";

/** A page of the desk failed; the shell around it stands. */
export default function StaffError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Page width="form">
      <Failure
        title="This page could not be shown"
        error={error}
        retry={retry}
        home={{ href: "/staff/moves", label: "Go to money moves" }}
      />
    </Page>
  );
}
