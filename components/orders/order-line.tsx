import { TextLink } from "@/components/ui/text-link";
import type { OrderChoice } from "@/db/enums";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import type { OrderFacts } from "@/lib/orders/order-facts";
import { type OrderStatus, orderAnswer } from "@/lib/orders/rules";

type OrderLineProps = {
  thing: { orderChoice: OrderChoice; orderNumber: string | null };
  /** null where the reader may not see its figures */
  order: OrderFacts | null;
  /** Without a link where the session is in another company. */
  plain?: boolean;
};

/** The purchase order of a thing: its number, and for those who may see it what is left and until when it is valid. */
export function OrderLine({ thing, order, plain }: OrderLineProps) {
  const words = orderAnswer(thing) ?? "Not asked";
  if (!order) return words;
  const left = `${formatMoney({ minor: order.left, currency: order.currency })} left`;
  const until = order.validThrough ? `valid through ${formatDay(order.validThrough)}` : "never expires";
  return (
    <>
      {plain ? words : <TextLink href={`/ab/reports/purchase-orders/${order.id}`}>{words}</TextLink>}
      <span className="block text-ink-soft tabular-nums">
        {left}, {until}
      </span>
      {orderWarnings[order.status] && <span className="block text-warn">{orderWarnings[order.status]}</span>}
    </>
  );
}

/** What is wrong with a purchase order that stands on a thing already. */
export const orderWarnings: Partial<Record<OrderStatus, string>> = {
  archived: "It is archived.",
  expired: "It has expired.",
  out_of_funds: "It is out of funds.",
};
