import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** Content column of a page: tables up to 1,280 px, forms and texts up to 720 px; 24 px between blocks. Both begin at the same edge. */
export function Page({ width, children }: { width: "table" | "form"; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-[1280px]">
      <div className={cn("grid grid-cols-[minmax(0,1fr)] gap-6", width === "form" && "max-w-[720px]")}>{children}</div>
    </div>
  );
}
