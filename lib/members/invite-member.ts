import "server-only";
import { and, eq } from "drizzle-orm";
import { memberInvitations, memberships, users } from "@/db/schema";
import { beginSettings } from "../accounts/begin-settings";
import { findOrInviteUser } from "../accounts/open-account";
import { getAccountSettings, listTeams } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { newId } from "../ids";
import { findOpenInvitation, getInvitationForChange, mailInvitation } from "./invitations";
import type { InvitationInput, InviteMemberInput } from "./schema";

/** An invitation can be accepted for so long (product.md §2.3). */
export const invitationDays = 14;

export type InviteMemberResult = { ok: true } | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * "Invite members": asks somebody by mail to take a seat with these roles. The person joins by signing in with that very
 * address within 14 days; who was removed once may be invited again (product.md §2.3).
 * @throws ForbiddenError for anybody but admins and program owners.
 */
export async function inviteMember(ctx: Ctx, input: InviteMemberInput): Promise<InviteMemberResult> {
  await beginSettings(ctx, "invite members");
  const { name, email, roles, teamIds } = input;
  const teams = await listTeams(ctx);
  if (teamIds.some((id) => !teams.some((team) => team.id === id && !team.hidden)))
    return invalid("teamId[]", "Choose teams of this company that are not hidden.");
  if (await isMember(ctx, email)) return invalid("email", `${email} belongs to a member already.`);
  if (await findOpenInvitation(ctx, email))
    return invalid("email", `${email} was invited already. Send again? You find it among the invitations.`);
  // Known by address from now on, so that signing in with it works; without a seat until the invitation is accepted.
  const userId = await findOrInviteUser(ctx, { name, email });
  const { name: companyName } = await getAccountSettings(ctx);
  const invitation = { id: newId(), name, email, roles, teamIds, expiresAt: afterDays(ctx.now, invitationDays) };
  await ctx.db.insert(memberInvitations).values({
    ...invitation,
    accountId: ctx.accountId,
    companyName,
    state: "open",
    invitedBy: ctx.actor.userId ?? userId,
    invitedAt: ctx.now,
    auditId: ctx.auditId,
  });
  recordEvent(ctx, "member.invited", "member", userId, { name, email, roles: roles.join(" ") || null });
  await mailInvitation(ctx, invitation);
  return { ok: true };
}

export type ChangeInvitationResult = { ok: true } | { ok: false; reason: "used" } | { ok: false; reason: "revoked" };

/** "Send again": another mail, and 14 days from now. @throws NotFoundError; ForbiddenError as `inviteMember`. */
export async function sendInvitationAgain(
  ctx: Ctx,
  { invitationId }: InvitationInput,
): Promise<ChangeInvitationResult> {
  await beginSettings(ctx, "invite members");
  const invitation = await getInvitationForChange(ctx, invitationId);
  if (invitation.state === "accepted") return { ok: false, reason: "used" };
  if (invitation.state === "revoked") return { ok: false, reason: "revoked" };
  const expiresAt = afterDays(ctx.now, invitationDays);
  await ctx.db
    .update(memberInvitations)
    .set({ expiresAt, auditId: ctx.auditId })
    .where(and(eq(memberInvitations.accountId, ctx.accountId), eq(memberInvitations.id, invitation.id)));
  recordEvent(ctx, "member.invited-again", "account", ctx.accountId, { email: invitation.email });
  await mailInvitation(ctx, { ...invitation, expiresAt });
  return { ok: true };
}

/** "Revoke": the link is dead. Twice is once. @throws NotFoundError; ForbiddenError as `inviteMember`. */
export async function revokeInvitation(ctx: Ctx, { invitationId }: InvitationInput): Promise<ChangeInvitationResult> {
  await beginSettings(ctx, "revoke invitations");
  const invitation = await getInvitationForChange(ctx, invitationId);
  if (invitation.state === "accepted") return { ok: false, reason: "used" };
  if (invitation.state === "revoked") return { ok: true };
  await ctx.db
    .update(memberInvitations)
    .set({ state: "revoked", endedAt: ctx.now, auditId: ctx.auditId })
    .where(and(eq(memberInvitations.accountId, ctx.accountId), eq(memberInvitations.id, invitation.id)));
  recordEvent(ctx, "member.invitation-revoked", "account", ctx.accountId, { email: invitation.email });
  return { ok: true };
}

async function isMember(ctx: Ctx, email: string): Promise<boolean> {
  const [seat] = await ctx.db
    .select({ state: memberships.state })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, ctx.accountId), eq(users.email, email), eq(memberships.state, "active")));
  return seat !== undefined;
}

const invalid = (field: string, message: string) => ({
  ok: false as const,
  reason: "invalid" as const,
  fieldErrors: { [field]: [message] },
});
