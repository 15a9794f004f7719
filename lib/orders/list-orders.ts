import "server-only";
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type OrderState, orderStates } from "@/db/enums";
import { orderThresholds, purchaseOrders } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { clean } from "../approvals/schema";
import type { ReadCtx } from "../ctx";
import { isLocalDate, type LocalDate, localDateOf } from "../dates";
import { type Cursor, isInstantText, type Page, pageSize, toPage } from "../paging";
import { leftOf, orderFigures, potsOf } from "./figures";
import { visibleTo } from "./reach";
import { oneDollar, orderStatus } from "./rules";

export const orderTabs = ["open", "expired", "out_of_funds", "one_dollar", "archived", "all"] as const;
/** `open`: everything that is not archived; the middle ones are questions asked of those. */
export type OrderTab = (typeof orderTabs)[number];

export const orderSorts = ["newest", "number", "expiry"] as const;
/** `expiry`: next last day first, those without one at the end. */
export type OrderSort = (typeof orderSorts)[number];

export type OrderFilter = {
  tab: OrderTab;
  /** the beginning of a number, in any spelling */
  search: string;
  sort: OrderSort;
  cursor: Cursor | null;
};

export type OrderRow = Awaited<ReturnType<typeof rowsOf>>[number];

/** Sorts after every day: the place of orders without a last one. */
const never = "9999-12-31";

/**
 * Purchase orders in the actor's reach, a page at a time, in a total order on an index. The questions about funds are
 * asked of each row on the way, so a page of them costs what the company's orders cost.
 */
export async function listOrders(ctx: ReadCtx, filter: OrderFilter, size = pageSize): Promise<Page<OrderRow>> {
  const settings = await getAccountSettings(ctx);
  const today = localDateOf(ctx.now, settings.timeZone);
  const cursor = filter.cursor && fitsSort(filter.sort, filter.cursor.value) ? filter.cursor : null;
  const which = sql`o.account_id = ${ctx.accountId} and ${inTab(ctx, filter.tab, today, settings)} and ${startsWith(filter.search)} and ${visibleTo(ctx)}`;
  const keys = await ctx.db.execute<{ id: string; sort_value: string }>(keysOf({ ...filter, cursor }, which, size));
  const page = toPage([...keys], (key) => ({ value: key.sort_value, id: key.id }), size);
  const rows = await rowsOf(
    ctx,
    page.rows.map((key) => key.id),
    { today, oneDollarExempt: settings.oneDollarExempt },
  );
  return { rows, next: page.next };
}

/** Cursors come from the address; one that does not fit the order shows the first page. */
function fitsSort(sort: OrderSort, value: string): boolean {
  if (sort === "newest") return isInstantText(value);
  if (sort === "expiry") return isLocalDate(value) || value === never;
  return value.length > 0 && value === clean(value);
}

/**
 * Every branch is one index scan that stops after a page: by state, and by having a last day or none.
 */
function keysOf({ tab, sort, cursor }: OrderFilter, which: SQL, size: number): SQL {
  const limit = sql`limit ${size + 1}`;
  if (sort === "number") {
    const after = cursor ? sql`and o.number_key > ${cursor.value}` : sql``;
    return sql`select o.id, o.number_key as sort_value from purchase_orders o where ${which} ${after} order by o.number_key ${limit}`;
  }
  if (sort === "newest") {
    const after = cursor ? sql`and (o.created_at, o.id) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)` : sql``;
    const inState = (state: OrderState) => sql`(select o.id, o.created_at from purchase_orders o
      where ${which} and o.state = ${state} ${after} order by o.created_at desc, o.id desc ${limit})`;
    const states = tab === "all" ? orderStates : tab === "archived" ? (["archived"] as const) : (["active"] as const);
    return sql`select k.id, k.created_at::text as sort_value from (${sql.join(states.map(inState), sql` union all `)}) k
      order by k.created_at desc, k.id desc ${limit}`;
  }
  const later =
    cursor && cursor.value !== never
      ? sql`and (o.valid_through, o.id) > (${cursor.value}::date, ${cursor.id}::uuid)`
      : sql``;
  const dated = sql`(select o.id, o.valid_through as day from purchase_orders o
    where ${which} and o.valid_through is not null ${later} order by o.valid_through, o.id ${limit})`;
  const endless = sql`(select o.id, ${never}::date as day from purchase_orders o
    where ${which} and o.valid_through is null ${cursor?.value === never ? sql`and o.id > ${cursor.id}::uuid` : sql``}
    order by o.id ${limit})`;
  const parts = cursor?.value === never ? endless : sql`${dated} union all ${endless}`;
  return sql`select k.id, k.day::text as sort_value from (${parts}) k order by k.day, k.id ${limit}`;
}

