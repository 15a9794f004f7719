import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { type OfferKind, type RequestState, requestStates, type SlotState } from "@/db/enums";
import { approvalOutcomes, approvalRequests, purchaseOrders, teams, users } from "@/db/schema";
import { statement } from "@/db/statement";
import type { Actor } from "../actor";
import type { ReadCtx, Reader } from "../ctx";
import { isLocalDate } from "../dates";
import { leftOf } from "../orders/figures";
import { canManageOrders } from "../orders/rules";
import { type Cursor, encodeCursor, isBigintText, isInstantText, type Page, pageSize } from "../paging";
import { isAdmin } from "./rules";
import { searchTerms } from "./terms-index";

export const requestTabs = ["pending", "approved", "declined", "expired", "all"] as const;
export type RequestTab = (typeof requestTabs)[number];

export const requestSorts = ["newest", "oldest", "largest", "smallest", "queue"] as const;
/** `queue`: needed-by date first, then longest waiting; only where the list is what waits for the actor. */
export type RequestSort = (typeof requestSorts)[number];

export type RequestFilter = {
  tab: RequestTab;
  /** only requests with an open slot of the actor */
  waitingForMe: boolean;
  search: string;
  requesterId: string | null;
  approverId: string | null;
  teamId: string | null;
  kind: OfferKind | null;
  /** the number of a purchase order, in any spelling */
  orderNumber: string | null;
  sort: RequestSort;
  cursor: Cursor | null;
  /** towards the beginning: the page that ends before the cursor */
  backwards?: boolean;
};

const statesOf: Record<RequestTab, readonly RequestState[] | null> = {
  pending: ["pending"],
  approved: ["approved", "consumed"],
  declined: ["declined"],
  expired: ["expired"],
  all: null,
};

export type RequestRow = Awaited<ReturnType<typeof rowsOf>>[number];

/**
 * Requests in the actor's reach, a page at a time, in a total order on an index: all of the company for admins and
 * program owners; own and assigned ones for everybody else (source: approvals guide; I8).
 */
export async function listRequests(ctx: ReadCtx, asked: RequestFilter, size = pageSize): Promise<RequestPage> {
  const fits = asked.cursor !== null && fitsSort(asked, asked.cursor.value);
  const filter: Sized = { ...asked, size, ...(fits ? {} : { cursor: null, backwards: false }) };
  const keys = await keysOf(ctx, filter);
  // Fewer than a page before the cursor: that is the first page, and it is shown whole.
  if (filter.backwards && keys.length < size)
    return listRequests(ctx, { ...filter, cursor: null, backwards: false }, size);
  const more = keys.length > size;
  const shown = keys.slice(0, size);
  if (filter.backwards) shown.reverse();
  const rows = await rowsOf(
    ctx,
    shown.map((key) => key.id),
  );
  const edge = (key: Key | undefined) => (key ? encodeCursor({ value: key.sort_value, id: key.id }) : null);
  return {
    rows,
    next: more || filter.backwards ? edge(shown.at(-1)) : null,
    previous: (filter.backwards ? more : filter.cursor !== null) ? edge(shown[0]) : null,
  };
}

/** A page that also says where the one before it ends; `previous` is null on the first. */
export type RequestPage = Page<RequestRow> & { previous: string | null };

type Key = { id: string; sort_value: string };
/** `size`: rows of a page. */
type Sized = RequestFilter & { size: number };

/** One row more than a page tells whether there is another. A constant, so that the planner knows how little is read. */
const rowsRead = (filter: Sized) => sql.raw(String(filter.size + 1));

/** Cursors come from the address; one that does not fit the order shows the first page. */
function fitsSort(filter: RequestFilter, value: string): boolean {
  if (filter.waitingForMe) {
    const [neededBy = "", openedAt = ""] = value.split(" ~ ");
    return (isLocalDate(neededBy) || neededBy === "9999-12-31") && isInstantText(openedAt);
  }
  return orderOf(filter).byTotal ? isBigintText(value) : isInstantText(value);
}

