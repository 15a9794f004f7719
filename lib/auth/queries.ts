import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { cache } from "react";
import type { Role } from "@/db/enums";
import { plumbing } from "@/db/plumbing";
import { users } from "@/db/schema";
import { statement } from "@/db/statement";

/** `name`: the company's. `freelancer`: the person has been made an offer, by whatever company. */
export type Seat = {
  accountId: string;
  slug: string;
  name: string;
  roles: Role[];
  hiringTeams: string[];
  freelancer: boolean;
};

/** A seat as `app.seats` tells it: a line for each role held now, one without a role where none is. */
type SeatLine = Omit<Seat, "roles" | "hiringTeams"> & { role: Role | null; teamId: string | null };

/**
 * The active seats of one person over all companies, oldest first, as a part of a statement. The one read across
 * companies before a tenant is known: `app.seats` steps into the person's own reach, where row-level security shows
 * their memberships, what those companies are called, and nothing else; then it steps out again.
 */
export const seatsOf = (userId: AnyPgColumn): SQL<Seat[]> =>
  sql`app.seats(${userId})`.mapWith((lines: SeatLine[]) => {
    const seats = new Map<string, Seat>();
    for (const { role, teamId, ...of } of lines) {
      const seat = seats.get(of.accountId) ?? { ...of, roles: [], hiringTeams: [] };
      seats.set(of.accountId, seat);
      if (role && !seat.roles.includes(role)) seat.roles.push(role);
      if (role === "hiring_manager" && teamId && !seat.hiringTeams.includes(teamId)) seat.hiringTeams.push(teamId);
    }
    return [...seats.values()];
  });

/** The same for somebody known by id alone. Asked once per page. */
export const listSeats = cache(async (userId: string): Promise<Seat[]> => {
  const [row] = await seatsOfOne(plumbing(), { userId });
  return row?.seats ?? [];
});

const seatsOfOne = statement((db, given: { userId: string }) =>
  db
    .select({ seats: seatsOf(users.id) })
    .from(users)
    .where(eq(users.id, given.userId)),
);
