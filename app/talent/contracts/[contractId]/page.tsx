import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ContractBanners } from "@/components/contracts/contract-banners";
import { EndContractForm } from "@/components/contracts/contract-forms";
import { ContractStatus } from "@/components/contracts/contract-status";
import { PausedNote } from "@/components/contracts/paused-note";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Fact, Facts } from "@/components/offers/facts";
import { MilestoneList } from "@/components/offers/milestone-list";
import { Moment } from "@/components/offers/moment";
import { OfferTerms } from "@/components/offers/offer-terms";
import { WordsBlock } from "@/components/offers/words-block";
import { Sheet } from "@/components/ui/sheet";
import { TextLink } from "@/components/ui/text-link";
import { findAccountForTalent, findOwnContract, getContractTerms } from "@/lib/contracts/queries";
import { formatInstant } from "@/lib/dates";
import { escrowAtEnd } from "@/lib/milestones/escrow-at-end";
import { readerOf, readInCompany } from "../../reader";

export const metadata: Metadata = { title: "Contract" };

/** One contract as the freelancer sees it, with the terms accepted. */
export default async function TalentContractPage({ params }: PageProps<"/talent/contracts/[contractId]">) {
  const { contractId } = await params;
  const loaded = await readInCompany(
    (ctx) => findAccountForTalent(ctx, contractId),
    async (ctx) => {
      const contract = await findOwnContract(ctx, contractId);
      return (
        contract && {
          contract,
          terms: await getContractTerms(ctx, contract),
          escrow: await escrowAtEnd(ctx, contract),
          reader: await readerOf(ctx),
        }
      );
    },
  );
  if (!loaded) notFound();
  const { contract, terms, escrow, reader } = loaded;
  return (
    <Page width="table">
      <PageHeader
        title={contract.title}
        back={{ href: "/talent/contracts", label: "Contracts" }}
        status={<ContractStatus state={contract.state} />}
        sentence={`Contract ${contract.number} with ${contract.companyName}`}
      />
      <ContractBanners
        pastEnd={null}
        lacksOrder={false}
        ended={contract.endedAt && { at: formatInstant(contract.endedAt, reader.zone), reason: contract.endReason }}
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
              <Fact label="Company">{contract.companyName}</Fact>
              <Fact label="Contact person">
                {contract.contactName} <span className="block text-ink-soft">{contract.contactEmail}</span>
              </Fact>
              <Fact label="Started">
                <Moment at={contract.startedAt} reader={reader} exact />
              </Fact>
              {contract.offerId && (
                <Fact label="From">
                  <TextLink href={`/talent/offers/${contract.offerId}`}>The offer you accepted</TextLink>
                </Fact>
              )}
            </Facts>
          </div>
        }
      >
        {contract.state !== "ended" && (
          <DocumentSection title="Change this contract">
            <EndContractForm contractId={contract.id} side="talent" escrow={escrow} />
          </DocumentSection>
        )}
        {terms.milestones.length > 0 && (
          <DocumentSection title="Milestones">
            <MilestoneList milestones={terms.milestones} currency={terms.currency} />
          </DocumentSection>
        )}
        <DocumentSection title="Description">
          <WordsBlock text={terms.description} />
        </DocumentSection>
      </DocumentPage>
    </Page>
  );
}
