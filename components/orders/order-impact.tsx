import { formatMoney } from "@/lib/money";
import type { OrderFacts } from "@/lib/orders/order-facts";
import { type Impact, impactOf } from "@/lib/orders/rules";

type OrderImpactProps = {
  order: Pick<OrderFacts, "number" | "currency" | "funds" | "spent" | "free">;
  /** what the request asks for, minor units of the order's currency */
  asked: bigint;
};

/** What a request does to its purchase order: a bar for the eye, the same figures as words for everybody. */
export function OrderImpact({ order, asked }: OrderImpactProps) {
  const impact = impactOf(order, asked);
  const money = (minor: bigint) => formatMoney({ minor, currency: order.currency });
  return (
    <section aria-labelledby="order-impact">
      <h2 id="order-impact" className="mb-1 text-base font-semibold wrap-anywhere">
        What it does to PO {order.number}
      </h2>
      <p className={impact.short > 0n ? "text-warn" : "text-ink-soft"}>
        {impact.short > 0n
          ? `This request asks for more than is free on it: ${money(order.free)}.`
          : `Of ${money(order.funds)}, ${money(impact.free)} stays free.`}
      </p>
      <Bar impact={impact} funds={order.funds} />
      <dl className="grid gap-1 tabular-nums">
        {parts.map(({ key, label, swatch }) => (
          <div key={key} className="flex items-baseline gap-2">
            <dt className="flex grow items-baseline gap-2 text-ink-soft">
              <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 shrink-0">
                <rect width="10" height="10" rx="2" className={swatch} />
              </svg>
              {label}
            </dt>
            <dd className={key === "asked" ? "font-semibold" : undefined}>{money(impact[key])}</dd>
          </div>
        ))}
        {impact.short > 0n && (
          <div className="flex items-baseline gap-2 text-warn">
            <dt className="grow pl-4.5">Missing</dt>
            <dd>{money(impact.short)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

const parts = [
  { key: "spent", label: "Spent", swatch: "fill-ink-soft" },
  { key: "held", label: "Held by offers and contracts", swatch: "fill-edge" },
  { key: "asked", label: "This request", swatch: "fill-action" },
  { key: "free", label: "Free after it", swatch: "fill-neutral-tint stroke-edge" },
] as const;

const width = 320;
const height = 14;

/** The parts side by side; a line where the funds end, when the request goes beyond them. */
function Bar({ impact, funds }: { impact: Impact; funds: bigint }) {
  const whole = impact.spent + impact.held + impact.asked + impact.free;
  const at = (minor: bigint) => (whole > 0n ? (Number(minor) / Number(whole)) * width : 0);
  let from = 0n;
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${width} ${height}`} className="my-3 h-auto w-full">
      {parts.map(({ key, swatch }) => {
        const x = at(from);
        from += impact[key];
        return (
          <rect key={key} x={x} y={2} width={Math.max(at(impact[key]) - 1, 0)} height={height - 4} className={swatch} />
        );
      })}
      {impact.short > 0n && funds > 0n && (
        <g>
          <line x1={at(funds)} x2={at(funds)} y1={0} y2={height} className="stroke-sheet stroke-4" />
          <line x1={at(funds)} x2={at(funds)} y1={0} y2={height} className="stroke-bad stroke-2" />
        </g>
      )}
    </svg>
  );
}
