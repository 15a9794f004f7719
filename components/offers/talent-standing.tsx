import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import type { OfferKind, OfferState } from "@/db/enums";
import { taskCountText } from "@/lib/words";
import { Moment, type Reader } from "./moment";

type TalentStandingProps = {
  offer: { state: OfferState; validUntil: Date; companyName: string; kind: OfferKind; version: number };
  /** how many its onboarding plan has */
  tasks: number;
  outcome: { reason: string | null; endedAt: Date } | null;
  reader: Reader;
};

/** What the freelancer can still do, or how the offer ended. */
export function TalentStanding({ offer, tasks, outcome, reader }: TalentStandingProps) {
  if (offer.state === "pending" && offer.validUntil > reader.now) {
    return (
      <Sheet className="grid gap-3">
        <div>
          <p className="text-xs text-ink-soft">Valid until</p>
          <p className="text-base font-semibold">
            <Moment at={offer.validUntil} reader={reader} exact />
          </p>
        </div>
        <p className="text-ink-soft">
          {tasks > 0
            ? `Accepting agrees the contract on these terms. It starts when the ${taskCountText(tasks)} of its onboarding plan ${tasks === 1 ? "is" : "are"} done.`
            : offer.kind === "payroll"
              ? "Accepting starts the contract. Your time is kept by the employer of record."
              : "Accepting starts the contract on these terms."}
        </p>
      </Sheet>
    );
  }
  if (!outcome || offer.state === "pending") {
    return (
      <Notice tone="warn" title="This offer has run out">
        It can no longer be accepted. Ask the sender for a new one.
      </Notice>
    );
  }
  const when = <Moment at={outcome.endedAt} reader={reader} exact />;
  const reason = outcome.reason && (
    <p dir="auto" className="mt-1 whitespace-pre-line wrap-anywhere">
      “{outcome.reason}”
    </p>
  );
  switch (offer.state) {
    case "accepted":
      return (
        <Notice tone="good" title="You accepted this offer">
          {when}
        </Notice>
      );
    case "declined":
      return (
        <Notice tone="neutral" title="You declined this offer">
          {when}
          {reason}
        </Notice>
      );
    case "withdrawn":
      return (
        <Notice tone="neutral" title={`${offer.companyName} withdrew this offer`}>
          {when}
          {reason}
        </Notice>
      );
    case "expired":
      return (
        <Notice tone="warn" title="This offer ran out unanswered">
          {when}
        </Notice>
      );
  }
}
