import "server-only";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { approvalSlots, decisionLinks, jobPosts, memberRoles, memberships, offers } from "@/db/schema";
import { beginSettings, hasAdmin } from "../accounts/begin-settings";
import { hiresIn, listHirers } from "../accounts/queries";
import { tellOfMissingApprover } from "../approvals/tell-of-missing-approver";
import { withdrawRequestsOf } from "../approvals/withdraw-request";
import { recordEvent } from "../audit/record-event";
import { endSessionsInSeat } from "../auth/sessions";
import type { Ctx } from "../ctx";
import { notify } from "../notifications/notify";
import { getMemberForChange, type Member, standingOf } from "./queries";
import { lastAdmin, reassignFirst } from "./rules";
import type { RemoveMemberInput } from "./schema";

export type RemoveMemberResult =
  | { ok: true }
  | { ok: false; reason: "changed-meanwhile" }
  | { ok: false; reason: "last-admin"; message: string }
  | { ok: false; reason: "answers-for"; message: string }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/** So many requests are told of a missing approver in the removal's own transaction; the tick tells the rest. */
const toldAtOnce = 50;

/**
 * "Remove member" (product.md §2.3): the person's sessions in this company end at once, their roles are over, their
 * pending requests are withdrawn, their open job posts and pending offers go to the member who was chosen; slots that
 * waited for them say "No approver" and admins are told. Refused while they are contact person of a contract that has not
 * ended, and for the last admin. Removing twice is removing once.
 * @throws NotFoundError; ForbiddenError for anybody but admins and program owners.
 */
export async function removeMember(ctx: Ctx, input: RemoveMemberInput): Promise<RemoveMemberResult> {
  await beginSettings(ctx, "remove members");
  const member = await getMemberForChange(ctx, input.userId);
  if (member.state === "removed") return { ok: true };
  if (member.token !== input.token) return { ok: false, reason: "changed-meanwhile" };
  const { contracts } = await standingOf(ctx, member.userId);
  const why = reassignFirst({ contracts });
  if (why) return { ok: false, reason: "answers-for", message: `${why} Nobody was removed.` };
  const handed = await handOver(ctx, member, input.ownerId);
  if ("ok" in handed) return handed;
  const withdrawn = await withdrawRequestsOf(ctx, member, { because: "has left the company" });
  await takeSeat(ctx, member.userId);
  if (!(await hasAdmin(ctx))) return { ok: false, reason: "last-admin", message: `${lastAdmin} Nobody was removed.` };
  await closeDoors(ctx, member.userId);
  recordEvent(ctx, "member.removed", "member", member.userId, {
    name: member.name,
    withdrawn: withdrawn > 0 ? String(withdrawn) : null,
    handedTo: handed.to,
  });
  return { ok: true };
}

type Handed = { to: string | null };

/** Open job posts get another owner, and pending offers another contact person: a contract may come of them tomorrow. */
async function handOver(
  ctx: Ctx,
  member: Member,
  ownerId: string | null,
): Promise<Handed | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> }> {
  const posts = await ctx.db
    .select({ id: jobPosts.id, title: jobPosts.title, teamId: jobPosts.teamId })
    .from(jobPosts)
    .where(and(eq(jobPosts.accountId, ctx.accountId), eq(jobPosts.ownerId, member.userId), eq(jobPosts.state, "open")))
    .orderBy(asc(jobPosts.id))
    .for("update");
  const pending = await ctx.db
    .select({ id: offers.id, number: offers.number, title: offers.title, teamId: offers.teamId })
    .from(offers)
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.contactId, member.userId), eq(offers.state, "pending")))
    .orderBy(asc(offers.id))
    .for("update");
  const things = [...posts, ...pending];
  if (things.length === 0) return { to: null };
  const next = ownerId
    ? (await listHirers(ctx)).find((each) => each.userId === ownerId && each.userId !== member.userId)
    : undefined;
  if (!next) return invalid("Choose who takes over the open job posts and pending offers.");
  const foreign = things.find((thing) => !hiresIn(next, thing.teamId));
  if (foreign) return invalid(`${next.name} may not hire in the team of “${foreign.title}”. Choose somebody who may.`);
  const { accountId, auditId } = ctx;
  await ctx.db
    .update(jobPosts)
    .set({ ownerId: next.userId, version: sql`${jobPosts.version} + 1`, auditId })
    .where(and(eq(jobPosts.accountId, accountId), eq(jobPosts.ownerId, member.userId), eq(jobPosts.state, "open")));
  await ctx.db
    .update(offers)
    .set({ contactId: next.userId, auditId })
    .where(and(eq(offers.accountId, accountId), eq(offers.contactId, member.userId), eq(offers.state, "pending")));
  const change = { from: member.name, to: next.name };
  for (const { id } of posts) recordEvent(ctx, "post.owner-changed", "post", id, change);
  for (const { id } of pending) recordEvent(ctx, "offer.contact-changed", "offer", id, change);
  const told = { userId: next.userId, kind: "taken-over", category: "offers" as const };
  const after = `after ${member.name} has left`;
  await notify(ctx, [
    ...posts.map(({ id, title }) => ({
      ...told,
      key: `${id}/${auditId}`,
      title: `You own the job post “${title}” ${after}`,
      href: `/ab/jobs/posts/${id}`,
    })),
    ...pending.map(({ id, title }) => ({
      ...told,
      key: `${id}/${auditId}`,
      title: `You are the contact person of the offer “${title}” ${after}`,
      href: `/ab/jobs/offers/${id}`,
    })),
  ]);
  return { to: next.name };
}

/** Seat and roles are facts with an end. Slots that wait for the person follow the seat by their foreign key. */
async function takeSeat(ctx: Ctx, userId: string): Promise<void> {
  const { accountId, auditId, now } = ctx;
  await ctx.db
    .update(memberRoles)
    .set({ revokedAt: now, auditId })
    .where(and(eq(memberRoles.accountId, accountId), eq(memberRoles.userId, userId), isNull(memberRoles.revokedAt)));
  await ctx.db
    .update(memberships)
    .set({ state: "removed", removedAt: now, auditId })
    .where(and(eq(memberships.accountId, accountId), eq(memberships.userId, userId), eq(memberships.state, "active")));
}

/** Nothing that was open for this person stays so: sessions in this company, decision links, slots nobody watches. */
async function closeDoors(ctx: Ctx, userId: string): Promise<void> {
  const { accountId, auditId, now } = ctx;
  await endSessionsInSeat(ctx.db, { userId, accountId });
  const waiting = await ctx.db
    .select({ id: approvalSlots.requestId, state: approvalSlots.state })
    .from(approvalSlots)
    .where(
      and(
        eq(approvalSlots.accountId, accountId),
        eq(approvalSlots.approverId, userId),
        eq(approvalSlots.requestState, "pending"),
        inArray(approvalSlots.state, ["open", "waiting"]),
      ),
    )
    .orderBy(asc(approvalSlots.requestId));
  if (waiting.length === 0) return;
  await ctx.db
    .update(decisionLinks)
    .set({ deadSince: now, auditId })
    .where(
      and(
        eq(decisionLinks.accountId, accountId),
        inArray(
          decisionLinks.requestId,
          waiting.map(({ id }) => id),
        ),
        eq(decisionLinks.approverId, userId),
        isNull(decisionLinks.deadSince),
      ),
    );
  for (const { id } of waiting.filter(({ state }) => state === "open").slice(0, toldAtOnce))
    await tellOfMissingApprover(ctx, id);
}

const invalid = (message: string) => ({
  ok: false as const,
  reason: "invalid" as const,
  fieldErrors: { ownerId: [message] },
});
