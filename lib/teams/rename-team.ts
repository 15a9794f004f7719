import "server-only";
import { and, eq } from "drizzle-orm";
import { teams } from "@/db/schema";
import { beginSettings } from "../accounts/begin-settings";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { type NameTaken, nameTaken } from "./create-team";
import { getTeamForChange, isNameTaken } from "./queries";
import type { RenameTeamInput } from "./schema";

export type RenameTeamResult = { ok: true } | { ok: false; reason: "changed-meanwhile" } | NameTaken;

/**
 * Gives a team another name, from now on and everywhere. Saving the name it has is no change.
 * @throws NotFoundError; ForbiddenError for anybody but admins and program owners.
 */
export async function renameTeam(ctx: Ctx, { teamId, token, name }: RenameTeamInput): Promise<RenameTeamResult> {
  await beginSettings(ctx, "rename teams");
  const team = await getTeamForChange(ctx, teamId);
  if (team.name === name) return { ok: true };
  if (team.token !== token) return { ok: false, reason: "changed-meanwhile" };
  if (await isNameTaken(ctx, name, team.id)) return nameTaken(name);
  await ctx.db
    .update(teams)
    .set({ name, auditId: ctx.auditId })
    .where(and(eq(teams.accountId, ctx.accountId), eq(teams.id, team.id)));
  recordEvent(ctx, "team.renamed", "account", ctx.accountId, { team: team.id, from: team.name, to: name });
  return { ok: true };
}
