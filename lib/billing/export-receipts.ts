import "server-only";
import type { MemberActor } from "../actor";
import { csvStream, exportBatch, rowsOfPages } from "../csv";
import { readAs } from "../ctx";
import { decimalText } from "../money";
import { listReceipts, type ReceiptFilter, type ReceiptRow } from "./list-receipts";
import { spendSign } from "./rules";
import { numberText } from "./words";

const columns = [
  "receipt",
  "issued_at",
  "kind",
  "title",
  "contract",
  "contract_title",
  "freelancer",
  "purchase_order",
  "method",
  "currency",
  "amount",
  "effect",
] as const;

/**
 * A company's transactions as CSV, in the order of their list, streamed a batch at a time. Texts that a spreadsheet would
 * take for formulas are disarmed. `amount` is above zero; `effect` is what it did to what the company spent
 * or has.
 */
export function exportReceipts(actor: MemberActor, filter: ReceiptFilter): ReadableStream<Uint8Array> {
  async function* records() {
    const pages = rowsOfPages(filter.cursor, (cursor) =>
      readAs(actor, (ctx) => listReceipts(ctx, { ...filter, cursor }, exportBatch)),
    );
    for await (const row of pages) yield record(row);
  }
  return csvStream(columns, records());
}

function record(row: ReceiptRow): Record<(typeof columns)[number], string> {
  const amount = decimalText({ minor: row.amountMinor, currency: row.currency });
  return {
    receipt: numberText(row),
    issued_at: row.issuedAt.toISOString(),
    kind: row.kind,
    title: row.title,
    contract: row.contractNumber === null ? "" : String(row.contractNumber),
    contract_title: row.contractTitle ?? "",
    freelancer: row.talentName ?? "",
    purchase_order: row.orderNumber ?? "",
    method: row.method,
    currency: row.currency,
    amount,
    effect: row.kind === "return" ? "paid back" : spendSign(row.kind) > 0n ? "spent" : "returned or paid",
  };
}
