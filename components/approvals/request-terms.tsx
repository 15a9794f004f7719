import { OrderLine } from "@/components/orders/order-line";
import { Term, Terms } from "@/components/ui/terms";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { Request } from "@/lib/approvals/queries";
import { standInText } from "@/lib/approvals/rules";
import { formatDay, formatInstant, formatMoment } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import type { OrderFacts } from "@/lib/orders/order-facts";
import { daysText, kindWords, termsText, typeWords } from "@/lib/words";

type RequestTermsProps = {
  request: Request;
  /** null where none is linked, or the reader may not see its figures */
  order: OrderFacts | null;
  /** The reader may open the job post it came from. */
  postOpen: boolean;
  /** Its offer was accepted: nothing of it is left to be used. */
  used: boolean;
  zone: string;
  now: Date;
  /** Links lead on; not where the session is in another company. */
  live: boolean;
};

/** Every field of a request as a definition list; the figure the decision is about stands first and large. */
export function RequestTerms({ request, order, postOpen, used, zone, now, live }: RequestTermsProps) {
  const { startDate, endDate, neededBy, expiresAt, requestedAt } = request;
  return (
    <Terms>
      <Term label="Estimated total" total>
        <span className="tabular-nums">
          {formatMoney({ minor: request.estimatedTotalMinor, currency: request.currency })}
        </span>
        {request.openEnded && (
          <span className="block text-xs font-normal tracking-normal text-ink-soft">{standInText(request)}</span>
        )}
      </Term>
      {request.feeMinor > 0n && (
        <Term label="Client fee in it">
          <span className="tabular-nums">{formatMoney({ minor: request.feeMinor, currency: request.currency })}</span>
          {request.orderId && request.orderFeeMinor === 0n && (
            <span className="block text-ink-soft">Not on the purchase order</span>
          )}
        </Term>
      )}
      <Term label="Asked by">
        {request.requesterName}, <Moment at={requestedAt} zone={zone} now={now} />
      </Term>
      <Term label="Talent">
        {request.talentName ?? "Not chosen yet"}
        {request.talentEmail && <span className="block text-ink-soft">{request.talentEmail}</span>}
      </Term>
      <Term label="Kind of offer">{kindWords[request.offerKind]}</Term>
      <Term label="Contract type">
        {typeWords[request.contractType]}
        {request.contractType === "hourly" && (
          <span className="block text-ink-soft tabular-nums">{termsText(request)}</span>
        )}
      </Term>
      <Term label="Dates">{datesText(startDate, endDate)}</Term>
      <Term label="Team">{request.teamName}</Term>
      {request.postId && (
        <Term label="Job post">
          {live && postOpen ? (
            <TextLink href={`/ab/jobs/posts/${request.postId}`}>{request.postTitle ?? "Open the post"}</TextLink>
          ) : (
            request.postTitle
          )}
        </Term>
      )}
      {request.orderChoice !== "none" && (
        <Term label="Purchase order">
          <OrderLine thing={request} order={order} plain={!live} />
        </Term>
      )}
      {request.rule.mode !== "carry_over_always" && (
        <Term label="An offer may">
          {request.rule.mode === "strict"
            ? "not go beyond this"
            : `exceed rate, hours and total by at most ${request.rule.percent} %`}
        </Term>
      )}
      {neededBy && <Term label="Needed by">{formatDay(neededBy)}</Term>}
      {expiresAt && (
        <Term label={request.state === "approved" ? "Usable until" : "Expires"}>
          <Moment at={expiresAt} zone={zone} now={now} />
        </Term>
      )}
      {request.clockLeftMs !== null && !used && (
        <Term label="Time left">
          {daysText(Math.max(0, Math.floor(request.clockLeftMs / 86_400_000)))}, while no offer holds it
        </Term>
      )}
    </Terms>
  );
}

function datesText(start: string | null, end: string | null): string {
  if (start && end) return `${formatDay(start)} to ${formatDay(end)}`;
  if (start) return `From ${formatDay(start)}, no end date`;
  return end ? `Until ${formatDay(end)}, start not set` : "Not set";
}

function Moment({ at, zone, now }: { at: Date; zone: string; now: Date }) {
  return <Time at={at.toISOString()} short={formatMoment(at, zone, now)} exact={formatInstant(at, zone)} />;
}
