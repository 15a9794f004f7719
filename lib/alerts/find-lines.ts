import "server-only";
import { eq, inArray, type SQL, sql } from "drizzle-orm";
import type { ContractState, ContractType, OrderChoice, PostState } from "@/db/enums";
import { accountSettings, alertSettings } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { type LocalDate, localDateOf } from "../dates";
import { type AlertSettings, usualAlertSettings } from "../notifications/rules";
import {
  type AlertAccount,
  type AlertLine,
  type ContractFacts,
  expiringDays,
  judgeLinkedOrder,
  judgePastEnd,
  judgePost,
  type LeftOut,
  type OrderFacts,
  type PostFacts,
  type Verdict,
} from "./rules";

/** A company as alerts and digests see it: what the rules depend on, and when and how the mail goes out. */
export type AlertCompany = AlertAccount & {
  accountId: string;
  name: string;
  timeZone: string;
  settings: AlertSettings;
};

/** Companies with their alert settings and their own today: the one at hand, or in plan scope those asked for. */
export async function listAlertCompanies(ctx: ReadCtx, accountIds?: readonly string[]): Promise<AlertCompany[]> {
  const rows = await ctx.db
    .select({
      accountId: accountSettings.accountId,
      name: accountSettings.name,
      timeZone: accountSettings.timeZone,
      oneDollarExempt: accountSettings.oneDollarExempt,
      ordersOn: accountSettings.ordersOn,
      required: accountSettings.ordersRequiredOnPosts,
      settings: alertSettings,
    })
    .from(accountSettings)
    .leftJoin(alertSettings, eq(alertSettings.accountId, accountSettings.accountId))
    .where(inArray(accountSettings.accountId, accountIds ? [...accountIds] : [ctx.accountId]));
  return rows.map(({ settings, ordersOn, required, ...row }) => ({
    ...row,
    postsNeedOrder: ordersOn && required,
    today: localDateOf(ctx.now, row.timeZone),
    settings: settings ?? usualAlertSettings,
  }));
}

/**
 * Every line that fires now, by company: three set-based statements for any number of companies. SQL leaves out what
 * certainly does not fire; the pure rules decide. In plan scope it reads many companies at once, else the one at hand.
 */
export async function findAlertLines(
  ctx: ReadCtx,
  companies: readonly AlertCompany[],
): Promise<Map<string, AlertLine[]>> {
  const lines = new Map<string, AlertLine[]>(companies.map(({ accountId }) => [accountId, []]));
  const scope = scopeOf(companies);
  const [linked, pastEnd, posts] = await Promise.all([
    ctx.db.execute<LinkedRow>(linkedContracts(scope)),
    ctx.db.execute<PastEndRow>(endedByDate(scope)),
    ctx.db.execute<PostRow>(placeholderPosts(scopeOf(companies.filter((each) => each.postsNeedOrder)))),
  ]);
  const accountOf = new Map(companies.map((each) => [each.accountId, each]));
  const orders = new Map<string, OrderFacts>();
  const judge = (accountId: string, verdicts: (account: AlertAccount) => Verdict[]) => {
    const account = accountOf.get(accountId);
    const found = lines.get(accountId);
    if (!account || !found) return;
    for (const each of verdicts(account)) if (each.fires) found.push(each.line);
  };
  for (const row of linked)
    judge(row.account_id, (account) => judgeLinkedOrder(contractOf(row), orderOf(row, orders), account));
  for (const row of pastEnd) judge(row.account_id, (account) => [judgePastEnd(contractOf(row), orderOf(row), account)]);
  for (const row of posts) judge(row.account_id, (account) => [judgePost(postOf(row), account)]);
  return lines;
}

export type Explained = { lines: AlertLine[]; leftOut: LeftOut[]; contracts: number; posts: number };

/** How many contracts and posts an explanation looks at, at most. The newest come first. */
export const explainLimit = 2_000;

/**
 * The same question for one company without the filter: what fires, and for everything else that was looked at the
 * reason why it does not. For preview and command, capped at `explainLimit` contracts and as many posts.
 */
export async function explainAlerts(ctx: ReadCtx, company: AlertCompany): Promise<Explained> {
  const scope = scopeOf([company]);
  const [linked, posts] = await Promise.all([
    ctx.db.execute<PastEndRow>(allContracts(scope)),
    ctx.db.execute<PostRow>(allPosts(scope)),
  ]);
  const verdicts: Verdict[] = [];
  for (const row of linked) {
    const contract = contractOf(row);
    const order = orderOf(row);
    if (contract.state === "ended") {
      verdicts.push({ fires: false, kind: null, subject: contract, order, reason: "contract ended" });
      continue;
    }
    if (order) verdicts.push(...judgeLinkedOrder(contract, order, company));
    else verdicts.push({ fires: false, kind: null, subject: contract, order, reason: "no PO linked" });
    verdicts.push(judgePastEnd(contract, order, company));
  }
  for (const row of posts) verdicts.push(judgePost(postOf(row), company));
  return {
    lines: verdicts.flatMap((each) => (each.fires ? [each.line] : [])),
    leftOut: verdicts.flatMap((each) => (each.fires ? [] : [each])),
    contracts: linked.length,
    posts: posts.length,
  };
}

type ContractRow = {
  account_id: string;
  contract_id: string;
  contract_number: number;
  title: string;
  talent_name: string;
  contact_id: string;
  state: ContractState;
  contract_type: ContractType;
  end_date: LocalDate | null;
};
type OrderRow = {
  order_id: string | null;
  order_number: string;
  currency: string;
  valid_through: LocalDate | null;
  funds: string;
  spent: string;
  percents: number[] | null;
};
type LinkedRow = ContractRow & OrderRow & { order_id: string };
type PastEndRow = ContractRow & OrderRow;
type PostRow = {
  account_id: string;
  post_id: string;
  title: string;
  owner_id: string;
  state: PostState;
  order_choice: OrderChoice;
};

