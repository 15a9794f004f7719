import "server-only";
import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { MembershipState, Role } from "@/db/enums";
import { auditEvents, memberRoles, memberships, teams, users } from "@/db/schema";
import type { Ctx, ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { type Cursor, isInstantText, type Page, pageSize, toPage } from "../paging";
import { personHolds } from "../person-holds";
import { useCap } from "../teams/rules";
import type { AnswersFor } from "./rules";
import type { WideRole } from "./schema";

/** What the list of members can be narrowed to: a role, the designation as approver, or holding no role at all. */
export const memberFilters = [
  "admin",
  "program_owner",
  "finance_admin",
  "hiring_manager",
  "approver",
  "no_roles",
] as const;
export type MemberFilter = (typeof memberFilters)[number];

export type MemberRow = {
  userId: string;
  name: string;
  email: string;
  joinedAt: Date;
  removedAt: Date | null;
  /** roles for the whole company */
  roles: WideRole[];
  /** names of the teams in which this person hires */
  teams: string[];
  /** named to approve in the settings in force */
  approver: boolean;
};

type Narrowing = { state: MembershipState; role: MemberFilter | null; search: string; cursor: Cursor | null };

/**
 * Members by when they joined, the latest first, a page at a time. `search`: a part of the name or of the address. The
 * questions are asked of each row on the way, so a page of them costs at most what the company's members cost.
 */
export async function listMemberPage(
  ctx: ReadCtx,
  { state, role, search, cursor }: Narrowing,
): Promise<Page<MemberRow>> {
  const found = await ctx.db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      joinedAt: memberships.joinedAt,
      removedAt: memberships.removedAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.accountId, ctx.accountId),
        eq(memberships.state, state),
        personHolds(users, search),
        role ? holds(ctx, role) : undefined,
        cursor && isInstantText(cursor.value)
          ? sql`(${memberships.joinedAt}, ${memberships.userId}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(memberships.joinedAt), desc(memberships.userId))
    .limit(pageSize + 1);
  const page = toPage(found, (row) => ({ value: row.joinedAt.toISOString(), id: row.userId }));
  const ids = page.rows.map((row) => row.userId);
  const [held, approvers] = [await listHeld(ctx, ids), await listDesignated(ctx, ids)];
  return {
    next: page.next,
    rows: page.rows.map((row) => {
      const own = held.filter((each) => each.userId === row.userId);
      return {
        ...row,
        roles: wideRoles(own),
        teams: own.flatMap((each) => (each.role === "hiring_manager" ? [each.teamName] : [])),
        approver: approvers.has(row.userId),
      };
    }),
  };
}

const wideRoles = (held: readonly { role: Role }[]) =>
  [...new Set(held.map((each) => each.role))].filter((role): role is WideRole => role !== "hiring_manager");

function holds(ctx: ReadCtx, role: MemberFilter): SQL {
  const own = sql`select from ${memberRoles} r where r.account_id = ${ctx.accountId} and r.user_id = ${memberships.userId} and r.revoked_at is null`;
  if (role === "no_roles") return sql`not exists (${own})`;
  if (role === "approver") return sql`${memberships.userId} in (${designated(ctx)})`;
  return sql`exists (${own} and r.role = ${role})`;
}

/** Who is named to approve in the settings in force. */
const designated = (ctx: ReadCtx) => sql`
  select a.user_id from policy_approvers a where a.account_id = ${ctx.accountId} and a.version = (
    select max(p.version) from approval_policies p where p.account_id = ${ctx.accountId})`;

async function listDesignated(ctx: ReadCtx, userIds: readonly string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows = await ctx.db.execute<{ user_id: string }>(designated(ctx));
  return new Set(rows.map((row) => row.user_id));
}

/** The roles that these people hold now, with the names of their teams, by name. */
async function listHeld(ctx: ReadCtx, userIds: readonly string[]) {
  if (userIds.length === 0) return [];
  return ctx.db
    .select({
      userId: memberRoles.userId,
      role: memberRoles.role,
      teamId: memberRoles.teamId,
      teamName: teams.name,
    })
    .from(memberRoles)
    .innerJoin(teams, and(eq(teams.accountId, ctx.accountId), eq(teams.id, memberRoles.teamId)))
    .where(
      and(
        eq(memberRoles.accountId, ctx.accountId),
        inArray(memberRoles.userId, [...userIds]),
        isNull(memberRoles.revokedAt),
      ),
    )
    .orderBy(teams.nameKey);
}

export type Member = {
  userId: string;
  name: string;
  email: string;
  state: MembershipState;
  joinedAt: Date;
  removedAt: Date | null;
  /** what a form begins from: another one means that seat or roles were changed since */
  token: string;
  /** null when a seed or a script did */
  changedByName: string | null;
  changedAt: Date | null;
  /** roles for the whole company */
  roles: WideRole[];
  /** teams in which this person hires */
  teamIds: string[];
};

/** Somebody who has a seat or had one, or null: unknown, foreign and malformed look alike. */
export async function findMember(ctx: ReadCtx, userId: string): Promise<Member | null> {
  if (!isId(userId)) return null;
  const [seat] = await ctx.db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      state: memberships.state,
      joinedAt: memberships.joinedAt,
      removedAt: memberships.removedAt,
      token: memberships.auditId,
      changedByName: sql<string | null>`(select b.name from users b where b.id = ${auditEvents.actorId})`,
      changedAt: auditEvents.occurredAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(auditEvents, and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.id, memberships.auditId)))
    .where(and(eq(memberships.accountId, ctx.accountId), eq(memberships.userId, userId)));
  if (!seat) return null;
  const held = await listHeld(ctx, [userId]);
  return {
    ...seat,
    roles: wideRoles(held),
    teamIds: held.flatMap((each) => (each.role === "hiring_manager" ? [each.teamId] : [])),
  };
}

/**
 * The same for a verb, with the seat locked: nobody decides, sends or is named meanwhile. @throws NotFoundError
 */
export async function getMemberForChange(ctx: Ctx, userId: string): Promise<Member> {
  await ctx.db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.accountId, ctx.accountId), eq(memberships.userId, userId)))
    .for("no key update");
  const member = await findMember(ctx, userId);
  if (!member) throw new NotFoundError("member");
  return member;
}

/** What hangs on a member, each counted up to `useCap`. */
export type Standing = {
  contracts: number;
  offers: number;
  posts: number;
  pendingRequests: number;
  unusedApprovals: number;
  openSlots: number;
  /** named in the approval settings in force */
  approver: boolean;
};

/** Everything that a removal touches (product.md §2.3), in one statement. */
export async function standingOf(ctx: ReadCtx, userId: string): Promise<Standing> {
  const count = (of: SQL) => sql`(select count(*)::int from (${of} limit ${useCap}) n)`;
  const own = (table: string, column: string) =>
    sql`select from ${sql.identifier(table)} x where x.account_id = ${ctx.accountId} and x.${sql.identifier(column)} = ${userId}::uuid`;
  const [row] = await ctx.db.execute<Standing>(sql`
    select ${count(sql`${own("contracts", "contact_id")} and x.state <> 'ended'`)} as contracts,
      ${count(sql`${own("offers", "contact_id")} and x.state = 'pending'`)} as offers,
      ${count(sql`${own("job_posts", "owner_id")} and x.state = 'open'`)} as posts,
      ${count(sql`${own("approval_requests", "requester_id")} and x.state = 'pending'`)} as "pendingRequests",
      ${count(sql`${own("approval_requests", "requester_id")} and x.state = 'approved'`)} as "unusedApprovals",
      ${count(sql`${own("approval_slots", "approver_id")} and x.request_state = 'pending' and x.state in ('open', 'waiting')`)} as "openSlots",
      ${userId}::uuid in (${designated(ctx)}) as approver`);
  if (!row) throw new NotFoundError("member");
  return row;
}

export type AnsweredFor = { number: number; title: string };

/** The contracts that keep a member from leaving, the latest first, at most five, so that each can be gone to. */
export async function listAnsweredFor(ctx: ReadCtx, userId: string): Promise<AnsweredFor[]> {
  return [
    ...(await ctx.db.execute<AnsweredFor>(sql`
      select c.number, c.title from contracts c
      where c.account_id = ${ctx.accountId} and c.contact_id = ${userId}::uuid and c.state <> 'ended'
      order by c.started_at desc, c.id desc limit 5`)),
  ];
}

/**
 * What a member answers for in teams where they could hire and will not any longer: contracts that have not ended and
 * open job posts. `kept`: teams in which they still hire; `lost`: those they lose, null for all others.
 */
export async function countAnsweredIn(
  ctx: ReadCtx,
  userId: string,
  { kept, lost }: { kept: readonly string[]; lost: readonly string[] | null },
): Promise<AnswersFor> {
  const [row] = await ctx.db.execute<AnswersFor>(sql`
    select (select count(*)::int from (select from contracts x where x.account_id = ${ctx.accountId}
        and x.contact_id = ${userId}::uuid and x.state <> 'ended' and ${teamsLost({ kept, lost })} limit ${useCap}) n) as contracts,
      (select count(*)::int from (select from job_posts x where x.account_id = ${ctx.accountId}
        and x.owner_id = ${userId}::uuid and x.state = 'open' and ${teamsLost({ kept, lost })} limit ${useCap}) n) as posts`);
  return row ?? { contracts: 0, posts: 0 };
}

/** Is the column `team_id` one of the teams that are lost? */
export const teamsLost = ({ kept, lost }: { kept: readonly string[]; lost: readonly string[] | null }): SQL =>
  lost === null ? sql`team_id <> all(${array(kept)}::uuid[])` : sql`team_id = any(${array(lost)}::uuid[])`;

const array = (ids: readonly string[]) => `{${ids.join(",")}}`;
