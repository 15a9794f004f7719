import "server-only";
import { and, desc, eq, inArray, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { PostState } from "@/db/enums";
import { contracts, jobPosts, offers, purchaseOrders, teams, users } from "@/db/schema";
import { isAdmin } from "../approvals/rules";
import type { ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { type Cursor, isInstantText, pageSize, toPage } from "../paging";
import { titleBegins } from "../title-begins";

const author = alias(users, "author");

const postColumns = {
  id: jobPosts.id,
  title: jobPosts.title,
  description: jobPosts.description,
  teamId: jobPosts.teamId,
  teamName: teams.name,
  ownerId: jobPosts.ownerId,
  ownerName: users.name,
  ownerEmail: users.email,
  ownerZone: users.timeZone,
  authorId: jobPosts.authorId,
  contractType: jobPosts.contractType,
  currency: jobPosts.currency,
  rateFromMinor: jobPosts.rateFromMinor,
  rateToMinor: jobPosts.rateToMinor,
  budgetMinor: jobPosts.budgetMinor,
  orderChoice: jobPosts.orderChoice,
  orderId: jobPosts.orderId,
  orderNumber: purchaseOrders.number,
  state: jobPosts.state,
  openedAt: jobPosts.openedAt,
  openUntil: jobPosts.openUntil,
  warnedFor: jobPosts.warnedFor,
  closedAt: jobPosts.closedAt,
  closeReason: jobPosts.closeReason,
  filled: jobPosts.filled,
  createdAt: jobPosts.createdAt,
  version: jobPosts.version,
};

/**
 * Job posts a member sees: all for admins, program owners and finance admins; else own ones (owner or author) and what
 * the own teams have shown. A draft is its people's own.
 */
function visibleTo({ actor }: ReadCtx) {
  if (actor.kind === "system" || isAdmin(actor)) return undefined;
  if (actor.kind !== "member") return sql`false`;
  if (actor.roles.includes("finance_admin")) return ne(jobPosts.state, "draft");
  return or(
    eq(jobPosts.ownerId, actor.userId),
    eq(jobPosts.authorId, actor.userId),
    actor.hiringTeams.length > 0
      ? and(inArray(jobPosts.teamId, [...actor.hiringTeams]), ne(jobPosts.state, "draft"))
      : undefined,
  );
}

/** Post rows with everything their lists and pages show. */
const selectPosts = (ctx: ReadCtx) =>
  ctx.db
    .select({ ...postColumns, authorName: author.name })
    .from(jobPosts)
    .innerJoin(users, eq(users.id, jobPosts.ownerId))
    .innerJoin(teams, and(eq(teams.accountId, ctx.accountId), eq(teams.id, jobPosts.teamId)))
    .leftJoin(author, eq(author.id, jobPosts.authorId))
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, jobPosts.orderId)),
    );

/** Everything about one job post. */
export type Post = Awaited<ReturnType<typeof selectPosts>>[number];

/** One post in the actor's reach, or null: unknown, foreign and malformed look alike. */
export async function findPost(ctx: ReadCtx, postId: string): Promise<Post | null> {
  return loadPost(ctx, postId, false);
}

/** The same for a verb, with the post's row locked. @throws NotFoundError when it is out of reach. */
export async function getPostForChange(ctx: ReadCtx, postId: string): Promise<Post> {
  const post = await loadPost(ctx, postId, true);
  if (!post) throw new NotFoundError("job post");
  return post;
}

async function loadPost(ctx: ReadCtx, postId: string, lock: boolean): Promise<Post | null> {
  if (!isId(postId)) return null;
  const query = selectPosts(ctx).where(
    and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.id, postId), visibleTo(ctx)),
  );
  const [post] = await (lock ? query.for("update", { of: jobPosts }) : query);
  return post ?? null;
}

export type PostFilter = { state: PostState; search: string; cursor: Cursor | null };