/** The ids of one page. Every branch below is one index scan that stops after a page. */
async function keysOf(ctx: ReadCtx, filter: Sized): Promise<Key[]> {
  const me = ctx.actor.userId;
  if (filter.waitingForMe) return ctx.db.execute<Key>(queueKeys(ctx, filter));
  const branches: SQL[] = [];
  if (isAdmin(ctx.actor)) branches.push(requestKeys(ctx, filter, null));
  else branches.push(requestKeys(ctx, filter, me), assignedKeys(ctx, filter));
  const order = orderOf(filter);
  const all = sql.join(
    branches.map((branch) => sql`(${branch})`),
    sql` union `,
  );
  return ctx.db.execute<Key>(sql`
    select k.id, k.sort_value::text as sort_value from (${all}) k order by k.sort_value ${order.direction}, k.id ${order.direction} limit ${rowsRead(filter)}`);
}

/** Which way the rows run: as the sort says, or against it when the page before is asked for. */
const orderOf = (filter: RequestFilter) => {
  const rising = filter.waitingForMe || filter.sort === "oldest" || filter.sort === "smallest";
  const up = rising !== (filter.backwards ?? false);
  return {
    up,
    byTotal: filter.sort === "largest" || filter.sort === "smallest",
    direction: up ? sql`asc` : sql`desc`,
    comparison: up ? sql`>` : sql`<`,
  };
};

/** `own`: only what this person asked for. */
function requestKeys(ctx: ReadCtx, filter: Sized, own: string | null): SQL {
  const states = statesOf[filter.tab];
  if (!states || states.length === 1) return keysInState(ctx, filter, own, states?.[0] ?? null);
  return sql.join(
    states.map((state) => sql`(${keysInState(ctx, filter, own, state)})`),
    sql` union all `,
  );
}

/** One state at a time, so that the index on (account, state, date) gives the order. */
function keysInState(ctx: ReadCtx, filter: Sized, own: string | null, state: RequestState | null): SQL {
  const order = orderOf(filter);
  const value = order.byTotal ? sql`r.estimated_total_minor` : sql`r.requested_at`;
  const leads = own !== null && !order.byTotal;
  const start = leads ? ownAfter(filter, own, value) : after(filter, value, sql`r.id`);
  return sql`
    select r.id, ${value} as sort_value from approval_requests r
    where r.account_id = ${ctx.accountId} ${own && !leads ? sql`and r.requester_id = ${own}` : sql``} ${state ? sql`and r.state = ${state}` : sql``} ${narrowed(ctx, filter) ?? sql``} ${start}
    order by ${leads ? sql`r.requester_id ${order.direction}, ` : sql``}${value} ${order.direction}, r.id ${order.direction} limit ${rowsRead(filter)}`;
}

/**
 * One requester as a range that leads the order, so that only the index of own requests gives it. By equality any index in
 * the order of time would do as well, and where few people request the planner takes the company's: it then reads all of
 * a company for somebody who asked for nothing.
 */
function ownAfter(filter: Sized, own: string, value: SQL): SQL {
  const { comparison, up } = orderOf(filter);
  const [begin, end] = up ? [sql`>=`, sql`<=`] : [sql`<=`, sql`>=`];
  if (!filter.cursor) return sql`and r.requester_id ${begin} ${own} and r.requester_id ${end} ${own}`;
  return sql`and r.requester_id ${end} ${own}
    and (r.requester_id, ${value}, r.id) ${comparison} (${own}::uuid, ${filter.cursor.value}::timestamptz, ${filter.cursor.id}::uuid)`;
}

/** Is the slot in row `s` still its holder's? Whoever was replaced is no approver of the request any more. */
const assigned = sql`s.state <> 'replaced'`;

function assignedKeys(ctx: ReadCtx, filter: Sized): SQL {
  const states = statesOf[filter.tab];
  if (!states || states.length === 1) return assignedInState(ctx, filter, states?.[0] ?? null);
  return sql.join(
    states.map((state) => sql`(${assignedInState(ctx, filter, state)})`),
    sql` union all `,
  );
}

