import "server-only";
import { and, eq } from "drizzle-orm";
import { teams } from "@/db/schema";
import { beginSettings } from "../accounts/begin-settings";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { countUse, getTeamForChange, type Team } from "./queries";
import { whyNotHidden } from "./rules";
import type { TeamInput } from "./schema";

export type HideTeamResult = { ok: true } | { ok: false; reason: "in-use"; message: string };

/**
 * A hidden team takes nothing new and stands in no form; its history and its people stay. Only one without open posts,
 * pending requests, live offers and contracts that have not ended; never the parent team (product.md §2.2). Hiding twice
 * is hiding once.
 * @throws NotFoundError; ForbiddenError for anybody but admins and program owners.
 */
export async function hideTeam(ctx: Ctx, { teamId }: TeamInput): Promise<HideTeamResult> {
  await beginSettings(ctx, "hide teams");
  const team = await getTeamForChange(ctx, teamId);
  if (team.hiddenAt) return { ok: true };
  const why = whyNotHidden(team, await countUse(ctx, team.id));
  if (why) return { ok: false, reason: "in-use", message: `${why} Nothing was hidden.` };
  await setHidden(ctx, team, ctx.now);
  return { ok: true };
}

/** The team takes new work again. @throws NotFoundError; ForbiddenError for anybody but admins and program owners. */
export async function showTeam(ctx: Ctx, { teamId }: TeamInput): Promise<{ ok: true }> {
  await beginSettings(ctx, "show hidden teams");
  const team = await getTeamForChange(ctx, teamId);
  if (team.hiddenAt) await setHidden(ctx, team, null);
  return { ok: true };
}

async function setHidden(ctx: Ctx, { id, name }: Team, hiddenAt: Date | null): Promise<void> {
  await ctx.db
    .update(teams)
    .set({ hiddenAt, auditId: ctx.auditId })
    .where(and(eq(teams.accountId, ctx.accountId), eq(teams.id, id)));
  recordEvent(ctx, hiddenAt ? "team.hidden" : "team.shown", "account", ctx.accountId, { team: id, name });
}
