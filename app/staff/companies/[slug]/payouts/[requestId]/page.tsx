import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Moment } from "@/components/offers/moment";
import { DeclinePayoutForm, RecordAskedPayoutForm } from "@/components/staff/asked-payout-forms";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { Status } from "@/components/ui/status";
import { Term, Terms } from "@/components/ui/terms";
import { TextLink } from "@/components/ui/text-link";
import type { PayoutState } from "@/db/enums";
import { getAccountSettings } from "@/lib/accounts/queries";
import { findMove } from "@/lib/billing/list-moves";
import { findPayoutRequest } from "@/lib/billing/list-payouts";
import { newId } from "@/lib/ids";
import { decimalText, formatMoney } from "@/lib/money";
import { canSeeCompanies } from "@/lib/staff/rules";
import { readInCompany } from "../../../../reader";

export const metadata: Metadata = { title: "Payout asked for" };

/** What a freelancer asked to be paid out: recorded here by payment operations, or declined. */
export default async function AskedPayoutPage({ params }: PageProps<"/staff/companies/[slug]/payouts/[requestId]">) {
  const { slug, requestId } = await params;
  const { reader, found } = await readInCompany(slug, async (ctx) => {
    const request = canSeeCompanies(ctx.actor) ? await findPayoutRequest(ctx, requestId) : null;
    return (
      request && {
        request,
        move: request.moveId ? await findMove(ctx, request.moveId) : null,
        company: await getAccountSettings(ctx),
      }
    );
  });
  if (!found) notFound();
  const { request, move, company } = found;
  const { currency } = request;
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const least = request.availableMinor < request.amountMinor ? request.availableMinor : request.amountMinor;
  return (
    <Page width="form">
      <PageHeader
        title={`Payout to ${request.talentName}`}
        back={{ href: "/staff/moves?tab=payouts", label: "Payouts asked for" }}
        status={<Status {...looks[request.state]}>{words[request.state]}</Status>}
        sentence={company.name}
      />
      <Sheet>
        <Terms>
          <Term label="Asked for" total>
            {money(request.amountMinor)}
          </Term>
          {move && move.talentMinor !== request.amountMinor && (
            <Term label={request.state === "paid" ? "Of it paid out" : "Of it recorded"}>
              {money(move.talentMinor)}
            </Term>
          )}
          <Term label="Freelancer">
            {request.talentName}, {request.talentEmail}
          </Term>
          <Term label="Asked on">
            <Moment at={request.askedAt} reader={reader} exact />
          </Term>
          <Term label="Available now">{money(request.availableMinor)}</Term>
          {request.dueAt && (
            <Term label="Next reminder">
              <Moment at={request.dueAt} reader={reader} exact />
            </Term>
          )}
          {request.closedAt && (
            <Term label={words[request.state]}>
              <Moment at={request.closedAt} reader={reader} exact />
            </Term>
          )}
          {request.reason && <Term label="Reason">{request.reason}</Term>}
          {request.moveId && (
            <Term label="Transfer">
              <TextLink href={`/staff/companies/${slug}/moves/${request.moveId}`}>Open the money move</TextLink>
            </Term>
          )}
        </Terms>
      </Sheet>
      {request.state === "open" && request.held && (
        <Notice tone="warn" title="A contract of this freelancer is paused by payment operations.">
          Nothing is paid out until that is lifted.
        </Notice>
      )}
      {request.state === "open" && (
        <div className="flex flex-wrap gap-2">
          {!request.held && (
            <RecordAskedPayoutForm
              id={newId()}
              company={slug}
              requestId={request.id}
              currency={currency}
              amount={decimalText({ minor: least, currency })}
            />
          )}
          <DeclinePayoutForm company={slug} requestId={request.id} />
        </div>
      )}
    </Page>
  );
}

const looks = {
  open: { tone: "warn", glyph: "clock" },
  recorded: { tone: "info", glyph: "clock" },
  paid: { tone: "good", glyph: "check" },
  declined: { tone: "bad", glyph: "cross" },
  withdrawn: { tone: "neutral", glyph: "minus" },
} as const satisfies Record<PayoutState, unknown>;

const words: Record<PayoutState, string> = {
  open: "Waits to be recorded",
  recorded: "Waits for a second person",
  paid: "Paid out",
  declined: "Declined",
  withdrawn: "Withdrawn",
};