/** The companies and their days as a relation. */
function scopeOf(companies: readonly AlertCompany[]): SQL {
  const ids = `{${companies.map((each) => each.accountId).join(",")}}`;
  const days = `{${companies.map((each) => each.today).join(",")}}`;
  return sql`scope as (select s.account_id, s.today from unnest(${ids}::uuid[], ${days}::date[]) as s (account_id, today))`;
}

const contractColumns = sql`
  c.account_id, c.id as contract_id, c.number as contract_number, c.title, c.talent_name, c.contact_id, c.state, c.contract_type, c.end_date`;

/**
 * Figures of the purchase order `o`, as sums of the ledger: funds is the credit side, spent is what stands at invoiced and
 * paid. A look-up by key for each order, so that the plan stays the same whatever the server guesses about the list of
 * companies; joined sets were planned as nested loops over all of it.
 */
const figures = sql`
  cross join lateral (
    select coalesce(-sum(l.balance) filter (where l.code = 'funds'), 0) as funds, coalesce(sum(l.balance) filter (where l.code <> 'funds'), 0) as spent
    from ledger_accounts l
    where l.account_id = o.account_id and l.subject_id = o.id and l.code in ('funds', 'invoiced', 'paid') and l.currency = o.currency) m
  cross join lateral (
    select array_agg(t.percent order by t.percent) as percents, min(t.percent) as lowest
    from order_thresholds t where t.account_id = o.account_id and t.order_id = o.id and t.active) t`;

const orderColumns = sql`o.id as order_id, o.number as order_number, o.currency, o.valid_through, m.funds, m.spent, t.percents`;

/** Contracts of the purchase orders that can raise an alert: first the few orders, then what is linked to them. */
const linkedContracts = (scope: SQL) => sql`
  with ${scope}, hot as materialized (
    select o.account_id, ${orderColumns}
    from scope s join purchase_orders o on o.account_id = s.account_id ${figures}
    where o.valid_through <= s.today + ${sql.raw(String(expiringDays))} or m.funds <= m.spent or m.spent * 100 >= t.lowest * m.funds)
  select c.*, h.order_id, h.order_number, h.currency, h.valid_through, h.funds, h.spent, h.percents
  from hot h cross join lateral (
    select ${contractColumns} from contracts c
    where c.account_id = h.account_id and c.order_id = h.order_id and c.state in ('pending', 'active', 'paused') offset 0) c`;

const endedByDate = (scope: SQL) => sql`
  with ${scope}
  select c.*, o.id as order_id, o.number as order_number, o.currency, o.valid_through, 0 as funds, 0 as spent, null::smallint[] as percents
  from scope s cross join lateral (
    select ${contractColumns}, c.order_id as linked_id from contracts c
    where c.account_id = s.account_id and c.contract_type = 'fixed_price' and c.state in ('active', 'paused') and c.end_date < s.today offset 0) c
  left join purchase_orders o on o.account_id = c.account_id and o.id = c.linked_id`;

/** The newest contracts, whatever their state, with what they are linked to. */
const allContracts = (scope: SQL) => sql`
  with ${scope}, c as materialized (
    select ${contractColumns}, c.order_id as linked_id, c.started_at from scope s join contracts c on c.account_id = s.account_id
    order by c.started_at desc, c.id desc limit ${explainLimit})
  select c.*, ${orderColumns}
  from c left join (purchase_orders o ${figures}) on o.account_id = c.account_id and o.id = c.linked_id
  order by c.started_at desc, c.contract_id desc`;

const postColumns = sql`p.account_id, p.id as post_id, p.title, p.owner_id, p.state, p.order_choice`;

const placeholderPosts = (scope: SQL) => sql`
  with ${scope}
  select p.* from scope s cross join lateral (
    select ${postColumns} from job_posts p
    where p.account_id = s.account_id and p.state = 'open' and p.order_choice = 'placeholder' offset 0) p`;

const allPosts = (scope: SQL) => sql`
  with ${scope}
  select ${postColumns} from scope s join job_posts p on p.account_id = s.account_id
  order by p.created_at desc, p.id desc limit ${explainLimit}`;

function contractOf(row: ContractRow): ContractFacts {
  return {
    kind: "contract",
    id: row.contract_id,
    number: row.contract_number,
    title: row.title,
    talentName: row.talent_name,
    ownerId: row.contact_id,
    state: row.state,
    contractType: row.contract_type,
    endDate: row.end_date,
  };
}

/** The order of a row; `known` keeps one object per order, however many contracts are linked to it. */
function orderOf(row: OrderRow & { order_id: string }, known?: Map<string, OrderFacts>): OrderFacts;
function orderOf(row: OrderRow, known?: Map<string, OrderFacts>): OrderFacts | null;
function orderOf(row: OrderRow, known?: Map<string, OrderFacts>): OrderFacts | null {
  if (row.order_id === null) return null;
  const seen = known?.get(row.order_id);
  if (seen) return seen;
  const order: OrderFacts = {
    id: row.order_id,
    number: row.order_number,
    currency: row.currency,
    validThrough: row.valid_through,
    fundsMinor: BigInt(row.funds),
    spentMinor: BigInt(row.spent),
    thresholds: row.percents ?? [],
  };
  known?.set(row.order_id, order);
  return order;
}

function postOf(row: PostRow): PostFacts {
  return {
    kind: "post",
    id: row.post_id,
    title: row.title,
    ownerId: row.owner_id,
    state: row.state,
    orderChoice: row.order_choice,
  };
}
