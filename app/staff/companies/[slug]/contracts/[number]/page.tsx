import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ContractBanners } from "@/components/contracts/contract-banners";
import { ContractHistory } from "@/components/contracts/contract-history";
import { ContractStatus } from "@/components/contracts/contract-status";
import { companyDeeds } from "@/components/contracts/history-words";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { MoneySummary } from "@/components/milestones/money-summary";
import { Fact, Facts } from "@/components/offers/facts";
import { Moment } from "@/components/offers/moment";
import type { HistoryLine } from "@/components/offers/offer-history";
import { OfferTerms } from "@/components/offers/offer-terms";
import { DeliveryList } from "@/components/staff/delivery-list";
import { HoldForm, LiftHoldForm } from "@/components/staff/hold-forms";
import { TicketForm } from "@/components/staff/ticket-form";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { TextLink } from "@/components/ui/text-link";
import type { PauseCause } from "@/db/enums";
import { listLatestHistory } from "@/lib/approvals/queries";
import { canHold } from "@/lib/billing/rules";
import { describeOpenPauses } from "@/lib/contracts/hold-contract";
import { findContract, getContractTerms } from "@/lib/contracts/queries";
import { loadWorkroom } from "@/lib/contracts/workroom";
import { formatInstant } from "@/lib/dates";
import { canOpenTicket } from "@/lib/disputes/rules";
import { newId } from "@/lib/ids";
import { formatMoney } from "@/lib/money";
import { cursorOf } from "@/lib/paging";
import { canSeeCompanies } from "@/lib/staff/rules";
import { readInCompany } from "../../../../reader";

export const metadata: Metadata = { title: "Contract" };

/** One contract as staff read it: terms, money, why it is paused, the platform's own pause, and a dispute about refused work. */
export default async function StaffContractPage({
  params,
  searchParams,
}: PageProps<"/staff/companies/[slug]/contracts/[number]">) {
  const { slug, number } = await params;
  const cursor = cursorOf((await searchParams).earlier);
  const { staff, reader, found } = await readInCompany(slug, async (ctx) => {
    const contract = await findContract(ctx, number);
    return (
      contract && {
        contract,
        terms: await getContractTerms(ctx, contract),
        workroom: await loadWorkroom(ctx, contract),
        pauses: await describeOpenPauses(ctx, contract.id),
        history: await listLatestHistory(ctx, "contract", contract.id, { cursor, without: companyDeeds }),
      }
    );
  });
  if (!found) notFound();
  const { contract, terms, workroom, pauses, history } = found;
  const page = `/staff/companies/${slug}/contracts/${contract.number}`;
  const names = { company: contract.companyName, talent: contract.talentName };
  const held = pauses.some(({ cause }) => cause === "risk");
  const refused = workroom.work?.milestones.filter((each) => canOpenTicket(staff, contract, each)) ?? [];
  const runs = (contract.state === "active" || contract.state === "paused") && contract.kind !== "payroll";
  return (
    <Page width="table">
      <PageHeader
        title={contract.title}
        back={
          canSeeCompanies(staff)
            ? { href: `/staff/companies/${slug}/contracts`, label: "Contracts" }
            : { href: "/staff/disputes", label: "Disputes" }
        }
        status={<ContractStatus state={contract.state} />}
        sentence={`Contract ${contract.number} of ${names.company} with ${names.talent}`}
      />
      <ContractBanners
        pastEnd={null}
        ended={contract.endedAt && { at: formatInstant(contract.endedAt, reader.zone), reason: contract.endReason }}
      />
      {contract.state === "paused" &&
        pauses.map(({ cause, pausedAt, pausedByName, staffReason }) => (
          <Notice key={cause} tone={cause === "payroll" ? "info" : "warn"} title={pauseWords[cause]}>
            Since <Moment at={pausedAt} reader={reader} exact />
            {pausedByName && cause !== "client" ? `, by ${pausedByName}` : ""}.
            {staffReason && (
              <p dir="auto" className="whitespace-pre-line wrap-anywhere">
                “{staffReason}”
              </p>
            )}
          </Notice>
        ))}
      {workroom.disputes.map(({ id, milestoneId }) => {
        const frozen = workroom.work?.milestones.find((each) => each.id === milestoneId);
        return (
          <Notice key={id} tone="warn" title={`Milestone ${frozen?.number} is frozen by a dispute.`}>
            <TextLink href={`/staff/companies/${slug}/disputes/${id}`}>Open the case of “{frozen?.title}”</TextLink>
          </Notice>
        );
      })}
      <DocumentPage
        label="People and origin"
        summary={
          <div className="grid gap-4">
            {workroom.work && <MoneySummary milestones={workroom.work.milestones} currency={contract.currency} />}
            <Sheet>
              <OfferTerms terms={terms} />
            </Sheet>
          </div>
        }
        facts={
          <Facts>
            <Fact label="Company">{names.company}</Fact>
            <Fact label="Contact person">{contract.contactName}</Fact>
            <Fact label="Freelancer">{names.talent}</Fact>
            <Fact label="Started">
              <Moment at={contract.startedAt} reader={reader} exact />
            </Fact>
          </Facts>
        }
      >
        {(runs || held) && canHold(staff) && (
          <DocumentSection title="Pause by the platform">
            <div className="flex flex-wrap gap-2">
              {held ? (
                <LiftHoldForm
                  company={slug}
                  contractId={contract.id}
                  others={pauses.length > 1}
                  ended={contract.state === "ended"}
                />
              ) : (
                <HoldForm
                  company={slug}
                  contractId={contract.id}
                  names={names}
                  hourly={contract.contractType === "hourly"}
                />
              )}
            </div>
          </DocumentSection>
        )}
        {refused.length > 0 && (
          <DocumentSection title="Dispute about refused work">
            <div className="grid gap-4">
              {refused.map(({ id, number: place, title }) => (
                <div key={id} className="grid gap-2">
                  <h3 className="font-medium">
                    Milestone {place}, {title}
                  </h3>
                  <DeliveryList
                    deliveries={workroom.work?.submissions.filter((each) => each.milestoneId === id) ?? []}
                    files={workroom.work?.files.filter((each) => each.milestoneId === id) ?? []}
                    hrefOf={null}
                    reader={reader}
                  />
                </div>
              ))}
              <TicketForm
                company={slug}
                names={names}
                formKey={newId()}
                milestones={refused.map(({ id, number: place, title, heldMinor }) => ({
                  id,
                  words: `${place} · ${title}, ${formatMoney({ minor: heldMinor, currency: contract.currency })} held`,
                }))}
              />
            </div>
          </DocumentSection>
        )}
        <ContractHistory
          page={page}
          history={{ ...history, rows: history.rows.map(withStaffReason) }}
          earlier={cursor !== null}
          reader={reader}
        />
      </DocumentPage>
    </Page>
  );
}

/** What only staff read is quoted in their history as a note is in everybody's. */
function withStaffReason(line: HistoryLine): HistoryLine {
  const { staffReason } = line.data;
  return staffReason ? { ...line, data: { ...line.data, note: staffReason } } : line;
}

const pauseWords: Record<PauseCause, string> = {
  client: "Paused by the client",
  suspension: "Paused: the company is suspended for debt",
  dispute: "Paused by an open dispute",
  risk: "Paused by payment operations",
  payroll: "Payroll: time is kept by the employer of record",
};
