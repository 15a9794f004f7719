import "server-only";
import { and, desc, eq, inArray, isNotNull, lte, ne, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { ContractState, ContractType, OfferKind } from "@/db/enums";
import {
  contractOrders,
  contracts,
  contractTerms,
  escrowDisputes,
  jobPosts,
  milestones,
  purchaseOrders,
  teams,
  users,
} from "@/db/schema";
import { among } from "../among";
import { estimatedTotal, isAdmin } from "../approvals/rules";
import { isMediator, isPaymentOperations } from "../billing/rules";
import type { ReadCtx } from "../ctx";
import { disputableStates } from "../disputes/rules";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { getOfferVersion } from "../offers/queries";
import { type Cursor, isInstantText, pageSize, toPage } from "../paging";
import { titleBegins } from "../title-begins";

const talent = alias(users, "talent");

const contractColumns = {
  accountId: contracts.accountId,
  id: contracts.id,
  number: contracts.number,
  origin: contracts.origin,
  offerId: contracts.offerId,
  state: contracts.state,
  kind: contracts.kind,
  offerVersion: contracts.offerVersion,
  contractType: contracts.contractType,
  title: contracts.title,
  teamId: contracts.teamId,
  contactId: contracts.contactId,
  contactName: users.name,
  contactEmail: users.email,
  talentUserId: contracts.talentUserId,
  talentName: contracts.talentName,
  companyName: contracts.companyName,
  currency: contracts.currency,
  estimatedTotalMinor: contracts.estimatedTotalMinor,
  orderFeeMinor: contracts.orderFeeMinor,
  startDate: contracts.startDate,
  endDate: contracts.endDate,
  startedAt: contracts.startedAt,
  endedAt: contracts.endedAt,
  endReason: contracts.endReason,
  orderId: contracts.orderId,
  orderChoice: contracts.orderChoice,
  postId: contracts.postId,
  version: contracts.version,
  endWarnedFor: contracts.endWarnedFor,
};

/**
 * Contracts a member sees: all for admins, program owners and finance admins; else those of own teams or own contact.
 * Staff read them in a company at work: payment operations all of them, support agents those with a dispute, which is
 * the case they were called to, and those with work in review or refused, about which they may open one (decision 025).
 */
function visibleTo(ctx: ReadCtx) {
  const { actor } = ctx;
  if (actor.kind === "system" || isAdmin(actor) || (actor.kind === "member" && actor.roles.includes("finance_admin")))
    return undefined;
  if (actor.kind === "talent") return eq(contracts.talentUserId, actor.userId);
  if (actor.kind === "staff" && isPaymentOperations(actor)) return undefined;
  if (actor.kind === "staff" && isMediator(actor))
    return or(
      sql`exists (select from ${escrowDisputes} d where d.account_id = ${contracts.accountId} and d.contract_id = ${contracts.id})`,
      and(
        ne(contracts.state, "ended"),
        sql`exists (select from ${milestones} m where m.account_id = ${contracts.accountId} and m.contract_id = ${contracts.id} and ${inArray(sql`m.state`, [...disputableStates.ticket])})`,
      ),
    );
  if (actor.kind !== "member") return sql`false`;
  return or(
    eq(contracts.contactId, actor.userId),
    actor.hiringTeams.length > 0 ? inArray(contracts.teamId, [...actor.hiringTeams]) : sql`false`,
  );
}

const older = (cursor: Cursor | null) =>
  cursor && isInstantText(cursor.value)
    ? sql`(${contracts.startedAt}, ${contracts.id}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
    : undefined;

export type ContractRow = Awaited<ReturnType<typeof listContracts>>["rows"][number];

const orderOfContract = (ctx: ReadCtx) =>
  and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, contracts.orderId));

export type ContractFilter = {
  state: ContractState | null;
  kind: OfferKind | null;
  contractType: ContractType | null;
  search: string;
  cursor: Cursor | null;
};

const wanted = ({ state, kind, contractType, search, cursor }: ContractFilter) =>
  and(
    state ? eq(contracts.state, state) : undefined,
    kind ? eq(contracts.kind, kind) : undefined,
    contractType ? eq(contracts.contractType, contractType) : undefined,
    found(search),
    older(cursor),
  );

/**
 * Contracts in the member's reach, newest first, a page at a time; null in the filter means all of them. `search` is a
 * contract's number or how its title begins, ignoring case.
 */
export async function listContracts(ctx: ReadCtx, filter: ContractFilter, size = pageSize) {
  const rows = await ctx.db
    .select({ ...contractColumns, teamName: teams.name, orderNumber: purchaseOrders.number })
    .from(contracts)
    .innerJoin(users, eq(users.id, contracts.contactId))
    .innerJoin(teams, and(eq(teams.accountId, ctx.accountId), eq(teams.id, contracts.teamId)))
    .leftJoin(purchaseOrders, orderOfContract(ctx))
    .where(and(eq(contracts.accountId, ctx.accountId), visibleTo(ctx), wanted(filter)))
    .orderBy(desc(contracts.startedAt), desc(contracts.id))
    .limit(size + 1);
  return toPage(rows, (row) => ({ value: row.startedAt.toISOString(), id: row.id }), size);
}

function found(search: string): SQL | undefined {
  const typed = search.trim();
  const byTitle = titleBegins(contracts.titleKey, typed);
  return /^[1-9]\d{0,8}$/.test(typed) ? or(eq(contracts.number, Number(typed)), byTitle) : byTitle;
}

/** How many contracts stand in each state for this actor, up to 100 each. */
export async function countContracts(ctx: ReadCtx): Promise<Record<ContractState, number>> {
  const count = (state: ContractState) =>
    ctx.db
      .select({ id: contracts.id })
      .from(contracts)
      .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.state, state), visibleTo(ctx)))
      .limit(100);
  const [row] = await ctx.db.execute<Record<ContractState, number>>(sql`
    select (select count(*)::int from ${count("pending")} c) as pending, (select count(*)::int from ${count("active")} c) as active,
      (select count(*)::int from ${count("paused")} c) as paused, (select count(*)::int from ${count("ended")} c) as ended`);
  return row ?? { pending: 0, active: 0, paused: 0, ended: 0 };
}

export type Contract = NonNullable<Awaited<ReturnType<typeof findContract>>>;

/** One contract by its number, in the actor's reach, or null. */
export async function findContract(ctx: ReadCtx, number: string) {
  return /^[1-9]\d{0,8}$/.test(number) ? loadContract(ctx, eq(contracts.number, Number(number)), false) : null;
}

/** One contract by its id, for a verb: its row is locked. @throws NotFoundError when it is out of the actor's reach. */
export async function getContractForChange(ctx: ReadCtx, contractId: string): Promise<Contract> {
  const contract = isId(contractId) ? await loadContract(ctx, eq(contracts.id, contractId), true) : null;
  if (!contract) throw new NotFoundError("contract");
  return contract;
}

async function loadContract(ctx: ReadCtx, which: SQL, lock: boolean) {
  const query = ctx.db
    .select({
      ...contractColumns,
      teamName: teams.name,
      talentEmail: talent.email,
      postTitle: jobPosts.title,
      orderNumber: purchaseOrders.number,
      orderState: purchaseOrders.state,
      orderValidThrough: purchaseOrders.validThrough,
    })
    .from(contracts)
    .innerJoin(users, eq(users.id, contracts.contactId))
    .innerJoin(talent, eq(talent.id, contracts.talentUserId))
    .innerJoin(teams, and(eq(teams.accountId, ctx.accountId), eq(teams.id, contracts.teamId)))
    .leftJoin(jobPosts, and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, contracts.postId)))
    .leftJoin(purchaseOrders, orderOfContract(ctx))
    .where(and(eq(contracts.accountId, ctx.accountId), which, visibleTo(ctx)));
  const [contract] = await (lock ? query.for("update", { of: contracts }) : query);
  return contract ?? null;
}

/** The same for the freelancer's side, by id: numbers count per company, and a freelancer may work for several. */
export async function findOwnContract(ctx: ReadCtx, contractId: string) {
  if (!isId(contractId)) return null;
  const [contract] = await ctx.db
    .select(contractColumns)
    .from(contracts)
    .innerJoin(users, eq(users.id, contracts.contactId))
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contractId), visibleTo(ctx)));
  return contract ?? null;
}

/** The company a freelancer's contract belongs to, or null: unknown, somebody else's and malformed look alike. */
export async function findAccountForTalent(ctx: ReadCtx, contractId: string): Promise<string | null> {
  if (!isId(contractId)) return null;
  const [row] = await ctx.db
    .select({ accountId: contracts.accountId })
    .from(contracts)
    .where(and(eq(contracts.id, contractId), eq(contracts.talentUserId, ctx.actor.userId ?? "")));
  return row?.accountId ?? null;
}

/** Does fixed-price work of this freelancer run in the company? Only then is there something to submit. */
export async function hasRunningWork(ctx: ReadCtx, talentUserId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: contracts.id })
    .from(contracts)
    .where(
      and(
        eq(contracts.accountId, ctx.accountId),
        eq(contracts.talentUserId, talentUserId),
        eq(contracts.contractType, "fixed_price"),
        ne(contracts.state, "ended"),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/**
 * The terms of a contract that count now, with the milestones of the offer it came from (an imported one has none).
 * Ask only after the contract was found; people who see the contract see its terms, also where the offer itself is out
 * of their reach (finance admins).
 */
export async function getContractTerms(
  ctx: ReadCtx,
  contract: Pick<Contract, "id" | "kind" | "contractType" | "currency" | "startDate" | "endDate"> & {
    offerId: string | null;
    offerVersion: number | null;
    estimatedTotalMinor: bigint;
  },
) {
  const [terms] = await ctx.db
    .select({
      description: contractTerms.description,
      rateMinor: contractTerms.rateMinor,
      weeklyHours: contractTerms.weeklyHours,
      manualTime: contractTerms.manualTime,
      workDiary: contractTerms.workDiary,
      budgetMinor: contractTerms.budgetMinor,
      employer: contractTerms.employer,
      countryOfWork: contractTerms.countryOfWork,
    })
    .from(contractTerms)
    .where(
      and(
        eq(contractTerms.accountId, ctx.accountId),
        eq(contractTerms.contractId, contract.id),
        lte(contractTerms.countsFrom, ctx.now),
      ),
    )
    .orderBy(desc(contractTerms.version))
    .limit(1);
  if (!terms) throw new Error(`Contract ${contract.id} has no terms.`);
  const { contractType, startDate, endDate } = contract;
  const offered =
    contract.offerId && contract.offerVersion
      ? await getOfferVersion(ctx, contract.offerId, contract.offerVersion)
      : null;
  return {
    ...terms,
    offerKind: contract.kind,
    contractType,
    currency: contract.currency,
    startDate,
    endDate,
    estimatedTotalMinor: contract.estimatedTotalMinor,
    openEnded: estimatedTotal({ ...terms, contractType, startDate, endDate }).openEnded,
    milestones: offered?.milestones ?? [],
  };
}

/** Rate and weekly limit that count now on the hourly ones of these contracts, by id; minor units of each one's currency. */
export async function listHourlyTerms(ctx: ReadCtx, contractIds: readonly string[]) {
  if (contractIds.length === 0) return new Map<string, HourlyTerms>();
  const rows = await ctx.db
    .selectDistinctOn([contractTerms.contractId], {
      id: contractTerms.contractId,
      rateMinor: contractTerms.rateMinor,
      weeklyHours: contractTerms.weeklyHours,
    })
    .from(contractTerms)
    .where(
      and(
        eq(contractTerms.accountId, ctx.accountId),
        among(contractTerms.contractId, contractIds),
        isNotNull(contractTerms.rateMinor),
        lte(contractTerms.countsFrom, ctx.now),
      ),
    )
    .orderBy(contractTerms.contractId, desc(contractTerms.version));
  return new Map(rows.map(({ id, ...terms }): [string, HourlyTerms] => [id, terms]));
}

export type HourlyTerms = { rateMinor: bigint | null; weeklyHours: number | null };

/** Which purchase orders a contract ran on, from when and by whom, newest first. Ask only after the contract was found. */
export async function listOrdersOfContract(ctx: ReadCtx, contractId: string) {
  return ctx.db
    .select({
      version: contractOrders.version,
      orderId: contractOrders.orderId,
      orderNumber: purchaseOrders.number,
      linkedAt: contractOrders.linkedAt,
      linkedByName: users.name,
    })
    .from(contractOrders)
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, contractOrders.orderId)),
    )
    .leftJoin(users, eq(users.id, contractOrders.linkedBy))
    .where(and(eq(contractOrders.accountId, ctx.accountId), eq(contractOrders.contractId, contractId)))
    .orderBy(desc(contractOrders.version))
    .limit(50);
}

/** A freelancer's contracts across all companies, newest first. The one look across accounts of this noun. */
export async function listForTalent(ctx: ReadCtx, filter: ContractFilter, size = pageSize) {
  const {
    id,
    accountId,
    number,
    title,
    companyName,
    state,
    kind,
    contractType,
    currency,
    estimatedTotalMinor,
    startDate,
    endDate,
    startedAt,
    offerId,
  } = contractColumns;
  const rows = await ctx.db
    .select({
      id,
      accountId,
      number,
      title,
      companyName,
      state,
      kind,
      contractType,
      currency,
      estimatedTotalMinor,
      startDate,
      endDate,
      startedAt,
      offerId,
    })
    .from(contracts)
    .where(and(eq(contracts.talentUserId, ctx.actor.userId ?? ""), wanted(filter)))
    .orderBy(desc(contracts.startedAt), desc(contracts.id))
    .limit(size + 1);
  return toPage(rows, (row) => ({ value: row.startedAt.toISOString(), id: row.id }), size);
}
