import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { controlStyle } from "./control-style";

/** Several lines of text; grows with what is typed where the browser can. */
export function Textarea({ className, rows = 4, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={cn(controlStyle, "field-sizing-content max-h-96 min-h-20 resize-y py-2 leading-normal", className)}
      {...props}
    />
  );
}
