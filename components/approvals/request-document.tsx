import type { ReactNode } from "react";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Differences } from "@/components/offers/differences";
import { WordsBlock } from "@/components/offers/words-block";
import { OrderImpact } from "@/components/orders/order-impact";
import { Sheet } from "@/components/ui/sheet";
import { Stamp } from "@/components/ui/stamp";
import { TextLink } from "@/components/ui/text-link";
import type { RequestStatus } from "@/lib/approvals/query-options";
import type { RequestCase } from "@/lib/approvals/request-case";
import { onOrder } from "@/lib/approvals/rules";
import { formatShortDay } from "@/lib/dates";
import { ApproverList } from "./approver-list";
import { AttachmentList } from "./attachment-list";
import { LiveApprovers } from "./live-approvers";
import { OffersOfRequest } from "./offers-of-request";
import type { Replacement } from "./replace-approver";
import { RequestHistory } from "./request-history";
import { RequestTerms } from "./request-terms";

type RequestDocumentProps = {
  case: RequestCase;
  status: RequestStatus;
  me: string;
  zone: string;
  /** Keep the approvers' status up to date and offer downloads; not where the session is in another company. */
  live: boolean;
  /** Members who may take over a slot, for those who may name one. */
  replacements?: Replacement["people"] | undefined;
  /** The two buttons, for whoever may be asked. */
  actions?: ReactNode;
};

/** The decision screen: the case as a document, who must sign beside it, and the buttons. */
export function RequestDocument({ case: found, status, me, zone, live, replacements, actions }: RequestDocumentProps) {
  const { request, order, postOpen, history, offers, origin, now } = found;
  const remind = request.requesterId === me && request.state === "pending" ? request.id : undefined;
  const replace = replacements && { requestId: request.id, people: replacements };
  return (
    <DocumentPage
      summary={
        <Sheet stamp={stampOf(found, zone)}>
          <RequestTerms
            request={request}
            order={order}
            postOpen={postOpen}
            used={offers.some(({ state }) => state === "accepted")}
            zone={zone}
            now={now}
            live={live}
          />
        </Sheet>
      }
      facts={
        <div className="grid gap-6">
          {order && request.state === "pending" && (
            <Sheet>
              <OrderImpact order={order} asked={onOrder(request)} />
            </Sheet>
          )}
          <Sheet>
            <h2 className="mb-3 text-base font-semibold">Who must approve</h2>
            {live ? (
              <LiveApprovers requestId={request.id} me={me} remind={remind} replace={replace} first={status} />
            ) : (
              <ApproverList steps={status.steps} me={me} remind={remind} />
            )}
          </Sheet>
        </div>
      }
      actions={actions}
    >
      <DocumentSection title="Reason">
        <WordsBlock text={request.reason} />
      </DocumentSection>
      {request.attachments.length > 0 && (
        <DocumentSection title="Attachments">
          <AttachmentList
            files={request.attachments}
            hrefOf={live ? (fileId) => `/api/approvals/${request.id}/files/${fileId}` : null}
          />
        </DocumentSection>
      )}
      {origin && (
        <DocumentSection title="Changed against the earlier request">
          <div className="grid gap-3">
            {origin.differences.length > 0 ? (
              <Differences rows={origin.differences} />
            ) : (
              <p className="text-ink-soft">Nothing but the day it was asked.</p>
            )}
            <p>
              <TextLink href={`/ab/jobs/approvals/${origin.id}`}>Open the earlier request</TextLink>
            </p>
          </div>
        </DocumentSection>
      )}
      {offers.length > 0 && (
        <DocumentSection title={offers.length === 1 ? "The offer that used it" : "Offers that used it"}>
          <OffersOfRequest offers={offers} zone={zone} now={now} />
        </DocumentSection>
      )}
      <DocumentSection title="History">
        <RequestHistory lines={history} zone={zone} now={now} />
      </DocumentSection>
    </DocumentPage>
  );
}

/** The mark of a decision, once per document; an approval that ran out unused has lost its own. */
function stampOf({ request, outcome, now }: RequestCase, zone: string): ReactNode {
  if (!outcome || request.state === "expired") return null;
  const kind = outcome.outcome;
  if (kind !== "approved" && kind !== "declined") return null;
  const names = request.slots.filter((slot) => slot.decision === kind).map((slot) => slot.approverName);
  const by =
    names.length > 0
      ? new Intl.ListFormat("en", { type: "conjunction" }).format(names)
      : (outcome.byName ?? "Countersign");
  return (
    <Stamp
      kind={kind}
      by={by}
      at={formatShortDay(outcome.decidedAt, zone, now)}
      dateTime={outcome.decidedAt.toISOString()}
    />
  );
}
