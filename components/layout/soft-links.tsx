"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

/**
 * Follows the links of `AppLink` without loading the document anew: one listener for the page, where a link component
 * in every row would be sent, drawn and woken 25 times. What a browser does with a pressed key or another button stays
 * the browser's, and before scripts run every link works by itself.
 */
export function SoftLinks() {
  const router = useRouter();
  useEffect(() => {
    function follow(event: MouseEvent) {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a[data-app]") : null;
      const href = link?.getAttribute("href");
      if (!link || !href || link.hasAttribute("target") || link.hasAttribute("download")) return;
      event.preventDefault();
      router.push(href as Route);
    }
    document.addEventListener("click", follow);
    return () => document.removeEventListener("click", follow);
  }, [router]);
  return null;
}
