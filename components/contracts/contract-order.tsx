import { Moment, type Reader } from "@/components/offers/moment";
import { orderWarnings } from "@/components/orders/order-line";
import { Term, Terms } from "@/components/ui/terms";
import { TextLink } from "@/components/ui/text-link";
import type { listOrdersOfContract } from "@/lib/contracts/queries";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import type { OrderFacts } from "@/lib/orders/order-facts";
import { orderAnswer } from "@/lib/orders/rules";

type ContractOrderProps = {
  contract: { orderChoice: "order" | "placeholder" | "none"; orderNumber: string | null };
  /** null where none is linked, or the reader may not see its figures */
  order: OrderFacts | null;
  history: Awaited<ReturnType<typeof listOrdersOfContract>>;
  reader: Reader;
};

/** The purchase order a contract runs on, with its figures, and which ones it ran on before. */
export function ContractOrder({ contract, order, history, reader }: ContractOrderProps) {
  const money = (minor: bigint) => formatMoney({ minor, currency: order?.currency ?? "USD" });
  return (
    <div className="grid gap-3">
      {order ? (
        <Terms>
          <Term label="Number">
            <TextLink href={`/ab/reports/purchase-orders/${order.id}`}>{order.number}</TextLink>
            {orderWarnings[order.status] && <span className="block text-warn">{orderWarnings[order.status]}</span>}
          </Term>
          <Term label="Left">
            <span className="tabular-nums">
              {money(order.left)} <span className="text-ink-soft">of {money(order.funds)}</span>
            </span>
          </Term>
          <Term label="Valid through">{order.validThrough ? formatDay(order.validThrough) : "It never expires"}</Term>
        </Terms>
      ) : (
        <p>{orderAnswer(contract) ?? "None is linked."}</p>
      )}
      {history.length > 1 && (
        <ol className="grid gap-1 text-xs text-ink-soft">
          {history.map((line) => (
            <li key={line.version}>
              <Moment at={line.linkedAt} reader={reader} /> {line.orderNumber ?? "No PO yet"}
              {line.linkedByName && `, by ${line.linkedByName}`}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
