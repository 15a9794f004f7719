import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { type OrderStage, orderStages } from "@/db/enums";
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

/** The order of a row in a larger statement: the columns of its id and its currency. */
type OrderColumns = { id: SQLWrapper; currency: SQLWrapper };

/** What these pots of an order hold together, credits less debits, as a part of a larger statement: minor units. */
export function potsOf(accountId: string, order: OrderColumns, stages: readonly OrderStage[]): SQL {
  return sql`coalesce((
    select -sum(p.balance) from ledger_accounts p
    where p.account_id = ${accountId} and p.subject_id = ${order.id} and p.currency = ${order.currency}
      and p.code in (${sql.join(
        stages.map((stage) => sql`${stage}`),
        sql`, `,
      )})), 0)`;
}

/** What is left of an order (its funds less what is spent), as a part of a larger statement: minor units. */
export const leftOf = (accountId: string, order: OrderColumns): SQL =>
  potsOf(accountId, order, ["funds", "invoiced", "paid"]);
