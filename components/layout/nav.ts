import type { ReactNode } from "react";

/** One entry of the rail. Without `href` it is a heading over its children. */
export type NavItem = {
  href?: string;
  label: string;
  icon?: ReactNode;
  count?: ReactNode;
  /** Something behind this entry waits for the reader. */
  waiting?: boolean;
  children?: readonly NavItem[];
};