function assignedInState(ctx: ReadCtx, filter: Sized, state: RequestState | null): SQL {
  const order = orderOf(filter);
  const narrow = narrowed(ctx, filter);
  const value = order.byTotal ? sql`r.estimated_total_minor` : sql`s.requested_at`;
  return sql`
    select s.request_id, ${value} as sort_value from approval_slots s ${order.byTotal || narrow ? itsRequest(ctx) : sql``}
    where s.account_id = ${ctx.accountId} and s.approver_id = ${ctx.actor.userId} and ${assigned} ${state ? sql`and s.request_state = ${state}` : sql``}
      ${narrow ?? sql``} ${after(filter, value, sql`s.request_id`)}
    order by ${value} ${order.direction}, s.request_id ${order.direction} limit ${rowsRead(filter)}`;
}

/** The request of the slot in row `s`, for what the slot does not carry. */
const itsRequest = (ctx: ReadCtx) =>
  sql`join approval_requests r on r.account_id = ${ctx.accountId} and r.id = s.request_id`;

/** What waits for the actor: by needed-by date, then longest waiting. The cursor carries both. */
function queueKeys(ctx: ReadCtx, filter: Sized): SQL {
  const [neededBy, openedAt] = filter.cursor?.value.split(" ~ ") ?? [];
  const { comparison, direction } = orderOf(filter);
  const narrow = narrowed(ctx, filter);
  const start =
    filter.cursor && neededBy && openedAt
      ? sql`and (s.needed_by, s.opened_at, s.request_id) ${comparison} (${neededBy}::date, ${openedAt}::timestamptz, ${filter.cursor.id}::uuid)`
      : sql``;
  return sql`
    select s.request_id as id, s.needed_by::text || ' ~ ' || s.opened_at::text as sort_value
    from approval_slots s ${narrow ? itsRequest(ctx) : sql``}
    where s.account_id = ${ctx.accountId} and s.approver_id = ${ctx.actor.userId} and s.state = 'open' ${narrow ?? sql``} ${start}
    order by s.needed_by ${direction}, s.opened_at ${direction}, s.request_id ${direction} limit ${rowsRead(filter)}`;
}

/** Filters that name a requester, an approver, a team, a kind, a PO, or words (each a prefix of a word of the request); null without any. */
function narrowed(ctx: ReadCtx, filter: RequestFilter): SQL | null {
  const parts: SQL[] = [];
  if (filter.requesterId) parts.push(sql`and r.requester_id = ${filter.requesterId}`);
  if (filter.teamId) parts.push(sql`and r.team_id = ${filter.teamId}`);
  if (filter.kind) parts.push(sql`and r.offer_kind = ${filter.kind}`);
  if (filter.orderNumber)
    parts.push(
      sql`and r.order_id = (select o.id from purchase_orders o where o.account_id = ${ctx.accountId} and o.number_key = lower(${filter.orderNumber}))`,
    );
  if (filter.approverId) {
    parts.push(
      sql`and exists (select 1 from approval_slots a where a.account_id = ${ctx.accountId} and a.request_id = r.id and a.approver_id = ${filter.approverId} and a.state <> 'replaced')`,
    );
  }
  for (const word of searchTerms(filter.search).slice(0, 6)) {
    parts.push(
      sql`and r.id in (select t.request_id from approval_terms t where t.account_id = ${ctx.accountId} and t.term >= ${word} and t.term < ${`${word}\u{10ffff}`})`,
    );
  }
  return parts.length > 0 ? sql.join(parts, sql` `) : null;
}

function after(filter: RequestFilter, value: SQL, id: SQL): SQL {
  if (!filter.cursor) return sql``;
  const order = orderOf(filter);
  const type = order.byTotal ? sql`bigint` : sql`timestamptz`;
  return sql`and (${value}, ${id}) ${order.comparison} (${filter.cursor.value}::${type}, ${filter.cursor.id}::uuid)`;
}

