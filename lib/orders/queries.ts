import "server-only";
import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { OrderPermission, OrderState } from "@/db/enums";
import {
  approvalRequests,
  contracts,
  jobPosts,
  offers,
  orderGrants,
  orderThresholds,
  purchaseOrders,
  teams,
  users,
} from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import type { Actor } from "../actor";
import type { Ctx, ReadCtx } from "../ctx";
import { type LocalDate, localDateOf } from "../dates";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { orderFigures } from "./figures";
import { permittedTo, visibleTo } from "./reach";
import {
  canAddInline,
  type Figures,
  isOutOfFunds,
  type OrderStatus,
  orderStatus,
  type Unusable,
  whyUnusable,
} from "./rules";

const columns = {
  id: purchaseOrders.id,
  number: purchaseOrders.number,
  description: purchaseOrders.description,
  currency: purchaseOrders.currency,
  validThrough: purchaseOrders.validThrough,
  state: purchaseOrders.state,
  permission: purchaseOrders.permission,
  inline: purchaseOrders.inline,
  createdBy: purchaseOrders.createdBy,
  createdAt: purchaseOrders.createdAt,
  version: purchaseOrders.version,
};

/** The raw conditions of `reach.ts` speak of row `o`. */
const o = sql`${purchaseOrders} o`;

export type Grantee = { kind: "team" | "person"; id: string; name: string };

export type Order = {
  id: string;
  number: string;
  description: string;
  currency: string;
  validThrough: LocalDate | null;
  state: OrderState;
  permission: OrderPermission;
  inline: boolean;
  createdBy: string | null;
  createdAt: Date;
  createdByName: string | null;
  version: number;
  figures: Figures;
  thresholds: { percent: number; active: boolean; crossedAt: Date | null }[];
  grantees: Grantee[];
  /** stands on a post, a request, an offer or a contract: its number is fixed */
  used: boolean;
};

/** One purchase order in the actor's reach with its figures, or null: unknown, foreign and malformed look alike. */
export async function findOrder(ctx: ReadCtx, orderId: string): Promise<Order | null> {
  return loadOrder(ctx, orderId, false);
}

/**
 * The same for a verb: the order's row is locked until the end of the transaction, so deeds on one order queue up.
 * @throws NotFoundError when it is out of reach.
 */
export async function getOrderForChange(ctx: ReadCtx, orderId: string): Promise<Order> {
  const order = await loadOrder(ctx, orderId, true);
  if (!order) throw new NotFoundError("purchase order");
  return order;
}

async function loadOrder(ctx: ReadCtx, orderId: string, lock: boolean): Promise<Order | null> {
  if (!isId(orderId)) return null;
  const [seen] = await ctx.db.execute<{ id: string }>(sql`
    select o.id from ${o} where o.account_id = ${ctx.accountId} and o.id = ${orderId} and ${visibleTo(ctx)} ${lock ? sql`for update of o` : sql``}`);
  if (!seen) return null;
  const [[order], thresholds, grantees, figures, used] = await Promise.all([
    ctx.db
      .select({ ...columns, createdByName: users.name })
      .from(purchaseOrders)
      .leftJoin(users, eq(users.id, purchaseOrders.createdBy))
      .where(and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, orderId))),
    ctx.db
      .select({
        percent: orderThresholds.percent,
        active: orderThresholds.active,
        crossedAt: orderThresholds.crossedAt,
      })
      .from(orderThresholds)
      .where(and(eq(orderThresholds.accountId, ctx.accountId), eq(orderThresholds.orderId, orderId)))
      .orderBy(asc(orderThresholds.percent)),
    listGrantees(ctx, orderId),
    orderFigures(ctx, [orderId]),
    isUsed(ctx, orderId),
  ]);
  const own = figures.get(orderId);
  return order && own ? { ...order, thresholds, grantees, figures: own, used } : null;
}