function inTab(
  ctx: ReadCtx,
  tab: OrderTab,
  today: LocalDate,
  settings: { currency: string; oneDollarExempt: boolean },
): SQL {
  const open = sql`o.state = 'active'`;
  const columns = { id: sql`o.id`, currency: sql`o.currency` };
  const funds = potsOf(ctx.accountId, columns, ["funds"]);
  const dollar = oneDollar(settings.currency).toString();
  switch (tab) {
    case "all":
      return sql`true`;
    case "open":
      return open;
    case "archived":
      return sql`o.state = 'archived'`;
    case "expired":
      return sql`${open} and o.valid_through < ${today}::date`;
    case "one_dollar":
      return sql`${open} and ${funds} = ${dollar}::numeric`;
    case "out_of_funds":
      return sql`${open} and ${leftOf(ctx.accountId, columns)} <= 0 ${settings.oneDollarExempt ? sql`and ${funds} <> ${dollar}::numeric` : sql``}`;
  }
}

/** A prefix as a range: under row-level security an index cannot serve `like`. */
function startsWith(search: string): SQL {
  const prefix = clean(search).trim();
  return prefix
    ? sql`o.number_key >= lower(${prefix}) and o.number_key < lower(${prefix}) || ${"\u{10ffff}"}`
    : sql`true`;
}

async function rowsOf(
  ctx: ReadCtx,
  ids: readonly string[],
  { today, oneDollarExempt }: { today: LocalDate; oneDollarExempt: boolean },
) {
  if (ids.length === 0) return [];
  const list = JSON.stringify(ids);
  const [orders, figures, thresholds, linked] = await Promise.all([
    ctx.db
      .select({
        id: purchaseOrders.id,
        number: purchaseOrders.number,
        description: purchaseOrders.description,
        currency: purchaseOrders.currency,
        validThrough: purchaseOrders.validThrough,
        state: purchaseOrders.state,
        inline: purchaseOrders.inline,
      })
      .from(purchaseOrders)
      .where(and(eq(purchaseOrders.accountId, ctx.accountId), inArray(purchaseOrders.id, [...ids]))),
    orderFigures(ctx, ids),
    ctx.db
      .select({ orderId: orderThresholds.orderId, percent: orderThresholds.percent })
      .from(orderThresholds)
      .where(
        and(
          eq(orderThresholds.accountId, ctx.accountId),
          inArray(orderThresholds.orderId, [...ids]),
          eq(orderThresholds.active, true),
        ),
      )
      .orderBy(asc(orderThresholds.percent)),
    ctx.db.execute<{ id: string; linked: number }>(sql`
      select i.id, (select count(*)::int from (
        select 1 from contracts c where c.account_id = ${ctx.accountId} and c.order_id = i.id::uuid limit 100) n) as linked
      from json_array_elements_text(${list}::json) i(id)`),
  ]);
  const counts = new Map(linked.map((row) => [row.id, row.linked]));
  const place = new Map(ids.map((id, index) => [id, index]));
  return orders
    .flatMap((order) => {
      const own = figures.get(order.id);
      if (!own) return [];
      const all = { ...order, figures: own };
      return [
        {
          ...all,
          status: orderStatus(all, today, oneDollarExempt),
          thresholds: thresholds.flatMap((each) => (each.orderId === order.id ? [each.percent] : [])),
          /** contracts that name it, up to 100 */
          linked: counts.get(order.id) ?? 0,
        },
      ];
    })
    .toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** Posts and contracts that name a purchase order now, newest first, up to 50 of each. Ask only after it was found. */
export async function listLinked(ctx: ReadCtx, orderId: string) {
  const [posts, contracts] = await Promise.all([
    ctx.db.execute<{ id: string; title: string; state: string }>(sql`
      select p.id, p.title, p.state from job_posts p
      where p.account_id = ${ctx.accountId} and p.order_id = ${orderId} order by p.created_at desc, p.id desc limit 50`),
    ctx.db.execute<{ number: number; title: string; state: string; talent: string; contact: string }>(sql`
      select c.number, c.title, c.state, c.talent_name as talent, u.name as contact
      from contracts c join users u on u.id = c.contact_id
      where c.account_id = ${ctx.accountId} and c.order_id = ${orderId} order by c.started_at desc, c.id desc limit 50`),
  ]);
  return { posts: [...posts], contracts: [...contracts] };
}
