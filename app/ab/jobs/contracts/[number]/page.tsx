import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ChargeForm } from "@/components/contracts/charge-form";
import { ChargeTable } from "@/components/contracts/charge-table";
import { ContractBanners } from "@/components/contracts/contract-banners";
import { ContactForm, EndContractForm, EndDateForm, LinkOrderForm } from "@/components/contracts/contract-forms";
import { ContractOrder } from "@/components/contracts/contract-order";
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
import { Pagination } from "@/components/ui/pagination";
import { Sheet } from "@/components/ui/sheet";
import { TextLink } from "@/components/ui/text-link";
import { formatInstant } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { decodeCursor } from "@/lib/paging";
import { loadWorkspace } from "../../../workspace";
import { historyShown, loadContract } from "./load-contract";

export const metadata: Metadata = { title: "Contract" };

/** One contract with its terms, its purchase order and its charges, for members who may see it. */
export default async function ContractPage({ params, searchParams }: PageProps<"/ab/jobs/contracts/[number]">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const reader = { zone: timeZone, now };
  const { number } = await params;
  const { after } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const loaded = await loadContract(actor, number, cursor);
  if (!loaded) notFound();
  const { contract, may, settings, today, terms, offer, history, order, contacts, escrow, charges, pastEnd } = loaded;
  const { id: contractId, version, currency } = contract;
  const page = `/ab/jobs/contracts/${contract.number}`;
  return (
    <Page width="table">
      <PageHeader
        title={contract.title}
        back={{ href: "/ab/jobs/contracts", label: "Contracts" }}
        status={<ContractStatus state={contract.state} />}
        sentence={`Contract ${contract.number} with ${contract.talentName}`}
      />
      <ContractBanners
        pastEnd={pastEnd}
        lacksOrder={loaded.lacksOrder}
        ended={contract.endedAt && { at: formatInstant(contract.endedAt, timeZone), reason: contract.endReason }}
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
                    {(contract.offerVersion ?? 1) > 1 && `, version ${contract.offerVersion}`}
                  </TextLink>
                </Fact>
              )}
              {contract.origin === "import" && <Fact label="From">An import</Fact>}
              {contract.postId && (
                <Fact label="Job post">
                  {loaded.postOpen ? (
                    <TextLink href={`/ab/jobs/posts/${contract.postId}`}>
                      {contract.postTitle ?? "Open the post"}
                    </TextLink>
                  ) : (
                    contract.postTitle
                  )}
                </Fact>
              )}
            </Facts>
          </div>
        }
      >
        {(may.changeTerms || may.changeContact || may.end) && (
          <div id="end-date" className="scroll-mt-6">
            <DocumentSection title="Change this contract">
              {/* A change closes its form: the next one starts from what stands then. */}
              <div key={version} className="flex flex-wrap gap-2">
                {may.changeTerms && (
                  <EndDateForm contractId={contractId} version={version} endDate={contract.endDate} />
                )}
                {may.changeContact && (
                  <ContactForm
                    contractId={contractId}
                    version={version}
                    contactId={contract.contactId}
                    people={contacts}
                  />
                )}
                {may.end && <EndContractForm contractId={contractId} side="client" escrow={escrow} />}
              </div>
            </DocumentSection>
          </div>
        )}
        {(settings.ordersOn || contract.orderId) && (
          <div id="order" className="scroll-mt-6">
            <DocumentSection title="Purchase order">
              <div className="grid gap-3">
                <ContractOrder contract={contract} order={order.facts} history={order.history} reader={reader} />
                {order.choices && (
                  <LinkOrderForm
                    key={version}
                    contractId={contractId}
                    version={version}
                    label={contract.orderId ? "Change PO" : "Choose PO"}
                    choices={order.choices}
                    values={order.values}
                  />
                )}
              </div>
            </DocumentSection>
          </div>
        )}
        {(charges.count > 0 || may.charge) && (
          <div id="charges" className="scroll-mt-6">
            <DocumentSection title="Charges">
              <div className="grid gap-3">
                <p className="text-ink-soft">
                  {charges.count === 0
                    ? "Nothing has been charged yet."
                    : `${formatMoney({ minor: charges.sum, currency })} charged so far.`}
                </p>
                {may.charge && (
                  <ChargeForm
                    key={charges.count}
                    id={charges.nextId}
                    contractId={contractId}
                    currency={currency}
                    today={today}
                    order={contract.orderNumber && `PO ${contract.orderNumber}`}
                  />
                )}
                {charges.rows.length > 0 && <ChargeTable charges={charges.rows} may={may.charge} reader={reader} />}
                <Pagination
                  newer={cursor ? `${page}#charges` : undefined}
                  older={charges.next ? `${page}?after=${charges.next}#charges` : undefined}
                  words={{ newer: "Latest", older: "Earlier" }}
                />
              </div>
            </DocumentSection>
          </div>
        )}
        {terms.milestones.length > 0 && (
          <DocumentSection title="Milestones">
            <MilestoneList milestones={terms.milestones} currency={terms.currency} />
          </DocumentSection>
        )}
        <DocumentSection title="Description">
          <WordsBlock text={terms.description} />
        </DocumentSection>
        <DocumentSection title="History">
          <OfferHistory lines={history} reader={reader} cap={historyShown} />
        </DocumentSection>
      </DocumentPage>
    </Page>
  );
}
