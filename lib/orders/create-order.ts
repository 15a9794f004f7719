import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { OrderPermission } from "@/db/enums";
import { memberships, orderGrants, orderThresholds, purchaseOrders, teams } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { type LocalDate, localDateOf } from "../dates";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { findByNumber } from "./queries";
import { canAddInline, canManageOrders, standardThresholds } from "./rules";
import { fundOrder } from "./stages";
import { tellOfInlineOrder } from "./tell-of-inline-order";
import { type Invalid, invalid, ordersOff, pastDay } from "./words";

export type NewOrder = {
  id: string;
  number: string;
  /** minor units, above zero */
  amountMinor: bigint;
  description: string;
  validThrough: LocalDate | null;
  thresholds: readonly number[];
  permission: OrderPermission;
  teamIds: readonly string[];
  userIds: readonly string[];
};

export type CreateOrderResult =
  | { ok: true; orderId: string }
  | { ok: false; reason: "orders-off"; message: string }
  | Invalid;

/**
 * Makes a purchase order and posts its funds; it can be used at once. A repeated submit of the same form finds the order
 * it made. Refused with `invalid` at `number` when the number is taken in any spelling, also by an archived one.
 * Rule: product.md §4.
 * @throws ForbiddenError for anybody but admins, finance admins and program owners.
 */
export async function createOrder(ctx: Ctx, input: NewOrder): Promise<CreateOrderResult> {
  if (!canManageOrders(ctx.actor)) throw new ForbiddenError("create purchase orders");
  return makeOrder(ctx, input, false);
}

/** What a hiring manager types in passing. */
export type InlineOrder = { number: string; amountMinor: bigint; validThrough: LocalDate | null };

/**
 * The same in passing, from a post, a request or an offer of this team: for its creator, that team and who manages
 * orders; finance admins get a notice. Its funds are of this moment.
 * @throws ForbiddenError where `canAddInline` says no.
 */
export async function createInlineOrder(ctx: Ctx, input: InlineOrder, teamId: string): Promise<CreateOrderResult> {
  const { ordersInline } = await getAccountSettings(ctx);
  if (!canAddInline(ctx.actor, teamId, ordersInline)) throw new ForbiddenError("add purchase orders here");
  const plain = canManageOrders(ctx.actor);
  const made = await makeOrder(
    ctx,
    {
      id: newId(),
      description: "",
      thresholds: standardThresholds,
      permission: plain ? "everybody" : "teams",
      teamIds: plain ? [] : [teamId],
      userIds: plain || !ctx.actor.userId ? [] : [ctx.actor.userId],
      ...input,
    },
    !plain,
  );
  if (made.ok && !plain) await tellOfInlineOrder(ctx, { id: made.orderId, number: input.number });
  return made;
}

async function makeOrder(ctx: Ctx, input: NewOrder, inline: boolean): Promise<CreateOrderResult> {
  const settings = await getAccountSettings(ctx);
  if (!settings.ordersOn && ctx.actor.kind !== "system") return ordersOff;
  const { id, number, amountMinor, description, validThrough, permission } = input;
  if (validThrough && validThrough < localDateOf(ctx.now, settings.timeZone) && ctx.actor.kind !== "system")
    return invalid("validThrough", pastDay);
  const [made] = await ctx.db
    .insert(purchaseOrders)
    .values({
      accountId: ctx.accountId,
      id,
      number,
      description,
      currency: settings.currency,
      validThrough,
      state: "active",
      permission,
      inline,
      createdBy: ctx.actor.userId,
      createdAt: ctx.now,
      version: 1,
      auditId: ctx.auditId,
    })
    .onConflictDoNothing()
    .returning({ id: purchaseOrders.id });
  if (!made) {
    const holder = await findByNumber(ctx, number);
    if (holder?.id === id) return { ok: true, orderId: id };
    return invalid("number", holder ? takenText(holder) : "Reload the page and create it again.");
  }
  const stranger = await setGrants(ctx, id, input);
  if (stranger) return stranger;
  if (input.thresholds.length > 0) {
    await ctx.db.insert(orderThresholds).values(
      input.thresholds.map((percent) => ({
        accountId: ctx.accountId,
        orderId: id,
        percent,
        active: true,
        arming: 1,
        crossedAt: null,
        auditId: ctx.auditId,
      })),
    );
  }
  await fundOrder(ctx, { id, currency: settings.currency }, amountMinor, {
    kind: "order_funded",
    key: `order/${id}/first`,
    note: null,
    occurredAt: ctx.now,
  });
  recordEvent(ctx, "order.created", "order", id, {
    number,
    funds: amountMinor.toString(),
    currency: settings.currency,
    validThrough,
    permission,
    thresholds: input.thresholds.join(" "),
    inline: inline ? "true" : null,
  });
  return { ok: true, orderId: id };
}

/** "PO 4711 already exists, archived". */
export const takenText = (holder: { number: string; state: string }) =>
  `PO ${holder.number} already exists${holder.state === "archived" ? ", archived" : ""}. Choose another number.`;

/** Writes who may use a purchase order; refuses teams and people that are not of this company. */
export async function setGrants(
  ctx: Ctx,
  orderId: string,
  { teamIds, userIds }: { teamIds: readonly string[]; userIds: readonly string[] },
): Promise<Invalid | null> {
  if (teamIds.length > 0) {
    const own = await ctx.db
      .select({ id: teams.id })
      .from(teams)
      .where(and(eq(teams.accountId, ctx.accountId), inArray(teams.id, [...teamIds])));
    if (own.length !== new Set(teamIds).size) return invalid("teamId[]", "Choose teams of this company.");
  }
  if (userIds.length > 0) {
    const own = await ctx.db
      .select({ id: memberships.userId })
      .from(memberships)
      .where(
        and(
          eq(memberships.accountId, ctx.accountId),
          eq(memberships.state, "active"),
          inArray(memberships.userId, [...userIds]),
        ),
      );
    if (own.length !== new Set(userIds).size)
      return invalid("userId[]", "Choose active members only: one of the people ticked has left.");
  }
  const rows = [
    ...teamIds.map((teamId) => ({ teamId, userId: null })),
    ...userIds.map((userId) => ({ teamId: null, userId })),
  ];
  if (rows.length > 0) {
    await ctx.db.insert(orderGrants).values(
      rows.map((grantee) => ({
        accountId: ctx.accountId,
        id: newId(),
        orderId,
        ...grantee,
        givenAt: ctx.now,
        revokedAt: null,
        auditId: ctx.auditId,
      })),
    );
  }
  return null;
}
