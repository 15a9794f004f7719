import type { ReactNode } from "react";
import { buttonStyle } from "@/components/ui/button-style";

/** A button that opens its form in place; the browser does it, so it works by keyboard and before scripts. */
export function ReasonDisclosure({ label, open, children }: { label: string; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group/open min-w-0 basis-full">
      <summary className={`${buttonStyle({ variant: "plain" })} group-open/open:hidden`}>{label}</summary>
      <div className="rounded-sheet border border-line bg-sheet p-4">{children}</div>
    </details>
  );
}