/** Teams and people that a purchase order names now, teams first, by name. */
async function listGrantees(ctx: ReadCtx, orderId: string): Promise<Grantee[]> {
  const rows = await ctx.db
    .select({ teamId: orderGrants.teamId, teamName: teams.name, userId: orderGrants.userId, userName: users.name })
    .from(orderGrants)
    .leftJoin(teams, and(eq(teams.accountId, ctx.accountId), eq(teams.id, orderGrants.teamId)))
    .leftJoin(users, eq(users.id, orderGrants.userId))
    .where(
      and(eq(orderGrants.accountId, ctx.accountId), eq(orderGrants.orderId, orderId), isNull(orderGrants.revokedAt)),
    )
    .orderBy(asc(teams.name), asc(users.name), asc(orderGrants.id));
  return rows.map(({ teamId, teamName, userId, userName }) =>
    teamId
      ? { kind: "team" as const, id: teamId, name: teamName ?? "" }
      : { kind: "person" as const, id: userId ?? "", name: userName ?? "" },
  );
}

/** Does a post, a request, an offer or a contract name this purchase order? */
async function isUsed(ctx: ReadCtx, orderId: string): Promise<boolean> {
  const names = (table: typeof jobPosts | typeof approvalRequests | typeof offers | typeof contracts) =>
    sql`exists (select 1 from ${table} t where t.account_id = ${ctx.accountId} and t.order_id = ${orderId})`;
  const [row] = await ctx.db.execute<{ used: boolean }>(
    sql`select ${names(contracts)} or ${names(offers)} or ${names(approvalRequests)} or ${names(jobPosts)} as used`,
  );
  return row?.used ?? false;
}

/** The word of an order today, in the zone and by the switches of its company. */
export function statusOf(
  ctx: ReadCtx,
  order: Pick<Order, "state" | "validThrough" | "currency" | "figures">,
  settings: { timeZone: string; oneDollarExempt: boolean },
): OrderStatus {
  return orderStatus(order, localDateOf(ctx.now, settings.timeZone), settings.oneDollarExempt);
}

export type UsableOrder = {
  id: string;
  number: string;
  description: string;
  currency: string;
  validThrough: LocalDate | null;
  left: bigint;
  outOfFunds: boolean;
};

/** Purchase orders shown for choosing; further ones are chosen by their number. */
export const choiceCap = 200;

/**
 * What the actor may choose today, newest first, up to `choiceCap`; `more` says that there are others. Not archived, not
 * expired, permitted, for things of team `teamId` where one is named.
 */
export async function listUsableOrders(
  ctx: ReadCtx,
  { teamId = null }: { teamId?: string | null } = {},
): Promise<{ orders: UsableOrder[]; more: boolean }> {
  const settings = await getAccountSettings(ctx);
  const today = localDateOf(ctx.now, settings.timeZone);
  const found = await ctx.db.execute<{ id: string }>(sql`
    select o.id from ${o}
    where o.account_id = ${ctx.accountId} and o.state = 'active' and o.currency = ${settings.currency}
      and (o.valid_through is null or o.valid_through >= ${today}::date) and ${permittedTo(ctx, teamId)}
    order by o.created_at desc, o.id desc limit ${choiceCap + 1}`);
  const ids = found.slice(0, choiceCap).map((row) => row.id);
  const [rows, figures] = await Promise.all([
    ids.length === 0
      ? []
      : ctx.db
          .select(columns)
          .from(purchaseOrders)
          .where(and(eq(purchaseOrders.accountId, ctx.accountId), inArray(purchaseOrders.id, ids)))
          .orderBy(desc(purchaseOrders.createdAt), desc(purchaseOrders.id)),
    orderFigures(ctx, ids),
  ]);
  return {
    more: found.length > choiceCap,
    orders: rows.flatMap(({ id, number, description, currency, validThrough }) => {
      const own = figures.get(id);
      if (!own) return [];
      const outOfFunds = isOutOfFunds(own, currency, settings.oneDollarExempt);
      return [{ id, number, description, currency, validThrough, left: own.left, outOfFunds }];
    }),
  };
}

