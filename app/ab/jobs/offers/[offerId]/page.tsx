import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ApprovalFacts } from "@/components/offers/approval-facts";
import { MilestoneList } from "@/components/offers/milestone-list";
import { Moment } from "@/components/offers/moment";
import { OfferHistory } from "@/components/offers/offer-history";
import { OfferStatus } from "@/components/offers/offer-status";
import { OfferTerms } from "@/components/offers/offer-terms";
import { PlanList } from "@/components/offers/plan-list";
import { VersionList } from "@/components/offers/version-list";
import { WithdrawForm } from "@/components/offers/withdraw-form";
import { WordsBlock } from "@/components/offers/words-block";
import { OrderLine } from "@/components/orders/order-line";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { Term } from "@/components/ui/terms";
import { TextLink } from "@/components/ui/text-link";
import { canInitiateSpend } from "@/lib/approvals/rules";
import { canManageOffer } from "@/lib/offers/rules";
import { loadWorkspace } from "../../../workspace";
import { loadOffer } from "./load-offer";
import { OfferEnd } from "./offer-end";

export const metadata: Metadata = { title: "Offer" };

/** One offer as its sender, the contact person and admins see it. */
export default async function OfferPage({ params }: PageProps<"/ab/jobs/offers/[offerId]">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const reader = { zone: timeZone, now };
  const loaded = await loadOffer(actor, reader, (await params).offerId);
  if (!loaded) notFound();
  const { offer, order, postOpen, teamName, outcome, contract, approval, versions, history, alsoPending } = loaded;
  const { terms } = offer;
  const open = offer.state === "pending" && offer.validUntil > now;
  const manages = canManageOffer(actor, offer);
  return (
    <Page width="table">
      <PageHeader
        title={terms.title}
        back={{ href: "/ab/jobs/offers", label: "Offers" }}
        status={<OfferStatus state={offer.state} />}
        sentence={`Offer ${offer.number} to ${offer.talentName}${offer.version > 1 ? `, version ${offer.version}` : ""}`}
        action={
          contract ? (
            <ButtonLink href={`/ab/jobs/contracts/${contract.number}`} variant="primary">
              Open contract {contract.number}
            </ButtonLink>
          ) : (
            offer.state !== "pending" &&
            canInitiateSpend(actor) && (
              <ButtonLink href={`/ab/jobs/offers/new?from=${offer.id}`} variant="primary">
                Copy to new offer
              </ButtonLink>
            )
          )
        }
      />
      {alsoPending && (
        <Notice tone="info" title={`${offer.talentName} has another pending offer from your company`}>
          {alsoPending.href ? (
            <TextLink href={alsoPending.href}>Offer {alsoPending.number}</TextLink>
          ) : (
            `Offer ${alsoPending.number}`
          )}
        </Notice>
      )}
      <DocumentPage
        label="Standing"
        summary={
          <Sheet>
            <OfferTerms terms={terms}>
              <Term label="Talent">
                {offer.talentName} <span className="text-ink-soft">{offer.talentEmail}</span>
              </Term>
              <Term label="Team">{teamName}</Term>
              {offer.postId && (
                <Term label="Job post">
                  {postOpen ? (
                    <TextLink href={`/ab/jobs/posts/${offer.postId}`}>{offer.postTitle ?? "Open the post"}</TextLink>
                  ) : (
                    offer.postTitle
                  )}
                </Term>
              )}
              {offer.orderChoice !== "none" && (
                <Term label="Purchase order">
                  <OrderLine thing={offer} order={order} />
                </Term>
              )}
              <Term label="Sent by">
                {offer.senderName}, <Moment at={offer.sentAt} reader={reader} exact />
              </Term>
              <Term label="Contact person">{offer.contactName}</Term>
              {offer.state === "pending" && (
                <Term label="Valid until">
                  <Moment at={offer.validUntil} reader={reader} exact />
                </Term>
              )}
            </OfferTerms>
          </Sheet>
        }
        facts={
          <div className="grid gap-4">
            <OfferEnd offer={offer} outcome={outcome} reader={reader} />
            <ApprovalFacts
              state={offer.state}
              approved={offer.requestId !== null}
              request={approval?.request ?? null}
              differences={approval?.differences ?? []}
            />
          </div>
        }
        actions={
          open &&
          manages && (
            <div className="flex flex-wrap gap-2">
              <ButtonLink href={`/ab/jobs/offers/${offer.id}/modify`} variant="primary">
                Modify offer
              </ButtonLink>
              <WithdrawForm offerId={offer.id} frees={offer.requestId !== null} />
            </div>
          )
        }
      >
        {offer.milestones.length > 0 && (
          <DocumentSection title="Milestones">
            <MilestoneList milestones={offer.milestones} currency={terms.currency} />
          </DocumentSection>
        )}
        {terms.tasks.length > 0 && (
          <DocumentSection title="Onboarding plan">
            <PlanList tasks={terms.tasks} talentName={offer.talentName} />
          </DocumentSection>
        )}
        <DocumentSection title="Description">
          <WordsBlock text={terms.description} />
        </DocumentSection>
        {terms.message && (
          <DocumentSection title="Message">
            <WordsBlock text={terms.message} />
          </DocumentSection>
        )}
        {versions.length > 1 && (
          <DocumentSection title="What changed">
            <VersionList versions={versions} reader={reader} />
          </DocumentSection>
        )}
        <DocumentSection title="History">
          <OfferHistory lines={history} reader={reader} />
        </DocumentSection>
        {contract && canInitiateSpend(actor) && (
          <p>
            <TextLink href={`/ab/jobs/offers/new?from=${offer.id}`}>Copy to new offer</TextLink>
          </p>
        )}
      </DocumentPage>
    </Page>
  );
}
