import "server-only";
import { getAccountSettings } from "@/lib/accounts/queries";
import type { MemberActor } from "@/lib/actor";
import { listHistory } from "@/lib/approvals/queries";
import { readAs } from "@/lib/ctx";
import { localDateOf } from "@/lib/dates";
import { findFinanceAsk } from "@/lib/orders/ask-finance";
import { weeklySpend } from "@/lib/orders/burndown";
import { forecast } from "@/lib/orders/forecast";
import { listLinked } from "@/lib/orders/list-orders";
import { listBurndown, listPostings } from "@/lib/orders/list-postings";
import { findOrder } from "@/lib/orders/queries";
import { orderStatus } from "@/lib/orders/rules";
import { decodeCursor } from "@/lib/paging";

/** One purchase order with everything its page shows, or null where the reader sees none. */
export function loadOrder(actor: MemberActor, orderId: string, after: string | undefined) {
  return readAs(actor, async (ctx) => {
    const order = await findOrder(ctx, orderId);
    if (!order) return null;
    const { timeZone, oneDollarExempt } = await getAccountSettings(ctx);
    const today = localDateOf(ctx.now, timeZone);
    const [days, postings, linked, history, ask] = await Promise.all([
      listBurndown(ctx, order, { today, timeZone }),
      listPostings(ctx, order.id, decodeCursor(after)),
      listLinked(ctx, order.id),
      listHistory(ctx, "order", order.id),
      findFinanceAsk(ctx, order, { today, timeZone, oneDollarExempt }),
    ]);
    const { validThrough, figures } = order;
    return {
      order,
      today,
      status: orderStatus(order, today, oneDollarExempt),
      days,
      forecast: forecast({ today, left: figures.left, validThrough, weeks: weeklySpend(days, today) }),
      postings,
      linked,
      history,
      ask,
    };
  });
}