const requester = alias(users, "requester");

/** One approver of a request as a row shows them; instants as text, because they arrive as JSON. */
type RowSlot = { approverId: string; name: string; state: SlotState; gone: boolean; openedAt: string | null };

/** What a list shows of these requests, in the order of the ids: one statement whatever the number of rows. */
async function rowsOf(ctx: ReadCtx, ids: string[]) {
  if (ids.length === 0) return [];
  const rows = await shownOf(ctx.db, { accountId: ctx.accountId, ids: ids.join() });
  const place = new Map(ids.map((id, index) => [id, index]));
  return rows
    .map((row) => ({
      ...row,
      slots: row.slots.map((slot) => ({ ...slot, openedAt: slot.openedAt === null ? null : new Date(slot.openedAt) })),
      orderLeft: seesFigures(ctx.actor, row) ? row.orderLeft : null,
    }))
    .toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** What is left of a PO is for whoever manages orders, and for those who are asked to sign (product.md §2.4). */
const seesFigures = (actor: Actor, { orderNumber, slots }: { orderNumber: string | null; slots: RowSlot[] }) =>
  orderNumber !== null && (canManageOrders(actor) || slots.some((slot) => slot.approverId === actor.userId));

/** `ids` with commas between them, so that one statement serves any number. */
const shownOf = statement((db, given: { accountId: string; ids: string }) => {
  const slots = sql<RowSlot[]>`(
    select coalesce(json_agg(json_build_object('approverId', s.approver_id, 'name', a.name, 'state', s.state, 'gone', s.seat_state <> 'active', 'openedAt', s.opened_at) order by s.step, a.name), '[]'::json)
    from approval_slots s join users a on a.id = s.approver_id
    where s.account_id = ${given.accountId} and s.request_id = ${approvalRequests.id} and ${assigned})`;
  const usedByOffer = sql<number | null>`(
    select o.number from offers o
    where o.account_id = ${given.accountId} and o.request_id = ${approvalRequests.id} and o.state in ('pending', 'accepted') limit 1)`;
  const orderLeft = sql<
    bigint | null
  >`${leftOf(given.accountId, { id: approvalRequests.orderId, currency: approvalRequests.currency })}`.mapWith(BigInt);
  return db
    .select({
      id: approvalRequests.id,
      title: approvalRequests.title,
      requesterId: approvalRequests.requesterId,
      requesterName: requester.name,
      talentName: approvalRequests.talentName,
      offerKind: approvalRequests.offerKind,
      contractType: approvalRequests.contractType,
      currency: approvalRequests.currency,
      rateMinor: approvalRequests.rateMinor,
      weeklyHours: approvalRequests.weeklyHours,
      budgetMinor: approvalRequests.budgetMinor,
      estimatedTotalMinor: approvalRequests.estimatedTotalMinor,
      openEnded: approvalRequests.openEnded,
      orderChoice: approvalRequests.orderChoice,
      orderNumber: purchaseOrders.number,
      orderValidThrough: purchaseOrders.validThrough,
      orderLeft,
      teamName: teams.name,
      state: approvalRequests.state,
      requestedAt: approvalRequests.requestedAt,
      neededBy: approvalRequests.neededBy,
      decidedAt: approvalRequests.decidedAt,
      expiresAt: approvalRequests.expiresAt,
      outcome: approvalOutcomes.outcome,
      decidedByName: users.name,
      slots,
      usedByOffer,
    })
    .from(approvalRequests)
    .innerJoin(requester, eq(requester.id, approvalRequests.requesterId))
    .innerJoin(teams, and(eq(teams.accountId, given.accountId), eq(teams.id, approvalRequests.teamId)))
    .leftJoin(
      approvalOutcomes,
      and(eq(approvalOutcomes.accountId, given.accountId), eq(approvalOutcomes.requestId, approvalRequests.id)),
    )
    .leftJoin(users, eq(users.id, approvalOutcomes.decidedBy))
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.accountId, given.accountId), eq(purchaseOrders.id, approvalRequests.orderId)),
    )
    .where(
      and(
        eq(approvalRequests.accountId, given.accountId),
        sql`${approvalRequests.id} = any(string_to_array(${given.ids}, ',')::uuid[])`,
      ),
    );
});

