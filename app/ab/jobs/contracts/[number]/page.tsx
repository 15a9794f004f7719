import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { ChargeForm } from "@/components/contracts/charge-form";
import { ChargeTable } from "@/components/contracts/charge-table";
import { ContractBanners } from "@/components/contracts/contract-banners";
import { ContactForm, EndContractForm, EndDateForm, LinkOrderForm } from "@/components/contracts/contract-forms";
import { ContractHistory } from "@/components/contracts/contract-history";
import { ContractOrder } from "@/components/contracts/contract-order";
import { ContractStatus } from "@/components/contracts/contract-status";
import { PausedNote } from "@/components/contracts/paused-note";
import { PendingNote } from "@/components/contracts/pending-note";
import {
  ManualTimeForm,
  PauseForm,
  RateForm,
  RestartForm,
  WeeklyLimitForm,
} from "@/components/contracts/standing-forms";
import { TaskSection } from "@/components/contracts/task-section";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { BonusForm } from "@/components/milestones/milestone-forms";
import { MilestoneSection } from "@/components/milestones/milestone-section";
import { MoneySummary } from "@/components/milestones/money-summary";
import { WorkBanners } from "@/components/milestones/work-banners";
import { ApprovedTerms } from "@/components/offers/approval-facts";
import { Fact, Facts } from "@/components/offers/facts";
import { Moment } from "@/components/offers/moment";
import { OfferTerms } from "@/components/offers/offer-terms";
import { WordsBlock } from "@/components/offers/words-block";
import { RefundSection } from "@/components/refunds/refund-section";
import { Pagination } from "@/components/ui/pagination";
import { Sheet } from "@/components/ui/sheet";
import { TextLink } from "@/components/ui/text-link";
import { neverStarted } from "@/lib/contracts/rules";
import { formatInstant } from "@/lib/dates";
import { newId } from "@/lib/ids";
import { seenAtEnd, takesBonus } from "@/lib/milestones/rules";
import { decimalText, formatMoney } from "@/lib/money";
import { cursorOf } from "@/lib/paging";
import { loadWorkspace } from "../../../workspace";
import { loadContract } from "./load-contract";
import { OrderBurndown } from "./order-burndown";

export const metadata: Metadata = { title: "Contract" };

/** One contract with its terms, its purchase order and its charges, for members who may see it. */
export default async function ContractPage({ params, searchParams }: PageProps<"/ab/jobs/contracts/[number]">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const reader = { zone: timeZone, now };
  const { number } = await params;
  const { after, earlier } = await searchParams;
  const at = { charges: cursorOf(after), history: cursorOf(earlier) };
  const loaded = await loadContract(actor, number, at);
  if (!loaded) notFound();
  const { contract, may, settings, today, terms, offer, history, order, contacts, escrow, charges, pastEnd } = loaded;
  const { work, disputes, pauses, tasks, refunds, approval, feeRate } = loaded;
  // Under the platform's pause the client may add its own, which then outlives it.
  const mayPause = contract.state === "active" || (contract.state === "paused" && !pauses.includes("client"));
  const workReader = { ...reader, side: "client" as const, acts: may.work, mint: newId, feeRate };
  const hourly = contract.contractType === "hourly" && contract.kind !== "payroll";
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
      <PendingNote contract={contract} tasks={tasks} />
      <PausedNote contract={contract} pauses={pauses} side="client" employer={terms.employer} />
      {work && <WorkBanners work={work} disputes={disputes} side="client" />}
      <DocumentPage
        label="People and origin"
        summary={
          <div className="grid gap-4">
            {work && <MoneySummary milestones={work.milestones} currency={currency} />}
            <Sheet>
              <OfferTerms terms={terms} />
            </Sheet>
          </div>
        }
        facts={
          <div className="grid gap-4">
            <Facts>
              <Fact label="Talent">{contract.talentName}</Fact>
              <Fact label="Contact person">
                {contract.contactName} <span className="block text-ink-soft">{contract.contactEmail}</span>
              </Fact>
              <Fact label="Team">{contract.teamName}</Fact>
              <Fact label={neverStarted(tasks) ? "Accepted" : "Started"}>
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
            {approval && <ApprovedTerms request={approval.request} differences={approval.differences} />}
          </div>
        }
      >
        <TaskSection contract={contract} tasks={tasks} side="client" reader={reader} />
        {work && <MilestoneSection work={work} disputes={disputes} reader={workReader} />}
        {(may.changeTerms || may.changeContact || may.end || may.work) && (
          <div id="end-date" className="scroll-mt-6">
            <DocumentSection title="Change this contract">
              {/* A change closes its form: the next one starts from what stands then. */}
              <div key={version} className="flex flex-wrap gap-2">
                {hourly && may.work && mayPause && <PauseForm contractId={contractId} talent={contract.talentName} />}
                {hourly && may.work && pauses.includes("client") && (
                  <RestartForm contractId={contractId} alsoPlatform={pauses.length > 1} />
                )}
                {hourly && may.changeTerms && (
                  <>
                    <RateForm
                      contractId={contractId}
                      side="client"
                      currency={currency}
                      rate={decimalText({ minor: terms.rateMinor ?? 0n, currency })}
                      approved={approvedRate(approval?.request)}
                    />
                    <WeeklyLimitForm contractId={contractId} weeklyHours={terms.weeklyHours} />
                    <ManualTimeForm contractId={contractId} allowed={terms.manualTime} />
                  </>
                )}
                {may.work && takesBonus(contract, now) && !pauses.includes("risk") && (
                  <BonusForm
                    contractId={contractId}
                    formKey={newId()}
                    talent={contract.talentName}
                    currency={currency}
                    feeRate={feeRate}
                  />
                )}
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
                {may.end && (
                  <EndContractForm
                    contractId={contractId}
                    side="client"
                    escrow={escrow}
                    seen={work ? seenAtEnd(work.milestones) : undefined}
                  />
                )}
              </div>
            </DocumentSection>
          </div>
        )}
        {refunds && <RefundSection contract={contract} of={refunds} reader={workReader} />}
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
                {order.facts && (
                  <Suspense fallback={<p className="text-ink-soft">Drawing the burndown…</p>}>
                    <OrderBurndown actor={actor} orderId={order.facts.id} />
                  </Suspense>
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
                    escrow={work !== null}
                  />
                )}
                {charges.rows.length > 0 && <ChargeTable charges={charges.rows} may={may.charge} reader={reader} />}
                <Pagination
                  newer={at.charges ? `${page}#charges` : undefined}
                  older={charges.next ? `${page}?after=${charges.next}#charges` : undefined}
                  words={{ newer: "Latest", older: "Earlier" }}
                />
              </div>
            </DocumentSection>
          </div>
        )}
        <DocumentSection title="Description">
          <WordsBlock text={terms.description} />
        </DocumentSection>
        <ContractHistory page={page} history={history} earlier={at.history !== null} reader={reader} />
      </DocumentPage>
    </Page>
  );
}

const approvedRate = (request?: { rateMinor: bigint | null; currency: string }) =>
  request?.rateMinor == null ? null : formatMoney({ minor: request.rateMinor, currency: request.currency });
