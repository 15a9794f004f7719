"use client";

import { AppLink } from "./app-link";

export type FilterChip = {
  /** Where pressing leads: with the filter when it is off, without it when it is on. */
  href: string;
  label: string;
  active: boolean;
};

type FilterChipsProps = { label: string; items: readonly FilterChip[]; clearHref?: string };

/**
 * Filters that read as a sentence ("waits for me · over $5,000"); each is a link, so every view has an address. Travels as
 * data (decision 017).
 */
export function FilterChips({ label, items, clearHref }: FilterChipsProps) {
  return (
    <ul aria-label={label} className="flex flex-wrap items-center gap-2">
      {items.map((item) => (
        <li key={item.label}>
          <AppLink
            href={item.href}
            aria-current={item.active ? "true" : undefined}
            className="inline-flex h-8 items-center gap-1.5 rounded-full border border-line bg-sheet px-3 text-xs font-medium text-ink-soft transition-colors hover:border-ink hover:text-ink aria-[current]:border-action aria-[current]:bg-neutral-tint aria-[current]:text-ink pointer-coarse:h-10"
          >
            {item.label}
            {item.active && (
              <>
                <svg
                  aria-hidden="true"
                  viewBox="0 0 16 16"
                  className="-me-1 size-3.5 fill-none stroke-current stroke-[1.75]"
                  strokeLinecap="round"
                >
                  <path d="m4.5 4.5 7 7m0-7-7 7" />
                </svg>
                <span className="sr-only">, on; press to remove</span>
              </>
            )}
          </AppLink>
        </li>
      ))}
      {clearHref && (
        <li>
          <AppLink
            href={clearHref}
            className="inline-flex h-8 items-center px-1 text-xs text-action underline underline-offset-3 pointer-coarse:h-10"
          >
            Clear filters
          </AppLink>
        </li>
      )}
    </ul>
  );
}
