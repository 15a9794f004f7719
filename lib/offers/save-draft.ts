import "server-only";
import { and, eq } from "drizzle-orm";
import { offerDrafts } from "@/db/schema";
import { canInitiateSpend } from "../approvals/rules";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { isId } from "../ids";
import type { SaveDraftInput } from "./schema";

/**
 * Keeps what was typed into the offer form, as it stands; nothing is reserved and nothing mailed. A draft belongs to
 * one person, so no event is written.
 * @throws ForbiddenError for people who may not hire; and when the id is somebody else's draft.
 */
export async function saveDraft(ctx: Ctx, input: SaveDraftInput): Promise<{ ok: true; draftId: string }> {
  const ownerId = ctx.actor.userId;
  if (!ownerId || !canInitiateSpend(ctx.actor)) throw new ForbiddenError("keep offer drafts");
  const { draftId, ...typed } = input;
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(typed))
    if (value !== undefined) fields[name] = Array.isArray(value) ? JSON.stringify(value) : String(value);
  const title = [...(input.title ?? "").replace(/\s+/gu, " ").trim()].slice(0, 120).join("") || "Untitled offer";
  const [saved] = await ctx.db
    .insert(offerDrafts)
    .values({ accountId: ctx.accountId, id: draftId, ownerId, title, fields, savedAt: ctx.now })
    .onConflictDoUpdate({
      target: [offerDrafts.accountId, offerDrafts.id],
      set: { title, fields, savedAt: ctx.now },
      setWhere: and(eq(offerDrafts.accountId, ctx.accountId), eq(offerDrafts.ownerId, ownerId)),
    })
    .returning({ id: offerDrafts.id });
  if (!saved) throw new ForbiddenError("change this draft");
  return { ok: true, draftId };
}

/** Throws an own draft away; one that is gone already is gone. */
export async function discardDraft(ctx: Ctx, input: { draftId: string }): Promise<{ ok: true }> {
  if (isId(input.draftId)) {
    await ctx.db
      .delete(offerDrafts)
      .where(
        and(
          eq(offerDrafts.accountId, ctx.accountId),
          eq(offerDrafts.id, input.draftId),
          eq(offerDrafts.ownerId, ctx.actor.userId ?? ""),
        ),
      );
  }
  return { ok: true };
}
