import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { controlStyle } from "./control-style";

/** One line of text. Amounts: `inputMode="decimal"`, never `type="number"`, which eats commas and rounds. */
export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return <input type={type} className={cn(controlStyle, "h-9 pointer-coarse:h-11", className)} {...props} />;
}
