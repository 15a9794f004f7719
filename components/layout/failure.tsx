"use client";

import { Button, ButtonLink } from "@/components/ui/button";

type FailureProps = {
  /** What failed: "This page could not be shown." */
  title: string;
  error: unknown;
  retry: () => void;
  home: { href: string; label: string };
};

/** What failed, that nothing was changed, and a way on. The number leads to the entry in the server's log; no more is told. */
export function Failure({ title, error, retry, home }: FailureProps) {
  const number = digestOf(error);
  return (
    <div role="alert" className="grid gap-4">
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="text-ink-soft">
        Nothing was changed. Try again; if it fails again, tell whoever looks after this installation
        {number ? (
          <>
            {" "}
            the number <span className="font-medium text-ink">{number}</span>.
          </>
        ) : (
          " what you were doing."
        )}
      </p>
      <p className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
        <ButtonLink href={home.href}>{home.label}</ButtonLink>
      </p>
    </div>
  );
}

function digestOf(error: unknown): string | null {
  if (error instanceof Error && "digest" in error && typeof error.digest === "string") return error.digest;
  return null;
}
