import { DataTable, TitleCell } from "@/components/layout/data-table";
import { DiscardDraft } from "./discard-draft";
import { Moment, type Reader } from "./moment";

type DraftTableProps = { drafts: readonly { id: string; title: string; savedAt: Date }[]; reader: Reader };

/** Own drafts, newest first: each opens the form as it was left. */
export function DraftTable({ drafts, reader }: DraftTableProps) {
  return (
    <DataTable label="Drafts" columns={[{ label: "Title" }, { label: "Saved" }, { label: "Discard", silent: true }]}>
      {drafts.map((draft) => (
        <tr key={draft.id}>
          <TitleCell href={`/ab/jobs/offers/new?draft=${draft.id}`} title={draft.title} />
          <td data-at="amount" className="font-normal">
            <Moment at={draft.savedAt} reader={reader} />
          </td>
          <td data-at="status" className="text-end">
            <DiscardDraft draftId={draft.id} title={draft.title} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
