import type { ReactNode } from "react";
import { type ButtonLook, buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/lib/cn";

type ReasonDisclosureProps = {
  label: string;
  /** What the button says while the form is open: the way back. */
  back: string;
  open?: boolean;
  size?: ButtonLook["size"];
  /** How the button looks while the form is closed; open, it is the plain way back. */
  variant?: ButtonLook["variant"];
  children: ReactNode;
};

/** A button that opens its form in place; the browser does it, so it works by keyboard and before scripts. */
export function ReasonDisclosure({ label, back, open, size, variant = "plain", children }: ReasonDisclosureProps) {
  return (
    <details open={open} className="group/open min-w-0 open:basis-full">
      <summary className="inline-block cursor-pointer list-none rounded-control [&::-webkit-details-marker]:hidden">
        <span className={cn(buttonStyle({ variant, size }), "group-open/open:hidden")}>{label}</span>
        <span className={cn(buttonStyle({ variant: "plain", size }), "hidden group-open/open:inline-flex")}>
          {back}
        </span>
      </summary>
      <div className="mt-2 rounded-sheet border border-line bg-sheet p-4">{children}</div>
    </details>
  );
}
