import "server-only";
import { and, asc, count, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { auditEvents, memberRoles, memberships, teams, users } from "@/db/schema";
import { clean } from "../approvals/schema";
import type { Ctx, ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { type Cursor, isInstantText, type Page, pageSize, toPage } from "../paging";
import { personHolds } from "../person-holds";
import { titleBegins } from "../title-begins";
import { type TeamUse, useCap } from "./rules";

export type TeamRow = { id: string; name: string; parent: boolean; hidden: boolean; members: number };

/** Teams by name, hidden ones too, a page at a time; `search` is how the name begins, ignoring case. */
export async function listTeamPage(
  ctx: ReadCtx,
  { search, cursor }: { search: string; cursor: Cursor | null },
): Promise<Page<TeamRow>> {
  const after = cursor && cursor.value === clean(cursor.value) ? gt(teams.nameKey, cursor.value) : undefined;
  const found = await ctx.db
    .select({
      id: teams.id,
      name: teams.name,
      nameKey: teams.nameKey,
      parent: teams.parent,
      hidden: sql<boolean>`${teams.hiddenAt} is not null`,
    })
    .from(teams)
    .where(and(eq(teams.accountId, ctx.accountId), titleBegins(teams.nameKey, search), after))
    .orderBy(asc(teams.nameKey))
    .limit(pageSize + 1);
  const page = toPage(found, (row) => ({ value: row.nameKey, id: row.id }));
  const counts = await countMembers(
    ctx,
    page.rows.map((row) => row.id),
  );
  return {
    next: page.next,
    rows: page.rows.map(({ nameKey: _, ...row }) => ({ ...row, members: counts.get(row.id) ?? 0 })),
  };
}

/** A role that somebody holds in a team now, with the seat it is held in. */
const heldIn = (ctx: ReadCtx) =>
  and(
    eq(memberRoles.accountId, ctx.accountId),
    eq(memberRoles.role, "hiring_manager"),
    isNull(memberRoles.revokedAt),
    eq(memberships.state, "active"),
  );

const seatOfRole = (ctx: ReadCtx) =>
  and(eq(memberships.accountId, ctx.accountId), eq(memberships.userId, memberRoles.userId));

async function countMembers(ctx: ReadCtx, teamIds: readonly string[]): Promise<Map<string, number>> {
  if (teamIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ teamId: memberRoles.teamId, members: count() })
    .from(memberRoles)
    .innerJoin(memberships, seatOfRole(ctx))
    .where(and(inArray(memberRoles.teamId, [...teamIds]), heldIn(ctx)))
    .groupBy(memberRoles.teamId);
  return new Map(rows.map((row) => [row.teamId, row.members]));
}

export type Team = {
  id: string;
  name: string;
  parent: boolean;
  hiddenAt: Date | null;
  /** what a form begins from: another one means that the team was changed since */
  token: string;
  /** null when a seed or a script did */
  changedByName: string | null;
  changedAt: Date | null;
};

/** One team, or null: unknown, foreign and malformed look alike. */
export async function findTeam(ctx: ReadCtx, teamId: string): Promise<Team | null> {
  if (!isId(teamId)) return null;
  const [team] = await ctx.db
    .select({
      id: teams.id,
      name: teams.name,
      parent: teams.parent,
      hiddenAt: teams.hiddenAt,
      token: teams.auditId,
      changedByName: users.name,
      changedAt: auditEvents.occurredAt,
    })
    .from(teams)
    .leftJoin(auditEvents, and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.id, teams.auditId)))
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(and(eq(teams.accountId, ctx.accountId), eq(teams.id, teamId)));
  return team ?? null;
}

/** The same for a verb, with its row locked: nothing new begins in it meanwhile. @throws NotFoundError */
export async function getTeamForChange(ctx: Ctx, teamId: string): Promise<Team> {
  await ctx.db
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.accountId, ctx.accountId), eq(teams.id, teamId)))
    .for("no key update");
  const team = await findTeam(ctx, teamId);
  if (!team) throw new NotFoundError("team");
  return team;
}

/** Is the name taken in this company, by another team? Ignores case. */
export async function isNameTaken(ctx: ReadCtx, name: string, teamId?: string): Promise<boolean> {
  const [other] = await ctx.db
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.accountId, ctx.accountId), sql`${teams.nameKey} = lower(${name})`));
  return other !== undefined && other.id !== teamId;
}

export type TeamMember = { userId: string; name: string; email: string; since: Date };

/** Who hires in this team, newest first, a page at a time. */
export async function listTeamMembers(ctx: ReadCtx, teamId: string, cursor: Cursor | null): Promise<Page<TeamMember>> {
  const rows = await ctx.db
    .select({
      id: memberRoles.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      since: memberRoles.givenAt,
    })
    .from(memberRoles)
    .innerJoin(memberships, seatOfRole(ctx))
    .innerJoin(users, eq(users.id, memberRoles.userId))
    .where(
      and(
        eq(memberRoles.teamId, teamId),
        heldIn(ctx),
        cursor && isInstantText(cursor.value)
          ? sql`(${memberRoles.givenAt}, ${memberRoles.id}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(memberRoles.givenAt), desc(memberRoles.id))
    .limit(pageSize + 1);
  const page = toPage(rows, (row) => ({ value: row.since.toISOString(), id: row.id }));
  return { next: page.next, rows: page.rows.map(({ id: _, ...row }) => row) };
}

/** People to add: members who do not hire in this team, those first who joined last. */
export const candidatesShown = 8;

/** Members whose name or address holds what was typed and who do not hire in this team, at most `candidatesShown` + 1. */
export async function listCandidates(
  ctx: ReadCtx,
  teamId: string,
  search: string,
): Promise<{ userId: string; name: string; email: string }[]> {
  return ctx.db
    .select({ userId: users.id, name: users.name, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.accountId, ctx.accountId),
        eq(memberships.state, "active"),
        personHolds(users, search),
        sql`not exists (select from ${memberRoles} r where r.account_id = ${ctx.accountId} and r.user_id = ${memberships.userId}
          and r.role = 'hiring_manager' and r.team_id = ${teamId}::uuid and r.revoked_at is null)`,
      ),
    )
    .orderBy(desc(memberships.joinedAt), desc(memberships.userId))
    .limit(candidatesShown + 1);
}

/** What still uses the team: a hidden one has none of these (product.md §2.2). One statement. */
export async function countUse(ctx: ReadCtx, teamId: string): Promise<TeamUse> {
  const of = (table: string, states: string) =>
    sql`(select count(*)::int from (select from ${sql.identifier(table)} x
      where x.account_id = ${ctx.accountId} and x.team_id = ${teamId}::uuid and x.state in (${sql.raw(states)}) limit ${useCap}) n)`;
  const [row] = await ctx.db.execute<TeamUse>(sql`
    select ${of("job_posts", "'open'")} as posts, ${of("approval_requests", "'pending'")} as requests,
      ${of("offers", "'pending'")} as offers, ${of("contracts", "'pending', 'active', 'paused'")} as contracts`);
  return row ?? { posts: 0, requests: 0, offers: 0, contracts: 0 };
}
