import type { Metadata } from "next";
import { PolicyForm } from "@/components/settings/policy-form";
import { factsOf, policyValues } from "@/components/settings/policy-values";
import { findApprovalPolicy, listMembers } from "@/lib/accounts/queries";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { formatInstant } from "@/lib/dates";
import { loadWorkspace } from "../workspace";

export const metadata: Metadata = { title: "Settings" };

/** Settings › Approvals. */
export default async function SettingsPage() {
  const { actor, timeZone } = await loadWorkspace();
  if (!isAdmin(actor)) return null; // the layout says so
  const [policy, members] = await readAs(actor, (ctx) => Promise.all([findApprovalPolicy(ctx), listMembers(ctx)]));
  return (
    <PolicyForm
      values={policyValues(policy)}
      facts={factsOf(policy)}
      changed={policy && `${policy.changedByName ?? "Countersign"} on ${formatInstant(policy.changedAt, timeZone)}`}
      gone={policy?.approvers.filter((each) => !each.active).map((each) => each.name) ?? []}
      members={members.map(({ userId, name, email }) => ({ value: userId, label: `${name} (${email})` }))}
    />
  );
}
