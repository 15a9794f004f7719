import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { ReadCtx } from "../ctx";
import { canManageOrders } from "./rules";

const ids = (values: readonly string[]) =>
  sql.join(
    values.map((value) => sql`${value}::uuid`),
    sql`, `,
  );

/**
 * May the actor use the purchase order in row `o`? The same rule as `isPermitted`, as a condition of a larger statement:
 * everybody who may cause spend, or the teams and people it names; who manages orders may use all.
 */
export function permittedTo(ctx: ReadCtx, teamId: string | null = null): SQL {
  const { actor } = ctx;
  if (canManageOrders(actor)) return sql`true`;
  if (actor.kind !== "member" || actor.hiringTeams.length === 0) return sql`false`;
  const teams = actor.hiringTeams.filter((team) => teamId === null || team === teamId);
  const named =
    teams.length > 0
      ? sql`(g.user_id = ${actor.userId} or g.team_id in (${ids(teams)}))`
      : sql`g.user_id = ${actor.userId}`;
  return sql`(o.permission = 'everybody' or exists (
    select 1 from order_grants g
    where g.account_id = ${ctx.accountId} and g.order_id = o.id and g.revoked_at is null and ${named}))`;
}

/**
 * Does the actor see the purchase order in row `o`? What they may use, also when it is archived or expired; what a
 * request names that they were asked to sign (product.md §2.4); and what a contract runs on whose contact person they
 * are: they are told when it expires or runs dry, and ask finance there. It ends with the contract.
 */
export function visibleTo(ctx: ReadCtx): SQL {
  const { actor } = ctx;
  if (canManageOrders(actor)) return sql`true`;
  if (actor.kind !== "member") return sql`false`;
  return sql`(${permittedTo(ctx)} or exists (
    select 1 from approval_requests r join approval_slots s
      on s.account_id = ${ctx.accountId} and s.request_id = r.id and s.approver_id = ${actor.userId} and s.state <> 'replaced'
    where r.account_id = ${ctx.accountId} and r.order_id = o.id)
    or exists (
    select 1 from contracts c
    where c.account_id = ${ctx.accountId} and c.order_id = o.id and c.contact_id = ${actor.userId} and c.state <> 'ended'))`;
}
