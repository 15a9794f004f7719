import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

type SheetProps = {
  children: ReactNode;
  padded?: boolean;
  /** The `Stamp` of a decided document: at the upper right, above the text on a phone. */
  stamp?: ReactNode;
  className?: string;
};

/** A white sheet on the paper, bounded by a hairline. Sheets do not lie on sheets. */
export function Sheet({ children, padded = true, stamp, className }: SheetProps) {
  return (
    <div className={cn("relative rounded-sheet border border-line bg-sheet", padded && "p-4 sm:p-6", className)}>
      {stamp && <div className="mb-5 flex justify-center sm:absolute sm:end-5 sm:top-4 sm:mb-0">{stamp}</div>}
      {children}
    </div>
  );
}
