import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps } from "react";

export type AppLinkProps = Omit<ComponentProps<"a">, "href"> & {
  /** A path of this application, computed or not. */
  href: string;
  /** Off unless asked for: every prefetch is a request, and a list of 25 rows would send 25. */
  prefetch?: boolean;
};

/** The one place where a computed address (filters, cursors, ids) becomes a typed route. */
export function AppLink({ href, prefetch = false, ...props }: AppLinkProps) {
  return <Link href={href as Route} prefetch={prefetch} {...props} />;
}
