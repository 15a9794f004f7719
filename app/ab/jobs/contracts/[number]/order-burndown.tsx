import { Burndown } from "@/components/orders/burndown";
import { Sheet } from "@/components/ui/sheet";
import type { MemberActor } from "@/lib/actor";
import { readAs } from "@/lib/ctx";
import { findOrderBurndown } from "@/lib/orders/order-facts";

/** The burndown of the contract's purchase order; it looks at a year of postings, so the page does not wait for it. */
export async function OrderBurndown({ actor, orderId }: { actor: MemberActor; orderId: string }) {
  const found = await readAs(actor, (ctx) => findOrderBurndown(ctx, orderId));
  if (!found) return null;
  const { order, days, forecast, today, now } = found;
  return (
    <Sheet>
      <Burndown
        number={order.number}
        currency={order.currency}
        funds={order.figures.funds}
        left={order.figures.left}
        days={days}
        forecast={forecast}
        today={today}
        now={now}
        validThrough={order.validThrough}
        thresholds={order.thresholds.filter(({ active }) => active).map(({ percent }) => percent)}
      />
    </Sheet>
  );
}
