import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** Terms of a document as a definition list; hairlines between, figures under each other. */
export function Terms({ children }: { children: ReactNode }) {
  return <dl className="divide-y divide-line">{children}</dl>;
}

type TermProps = {
  label: string;
  children: ReactNode;
  /** The figure the decision is about: large. At most one per list. */
  total?: boolean;
};

export function Term({ label, children, total }: TermProps) {
  return (
    <div
      className={cn(
        "grid gap-x-6 gap-y-0.5 py-2.5 first:pt-0 last:pb-0 sm:grid-cols-[minmax(8rem,2fr)_5fr]",
        total && "items-baseline py-4",
      )}
    >
      <dt className="text-xs leading-[1.6] text-ink-soft">{label}</dt>
      <dd className={cn("min-w-0 wrap-anywhere", total && "text-2xl font-semibold tracking-tight")}>{children}</dd>
    </div>
  );
}
