import "server-only";
import { and, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import { orderGrants, orderThresholds } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { localDateOf } from "../dates";
import { ForbiddenError } from "../errors";
import { setGrants, takenText } from "./create-order";
import { changeOrder } from "./move-order";
import { findByNumber, getOrderForChange, type Order } from "./queries";
import { canManageOrders, isReached } from "./rules";
import type { UpdateOrderInput } from "./schema";
import { type Invalid, invalid, pastDay } from "./words";

export type UpdateOrderResult =
  | { ok: true }
  | { ok: false; reason: "changed-meanwhile" }
  | { ok: false; reason: "archived"; message: string }
  | Invalid;

/**
 * Changes what a purchase order says of itself; its money is moved by other deeds. Refused with `changed-meanwhile` when
 * somebody else changed it since the form was drawn, `archived` while it is, `invalid` at `number` (fixed after its first
 * use, or taken), `validThrough` (a new day in the past), `teamId[]`, `userId[]`. Rule: product.md §4.
 *
 * A threshold that is switched on when it is reached already has nothing left to cross: no mail leaves until funds are
 * added and it is reached anew, and the weekly digest lists it meanwhile (decision 018).
 * @throws NotFoundError out of reach; ForbiddenError for who may not manage purchase orders.
 */
export async function updateOrder(ctx: Ctx, input: UpdateOrderInput): Promise<UpdateOrderResult> {
  const order = await getOrderForChange(ctx, input.orderId);
  if (!canManageOrders(ctx.actor)) throw new ForbiddenError("edit purchase orders");
  if (order.version !== input.version) return { ok: false, reason: "changed-meanwhile" };
  if (order.state === "archived")
    return { ok: false, reason: "archived", message: "Unarchive it first. Nothing was saved." };
  const { number, description, validThrough, permission } = input;
  if (number !== order.number) {
    if (order.used)
      return invalid("number", "It is in use, so its number stays. Create another purchase order instead.");
    const holder = await findByNumber(ctx, number);
    if (holder && holder.id !== order.id) return invalid("number", takenText(holder));
  }
  const { timeZone } = await getAccountSettings(ctx);
  if (validThrough !== order.validThrough && validThrough && validThrough < localDateOf(ctx.now, timeZone))
    return invalid("validThrough", pastDay);
  if (!(await changeOrder(ctx, order, { number, description, validThrough, permission })))
    return { ok: false, reason: "changed-meanwhile" };
  const stranger = await changeGrants(ctx, order, input);
  if (stranger) return stranger;
  await changeThresholds(ctx, order, input.thresholds);
  recordEvent(ctx, "order.updated", "order", order.id, changesOf(order, input));
  return { ok: true };
}

/** Names the new ones and lets go of the others. Who added an order in passing stays named while it is for teams. */
async function changeGrants(ctx: Ctx, order: Order, { permission, teamIds, userIds }: UpdateOrderInput) {
  const now = { team: idsOf(order, "team"), person: idsOf(order, "person") };
  const keptUsers =
    permission === "teams" && order.inline ? now.person.filter((id) => id === order.createdBy) : userIds;
  const kept = [...teamIds, ...keptUsers];
  const open = and(
    eq(orderGrants.accountId, ctx.accountId),
    eq(orderGrants.orderId, order.id),
    isNull(orderGrants.revokedAt),
  );
  await ctx.db
    .update(orderGrants)
    .set({ revokedAt: ctx.now, auditId: ctx.auditId })
    .where(
      kept.length > 0 ? and(open, notInArray(sql`coalesce(${orderGrants.teamId}, ${orderGrants.userId})`, kept)) : open,
    );
  return setGrants(ctx, order.id, {
    teamIds: teamIds.filter((id) => !now.team.includes(id)),
    userIds: keptUsers.filter((id) => !now.person.includes(id)),
  });
}

const idsOf = (order: Order, kind: "team" | "person") =>
  order.grantees.flatMap((grantee) => (grantee.kind === kind ? [grantee.id] : []));

async function changeThresholds(ctx: Ctx, order: Order, percents: readonly number[]) {
  const wanted = new Set(percents);
  const active = new Set(order.thresholds.flatMap((each) => (each.active ? [each.percent] : [])));
  const off = [...active].filter((percent) => !wanted.has(percent));
  const on = percents.filter((percent) => !active.has(percent));
  if (off.length > 0) {
    await ctx.db
      .update(orderThresholds)
      .set({ active: false, auditId: ctx.auditId })
      .where(
        and(
          eq(orderThresholds.accountId, ctx.accountId),
          eq(orderThresholds.orderId, order.id),
          inArray(orderThresholds.percent, off),
        ),
      );
  }
  if (on.length > 0) {
    await ctx.db
      .insert(orderThresholds)
      .values(
        on.map((percent) => ({
          accountId: ctx.accountId,
          orderId: order.id,
          percent,
          active: true,
          arming: 1,
          crossedAt: isReached(order.figures, percent) ? ctx.now : null,
          auditId: ctx.auditId,
        })),
      )
      .onConflictDoUpdate({
        target: [orderThresholds.accountId, orderThresholds.orderId, orderThresholds.percent],
        // A crossing is remembered once per arming, so one that was crossed in its former life is armed anew.
        set: {
          active: true,
          arming: sql`${orderThresholds.arming} + case when ${orderThresholds.crossedAt} is null then 0 else 1 end`,
          crossedAt: sql`excluded.crossed_at`,
          auditId: ctx.auditId,
        },
        setWhere: eq(orderThresholds.accountId, ctx.accountId),
      });
  }
}

/** Every field that changed, as "before → after": the history shows it. */
function changesOf(order: Order, input: UpdateOrderInput): Record<string, string> {
  const names = (teamIds: readonly string[], userIds: readonly string[]) =>
    [...teamIds, ...userIds].toSorted().join(" ");
  const before = {
    number: order.number,
    description: order.description,
    validThrough: order.validThrough ?? "",
    permission: order.permission,
    thresholds: order.thresholds.flatMap((each) => (each.active ? [each.percent] : [])).join(" "),
    grants: names(idsOf(order, "team"), idsOf(order, "person")),
  };
  const after = {
    number: input.number,
    description: input.description,
    validThrough: input.validThrough ?? "",
    permission: input.permission,
    thresholds: input.thresholds.join(" "),
    grants: names(input.teamIds, input.userIds),
  };
  const changes: Record<string, string> = {};
  for (const [field, value] of Object.entries(after)) {
    const was = before[field as keyof typeof before];
    if (was !== value) Object.assign(changes, { [`${field}.from`]: was, [`${field}.to`]: value });
  }
  return changes;
}
