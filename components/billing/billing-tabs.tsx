import { TabLinks } from "@/components/ui/tab-links";

const tabs = [
  { key: "overview", href: "/ab/billing", label: "Overview" },
  { key: "transactions", href: "/ab/billing/transactions", label: "Transactions" },
  { key: "invoices", href: "/ab/billing/invoices", label: "Invoices" },
  { key: "payments", href: "/ab/billing/payments", label: "Payments" },
] as const;

/** The tabs of Billing. */
export function BillingTabs({ current }: { current: (typeof tabs)[number]["key"] }) {
  return <TabLinks label="Billing" items={tabs.map(({ key, ...tab }) => ({ ...tab, current: key === current }))} />;
}
