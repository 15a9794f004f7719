import { DataTable, TitleCell } from "@/components/layout/data-table";
import { formatMoney } from "@/lib/money";
import type { OfferRow } from "@/lib/offers/queries";
import { kindWords, typeWords } from "@/lib/words";
import { Moment, type Reader } from "./moment";
import { OfferStatus } from "./offer-status";

/** A freelancer's offers from all companies. */
export function TalentOfferTable({
  offers,
  open,
  reader,
}: {
  offers: readonly OfferRow[];
  open: boolean;
  reader: Reader;
}) {
  return (
    <DataTable
      label={open ? "Open offers" : "Answered offers"}
      columns={[
        { label: "Title" },
        { label: "Company", from: "md" },
        { label: "Kind", from: "lg" },
        { label: "Estimated total", align: "end" },
        { label: open ? "Valid until" : "Sent", from: "md" },
        { label: "Status" },
      ]}
    >
      {offers.map((offer) => (
        <tr key={offer.id}>
          <TitleCell
            href={`/talent/offers/${offer.id}`}
            title={offer.title}
            second={
              <>
                {typeWords[offer.contractType]}
                {offer.version > 1 && `, version ${offer.version}`}
                <span className="md:hidden"> · {offer.companyName}</span>
              </>
            }
          />
          <td data-from="md">{offer.companyName}</td>
          <td data-from="lg">{kindWords[offer.kind]}</td>
          <td data-at="amount">{formatMoney({ minor: offer.estimatedTotalMinor, currency: offer.currency })}</td>
          <td data-from="md">
            <Moment at={open ? offer.validUntil : offer.sentAt} reader={reader} />
          </td>
          <td data-at="status">
            <OfferStatus state={offer.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
