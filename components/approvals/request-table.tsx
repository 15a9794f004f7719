import type { Column } from "@/components/layout/data-table";
import type { TimeProps } from "@/components/ui/time";
import type { RequestRow, RequestSort } from "@/lib/approvals/list-requests";
import { formatInstant, formatShortDay, formatShortLocalDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { orderAnswer } from "@/lib/orders/rules";
import { kindWords, noApprover, shortTerms, typeWords } from "@/lib/words";
import { type ListView, type RequestLine, RequestRows, type Signers } from "./request-rows";

export type { ListView };

type RequestTableProps = {
  rows: readonly RequestRow[];
  view: ListView;
  /** the reader's user id, whose slot is "my decision" */
  me: string;
  /** the reader's zone */
  zone: string;
  now: Date;
  sort: RequestSort;
  /** The address of the same list in another order; null where the order is fixed. */
  sortHref: ((sort: RequestSort) => string) | null;
};

/** Requests as rows. What is due stands left, the state at the end. */
export function RequestTable({ rows, view, me, zone, now, sort, sortHref }: RequestTableProps) {
  const lines = rows.map((row) => lineOf(row, view, me, zone, now));
  // Where purchase orders are on every request answers for one; where they never were, there is no column.
  const orders = rows.some((row) => row.orderChoice !== "none");
  return <RequestRows view={view} columns={columnsOf(view, orders, sort, sortHref)} lines={lines} orders={orders} />;
}

function lineOf(row: RequestRow, view: ListView, me: string, zone: string, now: Date): RequestLine {
  const moment = (at: Date): TimeProps => ({
    at: at.toISOString(),
    short: formatShortDay(at, zone, now),
    exact: formatInstant(at, zone),
  });
  const mine = row.slots.find((slot) => slot.approverId === me);
  const order = orderOf(row, view, now);
  const more = moreOf(row);
  const line: RequestLine = {
    id: row.id,
    title: row.title,
    team: row.teamName,
    requester: row.requesterName,
    ...(row.talentName && { talent: row.talentName }),
    kind: kindWords[row.offerKind],
    terms: row.contractType === "hourly" ? shortTerms(row) : typeWords.fixed_price,
    total: formatMoney({ minor: row.estimatedTotalMinor, currency: row.currency }),
    ...(order && { order }),
    ...(row.openEnded && { openEnded: true }),
    ...(row.neededBy && { neededBy: formatShortLocalDay(row.neededBy, now) }),
    state: row.state,
    ...(more && { more }),
  };
  if (view === "approver")
    return mine
      ? { ...line, mine: { state: mine.state, ...(mine.openedAt && { opened: moment(mine.openedAt) }) } }
      : line;
  return {
    ...line,
    ...(mine && { mine: { state: mine.state } }),
    ...(row.requestedAt && { requested: moment(row.requestedAt) }),
    ...(row.expiresAt && { expires: moment(row.expiresAt) }),
    signers: signersOf(row, now, moment),
  };
}

/** Approvers and admins see what is left and until when; a hiring manager's columns name the PO alone. */
function orderOf(row: RequestRow, view: ListView, now: Date): RequestLine["order"] | null {
  const answer = orderAnswer(row);
  if (answer === null) return null;
  if (row.orderLeft === null || view === "requester") return { answer, left: null, until: null };
  const left = formatMoney({ minor: row.orderLeft, currency: row.currency });
  return { answer, left, until: row.orderValidThrough && formatShortLocalDay(row.orderValidThrough, now) };
}

function signersOf(row: RequestRow, now: Date, moment: (at: Date) => TimeProps): Signers {
  if (row.state !== "pending")
    return { names: row.decidedByName ?? "–", ...(row.decidedAt && { decided: moment(row.decidedAt) }) };
  const open = row.slots.filter((slot) => slot.state === "open");
  const names = open.map((slot) => (slot.gone ? noApprover : slot.name)).join(", ");
  if (row.neededBy) return { names, by: formatShortLocalDay(row.neededBy, now) };
  const since = open[0]?.openedAt ?? row.requestedAt;
  return { names, ...(since && { since: moment(since) }) };
}

function moreOf(row: RequestRow): string | null {
  if (row.state === "approved") return "Available";
  return row.state === "consumed" ? `Used by offer ${row.usedByOffer ?? ""}` : null;
}

/**
 * The columns of product.md §3.5. What is short shares a cell with what it belongs to (team under the title, expiry under
 * the day of the request, what is left of a PO and until when under its number), so that the table fits its sheet and the page never scrolls sideways.
 */
function columnsOf(
  view: ListView,
  orders: boolean,
  sort: RequestSort,
  hrefOfSort: RequestTableProps["sortHref"],
): Column[] {
  const sorted = (down: RequestSort, up: RequestSort) =>
    hrefOfSort ? { sort: { href: hrefOfSort(sort === down ? up : down), ...directionOf(sort, down, up) } } : {};
  const total = (wide?: string): Column => ({
    label: "Estimated total",
    ...(wide ? { wide } : {}),
    align: "end",
    ...sorted("largest", "smallest"),
  });
  const terms: Column = { label: "Kind and terms", from: "xl" };
  const order: Column[] = orders ? [{ label: "PO / Left, valid to", from: "xl" }] : [];
  const requested: Column = { label: "Requested / Expires", from: "xl", ...sorted("newest", "oldest") };
  const signers: Column = { label: "Waiting for / Decided by", from: "2xl" };
  switch (view) {
    case "requester":
      return [
        { label: "Title / Team" },
        { label: "Talent", from: "md" },
        terms,
        total(orders ? "PO" : undefined),
        requested,
        signers,
        { label: "Status" },
      ];
    case "approver":
      return [
        { label: "Title / Team" },
        { label: "Requester / Talent", from: "md" },
        terms,
        total(),
        ...order,
        { label: "Waiting since", from: "2xl" },
        { label: "Needed by", from: "md" },
        { label: "My decision" },
      ];
    case "all":
      return [
        { label: "Title / Kind and talent" },
        { label: "Requester / Team", from: "md" },
        total("Terms"),
        ...order,
        requested,
        signers,
        { label: "Status" },
      ];
  }
}

function directionOf(
  sort: RequestSort,
  down: RequestSort,
  up: RequestSort,
): { direction?: "ascending" | "descending" } {
  if (sort === down) return { direction: "descending" };
  return sort === up ? { direction: "ascending" } : {};
}
