import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { cache } from "react";
import type { Role } from "@/db/enums";
import { accountSettings, accounts, memberRoles, memberships } from "@/db/schema";
import { statement } from "@/db/statement";
import type { TalentActor } from "../actor";
import { type ReadCtx, readAs } from "../ctx";

/** `name`: the company's. `freelancer`: the person has been made an offer, by whatever company. */
export type Seat = {
  accountId: string;
  slug: string;
  name: string;
  roles: Role[];
  hiringTeams: string[];
  freelancer: boolean;
};

/**
 * The active seats of one person over all companies, oldest first, with the roles held now. One of the named reads
 * across accounts: row-level security shows a signed-in person their own memberships, what those companies are called,
 * and nothing else.
 */
export async function ownMemberships({ db, actor }: ReadCtx<TalentActor>): Promise<Seat[]> {
  const rows = await rolesInSeats(db, { userId: actor.userId });
  const seats = new Map<string, Seat>();
  for (const { role, teamId, ...of } of rows) {
    const seat = seats.get(of.accountId) ?? { ...of, roles: [], hiringTeams: [] };
    seats.set(of.accountId, seat);
    if (role && !seat.roles.includes(role)) seat.roles.push(role);
    if (role === "hiring_manager" && teamId && !seat.hiringTeams.includes(teamId)) seat.hiringTeams.push(teamId);
  }
  return [...seats.values()];
}

const rolesInSeats = statement((db, given: { userId: string }) =>
  db
    .select({
      accountId: memberships.accountId,
      slug: accounts.slug,
      name: sql<string>`coalesce(${accountSettings.name}, ${accounts.slug})`,
      role: memberRoles.role,
      teamId: memberRoles.teamId,
      freelancer: sql<boolean>`exists (select 1 from offers o where o.talent_user_id = ${given.userId})`,
    })
    .from(memberships)
    .innerJoin(accounts, and(eq(accounts.id, memberships.accountId), eq(accounts.state, "active")))
    .leftJoin(accountSettings, eq(accountSettings.accountId, memberships.accountId))
    .leftJoin(
      memberRoles,
      and(
        eq(memberRoles.accountId, memberships.accountId),
        eq(memberRoles.userId, memberships.userId),
        isNull(memberRoles.revokedAt),
      ),
    )
    .where(and(eq(memberships.userId, given.userId), eq(memberships.state, "active")))
    .orderBy(asc(memberships.joinedAt), asc(memberships.accountId), asc(memberRoles.id)),
);

/** The same, for somebody known by id alone: at sign-in, and to find the seat of a session. Asked once per page. */
export const listSeats = cache((userId: string): Promise<Seat[]> => {
  const self: TalentActor = { kind: "talent", userId, accountId: null, name: "", email: "", via: "web" };
  return readAs(self, ownMemberships);
});
