import { DataTable, TitleCell } from "@/components/layout/data-table";
import type { OfferState } from "@/db/enums";
import { formatMoney } from "@/lib/money";
import type { PricedOfferRow } from "@/lib/offers/queries";
import { kindWords, shortTerms } from "@/lib/words";
import { Moment, type Reader } from "./moment";
import { OfferStatus } from "./offer-status";

type OfferTableProps = { offers: readonly PricedOfferRow[]; state: OfferState; reader: Reader };

/** Offers of one tab as the client sees them. */
export function OfferTable({ offers, state, reader }: OfferTableProps) {
  return (
    <DataTable
      label={`Offers, ${state}`}
      columns={[
        { label: "Title" },
        { label: "Talent", from: "md" },
        { label: "Kind and terms", from: "lg" },
        { label: "Estimated total", align: "end" },
        { label: "Sent", from: "md" },
        { label: "Valid until", from: "lg" },
        { label: "Status" },
      ]}
    >
      {offers.map((offer) => (
        <tr key={offer.id}>
          <TitleCell
            href={`/ab/jobs/offers/${offer.id}`}
            title={offer.title}
            second={
              <>
                Offer {offer.number}
                {offer.version > 1 && `, version ${offer.version}`}
                <span className="md:hidden"> · {offer.talentName}</span>
              </>
            }
          />
          <td data-from="md">{offer.talentName}</td>
          <td data-from="lg">
            {kindWords[offer.kind]} · {shortTerms(offer)}
          </td>
          <td data-at="amount">{formatMoney({ minor: offer.estimatedTotalMinor, currency: offer.currency })}</td>
          <td data-from="md">
            <Moment at={offer.sentAt} reader={reader} />
          </td>
          <td data-from="lg">
            <Moment at={offer.validUntil} reader={reader} />
          </td>
          <td data-at="status">
            <OfferStatus state={offer.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
