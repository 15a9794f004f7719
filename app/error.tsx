"use client";

import { BarePage } from "@/components/layout/bare-page";
import { Failure } from "@/components/layout/failure";

/** A page outside the workspace failed. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <BarePage>
      <Failure
        title="This page could not be shown"
        error={error}
        retry={retry}
        home={{ href: "/", label: "Go to the start" }}
      />
    </BarePage>
  );
}
