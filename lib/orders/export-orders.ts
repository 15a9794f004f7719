import "server-only";
import type { MemberActor } from "../actor";
import { csvStream, exportBatch, rowsOfPages } from "../csv";
import { readAs } from "../ctx";
import { decimalText } from "../money";
import { listOrders, type OrderFilter, type OrderRow } from "./list-orders";

const columns = [
  "number",
  "description",
  "status",
  "currency",
  "funds",
  "spent",
  "invoiced",
  "paid",
  "accrued",
  "committed",
  "reserved",
  "left",
  "free",
  "valid_through",
  "thresholds",
  "linked_contracts",
] as const;

/**
 * The purchase orders of a list as CSV, in its order, streamed a batch at a time: what the actor sees, nothing else.
 * Texts that a spreadsheet would take for formulas are disarmed; amounts are plain decimals of the company's one
 * currency, also below zero.
 */
export function exportOrders(actor: MemberActor, filter: OrderFilter, currency: string): ReadableStream<Uint8Array> {
  async function* records() {
    const pages = rowsOfPages(filter.cursor, (cursor) =>
      readAs(actor, (ctx) => listOrders(ctx, { ...filter, cursor }, exportBatch)),
    );
    for await (const row of pages) yield record(row);
  }
  return csvStream(columns, records(), (minor) => decimalText({ minor, currency }));
}

function record({ figures, ...order }: OrderRow): Record<(typeof columns)[number], string | bigint> {
  const { funds, spent, invoiced, paid, accrued, committed, reserved, left, free } = figures;
  return {
    number: order.number,
    description: order.description,
    status: order.status,
    currency: order.currency,
    ...{ funds, spent, invoiced, paid, accrued, committed, reserved, left, free },
    valid_through: order.validThrough ?? "",
    thresholds: order.thresholds.join(" "),
    linked_contracts: String(order.linked),
  };
}
