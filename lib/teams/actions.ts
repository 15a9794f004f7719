"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "../action";
import { writeAs } from "../ctx";
import { createTeam } from "./create-team";
import { hideTeam, showTeam } from "./hide-team";
import { renameTeam } from "./rename-team";
import { createTeamInput, renameTeamInput, teamInput } from "./schema";

/** Names of teams stand on every page of the company. */
const everywhere = () => revalidatePath("/ab", "layout");

/** "Create team"; goes on to its page, where people are added. */
export const createTeamAction = formAction(createTeamInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => createTeam(ctx, input));
  if (!result.ok) return result;
  everywhere();
  redirect(`/ab/settings/teams/${result.teamId}` as Route);
});

/** "Rename team". */
export const renameTeamAction = formAction(renameTeamInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => renameTeam(ctx, input));
  if (result.ok) everywhere();
  return result;
});

/** "Hide team". */
export const hideTeamAction = formAction(teamInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => hideTeam(ctx, input));
  if (result.ok) everywhere();
  return result;
});

/** "Show team". */
export const showTeamAction = formAction(teamInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => showTeam(ctx, input));
  if (result.ok) everywhere();
  return result;
});
