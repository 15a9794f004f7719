import "server-only";
import { and, asc, desc, eq, lte, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { OfferState } from "@/db/enums";
import {
  contracts,
  contractTerms,
  jobPosts,
  offerDrafts,
  offerMilestones,
  offerOutcomesTable,
  offers,
  offerTasks,
  offerVersions,
  purchaseOrders,
  teams,
  users,
} from "@/db/schema";
import { isAdmin } from "../approvals/rules";
import type { ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { type Cursor, isInstantText, type Page, pageSize, toPage } from "../paging";

const sender = alias(users, "sender");
const contact = alias(users, "contact");

const offerColumns = {
  accountId: offers.accountId,
  id: offers.id,
  number: offers.number,
  requestId: offers.requestId,
  gate: offers.gate,
  state: offers.state,
  version: offers.version,
  kind: offers.kind,
  teamId: offers.teamId,
  senderId: offers.senderId,
  senderName: sender.name,
  senderEmail: sender.email,
  senderZone: sender.timeZone,
  contactId: offers.contactId,
  contactName: contact.name,
  contactEmail: contact.email,
  contactZone: contact.timeZone,
  talentUserId: offers.talentUserId,
  talentName: offers.talentName,
  talentEmail: offers.talentEmail,
  talentZone: users.timeZone,
  companyName: offers.companyName,
  postId: offers.postId,
  postTitle: jobPosts.title,
  orderId: offers.orderId,
  orderChoice: offers.orderChoice,
  orderFeeMinor: offers.orderFeeMinor,
  orderNumber: purchaseOrders.number,
  sentAt: offers.sentAt,
  validUntil: offers.validUntil,
  endedAt: offers.endedAt,
  warnedFor: offers.warnedFor,
};

/** Everything about one offer: both people, its current terms, its milestones and its onboarding plan. */
export type Offer = NonNullable<Awaited<ReturnType<typeof loadOffer>>>;

/** One offer in the actor's reach, or null: the sender's, an admin's, or the freelancer's it went to. */
export async function findOffer(ctx: ReadCtx, offerId: string): Promise<Offer | null> {
  return loadOffer(ctx, offerId, false);
}

/** The same for a verb, with the offer's row locked. @throws NotFoundError when it is out of reach. */
export async function getOfferForChange(ctx: ReadCtx, offerId: string): Promise<Offer> {
  const offer = await loadOffer(ctx, offerId, true);
  if (!offer) throw new NotFoundError("offer");
  return offer;
}

async function loadOffer(ctx: ReadCtx, offerId: string, lock: boolean) {
  if (!isId(offerId)) return null;
  const query = ctx.db
    .select(offerColumns)
    .from(offers)
    .innerJoin(sender, eq(sender.id, offers.senderId))
    .innerJoin(contact, eq(contact.id, offers.contactId))
    .innerJoin(users, eq(users.id, offers.talentUserId))
    .leftJoin(jobPosts, and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, offers.postId)))
    .leftJoin(purchaseOrders, and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, offers.orderId)))
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.id, offerId)));
  const [offer] = await (lock ? query.for("update", { of: offers }) : query);
  if (!offer) return null;
  const { actor } = ctx;
  const inReach =
    actor.kind === "system" ||
    isAdmin(actor) ||
    (actor.kind === "member" && (offer.senderId === actor.userId || offer.contactId === actor.userId)) ||
    (actor.kind === "talent" && offer.talentUserId === actor.userId);
  if (!inReach) return null;
  const versions = await listVersions(ctx, offerId);
  const terms = versions.at(-1);
  if (!terms) throw new Error(`Offer ${offerId} has no version.`);
  return { ...offer, terms, versions, milestones: terms.milestones };
}

