import { type Column, DataTable, TitleCell } from "@/components/layout/data-table";
import { WaitingDot } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { RequestRow, RequestSort } from "@/lib/approvals/list-requests";
import { formatInstant, formatShortDay, formatShortLocalDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { kindWords, shortTerms, slotWords, typeWords } from "@/lib/words";
import { RequestState } from "./request-state";

/** Whose columns: a hiring manager's, an approver's, or all of both (product.md §3.5). */
export type ListView = "requester" | "approver" | "all";

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
  const Row = rowOf[view];
  return (
    <DataTable label="Approval requests" columns={columnsOf(view, sort, sortHref)}>
      {rows.map((row) => (
        <Row key={row.id} row={row} me={me} zone={zone} now={now} />
      ))}
    </DataTable>
  );
}

type RowProps = { row: RequestRow; me: string; zone: string; now: Date };

function RequesterRow({ row, zone, now }: RowProps) {
  return (
    <tr>
      <TitleCell href={hrefOf(row)} title={row.title} second={row.teamName} />
      <td data-from="md" data-cut>
        {talentOf(row)}
      </td>
      <TermsCell row={row} />
      <TotalCell row={row} />
      <td data-from="xl">
        <Requested row={row} zone={zone} now={now} />
      </td>
      <td data-from="2xl" data-cut>
        <Signers row={row} zone={zone} now={now} />
      </td>
      <StateCell row={row} />
    </tr>
  );
}

function ApproverRow({ row, me, zone, now }: RowProps) {
  const mine = row.slots.find((slot) => slot.approverId === me);
  return (
    <tr>
      <TitleCell
        href={hrefOf(row)}
        title={row.title}
        second={
          <>
            <span className="md:hidden">{row.requesterName} · </span>
            {row.teamName}
          </>
        }
      />
      <td data-from="md" data-cut>
        {row.requesterName}
      </td>
      <td data-from="xl" data-cut>
        {talentOf(row)}
      </td>
      <TermsCell row={row} />
      <TotalCell row={row} />
      <td data-from="2xl">{mine?.openedAt ? <Moment at={mine.openedAt} zone={zone} now={now} /> : "–"}</td>
      <td data-from="md">{row.neededBy ? formatShortLocalDay(row.neededBy, now) : "–"}</td>
      <td data-at="status">
        <MyDecision row={row} me={me} />
      </td>
    </tr>
  );
}

function FullRow({ row, me, zone, now }: RowProps) {
  const waits = row.slots.some((slot) => slot.approverId === me && slot.state === "open");
  return (
    <tr>
      <TitleCell
        href={hrefOf(row)}
        title={row.title}
        mark={waits && <WaitingDot label="Waits for you" />}
        second={row.talentName ? `for ${row.talentName}` : "freelancer not chosen yet"}
      />
      <td data-from="md" data-cut>
        {row.requesterName}
        <span className="row-second">{row.teamName}</span>
      </td>
      <TermsCell row={row} />
      <TotalCell row={row} />
      <td data-from="xl">
        <Requested row={row} zone={zone} now={now} />
      </td>
      <td data-from="2xl" data-cut>
        <Signers row={row} zone={zone} now={now} me={me} />
      </td>
      <StateCell row={row} />
    </tr>
  );
}

const rowOf = { requester: RequesterRow, approver: ApproverRow, all: FullRow };

/**
 * The columns of product.md §3.5. What is short shares a cell with what it belongs to (team under the title, expiry under
 * the day of the request), so that the table fits its sheet and the page never scrolls sideways.
 */
