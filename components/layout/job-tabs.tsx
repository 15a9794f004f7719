"use client";

import { usePathname } from "next/navigation";
import { TabLinks } from "@/components/ui/tab-links";

/** The tabs of My Jobs, on its lists alone: inside a request or an offer the way back stands above the title. */
export function JobTabs({ approvals, waiting }: { approvals: boolean; waiting: boolean }) {
  const path = usePathname();
  const tabs = [
    ...(approvals ? [{ href: "/ab/jobs/approvals", label: "Approvals", waiting }] : []),
    { href: "/ab/jobs/posts", label: "Job posts" },
    { href: "/ab/jobs/offers", label: "Offers" },
    { href: "/ab/jobs/contracts", label: "Contracts" },
  ];
  if (!tabs.some((tab) => tab.href === path)) return null;
  return (
    <div className="mx-auto mb-5 max-w-[1280px]">
      <TabLinks label="My Jobs" items={tabs.map((tab) => ({ ...tab, current: tab.href === path }))} />
    </div>
  );
}
