import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { MoveRow } from "@/lib/billing/list-moves";
import { moveWords } from "@/lib/billing/words";
import { formatMoney } from "@/lib/money";
import { MoveStatus } from "./statuses";

type MoveTableProps = {
  moves: readonly (MoveRow & { companyName?: string })[];
  reader: Reader;
  /** where a move is decided; without it each row stands for itself */
  hrefOf?: (move: MoveRow) => string;
  /** where the file of a move is */
  fileOf?: (move: MoveRow) => string;
};

/** Money moves that need two people: who proposed each, who decided, and what happens next. */
export function MoveTable({ moves, reader, hrefOf, fileOf }: MoveTableProps) {
  return (
    <DataTable
      label="Money moves"
      columns={[
        { label: "Move" },
        { label: "Proposed", from: "md" },
        { label: "Next", from: "lg" },
        { label: "Amount", align: "end" },
        { label: "Status" },
      ]}
    >
      {moves.map((move) => {
        const title = titleOf(move);
        const second = (
          <>
            {move.companyName && `${move.companyName} · `}
            {move.externalRef && `Reference ${move.externalRef} · `}
            {move.proposerName}, <Moment at={move.proposedAt} reader={reader} />
          </>
        );
        return (
          <tr key={move.id}>
            {hrefOf ? (
              <TitleCell href={hrefOf(move)} title={title} second={second} />
            ) : (
              <td data-at="title">
                <span className="row-title">
                  <span>{title}</span>
                  <span className="row-second wrap-anywhere">
                    {second}
                    {fileOf && move.fileId && (
                      <>
                        {" · "}
                        <a className="underline underline-offset-3" href={fileOf(move)} download>
                          {move.fileName}
                        </a>
                      </>
                    )}
                    {move.refusal && <span className="block">{`Refused: “${move.refusal}”`}</span>}
                  </span>
                </span>
              </td>
            )}
            <td data-from="md">
              <Moment at={move.proposedAt} reader={reader} />
              <span className="block text-xs text-ink-soft">{move.proposerName}</span>
            </td>
            <td data-from="lg">
              <Next move={move} reader={reader} />
            </td>
            <td data-at="amount">
              {move.kind === "fee_exemption"
                ? "–"
                : formatMoney({ minor: move.companyMinor + move.talentMinor, currency: move.currency })}
            </td>
            <td data-at="status">
              <MoveStatus state={move.state} />
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}

/** "Payment received", "Payout to Ines Duarte". */
export function titleOf(move: Pick<MoveRow, "kind" | "talentName" | "source">): string {
  if (move.kind === "payout" && move.talentName) return `Payout to ${move.talentName}`;
  if (move.kind === "fee_exemption" && move.source === "charged") return "End of the client fee exemption";
  return moveWords[move.kind];
}

function Next({ move, reader }: { move: MoveRow; reader: Reader }) {
  if (move.state === "proposed" && move.dueAt)
    return (
      <>
        Payment operations
        <span className="block text-xs text-ink-soft">
          by <Moment at={move.dueAt} reader={reader} />
        </span>
      </>
    );
  if (!move.decidedAt) return null;
  return (
    <>
      {move.deciderName ?? "Countersign"}
      <span className="block text-xs text-ink-soft">
        <Moment at={move.decidedAt} reader={reader} />
      </span>
    </>
  );
}
