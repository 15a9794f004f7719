import "server-only";
import { inArray } from "drizzle-orm";
import type { BillingMode, Role } from "@/db/enums";
import { accountSettings, accounts, companyBilling, memberRoles, memberships, teams, users } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { newId } from "../ids";

export type NewAccount = {
  slug: string;
  name: string;
  timeZone: string;
  currency: string;
  offerLifeDays?: number;
  /** on terms without a cap, unless said otherwise */
  billing?: { mode: BillingMode; creditLimitMinor?: bigint | null };
};

/**
 * Opens a company under `ctx.accountId` with its parent team. For seeds, replays and the operator; there is no form.
 * @returns the id of the parent team.
 */
export async function openAccount(ctx: Ctx, account: NewAccount): Promise<{ teamId: string }> {
  await ctx.db.insert(accounts).values({ id: ctx.accountId, slug: account.slug, state: "active" });
  await ctx.db.insert(accountSettings).values({
    accountId: ctx.accountId,
    name: account.name,
    timeZone: account.timeZone,
    currency: account.currency,
    offerLifeDays: account.offerLifeDays ?? 30,
    auditId: ctx.auditId,
  });
  await ctx.db.insert(companyBilling).values({
    accountId: ctx.accountId,
    mode: account.billing?.mode ?? "on_terms",
    creditLimitMinor: account.billing?.creditLimitMinor ?? null,
    termsDays: 30,
    auditId: ctx.auditId,
  });
  const teamId = newId();
  await ctx.db
    .insert(teams)
    .values({ accountId: ctx.accountId, id: teamId, name: account.name, parent: true, auditId: ctx.auditId });
  recordEvent(ctx, "account.opened", "account", ctx.accountId, { name: account.name });
  return { teamId };
}

/** Adds a team below the parent. Names are unique in the company. @returns its id. */
export async function addTeam(ctx: Ctx, name: string): Promise<string> {
  return only(await addTeams(ctx, [name]));
}

/** The same for several teams, in one statement. @returns their ids, in this order. */
export async function addTeams(ctx: Ctx, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { accountId, auditId } = ctx;
  const added = names.map((name) => ({ accountId, id: newId(), name, parent: false, auditId }));
  await ctx.db.insert(teams).values(added);
  for (const { name } of added) recordEvent(ctx, "team.added", "account", accountId, { name });
  return added.map(({ id }) => id);
}

export type NewMember = { name: string; email: string; timeZone?: string; roles: { role: Role; teamId: string }[] };

/** Gives a person a seat and roles; a person known by this address keeps their identity. @returns the user's id. */
export async function addMember(ctx: Ctx, member: NewMember): Promise<string> {
  return only(await addMembers(ctx, [member]));
}

/** The same for several people: as many statements for a hundred as for one. @returns their ids, in this order. */
export async function addMembers(ctx: Ctx, members: readonly NewMember[]): Promise<string[]> {
  if (members.length === 0) return [];
  const { accountId, auditId, now } = ctx;
  const userIds = await findOrInviteUsers(ctx, members);
  const seated = members.map((member, index) => ({ ...member, userId: userIds[index] ?? "" }));
  await ctx.db
    .insert(memberships)
    .values(seated.map(({ userId }) => ({ accountId, userId, state: "active" as const, joinedAt: now, auditId })));
  const held = seated.flatMap(({ userId, roles }) =>
    roles.map((role) => ({ accountId, id: newId(), userId, ...role, givenAt: now, auditId })),
  );
  if (held.length > 0) await ctx.db.insert(memberRoles).values(held);
  for (const { userId, name, roles } of seated)
    recordEvent(ctx, "member.joined", "member", userId, { name, roles: roles.map(({ role }) => role).join(" ") });
  return userIds;
}

type NewPerson = { name: string; email: string; timeZone?: string | undefined };

/**
 * The person with this normalised address, made known if nobody has it yet: that is how an offer reaches somebody who
 * has no account. Such a person has no session and no seat until they sign in with that very address.
 */
export async function findOrInviteUser(ctx: Ctx, person: NewPerson): Promise<string> {
  return only(await findOrInviteUsers(ctx, [person]));
}

async function findOrInviteUsers(ctx: Ctx, people: readonly NewPerson[]): Promise<string[]> {
  const ids = new Map<string, string>();
  const missing = () => people.filter(({ email }) => !ids.has(email));
  const note = (rows: { id: string; email: string }[]) => {
    for (const { id, email } of rows) ids.set(email, id);
  };
  const find = () =>
    ctx.db
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(
        inArray(
          users.email,
          missing().map(({ email }) => email),
        ),
      );
  note(await find());
  if (missing().length > 0)
    note(
      await ctx.db
        .insert(users)
        .values(
          missing().map(({ name, email, timeZone = "UTC" }) => ({
            id: newId(),
            email,
            name,
            timeZone,
            createdAt: ctx.now,
          })),
        )
        .onConflictDoNothing()
        .returning({ id: users.id, email: users.email }),
    );
  // Made known by somebody else in the meantime.
  if (missing().length > 0) note(await find());
  return people.map(({ email }) => {
    const id = ids.get(email);
    if (!id) throw new Error("A person was neither found nor added.");
    return id;
  });
}

function only([id]: readonly string[]): string {
  if (!id) throw new Error("Nothing was added.");
  return id;
}
