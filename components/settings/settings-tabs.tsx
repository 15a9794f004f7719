"use client";

import { usePathname } from "next/navigation";
import { TabLinks } from "@/components/ui/tab-links";

const tabs = [
  { href: "/ab/settings/members", label: "Members & permissions" },
  { href: "/ab/settings/teams", label: "Teams" },
  { href: "/ab/settings", label: "Approvals" },
  { href: "/ab/settings/purchase-orders", label: "Purchase orders" },
  { href: "/ab/settings/spend-alerts", label: "Spend alerts" },
  { href: "/ab/settings/import", label: "Import" },
];

/** Pages below a tab belong to it; every tab stands below that of the approvals, which has none. */
const within = (href: string) => (href === "/ab/settings" ? "-" : `${href}/`);

/** The tabs of the company settings. */
export function SettingsTabs() {
  const path = usePathname();
  return (
    <TabLinks
      label="Settings"
      items={tabs.map((tab) => ({ ...tab, current: tab.href === path || path.startsWith(within(tab.href)) }))}
    />
  );
}
