import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { titleOf } from "@/components/billing/move-table";
import { MoveStatus } from "@/components/billing/statuses";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Moment } from "@/components/offers/moment";
import { DecideMove } from "@/components/staff/decide-move";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { Term, Terms } from "@/components/ui/terms";
import { TextLink } from "@/components/ui/text-link";
import { getAccountSettings } from "@/lib/accounts/queries";
import { findMove } from "@/lib/billing/list-moves";
import { moveDueAt } from "@/lib/billing/rules";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { decidableKinds } from "@/lib/staff/rules";
import { readInCompany } from "../../../../reader";

export const metadata: Metadata = { title: "Money move" };

/** One money move: who recorded it and why, and, for somebody else with the right, the two answers. */
export default async function MovePage({ params }: PageProps<"/staff/companies/[slug]/moves/[moveId]">) {
  const { slug, moveId } = await params;
  const { staff, reader, found } = await readInCompany(slug, async (ctx) => {
    const move = await findMove(ctx, moveId);
    const may = move !== null && decidableKinds(ctx.actor).includes(move.kind);
    return may ? { move, company: await getAccountSettings(ctx) } : null;
  });
  if (!found) notFound();
  const { move, company } = found;
  const money = (minor: bigint) => formatMoney({ minor, currency: move.currency });
  const own = move.proposedBy === staff.userId;
  return (
    <Page width="form">
      <PageHeader
        title={titleOf(move)}
        back={{ href: "/staff/moves", label: "Money moves" }}
        status={<MoveStatus state={move.state} />}
        sentence={company.name}
      />
      <Sheet>
        <Terms>
          {move.kind === "fee_exemption" ? (
            <Term label="From then on" total>
              {move.source === "exempt" ? "No client fee" : "The client fee again"}
            </Term>
          ) : (
            <Term label="Amount" total>
              {money(move.companyMinor + move.talentMinor)}
            </Term>
          )}
          {move.kind === "escrow_decision" && (
            <>
              <Term label="To the freelancer">{money(move.talentMinor)}</Term>
              <Term label="Back to the company">{money(move.companyMinor)}</Term>
              <Term label="Dispute">
                <TextLink href={`/staff/companies/${slug}/disputes/${move.subjectId}`}>Open the case</TextLink>
              </Term>
            </>
          )}
          {move.externalRef && <Term label="Reference">{move.externalRef}</Term>}
          {move.receivedOn && <Term label="Arrived on">{formatDay(move.receivedOn)}</Term>}
          {move.fileId && (
            <Term label="File">
              <a
                href={`/api/staff/companies/${slug}/moves/${move.id}/file`}
                download
                className="text-action underline underline-offset-3 wrap-anywhere"
              >
                {move.fileName}
              </a>
            </Term>
          )}
          <Term label="Why">{move.reason}</Term>
          <Term label="Recorded by">
            {move.proposerName}, {move.proposerStaff ? "staff" : "for the company"},{" "}
            <Moment at={move.proposedAt} reader={reader} exact />
          </Term>
          {move.decidedAt && (
            <Term label={move.state === "lapsed" ? "Lapsed" : "Decided by"}>
              {move.deciderName && `${move.deciderName}, `}
              <Moment at={move.decidedAt} reader={reader} exact />
            </Term>
          )}
          {move.refusal && <Term label="Refused because">{move.refusal}</Term>}
          {move.state === "proposed" && (
            <Term label="Lapses">
              <Moment at={moveDueAt(move.proposedAt, 1)} reader={reader} exact />
            </Term>
          )}
        </Terms>
      </Sheet>
      {move.state === "proposed" &&
        (own ? (
          <Notice tone="info" title="You proposed this; another person must confirm it.">
            {move.kind === "fee_exemption" ? "Nothing changes until then." : "Nothing moves until then."}
          </Notice>
        ) : (
          <DecideMove
            company={slug}
            moveId={move.id}
            deed={move.kind === "fee_exemption" ? "Confirm" : `Confirm ${money(move.companyMinor + move.talentMinor)}`}
          />
        ))}
    </Page>
  );
}
