import { AttachmentList } from "@/components/approvals/attachment-list";
import { Moment, type Reader } from "@/components/offers/moment";

type Delivery = { round: number; message: string; submittedAt: Date; changesNote: string | null };
type DeliveredFile = { id: string; name: string; sizeBytes: number; round: number };

type DeliveryListProps = {
  deliveries: readonly Delivery[];
  files: readonly DeliveredFile[];
  /** where a file is downloaded; null where staff only read that it is there */
  hrefOf: ((fileId: string) => string) | null;
  reader: Reader;
};

/** What was submitted for a milestone, round by round, with the changes that were asked for, as staff read it. */
export function DeliveryList({ deliveries, files, hrefOf, reader }: DeliveryListProps) {
  return (
    <ol className="grid gap-3">
      {deliveries.map((each) => (
        <li key={each.round} className="grid gap-2 rounded-sheet border border-line bg-sheet p-4">
          <p className="text-xs text-ink-soft">
            Round {each.round}, <Moment at={each.submittedAt} reader={reader} exact />
          </p>
          <p className="whitespace-pre-wrap wrap-anywhere">{each.message}</p>
          {files.some(({ round }) => round === each.round) && (
            <AttachmentList files={files.filter(({ round }) => round === each.round)} hrefOf={hrefOf} />
          )}
          {each.changesNote && (
            <p className="border-s-2 border-line ps-3 whitespace-pre-wrap wrap-anywhere">
              {`Changes asked for: ${each.changesNote}`}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
