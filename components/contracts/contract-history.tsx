import { DocumentSection } from "@/components/layout/document-page";
import type { Reader } from "@/components/offers/moment";
import { type HistoryLine, OfferHistory } from "@/components/offers/offer-history";
import { Pagination } from "@/components/ui/pagination";

type ContractHistoryProps = {
  /** address of the contract's page */
  page: string;
  history: { rows: readonly HistoryLine[]; next: string | null };
  /** is this a page of what was earlier */
  earlier: boolean;
  reader: Reader;
  forTalent?: { company: string };
};

/** What happened on a contract, newest first and a page at a time: contracts go on for years. */
export function ContractHistory({ page, history, earlier, reader, forTalent }: ContractHistoryProps) {
  return (
    <div id="history" className="scroll-mt-6">
      <DocumentSection title="History">
        <div className="grid gap-4">
          {history.rows.length === 0 ? (
            <p className="text-ink-soft">Nothing has been recorded yet.</p>
          ) : (
            <OfferHistory lines={history.rows} reader={reader} forTalent={forTalent} />
          )}
          <Pagination
            newer={earlier ? `${page}#history` : undefined}
            older={history.next ? `${page}?earlier=${history.next}#history` : undefined}
            words={{ newer: "Latest", older: "Earlier" }}
          />
        </div>
      </DocumentSection>
    </div>
  );
}
