import type { Metadata } from "next";
import { AlertSettingsForm } from "@/components/settings/alert-settings-form";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { getAlertSettings } from "@/lib/notifications/queries";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Settings: spend alerts" };

/** Settings › Spend alerts. */
export default async function AlertSettingsPage() {
  const { actor, accountZone } = await loadWorkspace();
  if (!isAdmin(actor)) return null; // the layout says so
  return (
    <AlertSettingsForm
      values={await readAs(actor, getAlertSettings)}
      accountZone={accountZone}
      zones={["UTC", ...Intl.supportedValuesOf("timeZone")]}
    />
  );
}
