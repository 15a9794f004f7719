import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Role } from "@/db/enums";
import { memberRoles, memberships, teams } from "@/db/schema";
import { beginSettings, hasAdmin } from "../accounts/begin-settings";
import { listTeams, type TeamOption } from "../accounts/queries";
import { withdrawRequestsOf } from "../approvals/withdraw-request";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { NotFoundError } from "../errors";
import { newId } from "../ids";
import { notify } from "../notifications/notify";
import { roleWords } from "../words";
import { countAnsweredIn, getMemberForChange, type Member, teamsLost } from "./queries";
import { lastAdmin, reassignFirst, runsCompany } from "./rules";
import type { ChangeRolesInput, TeamMemberInput, WideRole } from "./schema";

type Refused =
  | { ok: false; reason: "removed" }
  | { ok: false; reason: "last-admin"; message: string }
  | { ok: false; reason: "answers-for"; message: string }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

export type ChangeRolesResult = { ok: true } | { ok: false; reason: "changed-meanwhile" } | Refused;

/**
 * "Edit member roles": what this person holds from now on, in the company and in its teams. It counts from their next
 * request on. A company keeps an admin or program owner; a team is not lost while the person is contact person or owner
 * of something in it; their pending requests there are withdrawn (product.md §2.3).
 * @throws NotFoundError; ForbiddenError for anybody but admins and program owners.
 */
export async function changeRoles(
  ctx: Ctx,
  { userId, token, ...wanted }: ChangeRolesInput,
): Promise<ChangeRolesResult> {
  await beginSettings(ctx, "change roles");
  const member = await getMemberForChange(ctx, userId);
  if (member.state !== "active") return { ok: false, reason: "removed" };
  if (member.token !== token) return { ok: false, reason: "changed-meanwhile" };
  return holdRoles(ctx, member, wanted);
}

/** "Add": the person hires in this team from now on. Adding twice is adding once. @throws as `changeRoles`. */
export async function addToTeam(ctx: Ctx, { teamId, userId }: TeamMemberInput): Promise<{ ok: true } | Refused> {
  await beginSettings(ctx, "change who is in a team");
  const member = await getMemberForChange(ctx, userId);
  if (member.state !== "active") return { ok: false, reason: "removed" };
  return holdRoles(ctx, member, { roles: member.roles, teamIds: [...new Set([...member.teamIds, teamId])] });
}

/** "Remove from team"; what else the person holds stays. Removing twice is removing once. @throws as `changeRoles`. */
export async function removeFromTeam(ctx: Ctx, { teamId, userId }: TeamMemberInput): Promise<{ ok: true } | Refused> {
  await beginSettings(ctx, "change who is in a team");
  const member = await getMemberForChange(ctx, userId);
  if (!(await listTeams(ctx)).some((team) => team.id === teamId)) throw new NotFoundError("team");
  if (member.state !== "active") return { ok: false, reason: "removed" };
  return holdRoles(ctx, member, { roles: member.roles, teamIds: member.teamIds.filter((id) => id !== teamId) });
}

type Held = { roles: readonly WideRole[]; teamIds: readonly string[] };

async function holdRoles(ctx: Ctx, member: Member, wanted: Held): Promise<{ ok: true } | Refused> {
  const all = await listTeams(ctx);
  const given = placesOf(wanted, all).filter((place) => !has(placesOf(member, all), place));
  const revoked = placesOf(member, all).filter((place) => !has(placesOf(wanted, all), place));
  const unknown = wanted.teamIds.some((id) => !all.some((team) => team.id === id));
  if (unknown) return invalid("Choose teams of this company: one of these is none.");
  const hidden = given.find(({ teamId }) => all.some((team) => team.id === teamId && team.hidden));
  if (hidden) return invalid(`${nameOf(hidden.teamId, all)} is hidden and takes nothing new. Show it first.`);
  if (given.length === 0 && revoked.length === 0) return { ok: true };
  const refusal = await loseTeams(ctx, member, wanted);
  if (refusal) return refusal;
  await revoke(ctx, member.userId, revoked);
  await give(ctx, member.userId, given);
  if (!(await hasAdmin(ctx))) return { ok: false, reason: "last-admin", message: `${lastAdmin} Nothing was changed.` };
  await ctx.db
    .update(memberships)
    .set({ auditId: ctx.auditId })
    .where(and(eq(memberships.accountId, ctx.accountId), eq(memberships.userId, member.userId)));
  const [gained, lost] = [given, revoked].map((places) => wordsOf(places, all));
  recordEvent(ctx, "member.roles-changed", "member", member.userId, {
    name: member.name,
    given: gained || null,
    revoked: lost || null,
  });
  if (member.userId !== ctx.actor.userId)
    await notify(ctx, {
      userId: member.userId,
      kind: "member-roles-changed",
      category: "security",
      key: ctx.auditId,
      title: [gained && `You are now ${gained}`, lost && `${gained ? "you" : "You"} are no longer ${lost}`]
        .filter(Boolean)
        .join("; "),
      href: "/ab",
    });
  return { ok: true };
}

