import type { ReactNode } from "react";
import { type ButtonLook, buttonStyle } from "@/components/ui/button-style";

type ReasonDisclosureProps = { label: string; open?: boolean; size?: ButtonLook["size"]; children: ReactNode };

/** A button that opens its form in place; the browser does it, so it works by keyboard and before scripts. */
export function ReasonDisclosure({ label, open, size, children }: ReasonDisclosureProps) {
  return (
    <details open={open} className="group/open min-w-0 open:basis-full">
      <summary className={`${buttonStyle({ variant: "plain", size })} group-open/open:hidden`}>{label}</summary>
      <div className="rounded-sheet border border-line bg-sheet p-4">{children}</div>
    </details>
  );
}
