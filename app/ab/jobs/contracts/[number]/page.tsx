import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ContractStatus } from "@/components/contracts/contract-status";
import { PausedNote } from "@/components/contracts/paused-note";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Fact, Facts } from "@/components/offers/facts";
import { MilestoneList } from "@/components/offers/milestone-list";
import { Moment } from "@/components/offers/moment";
import { OfferHistory } from "@/components/offers/offer-history";
import { OfferTerms } from "@/components/offers/offer-terms";
import { WordsBlock } from "@/components/offers/words-block";
import { Sheet } from "@/components/ui/sheet";
import { TextLink } from "@/components/ui/text-link";
import { listHistory } from "@/lib/approvals/queries";
import { findContract, findContractTerms } from "@/lib/contracts/queries";
import { readAs } from "@/lib/ctx";
import { findOffer } from "@/lib/offers/queries";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Contract" };

/** One contract with the terms it started with, for members who may see it. */
export default async function ContractPage({ params }: PageProps<"/ab/jobs/contracts/[number]">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const reader = { zone: timeZone, now };
  const { number } = await params;
  const loaded = await readAs(actor, async (ctx) => {
    const contract = await findContract(ctx, number);
    if (!contract) return null;
    const terms = await findContractTerms(ctx, contract);
    return {
      contract,
      terms,
      offer: await findOffer(ctx, contract.offerId),
      history: await listHistory(ctx, "contract", contract.id),
    };
  });
  if (!loaded) notFound();
  const { contract, terms, offer, history } = loaded;
  return (
    <Page width="table">
      <PageHeader
        title={contract.title}
        back={{ href: "/ab/jobs/contracts", label: "Contracts" }}
        status={<ContractStatus state={contract.state} />}
        sentence={`Contract ${contract.number} with ${contract.talentName}`}
      />
      <DocumentPage
        label="People and origin"
        summary={
          <Sheet>
            <OfferTerms terms={terms} />
          </Sheet>
        }
        facts={
          <div className="grid gap-4">
            <PausedNote contract={contract} employer={terms.employer} />
            <Facts>
              <Fact label="Talent">{contract.talentName}</Fact>
              <Fact label="Contact person">
                {contract.contactName} <span className="block text-ink-soft">{contract.contactEmail}</span>
              </Fact>
              <Fact label="Team">{contract.teamName}</Fact>
              <Fact label="Started">
                <Moment at={contract.startedAt} reader={reader} exact />
              </Fact>
              {offer && (
                <Fact label="From">
                  <TextLink href={`/ab/jobs/offers/${offer.id}`}>
                    Offer {offer.number}
                    {contract.offerVersion > 1 && `, version ${contract.offerVersion}`}
                  </TextLink>
                </Fact>
              )}
            </Facts>
          </div>
        }
      >
        {terms.milestones.length > 0 && (
          <DocumentSection title="Milestones">
            <MilestoneList milestones={terms.milestones} currency={terms.currency} />
          </DocumentSection>
        )}
        <DocumentSection title="Description">
          <WordsBlock text={terms.description} />
        </DocumentSection>
        <DocumentSection title="History">
          <OfferHistory lines={history} reader={reader} />
        </DocumentSection>
      </DocumentPage>
    </Page>
  );
}
