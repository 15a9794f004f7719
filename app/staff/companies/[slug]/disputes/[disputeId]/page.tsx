import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Fact, Facts } from "@/components/offers/facts";
import { Moment, type Reader } from "@/components/offers/moment";
import { WordsBlock } from "@/components/offers/words-block";
import { DeliveryList } from "@/components/staff/delivery-list";
import { DisputeStatus } from "@/components/staff/dispute-table";
import { ShareForm } from "@/components/staff/share-form";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { Term, Terms } from "@/components/ui/terms";
import { TextLink } from "@/components/ui/text-link";
import type { SettlementState } from "@/db/enums";
import { isMediator } from "@/lib/billing/rules";
import { afterDays } from "@/lib/dates";
import { findWaitingMove } from "@/lib/disputes/queries";
import { awardOf, filingDays } from "@/lib/disputes/rules";
import { listFilesOfMilestone } from "@/lib/files/queries";
import { newId } from "@/lib/ids";
import { formatMoney } from "@/lib/money";
import { type Case, findCase, listSubmissions } from "@/lib/staff/queries";
import { readInCompany } from "../../../../reader";

export const metadata: Metadata = { title: "Dispute" };

/** A dispute as a case: what both sides said, what is held, what was proposed, and the mediator's next deed. */
export default async function DisputePage({ params }: PageProps<"/staff/companies/[slug]/disputes/[disputeId]">) {
  const { slug, disputeId } = await params;
  const { staff, reader, found } = await readInCompany(slug, async (ctx) => {
    const dispute = await findCase(ctx, disputeId);
    return (
      dispute && {
        dispute,
        waiting: await findWaitingMove(ctx, dispute.id),
        submissions: await listSubmissions(ctx, dispute.milestoneId),
        files: await listFilesOfMilestone(ctx, dispute.milestoneId),
      }
    );
  });
  if (!found) notFound();
  const { dispute, waiting, submissions, files } = found;
  const money = (minor: bigint) => formatMoney({ minor, currency: dispute.currency });
  return (
    <Page width="table">
      <PageHeader
        title={dispute.milestoneTitle}
        back={{ href: "/staff/disputes", label: "Disputes" }}
        status={<DisputeStatus state={dispute.state} />}
        sentence={`${dispute.companyName} and ${dispute.talentName}, contract ${dispute.contractNumber}, ${dispute.contractTitle}`}
      />
      <DocumentPage
        label="Money and next step"
        summary={
          <Sheet>
            <Terms>
              <Term label="Held" total>
                {money(dispute.heldMinor)}
              </Term>
              <Term label="Agreed for the milestone">{money(dispute.amountMinor)}</Term>
              {dispute.releasedMinor > 0n && <Term label="Released so far">{money(dispute.releasedMinor)}</Term>}
              {dispute.refundedMinor > 0n && <Term label="Returned so far">{money(dispute.refundedMinor)}</Term>}
              {dispute.milestoneDescription && <Term label="What was agreed">{dispute.milestoneDescription}</Term>}
            </Terms>
          </Sheet>
        }
        facts={
          <Facts>
            <Fact label="Contract">
              <TextLink href={`/staff/companies/${slug}/contracts/${dispute.contractNumber}`}>
                {dispute.contractTitle}
              </TextLink>
            </Fact>
            <Fact label="Opened">
              <Moment at={dispute.openedAt} reader={reader} exact />
            </Fact>
            {dispute.mediationAt && (
              <Fact label="In mediation since">
                <Moment at={dispute.mediationAt} reader={reader} exact />
              </Fact>
            )}
            {dispute.dueAt && (
              <Fact label="Next step by the clock">
                <Moment at={dispute.dueAt} reader={reader} exact />
              </Fact>
            )}
            {dispute.closedAt && (
              <Fact label="Closed">
                <Moment at={dispute.closedAt} reader={reader} exact />
              </Fact>
            )}
            {dispute.state === "arbitration" && (
              <>
                <Fact label="The client filed">
                  {dispute.clientFiledAt ? <Moment at={dispute.clientFiledAt} reader={reader} /> : "No proof so far"}
                </Fact>
                <Fact label="The freelancer filed">
                  {dispute.talentFiledAt ? <Moment at={dispute.talentFiledAt} reader={reader} /> : "No proof so far"}
                </Fact>
              </>
            )}
          </Facts>
        }
      >
        <NextDeed
          slug={slug}
          dispute={dispute}
          reader={reader}
          waiting={waiting?.id ?? null}
          mediator={isMediator(staff)}
        />
        <DocumentSection title={`What ${dispute.talentName} says`}>
          <WordsBlock text={dispute.description} />
        </DocumentSection>
        <DocumentSection title={`What ${dispute.companyName} says`}>
          <div className="grid gap-4">
            {dispute.refund && <WordsBlock text={`When asking for the refund: ${dispute.refund.reason}`} />}
            {dispute.clientEvidence ? (
              <WordsBlock text={dispute.clientEvidence} />
            ) : (
              !dispute.refund && <p className="text-ink-soft">Nothing so far.</p>
            )}
          </div>
        </DocumentSection>
        {submissions.length > 0 && (
          <DocumentSection title="What was submitted">
            <DeliveryList
              deliveries={submissions}
              files={files}
              hrefOf={(fileId) => `/api/staff/companies/${slug}/disputes/${dispute.id}/files/${fileId}`}
              reader={reader}
            />
          </DocumentSection>
        )}
        {dispute.settlements.length > 0 && (
          <DocumentSection title="Proposals so far">
            <ol className="grid gap-3">
              {dispute.settlements.map((each) => (
                <li key={each.id} className="rounded-sheet border border-line bg-sheet p-4">
                  <p className="font-medium">
                    {money(each.releaseMinor)} to {dispute.talentName}, {money(each.refundMinor)} back to{" "}
                    {dispute.companyName}
                  </p>
                  <p className="text-xs text-ink-soft">
                    {each.mediatorName}, <Moment at={each.proposedAt} reader={reader} exact />.{" "}
                    {settlementWords[each.state]}
                    {each.state === "open" && (
                      <>
                        {" "}
                        until <Moment at={each.answerBy} reader={reader} exact />: {dispute.companyName}{" "}
                        {each.clientAcceptedAt ? "accepted" : "has not answered"}, {dispute.talentName}{" "}
                        {each.talentAcceptedAt ? "accepted" : "has not answered"}.
                      </>
                    )}
                  </p>
                  <p className="mt-2 whitespace-pre-wrap wrap-anywhere">{each.note}</p>
                </li>
              ))}
            </ol>
          </DocumentSection>
        )}
      </DocumentPage>
    </Page>
  );
}

