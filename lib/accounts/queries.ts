import "server-only";
import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { ApprovalScope, EnvelopeMode, Role } from "@/db/enums";
import {
  accountSettings,
  approvalPolicies,
  memberRoles,
  memberships,
  policyApprovers,
  teams,
  users,
} from "@/db/schema";
import { statement } from "@/db/statement";
import type { ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";

export type AccountSettings = {
  name: string;
  timeZone: string;
  currency: string;
  offerLifeDays: number;
  /** `po.enabled`, `po.required_on_posts`, `po.required_on_offers` and the rest of product.md §4's settings */
  ordersOn: boolean;
  ordersRequiredOnPosts: boolean;
  ordersRequiredOnOffers: boolean;
  oneDollarExempt: boolean;
  ordersInline: boolean;
  ordersIncludeFees: boolean;
  postLifeDays: number;
};

/**
 * What the actor's company calls itself and counts in. With a lock it also orders the deeds that rest on the approval
 * policy: a send holds "share", a change of the policy "no key update", so none of them acts on a policy that another
 * has replaced and not yet committed (I3). Take it before reading the policy.
 * @throws NotFoundError without a company in reach.
 */
export async function getAccountSettings(ctx: ReadCtx, lock?: "share" | "no key update"): Promise<AccountSettings> {
  const query = ctx.db
    .select({
      name: accountSettings.name,
      timeZone: accountSettings.timeZone,
      currency: accountSettings.currency,
      offerLifeDays: accountSettings.offerLifeDays,
      ordersOn: accountSettings.ordersOn,
      ordersRequiredOnPosts: accountSettings.ordersRequiredOnPosts,
      ordersRequiredOnOffers: accountSettings.ordersRequiredOnOffers,
      oneDollarExempt: accountSettings.oneDollarExempt,
      ordersInline: accountSettings.ordersInline,
      ordersIncludeFees: accountSettings.ordersIncludeFees,
      postLifeDays: accountSettings.postLifeDays,
    })
    .from(accountSettings)
    .where(eq(accountSettings.accountId, ctx.accountId));
  const [row] = await (lock ? query.for(lock) : query);
  if (!row) throw new NotFoundError("company");
  return row;
}

export type PolicyApprover = {
  step: number;
  position: number;
  userId: string;
  name: string;
  email: string;
  timeZone: string;
  active: boolean;
};
export type ApprovalPolicy = {
  version: number;
  enabled: boolean;
  scope: ApprovalScope;
  expiryDays: number;
  declineReasonRequired: boolean;
  envelope: EnvelopeMode;
  envelopePercent: number;
  changedAt: Date;
  /** null when a seed or a script set it */
  changedByName: string | null;
  approvers: PolicyApprover[];
};

/** The policy in force with its approvers by step, or null while a company has never set one. */
export async function findApprovalPolicy(ctx: ReadCtx): Promise<ApprovalPolicy | null> {
  const [policy] = await ctx.db
    .select({
      version: approvalPolicies.version,
      enabled: approvalPolicies.enabled,
      scope: approvalPolicies.scope,
      expiryDays: approvalPolicies.expiryDays,
      declineReasonRequired: approvalPolicies.declineReasonRequired,
      envelope: approvalPolicies.envelope,
      envelopePercent: approvalPolicies.envelopePercent,
      changedAt: approvalPolicies.changedAt,
      changedByName: users.name,
    })
    .from(approvalPolicies)
    .leftJoin(users, eq(users.id, approvalPolicies.changedBy))
    .where(eq(approvalPolicies.accountId, ctx.accountId))
    .orderBy(desc(approvalPolicies.version))
    .limit(1);
  if (!policy) return null;
  const approvers = await ctx.db
    .select({
      step: policyApprovers.step,
      position: policyApprovers.position,
      userId: policyApprovers.userId,
      name: users.name,
      email: users.email,
      timeZone: users.timeZone,
      state: memberships.state,
    })
    .from(policyApprovers)
    .innerJoin(users, eq(users.id, policyApprovers.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, ctx.accountId), eq(memberships.userId, policyApprovers.userId)),
    )
    .where(and(eq(policyApprovers.accountId, ctx.accountId), eq(policyApprovers.version, policy.version)))
    .orderBy(asc(policyApprovers.step), asc(policyApprovers.position));
  return { ...policy, approvers: approvers.map(({ state, ...rest }) => ({ ...rest, active: state === "active" })) };
}

/** `hidden`: takes nothing new, so forms leave it out unless it stands in them already. */
export type TeamOption = { id: string; name: string; parent: boolean; hidden: boolean };

/** All teams of the company, hidden ones too, the parent team first. */
export async function listTeams(ctx: ReadCtx): Promise<TeamOption[]> {
  return ctx.db
    .select({
      id: teams.id,
      name: teams.name,
      parent: teams.parent,
      hidden: sql<boolean>`${teams.hiddenAt} is not null`,
    })
    .from(teams)
    .where(eq(teams.accountId, ctx.accountId))
    .orderBy(desc(teams.parent), asc(teams.name));
}

/**
 * May new work be written for this team: is it one of the company's, and not hidden? Locks it, so that it is not hidden
 * before the deed is done.
 */
export async function takesWork(ctx: ReadCtx, teamId: string): Promise<boolean> {
  const [team] = await ctx.db
    .select({ hiddenAt: teams.hiddenAt })
    .from(teams)
    .where(and(eq(teams.accountId, ctx.accountId), eq(teams.id, teamId)))
    .for("share");
  return team !== undefined && team.hiddenAt === null;
}

export type MemberOption = { userId: string; name: string; email: string; roles: Role[] };

