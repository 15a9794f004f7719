import "server-only";
import type { MemberActor } from "../actor";
import { csvStream, exportBatch, rowsOfPages } from "../csv";
import { readAs } from "../ctx";
import { decimalText } from "../money";
import { noApprover } from "../words";
import { listRequests, type RequestFilter, type RequestRow } from "./list-requests";

const columns = [
  "title",
  "status",
  "requester",
  "talent",
  "team",
  "kind",
  "type",
  "currency",
  "rate",
  "weekly_hours",
  "estimated_total",
  "open_ended",
  "purchase_order",
  "order_left",
  "order_valid_through",
  "requested_at",
  "needed_by",
  "waiting_for",
  "waiting_since",
  "decided_by",
  "decided_at",
  "my_decision",
  "used_by_offer",
  "expires_at",
] as const;

/**
 * The requests of a list as CSV, in its order, streamed a batch at a time: what the actor sees, nothing else (product.md
 * §2.4, §3.5). Amounts are plain decimals; what is left of a PO stands only where the list shows it to this reader.
 */
export function exportRequests(actor: MemberActor, filter: RequestFilter): ReadableStream<Uint8Array> {
  async function* records() {
    const pages = rowsOfPages(filter.cursor, (cursor) =>
      readAs(actor, (ctx) => listRequests(ctx, { ...filter, cursor }, exportBatch)),
    );
    for await (const row of pages) yield record(row, actor.userId);
  }
  return csvStream(columns, records());
}

function record(row: RequestRow, me: string): Record<(typeof columns)[number], string> {
  const { currency } = row;
  const amount = (minor: bigint | null) => (minor === null ? "" : decimalText({ minor, currency }));
  const open = row.slots.filter((slot) => slot.state === "open");
  const figures = row.orderLeft !== null;
  return {
    title: row.title,
    status: row.state,
    requester: row.requesterName,
    talent: row.talentName ?? "",
    team: row.teamName,
    kind: row.offerKind,
    type: row.contractType,
    currency,
    rate: amount(row.rateMinor),
    weekly_hours: row.weeklyHours === null ? "" : String(row.weeklyHours),
    estimated_total: amount(row.estimatedTotalMinor),
    open_ended: row.openEnded ? "yes" : "no",
    purchase_order: row.orderNumber ?? "",
    order_left: amount(row.orderLeft),
    order_valid_through: (figures && row.orderValidThrough) || "",
    requested_at: row.requestedAt.toISOString(),
    needed_by: row.neededBy ?? "",
    waiting_for: open.map((slot) => (slot.gone ? noApprover : slot.name)).join("; "),
    waiting_since: open[0]?.openedAt?.toISOString() ?? "",
    decided_by: row.decidedByName ?? "",
    decided_at: row.decidedAt?.toISOString() ?? "",
    my_decision: row.slots.find((slot) => slot.approverId === me)?.state ?? "",
    used_by_offer: row.usedByOffer === null ? "" : String(row.usedByOffer),
    expires_at: row.expiresAt?.toISOString() ?? "",
  };
}
