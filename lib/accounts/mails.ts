import "server-only";
import type { ApprovalScope } from "@/db/enums";
import type { Ctx } from "../ctx";
import { env } from "../env";
import { queueMails } from "../mail/queue-mail";
import { settingsUrlFor } from "../notifications/settings-url";
import { daysText, scopeWords } from "../words";
import type { MemberOption } from "./queries";

type SwitchedOn = {
  version: number;
  scope: ApprovalScope;
  expiryDays: number;
  approvers: readonly { step: number; userId: string }[];
};

/** Tells every member that from now on offers need an approval, once for each time it is switched on (product.md §3.1). */
export async function mailApprovalsEnabled(
  ctx: Ctx,
  companyName: string,
  members: readonly MemberOption[],
  { version, scope, expiryDays, approvers }: SwitchedOn,
): Promise<void> {
  const nameOf = new Map(members.map((member) => [member.userId, member.name]));
  const names = (step: number) =>
    approvers.filter((approver) => approver.step === step).map((approver) => nameOf.get(approver.userId) ?? "");
  const steps = [...new Set(approvers.map((approver) => approver.step))].toSorted();
  const by = ctx.actor.kind === "member" ? ctx.actor : null;
  const props = {
    companyName,
    askWhom: by ? `${by.name} (${by.email})` : companyName,
    settingsUrl: settingsUrlFor("client"),
    changedBy: by?.name ?? companyName,
    scope: scopeWords[scope],
    steps: steps.map((step) => `Step ${step}: ${names(step).join(" and ")}`),
    expiry: daysText(expiryDays),
    approvalsUrl: `${env.APP_ORIGIN}/ab/jobs/approvals`,
  };
  await queueMails(
    ctx,
    members.map((member) => ({ kind: "approvals-enabled", to: member.email, key: `policy-${version}`, props })),
  );
}
