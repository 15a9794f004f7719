import "server-only";
import { and, eq, isNull, lte } from "drizzle-orm";
import { notices } from "@/db/schema";
import type { Ctx } from "../ctx";
import { NotFoundError } from "../errors";
import { own } from "./queries";
import type { MarkAllNoticesReadInput } from "./schema";

/**
 * Marks one of the actor's notices as read, once. Lists are operational: no event.
 * @returns where it leads. @throws NotFoundError for anybody else's.
 */
export async function markNoticeRead(ctx: Ctx, noticeId: string): Promise<{ ok: true; href: string }> {
  const one = and(own(ctx), eq(notices.id, noticeId));
  await ctx.db
    .update(notices)
    .set({ readAt: ctx.now })
    .where(and(one, isNull(notices.readAt)));
  const [notice] = await ctx.db.select({ href: notices.href }).from(notices).where(one);
  if (!notice) throw new NotFoundError("notice");
  return { ok: true, href: notice.href };
}

/** Marks the actor's notices up to a moment as read; what came after the list was shown stays unread. */
export async function markAllNoticesRead(ctx: Ctx, { shownAt }: MarkAllNoticesReadInput): Promise<{ ok: true }> {
  await ctx.db
    .update(notices)
    .set({ readAt: ctx.now })
    .where(and(own(ctx), isNull(notices.readAt), lte(notices.at, shownAt)));
  return { ok: true };
}
