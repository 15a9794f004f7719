import "server-only";
import { and, eq } from "drizzle-orm";
import { accountSettings, auditEvents, users } from "@/db/schema";
import { isAdmin } from "../approvals/rules";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import { ForbiddenError } from "../errors";
import { getAccountSettings } from "./queries";
import type { ChangeOrderSettingsInput } from "./schema";

export type OrderSettings = {
  /** what a form begins from: another one means that company settings were changed since */
  token: string;
  ordersOn: boolean;
  requiredOnPosts: boolean;
  requiredOnOffers: boolean;
  oneDollarExempt: boolean;
  inline: boolean;
  includeFees: boolean;
  /** who changed company settings last; null when a seed or a script did */
  changedByName: string | null;
  changedAt: Date | null;
};

/** The `po.*` switches of the company (product.md §4) with who set them. */
export async function getOrderSettings(ctx: ReadCtx): Promise<OrderSettings> {
  const settings = await getAccountSettings(ctx);
  const [last] = await ctx.db
    .select({ token: accountSettings.auditId, name: users.name, at: auditEvents.occurredAt })
    .from(accountSettings)
    .leftJoin(auditEvents, and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.id, accountSettings.auditId)))
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(eq(accountSettings.accountId, ctx.accountId));
  return {
    token: last?.token ?? "",
    ordersOn: settings.ordersOn,
    requiredOnPosts: settings.ordersRequiredOnPosts,
    requiredOnOffers: settings.ordersRequiredOnOffers,
    oneDollarExempt: settings.oneDollarExempt,
    inline: settings.ordersInline,
    includeFees: settings.ordersIncludeFees,
    changedByName: last?.name ?? null,
    changedAt: last?.at ?? null,
  };
}

export type ChangeOrderSettingsResult = { ok: true } | { ok: false; reason: "changed-meanwhile" };

/**
 * Sets the `po.*` switches; they count from now on, and nothing that exists is changed by them. Refused with
 * `changed-meanwhile` when somebody saved company settings since the form was drawn.
 * @throws ForbiddenError for anybody but admins and program owners.
 */
export async function changeOrderSettings(
  ctx: Ctx,
  input: ChangeOrderSettingsInput,
): Promise<ChangeOrderSettingsResult> {
  if (!isAdmin(ctx.actor) && ctx.actor.kind !== "system") throw new ForbiddenError("change company settings");
  await getAccountSettings(ctx, "no key update");
  const now = await getOrderSettings(ctx);
  if (now.token !== input.token) return { ok: false, reason: "changed-meanwhile" };
  const { ordersOn, requiredOnPosts, requiredOnOffers, oneDollarExempt, inline, includeFees } = input;
  await ctx.db
    .update(accountSettings)
    .set({
      ordersOn,
      ordersRequiredOnPosts: requiredOnPosts,
      ordersRequiredOnOffers: requiredOnOffers,
      oneDollarExempt,
      ordersInline: inline,
      ordersIncludeFees: includeFees,
      auditId: ctx.auditId,
    })
    .where(eq(accountSettings.accountId, ctx.accountId));
  recordEvent(ctx, "orders.settings-changed", "account", ctx.accountId, {
    ordersOn: String(ordersOn),
    requiredOnPosts: String(requiredOnPosts),
    requiredOnOffers: String(requiredOnOffers),
    oneDollarExempt: String(oneDollarExempt),
    inline: String(inline),
    includeFees: String(includeFees),
  });
  return { ok: true };
}
