"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

/** Closes the menu of narrow screens once the reader has arrived; the shell stays, so nothing else would. */
export function CloseOnArrival({ popover }: { popover: string }) {
  const path = usePathname();
  useEffect(() => {
    const menu = document.getElementById(popover);
    if (path && menu?.matches(":popover-open")) menu.hidePopover();
  }, [path, popover]);
  return null;
}
