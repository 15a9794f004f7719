import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { auditEntries, auditEvents } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { financeMend, judgeOrder, type OrderFacts, orderFigureText } from "../alerts/rules";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import { formatInstant, type LocalDate, localDateOf } from "../dates";
import { ForbiddenError } from "../errors";
import { mailFinanceAsked } from "./mails";
import { getOrderForChange, type Order } from "./queries";
import { canAskFinance } from "./rules";
import type { AskFinanceInput } from "./schema";
import { type Invalid, invalid } from "./words";

export type AskFinanceResult = { ok: true } | { ok: false; reason: "asked-today"; message: string } | Invalid;

/**
 * "Ask finance": whoever sees a purchase order and may not change it tells those who may, once a day for each order and
 * person, what is wrong with it. Also for an archived one, since its contracts go on. Refused with `asked-today`, which
 * says when, and with `invalid` at `note` where nothing is wrong and nothing is said. Rule: product.md §5.
 * @throws NotFoundError out of reach; ForbiddenError for who manages purchase orders.
 */
export async function askFinance(ctx: Ctx, { orderId, note }: AskFinanceInput): Promise<AskFinanceResult> {
  const order = await getOrderForChange(ctx, orderId);
  const { actor } = ctx;
  if (actor.kind !== "member" || !canAskFinance(actor)) throw new ForbiddenError("ask finance");
  const { timeZone, oneDollarExempt } = await getAccountSettings(ctx);
  const today = localDateOf(ctx.now, timeZone);
  const last = await findAskedAt(ctx, order.id);
  if (last && localDateOf(last, timeZone) === today)
    return { ok: false, reason: "asked-today", message: askedText(last, timeZone) };
  const troubles = troublesOf(order, { today, oneDollarExempt });
  if (troubles.length === 0 && !note) return invalid("note", "Say what you need: nothing is wrong with it so far.");
  const wrong = troubles.map(({ words }) => words).join(", ") || null;
  recordEvent(ctx, "order.finance-asked", "order", order.id, { wrong, note });
  await mailFinanceAsked(ctx, order, {
    by: actor,
    day: today,
    wrong,
    note,
    page: troubles[0]?.href ?? `/ab/reports/purchase-orders/${order.id}`,
  });
  return { ok: true };
}

/** When the actor last asked finance about this purchase order, or null. Ask only after the order itself was found. */
export async function findAskedAt(ctx: ReadCtx, orderId: string): Promise<Date | null> {
  const { accountId, actor } = ctx;
  if (actor.kind !== "member") return null;
  const [last] = await ctx.db
    .select({ at: auditEntries.occurredAt })
    .from(auditEntries)
    .innerJoin(auditEvents, and(eq(auditEvents.accountId, accountId), eq(auditEvents.id, auditEntries.eventId)))
    .where(
      and(
        eq(auditEntries.accountId, accountId),
        eq(auditEntries.subjectKind, "order"),
        eq(auditEntries.subjectId, orderId),
        eq(auditEntries.action, "order.finance-asked"),
        eq(auditEvents.actorId, actor.userId),
      ),
    )
    .orderBy(desc(auditEntries.occurredAt))
    .limit(1);
  return last?.at ?? null;
}

/** How the actor stands with asking: what is wrong today, when they last asked, and whether that was today. */
export async function findFinanceAsk(
  ctx: ReadCtx,
  order: Order,
  account: { today: LocalDate; timeZone: string; oneDollarExempt: boolean },
) {
  if (!canAskFinance(ctx.actor)) return null;
  const at = await findAskedAt(ctx, order.id);
  return {
    wrong: troublesOf(order, account).map(({ words }) => words),
    lately: at && localDateOf(at, account.timeZone) === account.today ? askedText(at, account.timeZone) : null,
    askedOn: at && formatInstant(at, account.timeZone),
  };
}

/** What the weekly alerts would say of it today, the most severe first, each with the deed that mends it. */
function troublesOf(order: Order, account: { today: LocalDate; oneDollarExempt: boolean }) {
  const { id, number, currency, validThrough, figures } = order;
  const facts: OrderFacts = {
    id,
    number,
    currency,
    validThrough,
    fundsMinor: figures.funds,
    spentMinor: figures.spent,
    thresholds: order.thresholds.filter(({ active }) => active).map(({ percent }) => percent),
  };
  return judgeOrder(facts, account).flatMap((verdict) =>
    verdict.fires
      ? [{ words: orderFigureText(verdict, facts, account.today), href: financeMend(verdict.kind, id).href }]
      : [],
  );
}

const askedText = (at: Date, zone: string) => `You asked finance on ${formatInstant(at, zone)}. Once a day is enough.`;
