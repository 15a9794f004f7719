import { Differences } from "@/components/offers/differences";
import { Status, type Tone } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { OfferState } from "@/db/enums";
import type { RequestCase } from "@/lib/approvals/request-case";
import { formatInstant, formatShortDay } from "@/lib/dates";
import { offerStateWords } from "@/lib/words";

/** Offers sent with this approval, newest first; each says where it differs from what was approved (product.md §3.8). */
export function OffersOfRequest({ offers, zone, now }: { offers: RequestCase["offers"]; zone: string; now: Date }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {offers.map((offer) => (
        <li key={offer.id} className="grid gap-3 py-3">
          <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span>
              {offer.open ? (
                <TextLink href={`/ab/jobs/offers/${offer.id}`}>Offer {offer.number}</TextLink>
              ) : (
                <span className="font-medium">Offer {offer.number}</span>
              )}{" "}
              to {offer.talentName}, sent{" "}
              <Time
                at={offer.sentAt.toISOString()}
                short={formatShortDay(offer.sentAt, zone, now)}
                exact={formatInstant(offer.sentAt, zone)}
              />
              {offer.version > 1 && `, version ${offer.version}`}
            </span>
            <Status tone={tones[offer.state]} glyph={offer.state === "pending" ? "clock" : undefined}>
              {offerStateWords[offer.state]}
            </Status>
          </p>
          {offer.differences.length > 0 ? (
            <div className="grid gap-2">
              <p className="text-xs text-ink-soft">Differs from what was approved</p>
              <Differences rows={offer.differences} />
            </div>
          ) : (
            <p className="text-xs text-ink-soft">As approved: nothing differs.</p>
          )}
          {offer.changed && (
            <div className="grid gap-2">
              <p className="text-xs text-ink-soft">
                {offer.changed.differences.length > 0
                  ? `Contract ${offer.changed.contractNumber} was changed since, and differs by now from what was approved`
                  : `Contract ${offer.changed.contractNumber} was changed since, and stands as approved`}
              </p>
              {offer.changed.differences.length > 0 && <Differences rows={offer.changed.differences} />}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

const tones: Record<OfferState, Tone> = {
  pending: "info",
  accepted: "good",
  declined: "bad",
  withdrawn: "neutral",
  expired: "warn",
};