export type RequestCounts = Record<RequestTab, number>;

/** Counts stop here: a tab says "99+", and costs the same with a thousand requests as with a million. */
export const countCap = 100;
const capped = sql.raw(String(countCap));

/** How many requests stand behind each tab for this actor, up to `countCap`. */
export async function countRequests(ctx: ReadCtx): Promise<RequestCounts> {
  const count = isAdmin(ctx.actor) ? countAll : countOwn;
  const rows = await count(ctx.db, { accountId: ctx.accountId, userId: ctx.actor.userId });
  const counts = { ...nothing };
  for (const { state, requests } of rows)
    for (const tab of requestTabs)
      if (statesOf[tab]?.includes(state) ?? true) counts[tab] = Math.min(countCap, counts[tab] + requests);
  return counts;
}

const nothing: RequestCounts = { pending: 0, approved: 0, declined: 0, expired: 0, all: 0 };

/** A reader's part of a statement that is composed once. */
export type Reach = { accountId: string; userId: string | null };
type StateCount = { state: RequestState; requests: number };

/** In the whole company. */
const countAll = statement((db, given: Reach) =>
  db.execute<StateCount>(
    countStates(
      sql`select 1 from approval_requests r where r.account_id = ${given.accountId} and r.state = s.state order by r.requested_at limit ${capped}`,
    ),
  ),
);

/** Asked for by the reader, or theirs to decide. */
const countOwn = statement((db, given: Reach) =>
  db.execute<StateCount>(
    countStates(sql`
      (select r.id from approval_requests r where r.account_id = ${given.accountId} and r.requester_id = ${given.userId} and r.state = s.state order by r.requested_at limit ${capped})
      union (select a.request_id from approval_slots a where a.account_id = ${given.accountId} and a.approver_id = ${given.userId} and a.state <> 'replaced' and a.request_state = s.state order by a.requested_at limit ${capped}) limit ${capped}`),
  ),
);

/**
 * Each state by itself: one plan for all of them. The order says that the rows are the head of an index; without one the
 * planner hopes to meet a hundred of any state soon, and reads the table for a state that is rare.
 */
const countStates = (rowsInState: SQL) => sql`
  select s.state, c.requests
  from (values ${sql.join(
    requestStates.map((state) => sql.raw(`('${state}')`)),
    sql`, `,
  )}) s(state) cross join lateral (select count(*)::int as requests from (${rowsInState}) r) c`;

/** The reader in a statement that is composed once. */
export const readerIn = ({ accountId, userId }: Reach): Reader => ({ accountId, actor: { userId } });

/** How many requests wait for the actor, up to `countCap`, as a part of a larger statement. */
export const waitingCount = (ctx: Reader): SQL =>
  sql`(select count(*)::int from (select 1 from approval_slots s where s.account_id = ${ctx.accountId} and s.approver_id = ${ctx.actor.userId} and s.state = 'open' order by s.needed_by limit ${capped}) c)`;

/**
 * Is the actor named as an approver, now or of any request so far? Such a person opens on what waits for them. A part of
 * a larger statement.
 */
export const isApprover = (ctx: Reader): SQL => sql`(
  (select true from approval_slots s where s.account_id = ${ctx.accountId} and s.approver_id = ${ctx.actor.userId} and ${assigned} order by s.requested_at limit 1) is not null
    or exists (select 1 from policy_approvers p where p.account_id = ${ctx.accountId} and p.user_id = ${ctx.actor.userId}
      and p.version = (select max(q.version) from approval_policies q where q.account_id = ${ctx.accountId})))`;
