import { cn } from "@/lib/cn";

/** A sum of money, formatted by `lib/money`: figures of one width, right-aligned, never broken over two lines. */
export function Amount({ value, strong }: { value: string; strong?: boolean }) {
  return (
    <span className={cn("block text-end whitespace-nowrap tabular-nums", strong && "font-semibold")}>{value}</span>
  );
}
