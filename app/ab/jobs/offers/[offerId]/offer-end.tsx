import { Moment, type Reader } from "@/components/offers/moment";
import { Notice } from "@/components/ui/notice";
import type { Tone } from "@/components/ui/status";
import type { OfferState } from "@/db/enums";

type OfferEndProps = {
  offer: { state: OfferState; validUntil: Date; talentName: string };
  outcome: { reason: string | null; endedAt: Date; byName: string | null } | null;
  reader: Reader;
};

/** How an offer ended and why; while it is pending, until when it stands. */
export function OfferEnd({ offer, outcome, reader }: OfferEndProps) {
  if (offer.state === "pending" && offer.validUntil > reader.now) return null;
  if (!outcome || offer.state === "pending") {
    return (
      <Notice tone="warn" title="This offer has run out">
        Nobody answered in time. It can no longer be accepted.
      </Notice>
    );
  }
  const { tone, title } = words[offer.state](offer.talentName, outcome.byName ?? "Countersign");
  return (
    <Notice tone={tone} title={title}>
      <Moment at={outcome.endedAt} reader={reader} exact />
      {outcome.reason && (
        <p dir="auto" className="mt-1 whitespace-pre-line wrap-anywhere">
          “{outcome.reason}”
        </p>
      )}
    </Notice>
  );
}

type Words = (talent: string, by: string) => { tone: Tone; title: string };

const words: Record<Exclude<OfferState, "pending">, Words> = {
  accepted: (talent) => ({ tone: "good", title: `${talent} accepted` }),
  declined: (talent) => ({ tone: "bad", title: `${talent} declined` }),
  withdrawn: (_talent, by) => ({ tone: "neutral", title: `${by} withdrew this offer` }),
  expired: () => ({ tone: "warn", title: "Nobody answered in time" }),
};
