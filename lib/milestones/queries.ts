import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import {
  accountSettings,
  contracts,
  earnings,
  escrowRefundRequests,
  milestoneProposals,
  milestoneSubmissions,
  milestones,
  users,
} from "@/db/schema";
import { type Db, statement } from "@/db/statement";
import { holdsSeat, mayHireNow } from "../accounts/queries";
import { among } from "../among";
import type { Ctx, ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { listSubmissionFiles } from "../files/queries";
import { isId } from "../ids";
import { canSeeMoney, inOrder, isTalentSide } from "./rules";

const contact = alias(users, "contact");

const contractColumns = {
  id: contracts.id,
  number: contracts.number,
  state: contracts.state,
  kind: contracts.kind,
  contractType: contracts.contractType,
  title: contracts.title,
  teamId: contracts.teamId,
  contactId: contracts.contactId,
  contactName: contact.name,
  contactEmail: contact.email,
  contactZone: contact.timeZone,
  talentUserId: contracts.talentUserId,
  talentName: contracts.talentName,
  talentEmail: users.email,
  talentZone: users.timeZone,
  companyName: contracts.companyName,
  companyZone: accountSettings.timeZone,
  currency: contracts.currency,
  estimatedTotalMinor: contracts.estimatedTotalMinor,
  orderFeeMinor: contracts.orderFeeMinor,
  orderId: contracts.orderId,
  startDate: contracts.startDate,
  startedAt: contracts.startedAt,
  activeAt: contracts.activeAt,
  idleToldAt: contracts.idleToldAt,
  remindAt: contracts.remindAt,
  endedAt: contracts.endedAt,
};

/** A contract with both people, as the deeds of escrow need it. */
export type EscrowContract = NonNullable<Awaited<ReturnType<typeof loadContract>>>;

async function loadContract(ctx: ReadCtx, contractId: string, lock: boolean) {
  if (!isId(contractId)) return null;
  const [contract] = await (lock ? lockContract : readContract)(ctx.db, { accountId: ctx.accountId, id: contractId });
  return contract && isInReach(ctx, contract) ? contract : null;
}

type Named = { accountId: string; id: string };

const selectContract = (db: Db, given: Named, id: SQL) =>
  db
    .select(contractColumns)
    .from(contracts)
    .innerJoin(contact, eq(contact.id, contracts.contactId))
    .innerJoin(users, eq(users.id, contracts.talentUserId))
    .innerJoin(accountSettings, eq(accountSettings.accountId, given.accountId))
    .where(and(eq(contracts.accountId, given.accountId), sql`${contracts.id} = ${id}`));

const readContract = statement((db, given: Named) => selectContract(db, given, sql`${given.id}::uuid`));

const lockContract = statement((db, given: Named) =>
  selectContract(db, given, sql`${given.id}::uuid`).for("no key update", { of: contracts }),
);

/** The contract of one of its milestones. */
const ofMilestone = ({ accountId, id }: Named) =>
  sql`(select m.contract_id from milestones m where m.account_id = ${accountId} and m.id = ${id}::uuid)`;

const lockContractOfMilestone = statement((db, given: Named) =>
  selectContract(db, given, ofMilestone(given)).for("no key update", { of: contracts }),
);

function isInReach({ actor }: ReadCtx, contract: Awaited<ReturnType<typeof readContract>>[number]): boolean {
  return (
    actor.kind === "system" || actor.kind === "staff" || canSeeMoney(actor, contract) || isTalentSide(actor, contract)
  );
}

const milestoneColumns = {
  id: milestones.id,
  contractId: milestones.contractId,
  number: milestones.number,
  position: milestones.position,
  title: milestones.title,
  description: milestones.description,
  currency: milestones.currency,
  amountMinor: milestones.amountMinor,
  dueDate: milestones.dueDate,
  state: milestones.state,
  rounds: milestones.rounds,
  fundedMinor: milestones.fundedMinor,
  rolledMinor: milestones.rolledMinor,
  releasedMinor: milestones.releasedMinor,
  refundedMinor: milestones.refundedMinor,
  heldMinor: milestones.heldMinor,
  fundedAt: milestones.fundedAt,
  since: milestones.since,
  step: milestones.step,
  dueAt: milestones.dueAt,
};

export type Milestone = Awaited<ReturnType<typeof listMilestones>>[number];

/** All milestones of a contract, in their order. Ask only after the contract was found. */
export async function listMilestones(ctx: ReadCtx, contractId: string) {
  return milestonesOf(ctx.db, { accountId: ctx.accountId, id: contractId });
}

const selectMilestones = (db: Db, given: Named, contractId: SQL) =>
  db
    .select(milestoneColumns)
    .from(milestones)
    .where(and(eq(milestones.accountId, given.accountId), sql`${milestones.contractId} = ${contractId}`))
    .orderBy(asc(milestones.position), asc(milestones.number));

const milestonesOf = statement((db, given: Named) => selectMilestones(db, given, sql`${given.id}::uuid`));

const milestonesBeside = statement((db, given: Named) => selectMilestones(db, given, ofMilestone(given)));

/** A contract with both people, in the actor's reach; nothing is locked. @throws NotFoundError */
export async function getEscrowContract(ctx: ReadCtx, contractId: string): Promise<EscrowContract> {
  const contract = await loadContract(ctx, contractId, false);
  if (!contract) throw new NotFoundError("contract");
  return contract;
}

/** Contracts of the company that fit, with their people, by id; all of them, for deeds on a whole company. */
export function listContractsAmong(ctx: ReadCtx, fits: SQL, lock: "no key update"): Promise<EscrowContract[]> {
  return ctx.db
    .select(contractColumns)
    .from(contracts)
    .innerJoin(contact, eq(contact.id, contracts.contactId))
    .innerJoin(users, eq(users.id, contracts.talentUserId))
    .innerJoin(accountSettings, eq(accountSettings.accountId, ctx.accountId))
    .where(and(eq(contracts.accountId, ctx.accountId), fits))
    .orderBy(asc(contracts.id))
    .for(lock, { of: contracts });
}

/** A contract with its milestones, locked in this order for the rest of the deed. */
export type Work = { contract: EscrowContract; milestones: Milestone[] };

/**
 * Which of these contracts never ran: started (or accepted) under a pause by the platform, and under one pause or another at
 * every moment from then until now. A pause by a person is none of those in which a contract starts.
 */
export async function listNeverRun(ctx: ReadCtx, contractIds: readonly string[]): Promise<Set<string>> {
  if (contractIds.length === 0) return new Set();
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select ${contracts.id} from ${contracts}
    where ${contracts.accountId} = ${ctx.accountId} and ${among(contracts.id, contractIds)}
      and exists (
        select from contract_pauses p
        where p.account_id = ${ctx.accountId} and p.contract_id = ${contracts.id} and p.paused_at <= ${contracts.startedAt}
          and coalesce(p.lifted_at, 'infinity') > ${contracts.startedAt} and p.paused_by is null)
      and not exists (
        select from contract_pauses p
        where p.account_id = ${ctx.accountId} and p.contract_id = ${contracts.id} and p.lifted_at < ${ctx.now.toISOString()}::timestamptz
          and p.lifted_at >= ${contracts.startedAt} and not exists (
            select from contract_pauses q
            where q.account_id = ${ctx.accountId} and q.contract_id = ${contracts.id} and q.paused_at <= p.lifted_at
              and coalesce(q.lifted_at, 'infinity') > p.lifted_at))`);
  return new Set(rows.map(({ id }) => id));
}

/** Locks a contract and with it its milestones: every deed on them takes this lock first. @throws NotFoundError */
export async function getWorkForChange(ctx: ReadCtx, contractId: string): Promise<Work> {
  const contract = await loadContract(ctx, contractId, true);
  if (!contract) throw new NotFoundError("contract");
  return { contract, milestones: await listMilestones(ctx, contractId) };
}

/** The same by one of its milestones. @throws NotFoundError when it is out of reach. */
export async function getMilestoneForChange(
  ctx: ReadCtx,
  milestoneId: string,
): Promise<Work & { milestone: Milestone }> {
  if (!isId(milestoneId)) throw new NotFoundError("milestone");
  // One trip to the server: the contract is locked first, then its milestones are read.
  const given = { accountId: ctx.accountId, id: milestoneId };
  const [[contract], list] = await Promise.all([
    lockContractOfMilestone(ctx.db, given),
    milestonesBeside(ctx.db, given),
  ]);
  if (!contract) throw new NotFoundError("milestone");
  if (!isInReach(ctx, contract)) throw new NotFoundError("contract");
  const milestone = list.find((each) => each.id === milestoneId);
  if (!milestone) throw new NotFoundError("milestone");
  return { contract, milestones: list, milestone };
}

/** What is held in escrow on each of these contracts, minor units; those that hold nothing are left out. */
export async function sumHeldOn(ctx: ReadCtx, contractIds: readonly string[]): Promise<Map<string, bigint>> {
  if (contractIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: milestones.contractId, minor: sql<string>`sum(${milestones.heldMinor})` })
    .from(milestones)
    .where(
      and(
        eq(milestones.accountId, ctx.accountId),
        among(milestones.contractId, contractIds),
        gt(milestones.heldMinor, 0n),
      ),
    )
    .groupBy(milestones.contractId);
  return new Map(rows.map(({ id, minor }) => [id, BigInt(minor)]));
}

/** What a client who ends this contract decides about, minor units: held, and neither disputed nor asked back already. */
export async function sumEscrowToSettle(ctx: ReadCtx, contractId: string): Promise<bigint> {
  return (await listMilestones(ctx, contractId))
    .filter(({ state }) => state !== "disputed" && state !== "refund_requested")
    .reduce((sum, { heldMinor }) => sum + heldMinor, 0n);
}

/**
 * A contract's milestones for a page, each with its latest delivery and its open refund request, what the clock released,
 * and the open proposal; null out of reach. Earlier deliveries stand in the history, so that the page does not grow with
 * them.
 */
export async function findWork(ctx: ReadCtx, contractId: string) {
  const contract = await loadContract(ctx, contractId, false);
  if (!contract) return null;
  const list = inOrder(await listMilestones(ctx, contractId));
  const submissions = await ctx.db
    .select({
      milestoneId: milestoneSubmissions.milestoneId,
      round: milestoneSubmissions.round,
      message: milestoneSubmissions.message,
      links: milestoneSubmissions.links,
      submittedAt: milestoneSubmissions.submittedAt,
      changesNote: milestoneSubmissions.changesNote,
      changesAt: milestoneSubmissions.changesAt,
    })
    .from(milestones)
    .innerJoin(
      milestoneSubmissions,
      and(
        eq(milestoneSubmissions.accountId, ctx.accountId),
        eq(milestoneSubmissions.milestoneId, milestones.id),
        eq(milestoneSubmissions.round, milestones.rounds),
      ),
    )
    .where(and(eq(milestones.accountId, ctx.accountId), eq(milestones.contractId, contractId)));
  const files = await listSubmissionFiles(ctx, contractId);
  const refundRequests = await ctx.db
    .select({
      milestoneId: escrowRefundRequests.milestoneId,
      reason: escrowRefundRequests.reason,
      amountMinor: escrowRefundRequests.amountMinor,
      requestedAt: escrowRefundRequests.requestedAt,
    })
    .from(milestones)
    .innerJoin(
      escrowRefundRequests,
      and(
        eq(escrowRefundRequests.accountId, ctx.accountId),
        eq(escrowRefundRequests.milestoneId, milestones.id),
        isNull(escrowRefundRequests.answer),
      ),
    )
    .where(and(eq(milestones.accountId, ctx.accountId), eq(milestones.contractId, contractId)));
  const automatic = list.some(({ state }) => state === "released") ? await listAutomatic(ctx, contractId) : [];
  const proposal = await findOpenProposal(ctx, contractId);
  return { contract, milestones: list, submissions, files, refundRequests, automatic, proposal };
}

export type WorkOfContract = NonNullable<Awaited<ReturnType<typeof findWork>>>;

/** Which milestones were released by the clock, and when: after silence, or at the end of dormancy. */
async function listAutomatic(ctx: ReadCtx, contractId: string) {
  return ctx.db
    .select({ milestoneId: earnings.milestoneId, at: earnings.earnedAt })
    .from(earnings)
    .where(
      and(
        eq(earnings.accountId, ctx.accountId),
        eq(earnings.contractId, contractId),
        inArray(earnings.releasedBy, ["silence", "dormancy"]),
      ),
    );
}

/** The open proposal to change what was agreed, or null. */
export async function findOpenProposal(ctx: ReadCtx, contractId: string) {
  const [row] = await ctx.db
    .select()
    .from(milestoneProposals)
    .where(
      and(
        eq(milestoneProposals.accountId, ctx.accountId),
        eq(milestoneProposals.contractId, contractId),
        eq(milestoneProposals.state, "open"),
      ),
    );
  return row ?? null;
}

/** The refund request of a milestone that nobody has answered yet, or null. */
export async function findOpenRefundRequest(ctx: ReadCtx, milestoneId: string) {
  const [row] = await ctx.db
    .select()
    .from(escrowRefundRequests)
    .where(
      and(
        eq(escrowRefundRequests.accountId, ctx.accountId),
        eq(escrowRefundRequests.milestoneId, milestoneId),
        isNull(escrowRefundRequests.answer),
      ),
    );
  return row ?? null;
}

/** The latest delivery of a milestone, or null. */
export async function findLatestSubmission(ctx: ReadCtx, milestoneId: string) {
  const [row] = await ctx.db
    .select()
    .from(milestoneSubmissions)
    .where(and(eq(milestoneSubmissions.accountId, ctx.accountId), eq(milestoneSubmissions.milestoneId, milestoneId)))
    .orderBy(desc(milestoneSubmissions.round))
    .limit(1);
  return row ?? null;
}

/** Is the actor on the client side right now, whatever the session knew? Locks the seat, and the role it rests on. */
export async function isClientSideNow(ctx: Ctx, contract: EscrowContract): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== "member") return false;
  if (actor.userId === contract.contactId) return holdsSeat(ctx, actor.userId);
  return mayHireNow(ctx, contract.teamId);
}