const settlementWords: Record<SettlementState, string> = {
  open: "Waits for answers",
  agreed: "Both accepted; it waits for a second person of staff.",
  rejected: "Not accepted.",
  executed: "Carried out.",
};

type NextDeedProps = {
  slug: string;
  dispute: Case;
  reader: Reader;
  /** the money move that waits for its second person */
  waiting: string | null;
  mediator: boolean;
};

/** The one thing that staff do next, or why there is nothing to do. */
function NextDeed({ slug, dispute, reader, waiting, mediator }: NextDeedProps) {
  const { state } = dispute;
  if (state === "closed" || state === "withdrawn") return null;
  if (waiting)
    return (
      <Notice tone="warn" title="The outcome waits for a second person.">
        <TextLink href={`/staff/companies/${slug}/moves/${waiting}`}>Open the money move</TextLink>
      </Notice>
    );
  if (state === "awaiting_client")
    return (
      <Notice tone="info" title="The client has five business days to answer.">
        It comes to mediation when the client declines. Silence releases what is held.
      </Notice>
    );
  if (!mediator) return <Notice tone="info" title="A mediator makes the next proposal." />;
  if (dispute.settlements.some((each) => each.state === "open"))
    return <Notice tone="info" title="Your proposal waits for the answers of both sides. Silence is no." />;
  const form = {
    company: slug,
    disputeId: dispute.id,
    currency: dispute.currency,
    held: formatMoney({ minor: dispute.heldMinor, currency: dispute.currency }),
    names: { company: dispute.companyName, talent: dispute.talentName },
  };
  if (state === "mediation")
    return (
      <DocumentSection title="Propose how to share what is held">
        <Sheet>
          <ShareForm {...form} />
        </Sheet>
      </DocumentSection>
    );
  const both = dispute.clientFiledAt && dispute.talentFiledAt;
  const filedBy = afterDays(dispute.since, filingDays);
  if (!both && filedBy > reader.now)
    return (
      <Notice tone="info" title="Both sides still have time to file for arbitration.">
        Until <Moment at={filedBy} reader={reader} exact />.
      </Notice>
    );
  const side = awardOf(dispute);
  return (
    <DocumentSection title="Record the outcome of the arbitration">
      <Sheet>
        {side && (
          <p className="mb-4">
            {side === "talent"
              ? `Only ${dispute.talentName} filed, so all of it goes there.`
              : `It goes back to ${dispute.companyName}: ${dispute.clientFiledAt ? "only the client filed" : "nobody filed"}.`}
          </p>
        )}
        <ShareForm {...form} award={newId()} />
      </Sheet>
    </DocumentSection>
  );
}
