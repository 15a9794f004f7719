import type { ReactNode } from "react";

/** What an entry of the rail is marked with; `nav-icons.tsx` draws it. */
export type NavIcon =
  | "jobs"
  | "reports"
  | "billing"
  | "settings"
  | "offers"
  | "contracts"
  | "earnings"
  | "moves"
  | "disputes"
  | "companies";

/** One entry of the rail. Without `href` it is a heading over its children. */
export type NavItem = {
  href?: string;
  label: string;
  icon?: NavIcon;
  count?: ReactNode;
  /** Something behind this entry waits for the reader. */
  waiting?: boolean;
  children?: readonly NavItem[];
};
