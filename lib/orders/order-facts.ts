import "server-only";
import { getAccountSettings } from "../accounts/queries";
import type { ReadCtx } from "../ctx";
import { localDateOf } from "../dates";
import { weeklySpend } from "./burndown";
import { forecast } from "./forecast";
import { listBurndown } from "./list-postings";
import { findOrder, statusOf } from "./queries";

export type OrderFacts = NonNullable<Awaited<ReturnType<typeof findOrderFacts>>>;

/**
 * What a request, post, offer or contract shows of its purchase order, or null where none is linked or the actor may not
 * see its figures. Amounts are minor units of its currency.
 */
export async function findOrderFacts(ctx: ReadCtx, orderId: string | null) {
  const order = orderId ? await findOrder(ctx, orderId) : null;
  if (!order) return null;
  const { id, number, currency, validThrough, figures } = order;
  const status = statusOf(ctx, order, await getAccountSettings(ctx));
  const { funds, spent, left, free } = figures;
  return { id, number, currency, validThrough, status, funds, spent, left, free };
}

/** How a purchase order burned down, with its forecast; null where the actor may not see its figures. Looks at a year of postings. */
export async function findOrderBurndown(ctx: ReadCtx, orderId: string) {
  const order = await findOrder(ctx, orderId);
  if (!order) return null;
  const { timeZone } = await getAccountSettings(ctx);
  const today = localDateOf(ctx.now, timeZone);
  const days = await listBurndown(ctx, order, { today, timeZone });
  const { validThrough, figures } = order;
  return {
    order,
    today,
    now: ctx.now,
    days,
    forecast: forecast({ today, left: figures.left, validThrough, weeks: weeklySpend(days, today) }),
  };
}
