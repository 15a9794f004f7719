import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ContractBanners } from "@/components/contracts/contract-banners";
import { EndContractForm } from "@/components/contracts/contract-forms";
import { ContractHistory } from "@/components/contracts/contract-history";
import { ContractStatus } from "@/components/contracts/contract-status";
import { companyDeeds } from "@/components/contracts/history-words";
import { PausedNote } from "@/components/contracts/paused-note";
import { PendingNote } from "@/components/contracts/pending-note";
import { RateForm } from "@/components/contracts/standing-forms";
import { TaskSection } from "@/components/contracts/task-section";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { MilestoneSection } from "@/components/milestones/milestone-section";
import { MoneySummary } from "@/components/milestones/money-summary";
import { WorkBanners } from "@/components/milestones/work-banners";
import { Fact, Facts } from "@/components/offers/facts";
import { Moment } from "@/components/offers/moment";
import { OfferTerms } from "@/components/offers/offer-terms";
import { WordsBlock } from "@/components/offers/words-block";
import { RefundSection } from "@/components/refunds/refund-section";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { TextLink } from "@/components/ui/text-link";
import { listLatestHistory } from "@/lib/approvals/queries";
import { findAccountForTalent, findOwnContract, getContractTerms } from "@/lib/contracts/queries";
import { neverStarted } from "@/lib/contracts/rules";
import { loadWorkroom } from "@/lib/contracts/workroom";
import { formatInstant } from "@/lib/dates";
import { newId } from "@/lib/ids";
import { escrowAtEnd } from "@/lib/milestones/escrow-at-end";
import { seenAtEnd } from "@/lib/milestones/rules";
import { decimalText, formatMoney } from "@/lib/money";
import { cursorOf } from "@/lib/paging";
import { findRefundsOf } from "@/lib/refunds/queries";
import { mostRefundable } from "@/lib/refunds/rules";
import { readerOf, readInCompany } from "../../reader";

export const metadata: Metadata = { title: "Contract" };

/** One contract as the freelancer sees it: the work with its money, the terms accepted, and what happened. */
export default async function TalentContractPage({
  params,
  searchParams,
}: PageProps<"/talent/contracts/[contractId]">) {
  const { contractId } = await params;
  const cursor = cursorOf((await searchParams).earlier);
  const loaded = await readInCompany(
    (ctx) => findAccountForTalent(ctx, contractId),
    async (ctx) => {
      const contract = await findOwnContract(ctx, contractId);
      return (
        contract && {
          contract,
          terms: await getContractTerms(ctx, contract),
          workroom: await loadWorkroom(ctx, contract),
          escrow: await escrowAtEnd(ctx, contract),
          refunds: await findRefundsOf(ctx, contract),
          history: await listLatestHistory(ctx, "contract", contract.id, { cursor, without: companyDeeds }),
          reader: await readerOf(ctx),
        }
      );
    },
  );
  if (!loaded) notFound();
  const { contract, terms, escrow, reader, history, workroom, refunds } = loaded;
  const { work, disputes, pauses, tasks, pastEnd } = workroom;
  const { currency } = contract;
  const workReader = { ...reader, side: "talent" as const, acts: true, mint: newId };
  return (
    <Page width="table">
      <PageHeader
        title={contract.title}
        back={{ href: "/talent/contracts", label: "Contracts" }}
        status={<ContractStatus state={contract.state} />}
        sentence={`Contract ${contract.number} with ${contract.companyName}`}
      />
      <ContractBanners
        pastEnd={pastEnd}
        side="talent"
        ended={contract.endedAt && { at: formatInstant(contract.endedAt, reader.zone), reason: contract.endReason }}
      />
      <PendingNote contract={contract} tasks={tasks} />
      <PausedNote contract={contract} pauses={pauses} side="talent" employer={terms.employer} />
      {work && <WorkBanners work={work} disputes={disputes} side="talent" />}
      {refunds.ask && (
        <Notice
          tone="warn"
          title={`${contract.companyName} asks for ${formatMoney({ minor: refunds.ask.amountMinor, currency })} back`}
        >
          <TextLink href="#refunds">
            {mostRefundable(refunds.refundable) > 0n ? "Pay or decline the refund" : "Decline the refund"}
          </TextLink>
        </Notice>
      )}
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
          <Facts>
            <Fact label="Company">{contract.companyName}</Fact>
            <Fact label="Contact person">
              {contract.contactName} <span className="block text-ink-soft">{contract.contactEmail}</span>
            </Fact>
            <Fact label={neverStarted(tasks) ? "Accepted" : "Started"}>
              <Moment at={contract.startedAt} reader={reader} exact />
            </Fact>
            {contract.offerId && (
              <Fact label="From">
                <TextLink href={`/talent/offers/${contract.offerId}`}>The offer you accepted</TextLink>
              </Fact>
            )}
          </Facts>
        }
      >
        <TaskSection contract={contract} tasks={tasks} side="talent" reader={reader} />
        {work && <MilestoneSection work={work} disputes={disputes} reader={workReader} />}
        {contract.state !== "ended" && (
          <DocumentSection title="Change this contract">
            <div key={contract.version} className="flex flex-wrap gap-2">
              {contract.contractType === "hourly" && contract.kind !== "payroll" && (
                <RateForm
                  contractId={contract.id}
                  side="talent"
                  currency={currency}
                  rate={decimalText({ minor: terms.rateMinor ?? 0n, currency })}
                />
              )}
              <EndContractForm
                contractId={contract.id}
                side="talent"
                escrow={escrow}
                seen={work ? seenAtEnd(work.milestones) : undefined}
              />
            </div>
          </DocumentSection>
        )}
        <RefundSection contract={contract} of={refunds} reader={workReader} />
        <DocumentSection title="Description">
          <WordsBlock text={terms.description} />
        </DocumentSection>
        <ContractHistory
          page={`/talent/contracts/${contract.id}`}
          history={history}
          earlier={cursor !== null}
          reader={reader}
          forTalent={{ company: contract.companyName }}
        />
      </DocumentPage>
    </Page>
  );
}
