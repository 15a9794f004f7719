"use client";

import { type Column, DataTable, TitleCell } from "@/components/layout/data-table";
import { WaitingDot } from "@/components/ui/status";
import { Time, type TimeProps } from "@/components/ui/time";
import type { SlotState, RequestState as State } from "@/db/enums";
import { slotWords } from "@/lib/words";
import { RequestState } from "./request-state";

/** Whose columns: a hiring manager's, an approver's, or all of both (product.md §3.5). */
export type ListView = "requester" | "approver" | "all";

/** One request in the words of its row. What a row does not show is left out: each field costs its way. */
export type RequestLine = {
  id: string;
  title: string;
  team: string;
  requester: string;
  /** none while nobody is chosen */
  talent?: string;
  kind: string;
  terms: string;
  total: string;
  /** how the question for a PO was answered, with what is left and until when for whoever may know; none where nobody asked */
  order?: { answer: string; left: string | null; until: string | null };
  openEnded?: true;
  neededBy?: string;
  state: State;
  /** what stands under the state: "Used by offer 12" */
  more?: string;
  /** the reader's own slot */
  mine?: { state: SlotState; opened?: TimeProps };
  requested?: TimeProps;
  expires?: TimeProps;
  signers?: Signers;
};

/** Whose signature is missing and by when or since when; or, once decided, who decided and when. */
export type Signers = { names: string; by?: string; since?: TimeProps; decided?: TimeProps };

type RequestRowsProps = {
  view: ListView;
  columns: readonly Column[];
  lines: readonly RequestLine[];
  /** with the column of purchase orders */
  orders: boolean;
};

/**
 * The table in the browser's hands only because of what it costs to send: 25 rows as data weigh a fifth of 25 rows as
 * elements. It holds no state, and is drawn on the server like everything else.
 */
export function RequestRows({ view, columns, lines, orders }: RequestRowsProps) {
  const Row = rowOf[view];
  return (
    <DataTable label="Approval requests" columns={columns}>
      {lines.map((line) => (
        <Row key={line.id} line={line} orders={orders} />
      ))}
    </DataTable>
  );
}

type RowProps = { line: RequestLine; orders: boolean };
type CellProps = { line: RequestLine };

function RequesterRow({ line }: RowProps) {
  return (
    <tr>
      <TitleCell href={hrefOf(line)} title={line.title} second={line.team} />
      <td data-from="md" data-cut>
        {talentOf(line)}
      </td>
      <TermsCell line={line} />
      <TotalCell line={line} under={line.order?.answer} />
      <td data-from="xl">
        <Requested line={line} />
      </td>
      <td data-from="2xl" data-cut>
        <SignersOf line={line} />
      </td>
      <StateCell line={line} />
    </tr>
  );
}

function ApproverRow({ line, orders }: RowProps) {
  return (
    <tr>
      <TitleCell
        href={hrefOf(line)}
        title={line.title}
        second={
          <>
            <span className="md:hidden">{line.requester} · </span>
            {line.team}
          </>
        }
      />
      <td data-from="md" data-cut>
        {line.requester}
        <span className="row-second">{talentOf(line)}</span>
      </td>
      <TermsCell line={line} />
      <TotalCell line={line} />
      {orders && <OrderCell line={line} />}
      <td data-from="2xl">{line.mine?.opened ? <Time {...line.mine.opened} /> : "–"}</td>
      <td data-from="md">{line.neededBy ?? "–"}</td>
      <td data-at="status">
        <MyDecision line={line} />
      </td>
    </tr>
  );
}

function FullRow({ line, orders }: RowProps) {
  return (
    <tr>
      <TitleCell
        href={hrefOf(line)}
        title={line.title}
        mark={line.mine?.state === "open" && <WaitingDot label="Waits for you" />}
        second={`${line.kind} · ${talentOf(line)}`}
      />
      <td data-from="md" data-cut>
        {line.requester}
        <span className="row-second">{line.team}</span>
      </td>
      <TotalCell line={line} under={line.terms} />
      {orders && <OrderCell line={line} />}
      <td data-from="xl">
        <Requested line={line} />
      </td>
      <td data-from="2xl" data-cut>
        <SignersOf line={line} own />
      </td>
      <StateCell line={line} />
    </tr>
  );
}

const rowOf = { requester: RequesterRow, approver: ApproverRow, all: FullRow };

/** The purchase order with what is left of it and until when. */
function OrderCell({ line: { order } }: CellProps) {
  return (
    <td data-from="xl" data-cut>
      {order?.answer ?? "–"}
      {order?.left && <span className="row-second tabular-nums">{order.left} left</span>}
      {order?.until && <span className="row-second">to {order.until}</span>}
    </td>
  );
}

/** `under`: what stands with it where there is room. */
function TotalCell({ line, under }: CellProps & { under?: string | undefined }) {
  return (
    <td data-at="amount">
      {line.total}
      {under && <span className="row-second max-xl:hidden">{under}</span>}
      {line.openEnded && <span className="row-second">open-ended</span>}
    </td>
  );
}

function TermsCell({ line }: CellProps) {
  return (
    <td data-from="xl">
      {line.kind}
      <span className="row-second">{line.terms}</span>
    </td>
  );
}

function Requested({ line: { requested, expires } }: CellProps) {
  return (
    <>
      {requested && <Time {...requested} />}
      {expires && (
        <span className="row-second">
          expires <Time {...expires} />
        </span>
      )}
    </>
  );
}

/** `own`: with the reader's part in it. */
function SignersOf({ line: { signers, mine }, own }: CellProps & { own?: boolean }) {
  if (!signers) return null;
  const { names, by, since, decided } = signers;
  return (
    <>
      {names}
      <span className="row-second">
        {by && `needed by ${by}`}
        {since && (
          <>
            since <Time {...since} />
          </>
        )}
        {decided && <Time {...decided} />}
        {own && mine && ` · you: ${slotWords[mine.state].toLowerCase()}`}
      </span>
    </>
  );
}

function StateCell({ line }: CellProps) {
  return (
    <td data-at="status">
      <RequestState state={line.state} />
      {line.more && <span className="row-second">{line.more}</span>}
    </td>
  );
}

function MyDecision({ line: { mine } }: CellProps) {
  if (mine?.state === "open") return <WaitingDot label="Waits for you" shown />;
  if (mine?.state === "approved" || mine?.state === "declined") return <RequestState state={mine.state} />;
  return mine ? slotWords[mine.state] : "–";
}

const hrefOf = ({ id }: RequestLine) => `/ab/jobs/approvals/${id}`;

const talentOf = ({ talent }: RequestLine) => talent ?? "Not chosen yet";
