import "server-only";
import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { MemberActor } from "../actor";
import { readAs } from "../ctx";
import { decimalText } from "../money";
import { decodeCursor } from "../paging";
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
  const csv = Readable.from(rowsOf(actor, filter)).pipe(
    stringify({
      header: true,
      columns: [...columns],
      bom: true,
      escape_formulas: true,
      cast: { bigint: (minor) => decimalText({ minor, currency }) },
    }),
  );
  return Readable.toWeb(csv) as ReadableStream<Uint8Array>;
}

const batch = 500;

async function* rowsOf(actor: MemberActor, filter: OrderFilter) {
  let cursor = filter.cursor;
  do {
    const page = await readAs(actor, (ctx) => listOrders(ctx, { ...filter, cursor }, batch));
    for (const row of page.rows) yield record(row);
    cursor = decodeCursor(page.next ?? undefined);
  } while (cursor);
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