export type OrderAsk = UsableList & {
  /** may add one in passing, somewhere (the team decides when the form is sent) */
  mayAdd: boolean;
  requiredOnPosts: boolean;
  requiredOnOffers: boolean;
  currency: string;
};
type UsableList = Awaited<ReturnType<typeof listUsableOrders>>;

/** Everything the choosing field shows; null while purchase orders are off for this company. */
export async function findOrderAsk(ctx: ReadCtx): Promise<OrderAsk | null> {
  const settings = await getAccountSettings(ctx);
  if (!settings.ordersOn) return null;
  return {
    ...(await listUsableOrders(ctx)),
    mayAdd: mayAddSomewhere(ctx.actor, settings.ordersInline),
    requiredOnPosts: settings.ordersRequiredOnPosts,
    requiredOnOffers: settings.ordersRequiredOnOffers,
    currency: settings.currency,
  };
}

function mayAddSomewhere(actor: Actor, inlineOn: boolean): boolean {
  const teamIds = actor.kind === "member" ? actor.hiringTeams : [];
  return canAddInline(actor, "", inlineOn) || teamIds.some((teamId) => canAddInline(actor, teamId, inlineOn));
}

export type ChosenOrder = { id: string; number: string; currency: string };
export type UsableAnswer =
  | { ok: true; order: ChosenOrder }
  | { ok: false; reason: "not-found" }
  | { ok: false; reason: Unusable; number: string; validThrough: LocalDate | null };

/**
 * May the actor put this purchase order on a thing of this team, now? Its row stays locked until the end of the
 * transaction, so it cannot be archived in the same moment; take it after the lock of the request, offer or contract.
 * Unknown, foreign and malformed ones are all "not-found".
 */
export async function getUsableOrder(
  ctx: Ctx,
  which: { id: string } | { number: string },
  { teamId = null }: { teamId?: string | null } = {},
): Promise<UsableAnswer> {
  if ("id" in which && !isId(which.id)) return { ok: false, reason: "not-found" };
  const [order] = await ctx.db
    .select(columns)
    .from(purchaseOrders)
    .where(
      and(
        eq(purchaseOrders.accountId, ctx.accountId),
        "id" in which ? eq(purchaseOrders.id, which.id) : sql`${purchaseOrders.numberKey} = lower(${which.number})`,
      ),
    )
    .for("no key update");
  if (!order) return { ok: false, reason: "not-found" };
  const settings = await getAccountSettings(ctx);
  const grants = await ctx.db
    .select({ teamId: orderGrants.teamId, userId: orderGrants.userId })
    .from(orderGrants)
    .where(
      and(eq(orderGrants.accountId, ctx.accountId), eq(orderGrants.orderId, order.id), isNull(orderGrants.revokedAt)),
    );
  const reason = whyUnusable(
    ctx.actor,
    {
      ...order,
      grants: {
        teamIds: grants.flatMap((grant) => grant.teamId ?? []),
        userIds: grants.flatMap((grant) => grant.userId ?? []),
      },
    },
    { today: localDateOf(ctx.now, settings.timeZone), currency: settings.currency, teamId },
  );
  const { id, number, currency, validThrough } = order;
  return reason ? { ok: false, reason, number, validThrough } : { ok: true, order: { id, number, currency } };
}

/** The purchase order that has this number in any spelling, whoever may see it: for "PO 4711 already exists". */
export async function findByNumber(ctx: ReadCtx, number: string) {
  const [order] = await ctx.db
    .select({ id: purchaseOrders.id, number: purchaseOrders.number, state: purchaseOrders.state })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.accountId, ctx.accountId), sql`${purchaseOrders.numberKey} = lower(${number})`));
  return order ?? null;
}
