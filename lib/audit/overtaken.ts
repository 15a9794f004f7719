import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { auditEntries, auditEvents, users } from "@/db/schema";
import { getReaderZone } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { formatInstant } from "../dates";

/** The latest event on a thing, or the latest of one kind: by whom (null for the system) and when; null without any. */
export async function findLastDeed(ctx: Ctx, subjectKind: string, subjectId: string, action?: string) {
  const [last] = await ctx.db
    .select({ name: users.name, at: auditEntries.occurredAt })
    .from(auditEntries)
    .innerJoin(auditEvents, and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.id, auditEntries.eventId)))
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(
      and(
        eq(auditEntries.accountId, ctx.accountId),
        eq(auditEntries.subjectKind, subjectKind),
        eq(auditEntries.subjectId, subjectId),
        action === undefined ? undefined : eq(auditEntries.action, action),
      ),
    )
    .orderBy(desc(auditEntries.occurredAt), desc(auditEntries.eventId))
    .limit(1);
  return last ?? null;
}

export type Overtaken = { ok: false; reason: "changed-meanwhile"; message: string };

/** Whoever comes second is told who changed the thing last, and when, in their own zone (product.md, common answers). */
export async function overtaken(
  ctx: Ctx,
  subjectKind: "post" | "offer" | "contract",
  subjectId: string,
): Promise<Overtaken> {
  const last = await findLastDeed(ctx, subjectKind, subjectId);
  const when = last ? ` on ${formatInstant(last.at, await getReaderZone(ctx))}` : " meanwhile";
  return {
    ok: false,
    reason: "changed-meanwhile",
    message: `${last?.name ?? "Somebody"} changed this ${subjectKind}${when}. Nothing of yours was saved; reload the page to see how it stands.`,
  };
}
