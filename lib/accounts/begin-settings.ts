import "server-only";
import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import { memberRoles, memberships } from "@/db/schema";
import { isAdmin } from "../approvals/rules";
import type { Ctx, ReadCtx } from "../ctx";
import { ForbiddenError } from "../errors";
import { getAccountSettings } from "./queries";

/**
 * Begins a deed on teams, members or roles. These happen one at a time in a company, and the actor is an admin or a
 * program owner right now, whatever the session knew: of two admins who remove each other, one stays.
 * @param deed completes "You may not …".
 * @throws ForbiddenError for everybody else.
 */
export async function beginSettings(ctx: Ctx, deed: string): Promise<void> {
  const system = ctx.actor.kind === "system";
  if (!system && !isAdmin(ctx.actor)) throw new ForbiddenError(deed);
  await getAccountSettings(ctx, "no key update");
  if (!system && !(await hasAdmin(ctx, { only: ctx.actor.userId }))) throw new ForbiddenError(deed);
}

/**
 * Does anybody hold the rights of an admin: this person, or anybody but that one? A company always keeps one who does
 * (product.md §2.3).
 */
export async function hasAdmin(
  ctx: ReadCtx,
  { only, except }: { only?: string | null; except?: string } = {},
): Promise<boolean> {
  const [held] = await ctx.db
    .select({ id: memberRoles.id })
    .from(memberRoles)
    .innerJoin(
      memberships,
      and(
        eq(memberships.accountId, ctx.accountId),
        eq(memberships.userId, memberRoles.userId),
        eq(memberships.state, "active"),
      ),
    )
    .where(
      and(
        eq(memberRoles.accountId, ctx.accountId),
        inArray(memberRoles.role, ["admin", "program_owner"]),
        isNull(memberRoles.revokedAt),
        only === undefined ? undefined : eq(memberRoles.userId, only ?? ctx.accountId),
        except === undefined ? undefined : ne(memberRoles.userId, except),
      ),
    )
    .limit(1);
  return held !== undefined;
}
