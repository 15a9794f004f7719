"use client";

import { usePathname } from "next/navigation";
import { TabLinks } from "@/components/ui/tab-links";

const tabs = [
  { href: "/ab/settings", label: "Approvals" },
  { href: "/ab/settings/purchase-orders", label: "Purchase orders" },
  { href: "/ab/settings/spend-alerts", label: "Spend alerts" },
  { href: "/ab/settings/import", label: "Import" },
];

/** The tabs of the company settings. */
export function SettingsTabs() {
  const path = usePathname();
  return <TabLinks label="Settings" items={tabs.map((tab) => ({ ...tab, current: tab.href === path }))} />;
}
