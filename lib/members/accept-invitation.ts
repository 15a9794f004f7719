import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Role } from "@/db/enums";
import { memberInvitations, memberRoles, memberships } from "@/db/schema";
import { getAccountSettings, listTeams } from "../accounts/queries";
import type { TalentActor } from "../actor";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { NotFoundError } from "../errors";
import { newId } from "../ids";
import { getInvitationForChange } from "./invitations";
import type { InvitationInput } from "./schema";

export type AcceptInvitationResult = { ok: true } | { ok: false; reason: "used" | "revoked" | "expired" };

/**
 * "Join": whoever is signed in with the invited address takes the seat, with the roles of the invitation. Somebody who
 * was removed before is the same person, with the same history (product.md §2.3). Accepting twice is accepting once.
 * @throws NotFoundError for unknown invitations and those to other addresses.
 */
export async function acceptInvitation(
  ctx: Ctx<TalentActor>,
  { invitationId }: InvitationInput,
): Promise<AcceptInvitationResult> {
  // Members and roles change one at a time in a company.
  await getAccountSettings(ctx, "no key update");
  const invitation = await getInvitationForChange(ctx, invitationId);
  const { userId, email, name } = ctx.actor;
  if (invitation.email !== email) throw new NotFoundError("invitation");
  const { accountId, auditId, now } = ctx;
  const [seat] = await ctx.db
    .select({ state: memberships.state })
    .from(memberships)
    .where(and(eq(memberships.accountId, accountId), eq(memberships.userId, userId)));
  if (invitation.state === "accepted") return seat?.state === "active" ? { ok: true } : { ok: false, reason: "used" };
  if (invitation.state === "revoked") return { ok: false, reason: "revoked" };
  if (invitation.expiresAt <= now) return { ok: false, reason: "expired" };
  // An import gave the seat meanwhile, with the roles it names; what an earlier mail promised does not come on top.
  if (seat?.state === "active") return { ok: false, reason: "used" };
  await ctx.db
    .insert(memberships)
    .values({ accountId, userId, state: "active", joinedAt: now, auditId })
    .onConflictDoUpdate({
      target: [memberships.accountId, memberships.userId],
      set: { state: "active", joinedAt: now, removedAt: null, auditId },
    });
  const parentId = (await listTeams(ctx)).find((team) => team.parent)?.id ?? "";
  const held: { role: Role; teamId: string }[] = [
    ...invitation.roles.map((role) => ({ role, teamId: parentId })),
    ...invitation.teamIds.map((teamId) => ({ role: "hiring_manager" as const, teamId })),
  ];
  if (held.length > 0)
    await ctx.db
      .insert(memberRoles)
      .values(held.map((place) => ({ accountId, id: newId(), userId, ...place, givenAt: now, auditId })))
      .onConflictDoNothing({
        target: [memberRoles.accountId, memberRoles.userId, memberRoles.role, memberRoles.teamId],
        where: sql`revoked_at is null`,
      });
  await ctx.db
    .update(memberInvitations)
    .set({ state: "accepted", endedAt: now, auditId })
    .where(and(eq(memberInvitations.accountId, accountId), eq(memberInvitations.id, invitation.id)));
  recordEvent(ctx, "member.joined", "member", userId, {
    name,
    roles: held.map(({ role }) => role).join(" "),
    invitation: invitation.id,
  });
  return { ok: true };
}
