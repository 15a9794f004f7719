"use client";

import type { ReactNode } from "react";
import { AppLink } from "./app-link";

export type TabLink = {
  href: string;
  label: string;
  count?: ReactNode;
  current?: boolean;
  /** Something in this tab waits for the reader. */
  waiting?: boolean;
};

/** Tabs that are addresses: each is a link, the open one is `aria-current`. Scrolls sideways by itself on a phone. Travels as data (decision 017). */
export function TabLinks({ label, items }: { label: string; items: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto px-4 [scrollbar-width:none] sm:mx-0 sm:px-0">
      <ul className="flex w-max min-w-full gap-1 border-b border-line">
        {items.map((item) => (
          <li key={item.href}>
            <AppLink
              href={item.href}
              aria-current={item.current ? "page" : undefined}
              className="relative flex h-10 items-center gap-2 px-3 font-medium whitespace-nowrap text-ink-soft transition-colors aria-[current]:[scroll-initial-target:nearest] -outline-offset-2 after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 after:bg-transparent hover:text-ink aria-[current]:text-ink aria-[current]:after:bg-ink pointer-coarse:h-11"
            >
              {item.label}
              {item.count !== undefined && <span className="text-xs font-normal tabular-nums">{item.count}</span>}
              {item.waiting && (
                <>
                  <span aria-hidden="true" className="size-1.5 rounded-full bg-stamp" />
                  <span className="sr-only">waits for you</span>
                </>
              )}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
