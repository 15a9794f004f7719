import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { AcceptForm, DeclineOfferForm } from "@/components/offers/answer-forms";
import { MilestoneList } from "@/components/offers/milestone-list";
import { Moment } from "@/components/offers/moment";
import { OfferHistory } from "@/components/offers/offer-history";
import { OfferStatus } from "@/components/offers/offer-status";
import { OfferTerms } from "@/components/offers/offer-terms";
import { PlanList } from "@/components/offers/plan-list";
import { TalentStanding } from "@/components/offers/talent-standing";
import { VersionList } from "@/components/offers/version-list";
import { WordsBlock } from "@/components/offers/words-block";
import { ButtonLink } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { Term } from "@/components/ui/terms";
import { listHistory } from "@/lib/approvals/queries";
import { findAccountForTalent, findContractOfOffer, findOffer, findOfferOutcome } from "@/lib/offers/queries";
import { listVersionChanges } from "@/lib/offers/version-changes";
import { readerOf, readInCompany } from "../../reader";

export const metadata: Metadata = { title: "Offer" };

/** One offer as the freelancer sees it: company, terms and what changed; nothing of its approval. */
export default async function TalentOfferPage({ params }: PageProps<"/talent/offers/[offerId]">) {
  const { offerId } = await params;
  const loaded = await readInCompany(
    (ctx) => findAccountForTalent(ctx, offerId),
    async (ctx) => {
      const offer = await findOffer(ctx, offerId);
      return {
        offer,
        reader: await readerOf(ctx),
        outcome: await findOfferOutcome(ctx, offerId),
        contract: await findContractOfOffer(ctx, offerId),
        // The purchase order is the client's own matter.
        history: (await listHistory(ctx, "offer", offerId)).filter((line) => line.action !== "offer.order-changed"),
      };
    },
  );
  if (!loaded?.offer) notFound();
  const { offer, reader, outcome, contract, history } = loaded;
  const { terms } = offer;
  const open = offer.state === "pending" && offer.validUntil > reader.now;
  const versions = listVersionChanges(offer);
  return (
    <Page width="table">
      <PageHeader
        title={terms.title}
        back={{ href: "/talent/offers", label: "Offers" }}
        status={<OfferStatus state={offer.state} />}
        sentence={`${offer.companyName} offers you this work${offer.version > 1 ? `; these are the terms of version ${offer.version}` : ""}.`}
        action={
          contract && (
            <ButtonLink href={`/talent/contracts/${contract.id}`} variant="primary">
              Open contract {contract.number}
            </ButtonLink>
          )
        }
      />
      <DocumentPage
        label="Your answer"
        summary={
          <Sheet>
            <OfferTerms terms={terms}>
              <Term label="Company">{offer.companyName}</Term>
              <Term label="Sent by">
                {offer.senderName}, <Moment at={offer.sentAt} reader={reader} exact />
              </Term>
              <Term label="Questions to">
                {offer.contactName} <span className="text-ink-soft">{offer.contactEmail}</span>
              </Term>
            </OfferTerms>
          </Sheet>
        }
        facts={<TalentStanding offer={offer} tasks={terms.tasks.length} outcome={outcome} reader={reader} />}
        actions={
          open && (
            <div className="flex flex-wrap items-start gap-2">
              <AcceptForm offerId={offer.id} version={offer.version} />
              <DeclineOfferForm offerId={offer.id} />
            </div>
          )
        }
      >
        {versions.length > 1 && (
          <DocumentSection title="What changed">
            <VersionList versions={versions} reader={reader} />
          </DocumentSection>
        )}
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
        {terms.message && (
          <DocumentSection title={`Message from ${offer.senderName}`}>
            <WordsBlock text={terms.message} />
          </DocumentSection>
        )}
        <DocumentSection title="Description">
          <WordsBlock text={terms.description} />
        </DocumentSection>
        <DocumentSection title="History">
          <OfferHistory lines={history} reader={reader} forTalent={{ company: offer.companyName }} />
        </DocumentSection>
      </DocumentPage>
    </Page>
  );
}
