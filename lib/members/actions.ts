"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "../action";
import { asTalent } from "../actor";
import { readSessionToken } from "../auth/cookies";
import { chooseSeat } from "../auth/sessions";
import { readAs, writeAs } from "../ctx";
import { NotFoundError } from "../errors";
import { acceptInvitation } from "./accept-invitation";
import { addToTeam, changeRoles, removeFromTeam } from "./change-roles";
import { findOwnInvitation } from "./invitations";
import { inviteMember, revokeInvitation, sendInvitationAgain } from "./invite-member";
import { removeMember } from "./remove-member";
import { changeRolesInput, invitationInput, inviteMemberInput, removeMemberInput, teamMemberInput } from "./schema";

/** What somebody may do decides what every page offers. */
const everywhere = () => revalidatePath("/ab", "layout");

/** "Confirm" on "Edit member roles". */
export const changeRolesAction = formAction(changeRolesInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeRoles(ctx, input));
  if (result.ok) everywhere();
  return result;
});

/** "Add", beside a person on the page of a team. */
export const addToTeamAction = formAction(teamMemberInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => addToTeam(ctx, input));
  if (result.ok) everywhere();
  return result;
});

/** "Remove from team". */
export const removeFromTeamAction = formAction(teamMemberInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => removeFromTeam(ctx, input));
  if (result.ok) everywhere();
  return result;
});

/** "Remove member". */
export const removeMemberAction = formAction(removeMemberInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => removeMember(ctx, input));
  // Overtaken, the page shows what would follow now.
  if (result.ok || result.reason === "changed-meanwhile") everywhere();
  return result;
});

const invitationsPath = "/ab/settings/members?state=invited";

/** "Invite"; goes back to the list of invitations. */
export const inviteMemberAction = formAction(inviteMemberInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => inviteMember(ctx, input));
  if (!result.ok) return result;
  revalidatePath("/ab/settings/members");
  redirect(invitationsPath as Route);
});

/** "Send again". */
export const sendInvitationAgainAction = formAction(invitationInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => sendInvitationAgain(ctx, input));
  revalidatePath("/ab/settings/members");
  return result;
});

/** "Revoke". */
export const revokeInvitationAction = formAction(invitationInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => revokeInvitation(ctx, input));
  revalidatePath("/ab/settings/members");
  return result;
});

/** "Join": the seat is taken by whoever is signed in with the invited address, and is the one in use from now on. */
export const acceptInvitationAction = formAction(invitationInput, async (actor, input) => {
  const self = asTalent(actor);
  const own = actor.kind === "staff" ? null : await readAs(self, (ctx) => findOwnInvitation(ctx, input.invitationId));
  if (!own) throw new NotFoundError("invitation");
  const result = await writeAs({ ...self, accountId: own.accountId }, (ctx) => acceptInvitation(ctx, input));
  if (!result.ok) return result;
  const token = await readSessionToken();
  if (token) await chooseSeat(token, own.accountId);
  redirect("/ab/jobs" as Route);
});
