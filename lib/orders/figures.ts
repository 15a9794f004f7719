import "server-only";
import { orderStages } from "@/db/enums";
import type { ReadCtx } from "../ctx";
import { listBalances } from "../ledger/queries";
import type { Figures } from "./rules";

/**
 * The figures of these purchase orders, summed from their pots (product.md §4). An order whose money has never moved
 * has zeros. One query, whatever the number of orders.
 */
export async function orderFigures(ctx: ReadCtx, orderIds: readonly string[]): Promise<Map<string, Figures>> {
  const pots = new Map<string, bigint>();
  for (const { subjectId, code, balance } of await listBalances(ctx, orderIds))
    pots.set(`${subjectId}/${code}`, balance);
  return new Map(
    orderIds.map((id) => {
      const stages = Object.fromEntries(orderStages.map((stage) => [stage, pots.get(`${id}/${stage}`) ?? 0n]));
      return [id, figuresOf(stages as Record<(typeof orderStages)[number], bigint>)];
    }),
  );
}

/** Figures from the balances of the seven pots, debits less credits: the funds stand on the other side of all the rest. */
export function figuresOf(pots: Record<(typeof orderStages)[number], bigint>): Figures {
  const { reserved, committed, accrued, invoiced, paid, free } = pots;
  const funds = -pots.funds;
  const spent = invoiced + paid;
  return { funds, reserved, committed, accrued, invoiced, paid, spent, left: funds - spent, free };
}