function columnsOf(view: ListView, sort: RequestSort, hrefOfSort: RequestTableProps["sortHref"]): Column[] {
  const sorted = (down: RequestSort, up: RequestSort) =>
    hrefOfSort ? { sort: { href: hrefOfSort(sort === down ? up : down), ...directionOf(sort, down, up) } } : {};
  const total: Column = { label: "Estimated total", align: "end", ...sorted("largest", "smallest") };
  const terms: Column = { label: "Kind and terms", from: "xl" };
  const requested: Column = { label: "Requested / Expires", from: "xl", ...sorted("newest", "oldest") };
  const signers: Column = { label: "Waiting for / Decided by", from: "2xl" };
  switch (view) {
    case "requester":
      return [
        { label: "Title / Team" },
        { label: "Talent", from: "md" },
        terms,
        total,
        requested,
        signers,
        { label: "Status" },
      ];
    case "approver":
      return [
        { label: "Title / Team" },
        { label: "Requester", from: "md" },
        { label: "Talent", from: "xl" },
        terms,
        total,
        { label: "Waiting since", from: "2xl" },
        { label: "Needed by", from: "md" },
        { label: "My decision" },
      ];
    case "all":
      return [
        { label: "Title / Talent" },
        { label: "Requester / Team", from: "md" },
        terms,
        total,
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

function TotalCell({ row }: { row: RequestRow }) {
  return (
    <td data-at="amount">
      {formatMoney({ minor: row.estimatedTotalMinor, currency: row.currency })}
      {row.openEnded && <span className="row-second">open-ended</span>}
    </td>
  );
}

function TermsCell({ row }: { row: RequestRow }) {
  return (
    <td data-from="xl">
      {kindWords[row.offerKind]}
      <span className="row-second">{row.contractType === "hourly" ? shortTerms(row) : typeWords.fixed_price}</span>
    </td>
  );
}

function Requested({ row, zone, now }: Omit<RowProps, "me">) {
  return (
    <>
      <Moment at={row.requestedAt} zone={zone} now={now} />
      {row.expiresAt && (
        <span className="row-second">
          expires <Moment at={row.expiresAt} zone={zone} now={now} />
        </span>
      )}
    </>
  );
}

/** Whose signature is missing and by when; or, once decided, who decided and when. */
function Signers({ row, zone, now, me }: Omit<RowProps, "me"> & { me?: string }) {
  const open = row.slots.filter((slot) => slot.state === "open");
  const mine = me && row.slots.find((slot) => slot.approverId === me);
  return (
    <>
      {row.state === "pending" ? open.map((slot) => slot.name).join(", ") : (row.decidedByName ?? "–")}
      <span className="row-second">
        {row.state === "pending" ? (
          row.neededBy ? (
            `needed by ${formatShortLocalDay(row.neededBy, now)}`
          ) : (
            <>
              since <Moment at={open[0]?.openedAt ?? row.requestedAt} zone={zone} now={now} />
            </>
          )
        ) : (
          row.decidedAt && <Moment at={row.decidedAt} zone={zone} now={now} />
        )}
        {mine && ` · you: ${slotWords[mine.state].toLowerCase()}`}
      </span>
    </>
  );
}

function StateCell({ row }: { row: RequestRow }) {
  const more =
    row.state === "approved" ? "Available" : row.state === "consumed" ? `Used by offer ${row.usedByOffer ?? ""}` : null;
  return (
    <td data-at="status">
      <RequestState state={row.state} />
      {more && <span className="row-second">{more}</span>}
    </td>
  );
}

function MyDecision({ row, me }: { row: RequestRow; me: string }) {
  const mine = row.slots.find((slot) => slot.approverId === me);
  if (mine?.state === "open") return <WaitingDot label="Waits for you" shown />;
  if (mine?.state === "approved" || mine?.state === "declined") return <RequestState state={mine.state} />;
  return mine ? slotWords[mine.state] : "–";
}

function Moment({ at, zone, now }: { at: Date; zone: string; now: Date }) {
  return <Time at={at.toISOString()} short={formatShortDay(at, zone, now)} exact={formatInstant(at, zone)} />;
}

const hrefOf = (row: RequestRow) => `/ab/jobs/approvals/${row.id}`;

const talentOf = (row: RequestRow) => row.talentName ?? "Not chosen yet";
