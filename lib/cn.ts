import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// The merger must know our own names, or it would take `rounded-control` and `rounded-full` for two different things.
const merge = extendTailwindMerge({
  extend: { theme: { radius: ["control", "sheet"], shadow: ["float"] } },
});

/** Joins class names; of two that set the same property, the later wins. Not for table rows, where plain strings are cheaper. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