type Place = { role: Role; teamId: string };

/** Roles as they are kept: those for the whole company name the parent team. */
function placesOf({ roles, teamIds }: Held, all: readonly TeamOption[]): Place[] {
  const parentId = all.find((team) => team.parent)?.id ?? "";
  return [
    ...roles.map((role) => ({ role, teamId: parentId })),
    ...teamIds.map((teamId) => ({ role: "hiring_manager" as const, teamId })),
  ];
}

const has = (places: readonly Place[], { role, teamId }: Place) =>
  places.some((each) => each.role === role && each.teamId === teamId);

const nameOf = (teamId: string, all: readonly TeamOption[]) => all.find((team) => team.id === teamId)?.name ?? "";

/** "admin, hiring manager in Design" */
const wordsOf = (places: readonly Place[], all: readonly TeamOption[]) =>
  places
    .map(({ role, teamId }) => {
      const word = roleWords[role].toLowerCase();
      return role === "hiring_manager" ? `${word} in ${nameOf(teamId, all)}` : word;
    })
    .join(", ");

/** What follows where the person could hire and will not any longer: refused, or pending requests withdrawn. */
async function loseTeams(ctx: Ctx, member: Member, wanted: Held): Promise<Refused | null> {
  if (runsCompany(wanted)) return null;
  const lost = runsCompany(member) ? null : member.teamIds.filter((id) => !wanted.teamIds.includes(id));
  if (lost?.length === 0) return null;
  const teams = { kept: wanted.teamIds, lost };
  const why = reassignFirst(await countAnsweredIn(ctx, member.userId, teams));
  if (why) return { ok: false, reason: "answers-for", message: `${why} Nothing was changed.` };
  await withdrawRequestsOf(ctx, member, {
    inTeams: sql`${teamsLost(teams)}`,
    because: "may not hire in this team any longer",
  });
  return null;
}

async function revoke(ctx: Ctx, userId: string, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  const pairs = JSON.stringify(places.map(({ role, teamId }) => ({ role, team_id: teamId })));
  await ctx.db
    .update(memberRoles)
    .set({ revokedAt: ctx.now, auditId: ctx.auditId })
    .where(
      and(
        eq(memberRoles.accountId, ctx.accountId),
        eq(memberRoles.userId, userId),
        isNull(memberRoles.revokedAt),
        sql`(${memberRoles.role}, ${memberRoles.teamId}) in (
          select p.role, p.team_id from jsonb_to_recordset(${pairs}::jsonb) as p(role text, team_id uuid))`,
      ),
    );
}

async function give(ctx: Ctx, userId: string, places: readonly Place[]): Promise<void> {
  if (places.length === 0) return;
  const { accountId, auditId, now } = ctx;
  // A team that people are put into is not hidden in the same moment.
  await ctx.db
    .select({ id: teams.id })
    .from(teams)
    .where(
      and(
        eq(teams.accountId, accountId),
        inArray(
          teams.id,
          places.map(({ teamId }) => teamId),
        ),
      ),
    )
    .for("share");
  await ctx.db
    .insert(memberRoles)
    .values(places.map((place) => ({ accountId, id: newId(), userId, ...place, givenAt: now, auditId })));
}

const invalid = (message: string): Refused => ({
  ok: false,
  reason: "invalid",
  fieldErrors: { "teamId[]": [message] },
});