/** All versions of an offer with their milestones and onboarding plans, oldest first. */
async function listVersions(ctx: ReadCtx, offerId: string) {
  const versions = await ctx.db
    .select()
    .from(offerVersions)
    .where(and(eq(offerVersions.accountId, ctx.accountId), eq(offerVersions.offerId, offerId)))
    .orderBy(asc(offerVersions.version));
  const milestones = await ctx.db
    .select({
      version: offerMilestones.version,
      position: offerMilestones.position,
      title: offerMilestones.title,
      amountMinor: offerMilestones.amountMinor,
      dueDate: offerMilestones.dueDate,
    })
    .from(offerMilestones)
    .where(and(eq(offerMilestones.accountId, ctx.accountId), eq(offerMilestones.offerId, offerId)))
    .orderBy(asc(offerMilestones.version), asc(offerMilestones.position));
  const tasks = await ctx.db
    .select({
      version: offerTasks.version,
      position: offerTasks.position,
      title: offerTasks.title,
      ownerId: offerTasks.ownerId,
      ownerName: users.name,
    })
    .from(offerTasks)
    .leftJoin(users, eq(users.id, offerTasks.ownerId))
    .where(and(eq(offerTasks.accountId, ctx.accountId), eq(offerTasks.offerId, offerId)))
    .orderBy(asc(offerTasks.version), asc(offerTasks.position));
  return versions.map((version) => ({
    ...version,
    milestones: milestones.filter((milestone) => milestone.version === version.version),
    tasks: tasks.filter((task) => task.version === version.version),
  }));
}

/** How an offer ended and why; null while it is pending. */
export async function findOfferOutcome(ctx: ReadCtx, offerId: string) {
  const [outcome] = await ctx.db
    .select({
      outcome: offerOutcomesTable.outcome,
      reason: offerOutcomesTable.reason,
      endedAt: offerOutcomesTable.endedAt,
      byName: users.name,
    })
    .from(offerOutcomesTable)
    .leftJoin(users, eq(users.id, offerOutcomesTable.endedBy))
    .where(and(eq(offerOutcomesTable.accountId, ctx.accountId), eq(offerOutcomesTable.offerId, offerId)));
  return outcome ?? null;
}

const offerRow = {
  accountId: offers.accountId,
  id: offers.id,
  number: offers.number,
  title: offers.title,
  state: offers.state,
  kind: offers.kind,
  version: offers.version,
  talentName: offers.talentName,
  companyName: offers.companyName,
  contractType: offers.contractType,
  currency: offers.currency,
  estimatedTotalMinor: offers.estimatedTotalMinor,
  sentAt: offers.sentAt,
  validUntil: offers.validUntil,
  requestId: offers.requestId,
};
export type OfferRow = {
  [Key in keyof typeof offerRow]: (typeof offerRow)[Key]["_"]["notNull"] extends true
    ? (typeof offerRow)[Key]["_"]["data"]
    : (typeof offerRow)[Key]["_"]["data"] | null;
};

/** A row with the price of its current version, for the client's list. */
export type PricedOfferRow = OfferRow & {
  rateMinor: bigint | null;
  weeklyHours: number | null;
  budgetMinor: bigint | null;
};

