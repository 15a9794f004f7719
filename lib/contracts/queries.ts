import "server-only";
import { and, desc, eq, inArray, or, sql } from "drizzle-orm";
import { contracts, teams, users } from "@/db/schema";
import { isAdmin } from "../approvals/rules";
import type { ReadCtx } from "../ctx";
import { isId } from "../ids";
import { getOfferVersion } from "../offers/queries";
import { type Cursor, isInstantText, pageSize, toPage } from "../paging";

const contractColumns = {
  accountId: contracts.accountId,
  id: contracts.id,
  number: contracts.number,
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
  startDate: contracts.startDate,
  endDate: contracts.endDate,
  startedAt: contracts.startedAt,
};

/** Contracts a member sees: all for admins, program owners and finance admins; else those of own teams or own contact. */
function visibleTo(ctx: ReadCtx) {
  const { actor } = ctx;
  if (actor.kind === "system" || isAdmin(actor) || (actor.kind === "member" && actor.roles.includes("finance_admin")))
    return undefined;
  if (actor.kind === "talent") return eq(contracts.talentUserId, actor.userId);
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

/** Contracts in the member's reach, newest first, a page at a time. */
export async function listContracts(ctx: ReadCtx, filter: { cursor: Cursor | null }) {
  const rows = await ctx.db
    .select({ ...contractColumns, teamName: teams.name })
    .from(contracts)
    .innerJoin(users, eq(users.id, contracts.contactId))
    .innerJoin(teams, and(eq(teams.accountId, ctx.accountId), eq(teams.id, contracts.teamId)))
    .where(and(eq(contracts.accountId, ctx.accountId), visibleTo(ctx), older(filter.cursor)))
    .orderBy(desc(contracts.startedAt), desc(contracts.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: row.startedAt.toISOString(), id: row.id }));
}

export type Contract = NonNullable<Awaited<ReturnType<typeof findContract>>>;

/** One contract by its number, in the actor's reach, or null. */
export async function findContract(ctx: ReadCtx, number: string) {
  if (!/^[1-9]\d{0,8}$/.test(number)) return null;
  const [contract] = await ctx.db
    .select({ ...contractColumns, teamName: teams.name })
    .from(contracts)
    .innerJoin(users, eq(users.id, contracts.contactId))
    .innerJoin(teams, and(eq(teams.accountId, ctx.accountId), eq(teams.id, contracts.teamId)))
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.number, Number(number)), visibleTo(ctx)));
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

/**
 * The terms a contract started with: the version of the offer that was accepted. Ask only after the contract was found;
 * people who see the contract see its terms, also where the offer itself is out of their reach (finance admins).
 */
export async function findContractTerms(ctx: ReadCtx, contract: { offerId: string; offerVersion: number }) {
  return getOfferVersion(ctx, contract.offerId, contract.offerVersion);
}

/** A freelancer's contracts across all companies, newest first. The one look across accounts of this noun. */
export async function listForTalent(ctx: ReadCtx, filter: { cursor: Cursor | null }) {
  const {
    id,
    accountId,
    number,
    title,
    companyName,
    state,
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
      contractType,
      currency,
      estimatedTotalMinor,
      startDate,
      endDate,
      startedAt,
      offerId,
    })
    .from(contracts)
    .where(and(eq(contracts.talentUserId, ctx.actor.userId ?? ""), older(filter.cursor)))
    .orderBy(desc(contracts.startedAt), desc(contracts.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: row.startedAt.toISOString(), id: row.id }));
}
