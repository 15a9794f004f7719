import type { ReactNode } from "react";
import { Sheet } from "@/components/ui/sheet";

export type Figure = { label: string; value: string; hint?: ReactNode };

/** Two to four sums side by side on one sheet, each with a line that says what it means. */
export function Figures({ label, items }: { label: string; items: readonly Figure[] }) {
  return (
    <Sheet>
      <dl aria-label={label} className="grid gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-4">
        {items.map((item) => (
          <div key={item.label} className="min-w-0">
            <dt className="text-xs text-ink-soft">{item.label}</dt>
            <dd className="text-xl font-semibold tracking-tight tabular-nums wrap-anywhere">{item.value}</dd>
            {item.hint && <dd className="mt-0.5 text-xs text-ink-soft">{item.hint}</dd>}
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
