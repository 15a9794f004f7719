import "server-only";
import { beginSettings } from "../accounts/begin-settings";
import { addTeam } from "../accounts/open-account";
import type { Ctx } from "../ctx";
import { isNameTaken } from "./queries";
import type { CreateTeamInput } from "./schema";

export type NameTaken = { ok: false; reason: "invalid"; fieldErrors: { name: string[] } };

/** Adds a team below the company's own. @throws ForbiddenError for anybody but admins and program owners. */
export async function createTeam(
  ctx: Ctx,
  { name }: CreateTeamInput,
): Promise<{ ok: true; teamId: string } | NameTaken> {
  await beginSettings(ctx, "create teams");
  if (await isNameTaken(ctx, name)) return nameTaken(name);
  return { ok: true, teamId: await addTeam(ctx, name) };
}

export const nameTaken = (name: string): NameTaken => ({
  ok: false,
  reason: "invalid",
  fieldErrors: { name: [`There is a team “${name}” already, perhaps a hidden one. Choose another name.`] },
});