/** Active members by name, with the roles they hold. */
export async function listMembers(ctx: ReadCtx): Promise<MemberOption[]> {
  const rows = await ctx.db
    .select({ userId: users.id, name: users.name, email: users.email, role: memberRoles.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(
      memberRoles,
      and(
        eq(memberRoles.accountId, ctx.accountId),
        eq(memberRoles.userId, memberships.userId),
        isNull(memberRoles.revokedAt),
      ),
    )
    .where(and(eq(memberships.accountId, ctx.accountId), eq(memberships.state, "active")))
    .orderBy(asc(users.name), asc(users.id));
  const members = new Map<string, MemberOption>();
  for (const { role, ...person } of rows) {
    const member = members.get(person.userId) ?? { ...person, roles: [] };
    if (role && !member.roles.includes(role)) member.roles.push(role);
    members.set(person.userId, member);
  }
  return [...members.values()];
}

export type Hirer = {
  userId: string;
  name: string;
  /** in every team, as an admin or a program owner */
  anywhere: boolean;
  teamIds: string[];
};

/** Active members who may hire, by name, with the teams they may hire in. */
export async function listHirers(ctx: ReadCtx): Promise<Hirer[]> {
  const rows = await ctx.db
    .select({ userId: users.id, name: users.name, role: memberRoles.role, teamId: memberRoles.teamId })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(
      memberRoles,
      and(
        eq(memberRoles.accountId, ctx.accountId),
        eq(memberRoles.userId, memberships.userId),
        isNull(memberRoles.revokedAt),
        inArray(memberRoles.role, ["hiring_manager", "admin", "program_owner"]),
      ),
    )
    .where(and(eq(memberships.accountId, ctx.accountId), eq(memberships.state, "active")))
    .orderBy(asc(users.name), asc(users.id));
  const hirers = new Map<string, Hirer>();
  for (const { userId, name, role, teamId } of rows) {
    const hirer = hirers.get(userId) ?? { userId, name, anywhere: false, teamIds: [] };
    if (role === "hiring_manager") hirer.teamIds.push(teamId);
    else hirer.anywhere = true;
    hirers.set(userId, hirer);
  }
  return [...hirers.values()];
}

/** May this person hire in this team? */
export const hiresIn = (hirer: Hirer, teamId: string) => hirer.anywhere || hirer.teamIds.includes(teamId);

/** Members with one of these roles, each once: who, where to write to them, and in which zone their times are told. */
export async function listHolders(
  ctx: ReadCtx,
  roles: readonly Role[] = ["admin", "program_owner"],
): Promise<{ name: string; address: string; zone: string }[]> {
  return ctx.db
    .selectDistinct({ name: users.name, address: users.email, zone: users.timeZone })
    .from(memberRoles)
    .innerJoin(memberships, and(eq(memberships.accountId, ctx.accountId), eq(memberships.userId, memberRoles.userId)))
    .innerJoin(users, eq(users.id, memberRoles.userId))
    .where(
      and(
        eq(memberRoles.accountId, ctx.accountId),
        inArray(memberRoles.role, [...roles]),
        isNull(memberRoles.revokedAt),
        eq(memberships.state, "active"),
      ),
    );
}

/** Which of these people are active members. With a lock none of them can be removed before the deed is done. */
export async function listActiveIds(ctx: ReadCtx, userIds: readonly string[], lock?: "share"): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const query = ctx.db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(
      and(
        eq(memberships.accountId, ctx.accountId),
        inArray(memberships.userId, [...userIds]),
        eq(memberships.state, "active"),
      ),
    );
  const rows = await (lock ? query.for(lock) : query);
  return new Set(rows.map((row) => row.userId));
}

/** Is this person an active member right now? Locks the seat, so that a removal cannot overtake the deed. */
export async function holdsSeat(ctx: ReadCtx, userId: string): Promise<boolean> {
  const [seat] = await lockSeat(ctx.db, { accountId: ctx.accountId, userId });
  return seat?.state === "active";
}

const lockSeat = statement((db, given: { accountId: string; userId: string }) =>
  db
    .select({ state: memberships.state })
    .from(memberships)
    .where(and(eq(memberships.accountId, given.accountId), eq(memberships.userId, given.userId)))
    .for("share"),
);

/**
 * May the actor hire in this team right now, whatever the session knew? Locks seat and role, so that neither is taken
 * away before the deed is done.
 */
export async function mayHireNow(ctx: ReadCtx, teamId: string): Promise<boolean> {
  const userId = ctx.actor.userId ?? "";
  if (!(await holdsSeat(ctx, userId))) return false;
  const held = await ctx.db
    .select({ id: memberRoles.id })
    .from(memberRoles)
    .where(
      and(
        eq(memberRoles.accountId, ctx.accountId),
        eq(memberRoles.userId, userId),
        isNull(memberRoles.revokedAt),
        or(
          inArray(memberRoles.role, ["admin", "program_owner"]),
          and(eq(memberRoles.role, "hiring_manager"), eq(memberRoles.teamId, teamId)),
        ),
      ),
    )
    .for("share");
  return held.length > 0;
}

/** The zone in which the reader's times are shown; UTC while a person has none. */
export async function getReaderZone(ctx: ReadCtx): Promise<string> {
  const [reader] = await ctx.db
    .select({ zone: users.timeZone })
    .from(users)
    .where(eq(users.id, ctx.actor.userId ?? ctx.accountId));
  return reader?.zone ?? "UTC";
}

/** May this member hire somewhere in the company, and so be the contact person of an offer? */
export const mayHire = (member: { roles: readonly Role[] }) =>
  member.roles.some((role) => role === "hiring_manager" || role === "admin" || role === "program_owner");
