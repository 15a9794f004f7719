import type { Metadata } from "next";
import { OrderSettingsForm } from "@/components/settings/order-settings-form";
import { getOrderSettings } from "@/lib/accounts/change-order-settings";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { formatInstant } from "@/lib/dates";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Settings: purchase orders" };

/** Settings › Purchase orders. */
export default async function OrderSettingsPage() {
  const { actor, timeZone } = await loadWorkspace();
  if (!isAdmin(actor)) return null; // the layout says so
  const { changedByName, changedAt, ...values } = await readAs(actor, getOrderSettings);
  return (
    <OrderSettingsForm
      values={values}
      changed={changedByName && changedAt && `${changedByName} on ${formatInstant(changedAt, timeZone)}`}
    />
  );
}
