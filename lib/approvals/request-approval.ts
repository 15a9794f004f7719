import "server-only";
import { and, eq } from "drizzle-orm";
import { approvalRequests, approvalSlots, approvalTerms } from "@/db/schema";
import {
  type ApprovalPolicy,
  findApprovalPolicy,
  getAccountSettings,
  listActiveIds,
  mayHireNow,
  takesWork,
} from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import { clientFeeOn } from "../billing/client-fee";
import type { Ctx } from "../ctx";
import { afterDays, localDateOf } from "../dates";
import { ForbiddenError } from "../errors";
import { attachFiles } from "../files/attach-files";
import { chooseOrder } from "../orders/choose-order";
import { findLinkablePost } from "../posts/queries";
import { mailOpenSlots } from "./mails";
import { newSlot } from "./new-slot";
import { getRequestForChange } from "./queries";
import { canRequest, estimatedTotal, unwarned } from "./rules";
import type { RequestApprovalInput } from "./schema";
import { searchTerms } from "./terms-index";

export type RequestApprovalResult =
  | { ok: true; requestId: string }
  | { ok: false; reason: "approvals-off" }
  | { ok: false; reason: "nobody-can-decide"; message: string }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Submits a request: the policy in force is the one it keeps, the approvers of step 1 are asked.
 * A repeated submit of the same form finds the request already made.
 * @throws ForbiddenError when the actor may not hire in the team.
 */
export async function requestApproval(ctx: Ctx, input: RequestApprovalInput): Promise<RequestApprovalResult> {
  const requesterId = ctx.actor.userId;
  if (!requesterId || !canRequest(ctx.actor, input.teamId) || !(await mayHireNow(ctx, input.teamId)))
    throw new ForbiddenError("create approval requests in this team");
  const [made] = await ctx.db
    .select({ requesterId: approvalRequests.requesterId })
    .from(approvalRequests)
    .where(and(eq(approvalRequests.accountId, ctx.accountId), eq(approvalRequests.id, input.id)));
  if (made)
    return made.requesterId === requesterId
      ? { ok: true, requestId: input.id }
      : invalid("title", "Reload the page and submit again.");
  const policy = await findApprovalPolicy(ctx);
  if (!policy?.enabled) return { ok: false, reason: "approvals-off" };
  const seated = await listActiveIds(
    ctx,
    policy.approvers.map((approver) => approver.userId),
    "share",
  );
  const refusal = nobodyCanDecide(policy, requesterId, seated);
  if (refusal) return { ok: false, reason: "nobody-can-decide", message: refusal };
  if (!(await takesWork(ctx, input.teamId))) return invalid("teamId", "Choose one of your teams.");
  const settings = await getAccountSettings(ctx);
  if (input.neededBy && input.neededBy < localDateOf(ctx.now, settings.timeZone))
    return invalid("neededBy", "Choose today or a later day.");
  const total = estimatedTotal(input);
  const { id, copiedFrom, fileIds, order: answer, postId, ...content } = input;
  if (postId && !(await findLinkablePost(ctx, postId)))
    return invalid("postId", "There is no such job post any longer. Choose another one, or none.");
  // Where purchase orders are on, a request says which one or "I don't have one yet" (product.md §3.3).
  const order = await chooseOrder(ctx, answer, { teamId: input.teamId, required: settings.ordersOn });
  if (!order.ok) return order;
  const origin = copiedFrom ? await ownRequest(ctx, copiedFrom) : null;
  const expiresAt = afterDays(ctx.now, policy.expiryDays);
  const steps = Math.max(...policy.approvers.map((approver) => approver.step));
  const fee = await clientFeeOn(ctx, total.minor);
  await ctx.db.insert(approvalRequests).values({
    ...content,
    accountId: ctx.accountId,
    id,
    requesterId,
    postId,
    orderId: order.orderId,
    orderChoice: order.orderChoice,
    copiedFrom: origin,
    policyVersion: policy.version,
    state: "pending",
    contentVersion: 1,
    currency: settings.currency,
    estimatedTotalMinor: total.minor + fee.feeMinor,
    ...fee,
    openEnded: total.openEnded,
    currentStep: 1,
    stepCount: steps,
    requestedAt: ctx.now,
    expiresAt,
    warnedFor: unwarned(ctx.now, expiresAt),
    auditId: ctx.auditId,
  });
  await ctx.db.insert(approvalSlots).values(
    policy.approvers.map(({ step, userId }) => {
      const state = userId === requesterId ? "skipped" : step === 1 ? "open" : "waiting";
      return newSlot(ctx, { id, requestedAt: ctx.now, neededBy: input.neededBy }, { step, approverId: userId, state });
    }),
  );
  if (!(await attachFiles(ctx, id, fileIds)))
    return invalid("files[]", "One of the files is no longer there. Remove it and attach it again.");
  const request = await getRequestForChange(ctx, id);
  const requesterName = ctx.actor.kind === "member" ? ctx.actor.name : null;
  await ctx.db
    .insert(approvalTerms)
    .values(
      searchTerms(input.title, input.talentName, requesterName, request.orderNumber).map((term) => ({
        accountId: ctx.accountId,
        term,
        requestId: id,
        auditId: ctx.auditId,
      })),
    )
    .onConflictDoNothing();
  recordEvent(ctx, "request.requested", "request", id, { total: total.minor.toString(), currency: settings.currency });
  await mailOpenSlots(ctx, request);
  return { ok: true, requestId: id };
}

const invalid = (field: string, message: string) => ({
  ok: false as const,
  reason: "invalid" as const,
  fieldErrors: { [field]: [message] },
});

/** Fails closed: a step that nobody can decide, or somebody who has left, stops the submit instead of the request. */
function nobodyCanDecide(policy: ApprovalPolicy, requesterId: string, seated: Set<string>): string | null {
  const gone = policy.approvers.find((approver) => !seated.has(approver.userId));
  if (gone) return `${gone.name} is named as an approver but has left. Ask an admin to name another.`;
  for (const step of new Set(policy.approvers.map((approver) => approver.step))) {
    const able = policy.approvers.filter((approver) => approver.step === step && approver.userId !== requesterId);
    if (able.length === 0) return `You are the only approver in step ${step}. Ask an admin to name another.`;
  }
  return policy.approvers.length === 0 ? "Nobody is named to approve. Ask an admin to name an approver." : null;
}

async function ownRequest(ctx: Ctx, id: string): Promise<string | null> {
  const [own] = await ctx.db
    .select({ id: approvalRequests.id })
    .from(approvalRequests)
    .where(
      and(
        eq(approvalRequests.accountId, ctx.accountId),
        eq(approvalRequests.id, id),
        eq(approvalRequests.requesterId, ctx.actor.userId ?? ""),
      ),
    );
  return own?.id ?? null;
}
