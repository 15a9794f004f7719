"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "../action";
import { writeAs } from "../ctx";
import { addToTeam, changeRoles, removeFromTeam } from "./change-roles";
import { removeMember } from "./remove-member";
import { changeRolesInput, removeMemberInput, teamMemberInput } from "./schema";

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
  if (result.ok) everywhere();
  return result;
});
