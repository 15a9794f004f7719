import type { ReactNode } from "react";
import { Sheet } from "@/components/ui/sheet";

/** Facts beside a document, label above value: the column is too narrow for `Terms`. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <Sheet>
      <dl className="grid gap-3">{children}</dl>
    </Sheet>
  );
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-soft">{label}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
