"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";

/** A link that knows whether it leads to where the reader is; layouts cannot know, they are not drawn again on the way. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname();
  const here = path === href ? "page" : path.startsWith(`${href}/`) ? "true" : undefined;
  return (
    <AppLink
      href={href}
      aria-current={here}
      className="flex min-h-9 items-center gap-2.5 rounded-control px-3 text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-neutral-tint aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {children}
    </AppLink>
  );
}
