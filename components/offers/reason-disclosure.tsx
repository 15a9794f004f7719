import type { ReactNode } from "react";
import { type ButtonLook, buttonStyle } from "@/components/ui/button-style";

type ReasonDisclosureProps = {
  label: string;
  /** What the button says while the form is open: the way back. */
  back: string;
  open?: boolean;
  size?: ButtonLook["size"];
  children: ReactNode;
};

/** A button that opens its form in place; the browser does it, so it works by keyboard and before scripts. */
export function ReasonDisclosure({ label, back, open, size, children }: ReasonDisclosureProps) {
  return (
    <details open={open} className="group/open min-w-0 open:basis-full">
      <summary className={buttonStyle({ variant: "plain", size })}>
        <span className="group-open/open:hidden">{label}</span>
        <span className="hidden group-open/open:inline">{back}</span>
      </summary>
      <div className="mt-2 rounded-sheet border border-line bg-sheet p-4">{children}</div>
    </details>
  );
}
