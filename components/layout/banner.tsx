import type { ReactNode } from "react";

/** A thin strip at the bottom of every page; stays in sight where there is room for it. */
export function Banner({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside
      aria-label={label}
      data-screen-only
      className="z-30 flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line bg-neutral-tint px-4 py-1 text-xs text-ink-soft sm:px-6 lg:sticky lg:bottom-0 lg:px-8"
    >
      {children}
    </aside>
  );
}
