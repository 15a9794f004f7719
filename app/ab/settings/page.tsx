import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { PolicyForm } from "@/components/settings/policy-form";
import { factsOf, policyValues } from "@/components/settings/policy-values";
import { TabLinks } from "@/components/ui/tab-links";
import { findApprovalPolicy, listMembers } from "@/lib/accounts/queries";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { formatInstant } from "@/lib/dates";
import { loadWorkspace } from "../workspace";

export const metadata: Metadata = { title: "Settings" };

/** Company settings, for admins and program owners. Further tabs come with what they set. */
export default async function SettingsPage() {
  const { actor, timeZone } = await loadWorkspace();
  if (!isAdmin(actor)) {
    return (
      <Page width="form">
        <PageHeader title="Settings" />
        <EmptyState title="Admins and program owners change company settings.">
          Ask one of them; your own notifications are in your menu.
        </EmptyState>
      </Page>
    );
  }
  const [policy, members] = await readAs(actor, (ctx) => Promise.all([findApprovalPolicy(ctx), listMembers(ctx)]));
  return (
    <Page width="form">
      <PageHeader title="Settings" />
      <TabLinks label="Settings" items={[{ href: "/ab/settings", label: "Approvals", current: true }]} />
      <PolicyForm
        values={policyValues(policy)}
        facts={factsOf(policy)}
        changed={policy && `${policy.changedByName ?? "Countersign"} on ${formatInstant(policy.changedAt, timeZone)}`}
        gone={policy?.approvers.filter((each) => !each.active).map((each) => each.name) ?? []}
        members={members.map(({ userId, name, email }) => ({ value: userId, label: `${name} (${email})` }))}
      />
    </Page>
  );
}
