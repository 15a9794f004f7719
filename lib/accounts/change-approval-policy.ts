import "server-only";
import { approvalPolicies, policyApprovers } from "@/db/schema";
import { isAdmin } from "../approvals/rules";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { mailApprovalsEnabled } from "./mails";
import { findApprovalPolicy, getAccountSettings, listMembers } from "./queries";
import type { ChangeApprovalPolicyInput } from "./schema";

export type ChangeApprovalPolicyResult =
  | { ok: true; version: number }
  | { ok: false; reason: "changed-meanwhile" }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Adds a version of the company's approval policy. It counts for requests submitted afterwards; requests in flight name
 * the version they were submitted under (product.md §3.1).
 * @throws ForbiddenError for anybody but admins and program owners.
 */
export async function changeApprovalPolicy(
  ctx: Ctx,
  input: ChangeApprovalPolicyInput,
): Promise<ChangeApprovalPolicyResult> {
  if (!isAdmin(ctx.actor) && ctx.actor.kind !== "system") throw new ForbiddenError("change company settings");
  const { name: companyName } = await getAccountSettings(ctx, "no key update");
  const current = await findApprovalPolicy(ctx);
  if ((current?.version ?? 0) !== input.version) return { ok: false, reason: "changed-meanwhile" };
  const members = await listMembers(ctx);
  if (input.approvers.some((approver) => !members.some((member) => member.userId === approver.userId))) {
    return {
      ok: false,
      reason: "invalid",
      fieldErrors: { step1a: ["Choose active members only: one of the people named has left."] },
    };
  }
  const version = input.version + 1;
  const { enabled, scope, expiryDays, declineReasonRequired, envelope, envelopePercent } = input;
  const [added] = await ctx.db
    .insert(approvalPolicies)
    .values({
      accountId: ctx.accountId,
      version,
      enabled,
      scope,
      expiryDays,
      declineReasonRequired,
      envelope,
      envelopePercent,
      changedBy: ctx.actor.userId,
      changedAt: ctx.now,
      auditId: ctx.auditId,
    })
    .onConflictDoNothing()
    .returning({ version: approvalPolicies.version });
  if (!added) return { ok: false, reason: "changed-meanwhile" };
  if (input.approvers.length > 0) {
    await ctx.db
      .insert(policyApprovers)
      .values(
        input.approvers.map((approver) => ({ accountId: ctx.accountId, version, ...approver, auditId: ctx.auditId })),
      );
  }
  recordEvent(ctx, "policy.changed", "account", ctx.accountId, {
    version: String(version),
    enabled: String(enabled),
    scope,
    expiryDays: String(expiryDays),
    declineReasonRequired: String(declineReasonRequired),
    envelope: envelope === "percent" ? `percent ${envelopePercent}` : envelope,
    approvers: input.approvers.map((approver) => `${approver.step}:${approver.userId}`).join(" "),
  });
  // A company that a script opens with approvals on has switched nothing on for anybody.
  if (enabled && !current?.enabled && ctx.actor.kind === "member")
    await mailApprovalsEnabled(ctx, companyName, members, { version, scope, expiryDays, approvers: input.approvers });
  return { ok: true, version };
}