/** Where the page after `cursor` starts, newest first. */
const olderThan = (cursor: Cursor | null) =>
  cursor && isInstantText(cursor.value)
    ? sql`(${offers.sentAt}, ${offers.id}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
    : undefined;

const offerPage = <Row extends OfferRow>(rows: Row[]): Page<Row> =>
  toPage(rows, (row) => ({ value: row.sentAt.toISOString(), id: row.id }));

/** Offers in the member's reach, newest first, a page at a time: all of the company for admins, else own ones. */
export async function listOffers(
  ctx: ReadCtx,
  filter: { state: OfferState; cursor: Cursor | null },
): Promise<Page<PricedOfferRow>> {
  const own = isAdmin(ctx.actor) ? undefined : eq(offers.senderId, ctx.actor.userId ?? "");
  const rows = await ctx.db
    .select({
      ...offerRow,
      rateMinor: offerVersions.rateMinor,
      weeklyHours: offerVersions.weeklyHours,
      budgetMinor: offerVersions.budgetMinor,
    })
    .from(offers)
    .innerJoin(
      offerVersions,
      and(
        eq(offerVersions.accountId, ctx.accountId),
        eq(offerVersions.offerId, offers.id),
        eq(offerVersions.version, offers.version),
      ),
    )
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.state, filter.state), own, olderThan(filter.cursor)))
    .orderBy(desc(offers.sentAt), desc(offers.id))
    .limit(pageSize + 1);
  return offerPage(rows);
}

/** How many offers stand in each state, up to 100 each. */
export async function countOffers(ctx: ReadCtx): Promise<Record<OfferState, number>> {
  const own = isAdmin(ctx.actor) ? sql`` : sql`and sender_id = ${ctx.actor.userId}`;
  const counts: Record<OfferState, number> = { pending: 0, accepted: 0, declined: 0, withdrawn: 0, expired: 0 };
  const rows = await ctx.db.execute<{ state: OfferState; n: number }>(sql`
    select s.state, (select count(*)::int from (select 1 from offers where account_id = ${ctx.accountId} and state = s.state ${own} limit 100) counted) as n
    from (values ('pending'), ('accepted'), ('declined'), ('withdrawn'), ('expired')) s (state)`);
  for (const row of rows) counts[row.state] = row.n;
  return counts;
}

/** A freelancer's offers across all companies, newest first. The one look across accounts of this noun. */
export async function listForTalent(
  ctx: ReadCtx,
  filter: { open: boolean; cursor: Cursor | null },
): Promise<Page<OfferRow>> {
  const rows = await ctx.db
    .select(offerRow)
    .from(offers)
    .where(
      and(
        eq(offers.talentUserId, ctx.actor.userId ?? ""),
        filter.open ? eq(offers.state, "pending") : sql`${offers.state} <> 'pending'`,
        olderThan(filter.cursor),
      ),
    )
    .orderBy(desc(offers.sentAt), desc(offers.id))
    .limit(pageSize + 1);
  return offerPage(rows);
}

/** The company a freelancer's offer belongs to, or null: unknown, somebody else's and malformed look alike. */
export async function findAccountForTalent(ctx: ReadCtx, offerId: string): Promise<string | null> {
  if (!isId(offerId)) return null;
  const [row] = await ctx.db
    .select({ accountId: offers.accountId })
    .from(offers)
    .where(and(eq(offers.id, offerId), eq(offers.talentUserId, ctx.actor.userId ?? "")));
  return row?.accountId ?? null;
}

/** The actor's kept drafts, newest first, at most 100. */
export async function listDrafts(ctx: ReadCtx) {
  return ctx.db
    .select({ id: offerDrafts.id, title: offerDrafts.title, savedAt: offerDrafts.savedAt })
    .from(offerDrafts)
    .where(and(eq(offerDrafts.accountId, ctx.accountId), eq(offerDrafts.ownerId, ctx.actor.userId ?? "")))
    .orderBy(desc(offerDrafts.savedAt), desc(offerDrafts.id))
    .limit(100);
}

/** One version of an offer with its milestones and its onboarding plan. Ask only after a thing that rests on it (its contract) was found. */
export async function getOfferVersion(ctx: ReadCtx, offerId: string, version: number) {
  const found = (await listVersions(ctx, offerId)).find((each) => each.version === version);
  if (!found) throw new Error(`Offer ${offerId} has no version ${version}.`);
  return found;
}

/** One own draft with what was typed, or null. */
export async function findDraft(ctx: ReadCtx, draftId: string) {
  if (!isId(draftId)) return null;
  const [draft] = await ctx.db
    .select({ id: offerDrafts.id, fields: offerDrafts.fields, savedAt: offerDrafts.savedAt })
    .from(offerDrafts)
    .where(
      and(
        eq(offerDrafts.accountId, ctx.accountId),
        eq(offerDrafts.id, draftId),
        eq(offerDrafts.ownerId, ctx.actor.userId ?? ""),
      ),
    );
  return draft ?? null;
}

/** The contract an accepted offer made, or null. */
export async function findContractOfOffer(ctx: ReadCtx, offerId: string) {
  const [contract] = await ctx.db
    .select({ id: contracts.id, number: contracts.number, state: contracts.state })
    .from(contracts)
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.offerId, offerId)));
  return contract ?? null;
}

/**
 * The contract that an offer became, with those of its terms that can change later and count now (product.md §9), in the
 * shape in which terms are compared; null where the offer became none.
 */
export async function findAgreedNow(ctx: ReadCtx, offerId: string) {
  const [row] = await ctx.db
    .select({
      number: contracts.number,
      agreed: {
        rateMinor: contractTerms.rateMinor,
        weeklyHours: contractTerms.weeklyHours,
        estimatedTotalMinor: contracts.estimatedTotalMinor,
        startDate: contracts.startDate,
        endDate: contracts.endDate,
      },
    })
    .from(contracts)
    .innerJoin(
      contractTerms,
      and(eq(contractTerms.accountId, contracts.accountId), eq(contractTerms.contractId, contracts.id)),
    )
    .where(
      and(
        eq(contracts.accountId, ctx.accountId),
        eq(contracts.offerId, offerId),
        lte(contractTerms.countsFrom, ctx.now),
      ),
    )
    .orderBy(desc(contractTerms.version))
    .limit(1);
  return row ?? null;
}

/** Is somebody with this address known as a freelancer who has signed in before? Direct offers go to such people only. */
export async function isKnownTalent(ctx: ReadCtx, email: string): Promise<boolean> {
  const [known] = await ctx.db.select({ at: users.emailVerifiedAt }).from(users).where(eq(users.email, email));
  return known?.at != null;
}

/** The team's name, for pages. */
export async function findTeamName(ctx: ReadCtx, teamId: string): Promise<string> {
  const [team] = await ctx.db
    .select({ name: teams.name })
    .from(teams)
    .where(and(eq(teams.accountId, ctx.accountId), eq(teams.id, teamId)));
  return team?.name ?? "";
}

/** Another pending offer of this company to the same address, to be shown, not refused (product.md §8). */
export async function findPendingOfferTo(ctx: ReadCtx, email: string, exceptOfferId?: string) {
  const [offer] = await ctx.db
    .select({ id: offers.id, number: offers.number })
    .from(offers)
    .where(
      and(
        eq(offers.accountId, ctx.accountId),
        eq(offers.state, "pending"),
        eq(offers.talentEmail, email),
        exceptOfferId ? ne(offers.id, exceptOfferId) : undefined,
      ),
    )
    .orderBy(desc(offers.sentAt), desc(offers.id))
    .limit(1);
  return offer ?? null;
}

/**
 * The offers that used a request, newest first, each with the terms of its current version: for comparing with what was
 * approved. Ask only after the request itself was found; its approvers may see the difference (product.md §3.8).
 */
export async function listTermsUnderRequest(ctx: ReadCtx, requestId: string) {
  return ctx.db
    .select({
      id: offers.id,
      number: offers.number,
      state: offers.state,
      version: offers.version,
      senderId: offers.senderId,
      contactId: offers.contactId,
      talentName: offers.talentName,
      talentEmail: offers.talentEmail,
      kind: offers.kind,
      sentAt: offers.sentAt,
      endedAt: offers.endedAt,
      title: offerVersions.title,
      contractType: offerVersions.contractType,
      currency: offerVersions.currency,
      rateMinor: offerVersions.rateMinor,
      weeklyHours: offerVersions.weeklyHours,
      budgetMinor: offerVersions.budgetMinor,
      estimatedTotalMinor: offerVersions.estimatedTotalMinor,
      startDate: offerVersions.startDate,
      endDate: offerVersions.endDate,
      orderChoice: offers.orderChoice,
      orderNumber: purchaseOrders.number,
    })
    .from(offers)
    .leftJoin(purchaseOrders, and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, offers.orderId)))
    .innerJoin(
      offerVersions,
      and(
        eq(offerVersions.accountId, ctx.accountId),
        eq(offerVersions.offerId, offers.id),
        eq(offerVersions.version, offers.version),
      ),
    )
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.requestId, requestId)))
    .orderBy(desc(offers.sentAt), desc(offers.id))
    .limit(50);
}
