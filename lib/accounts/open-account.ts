import "server-only";
import { eq } from "drizzle-orm";
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
  const id = newId();
  await ctx.db.insert(teams).values({ accountId: ctx.accountId, id, name, parent: false, auditId: ctx.auditId });
  recordEvent(ctx, "team.added", "account", ctx.accountId, { name });
  return id;
}

export type NewMember = { name: string; email: string; timeZone?: string; roles: { role: Role; teamId: string }[] };

/** Gives a person a seat and roles; a person known by this address keeps their identity. @returns the user's id. */
export async function addMember(ctx: Ctx, member: NewMember): Promise<string> {
  const userId = await findOrInviteUser(ctx, { name: member.name, email: member.email, timeZone: member.timeZone });
  await ctx.db
    .insert(memberships)
    .values({ accountId: ctx.accountId, userId, state: "active", joinedAt: ctx.now, auditId: ctx.auditId });
  if (member.roles.length > 0) {
    await ctx.db.insert(memberRoles).values(
      member.roles.map((held) => ({
        accountId: ctx.accountId,
        id: newId(),
        userId,
        ...held,
        givenAt: ctx.now,
        auditId: ctx.auditId,
      })),
    );
  }
  recordEvent(ctx, "member.joined", "member", userId, {
    name: member.name,
    roles: member.roles.map((held) => held.role).join(" "),
  });
  return userId;
}

/**
 * The person with this normalised address, made known if nobody has it yet: that is how an offer reaches somebody who
 * has no account. Such a person has no session and no seat until they sign in with that very address.
 */
export async function findOrInviteUser(
  ctx: Ctx,
  person: { name: string; email: string; timeZone?: string | undefined },
): Promise<string> {
  const [known] = await ctx.db.select({ id: users.id }).from(users).where(eq(users.email, person.email));
  if (known) return known.id;
  const [made] = await ctx.db
    .insert(users)
    .values({
      id: newId(),
      email: person.email,
      name: person.name,
      timeZone: person.timeZone ?? "UTC",
      createdAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (made) return made.id;
  const [other] = await ctx.db.select({ id: users.id }).from(users).where(eq(users.email, person.email));
  if (!other) throw new Error("A person was neither found nor added.");
  return other.id;
}