/** Posts in the actor's reach, newest first, a page at a time; `search` is how the title begins, ignoring case. */
export async function listPosts(ctx: ReadCtx, { state, search, cursor }: PostFilter) {
  const rows = await selectPosts(ctx)
    .where(
      and(
        eq(jobPosts.accountId, ctx.accountId),
        eq(jobPosts.state, state),
        visibleTo(ctx),
        titleBegins(jobPosts.titleKey, search),
        cursor && isInstantText(cursor.value)
          ? sql`(${jobPosts.createdAt}, ${jobPosts.id}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(jobPosts.createdAt), desc(jobPosts.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: row.createdAt.toISOString(), id: row.id }));
}

/** Counts stop here: a tab says "99+". */
const countCap = 100;

/** How many posts stand in each state for this actor, up to `countCap` each. */
export async function countPosts(ctx: ReadCtx): Promise<Record<PostState, number>> {
  const count = (state: PostState) =>
    ctx.db
      .select({ id: jobPosts.id })
      .from(jobPosts)
      .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.state, state), visibleTo(ctx)))
      .limit(countCap);
  const [row] = await ctx.db.execute<Record<PostState, number>>(sql`
    select (select count(*)::int from ${count("draft")} c) as draft, (select count(*)::int from ${count("open")} c) as open,
      (select count(*)::int from ${count("closed")} c) as closed, (select count(*)::int from ${count("expired")} c) as expired`);
  return row ?? { draft: 0, open: 0, closed: 0, expired: 0 };
}

export type PostOption = {
  id: string;
  title: string;
  teamId: string;
  orderId: string | null;
  orderNumber: string | null;
};

/** Open posts that the actor may name on a request or an offer, newest first, at most 100. */
export async function listPostOptions(ctx: ReadCtx): Promise<PostOption[]> {
  return ctx.db
    .select({
      id: jobPosts.id,
      title: jobPosts.title,
      teamId: jobPosts.teamId,
      orderId: jobPosts.orderId,
      orderNumber: purchaseOrders.number,
    })
    .from(jobPosts)
    .leftJoin(purchaseOrders, and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, jobPosts.orderId)))
    .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.state, "open"), visibleTo(ctx)))
    .orderBy(desc(jobPosts.createdAt), desc(jobPosts.id))
    .limit(100);
}

/** May the actor name this post on a request or an offer? A draft is not shown to anybody yet. */
export async function findLinkablePost(ctx: ReadCtx, postId: string): Promise<Post | null> {
  const post = await findPost(ctx, postId);
  return post?.state === "draft" ? null : post;
}

/** What came of a post: its offers and, where one was accepted, the contract, newest first. Ask only after the post was found. */
export async function listOffersOfPost(ctx: ReadCtx, postId: string) {
  return ctx.db
    .select({
      id: offers.id,
      number: offers.number,
      state: offers.state,
      talentName: offers.talentName,
      senderId: offers.senderId,
      contactId: offers.contactId,
      sentAt: offers.sentAt,
      currency: offers.currency,
      estimatedTotalMinor: offers.estimatedTotalMinor,
      contractNumber: contracts.number,
    })
    .from(offers)
    .leftJoin(contracts, and(eq(contracts.accountId, ctx.accountId), eq(contracts.offerId, offers.id)))
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.postId, postId)))
    .orderBy(desc(offers.sentAt), desc(offers.id))
    .limit(50);
}

/** Did a contract come from this post? Then it counts as filled when it is closed. */
export async function hasContract(ctx: ReadCtx, postId: string): Promise<boolean> {
  const [row] = await ctx.db.execute<{ found: boolean }>(
    sql`select exists (select 1 from contracts c join offers o on o.account_id = ${ctx.accountId} and o.id = c.offer_id
      where c.account_id = ${ctx.accountId} and o.post_id = ${postId}) as found`,
  );
  return row?.found ?? false;
}
