import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { Glyph } from "@/components/ui/glyph";
import { Status, type Tone } from "@/components/ui/status";
import type { DisputeState } from "@/db/enums";
import { formatMoney } from "@/lib/money";
import type { DisputeRow } from "@/lib/staff/queries";

/** Open disputes, the one due first at the top. */
export function DisputeTable({ disputes, reader }: { disputes: readonly DisputeRow[]; reader: Reader }) {
  return (
    <DataTable
      label="Disputes"
      columns={[
        { label: "Dispute" },
        { label: "Between", from: "md" },
        { label: "Next step", from: "md" },
        { label: "Held", align: "end" },
        { label: "Status" },
      ]}
    >
      {disputes.map((dispute) => (
        <tr key={dispute.id}>
          <TitleCell
            href={`/staff/companies/${dispute.slug}/disputes/${dispute.id}`}
            title={dispute.milestoneTitle}
            second={
              <>
                Contract {dispute.contractNumber}, {dispute.contractTitle}, since{" "}
                <Moment at={dispute.openedAt} reader={reader} />
              </>
            }
          />
          <td data-from="md">
            {dispute.companyName}
            <span className="block text-xs text-ink-soft">{dispute.talentName}</span>
          </td>
          <td data-from="md">{dispute.dueAt && <Moment at={dispute.dueAt} reader={reader} />}</td>
          <td data-at="amount">{formatMoney({ minor: dispute.heldMinor, currency: dispute.currency })}</td>
          <td data-at="status">
            <DisputeStatus state={dispute.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

const looks: Record<DisputeState, { tone: Tone; glyph: Glyph; word: string }> = {
  awaiting_client: { tone: "info", glyph: "clock", word: "Waits for the client" },
  mediation: { tone: "warn", glyph: "alert", word: "In mediation" },
  arbitration: { tone: "warn", glyph: "alert", word: "In arbitration" },
  closed: { tone: "good", glyph: "check", word: "Closed" },
  withdrawn: { tone: "neutral", glyph: "minus", word: "Withdrawn" },
};

/** Where a dispute stands. */
export function DisputeStatus({ state }: { state: DisputeState }) {
  const { tone, glyph, word } = looks[state];
  return (
    <Status tone={tone} glyph={glyph}>
      {word}
    </Status>
  );
}
