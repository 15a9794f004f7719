import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Figures } from "@/components/billing/figures";
import { InvoiceTable } from "@/components/billing/invoice-table";
import { MoveTable } from "@/components/billing/move-table";
import { WireForm } from "@/components/billing/wire-form";
import { DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { FeeExemptionForm } from "@/components/staff/fee-exemption-form";
import { PayoutForm } from "@/components/staff/payout-form";
import { ReturnForm } from "@/components/staff/return-form";
import { ReinstateForm, SuspendForm } from "@/components/staff/suspension-forms";
import { SuspensionList } from "@/components/staff/suspension-list";
import { Notice } from "@/components/ui/notice";
import { Pagination } from "@/components/ui/pagination";
import { TextLink } from "@/components/ui/text-link";
import { getAccountSettings } from "@/lib/accounts/queries";
import { companyFigures, getBilling, isSuspended } from "@/lib/billing/company-money";
import { sumDebt } from "@/lib/billing/debt";
import { findFeeStanding } from "@/lib/billing/exempt-from-fee";
import { findPastDue } from "@/lib/billing/list-invoices";
import { listMoves } from "@/lib/billing/list-moves";
import { returnable } from "@/lib/billing/return-balance";
import { feeText, suspendDay, suspendsOn } from "@/lib/billing/rules";
import { listSuspensions } from "@/lib/billing/suspend-company";
import { formatDay, localDateOf } from "@/lib/dates";
import { newId } from "@/lib/ids";
import { formatMoney } from "@/lib/money";
import { decodeCursor } from "@/lib/paging";
import { listPayable } from "@/lib/staff/queries";
import { canSeeCompanies } from "@/lib/staff/rules";
import { readInCompany } from "../../reader";

export const metadata: Metadata = { title: "Company" };

/** One company for payment operations: what it has and owes, what was recorded, and the forms that record more. */
export default async function CompanyPage({ params, searchParams }: PageProps<"/staff/companies/[slug]">) {
  const { slug } = await params;
  const { after } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const { reader, found } = await readInCompany(slug, async (ctx) =>
    canSeeCompanies(ctx.actor)
      ? {
          company: await getAccountSettings(ctx),
          billing: await getBilling(ctx),
          figures: await companyFigures(ctx),
          suspended: await isSuspended(ctx),
          debt: await sumDebt(ctx),
          pastDue: await findPastDue(ctx),
          suspensions: await listSuspensions(ctx),
          payable: await listPayable(ctx),
          back: await returnable(ctx),
          fee: await findFeeStanding(ctx),
          moves: await listMoves(ctx, { kind: null, cursor }),
        }
      : null,
  );
  if (!found) notFound();
  const { company, billing, figures, suspended, debt, pastDue, suspensions, payable, back, fee, moves } = found;
  const { currency } = company;
  const money = (minor: bigint) => formatMoney({ minor, currency });
  return (
    <Page width="table">
      <PageHeader
        title={company.name}
        back={{ href: "/staff/companies", label: "Companies" }}
        sentence={
          billing.mode === "on_terms" ? `On terms of ${billing.termsDays} days.` : "Charged: it pays from its balance."
        }
      />
      <p>
        <TextLink href={`/staff/companies/${slug}/contracts`}>Contracts of this company</TextLink>
      </p>
      {suspended && <Notice tone="bad" title="This company is suspended until nothing is owed." />}
      <Figures
        label="Where the company stands"
        items={[
          { label: "Balance", value: money(figures.balanceMinor) },
          { label: "Owed on terms", value: money(figures.owedMinor) },
          {
            label: "Credit limit",
            value: billing.creditLimitMinor === null ? "No limit" : money(billing.creditLimitMinor),
          },
        ]}
      />
      <div className="grid max-w-[720px] gap-3">
        <WireForm id={newId()} currency={currency} today={localDateOf(reader.now, company.timeZone)} company={slug} />
        {payable.length > 0 && (
          <PayoutForm
            id={newId()}
            company={slug}
            currency={currency}
            payable={payable.map(({ userId, name, availableMinor }) => ({
              userId,
              name,
              available: money(availableMinor),
            }))}
          />
        )}
      </div>
      {pastDue && (
        <DocumentSection title="Past due">
          <div className="grid gap-3">
            <p className="max-w-[720px] text-ink-soft">
              {money(pastDue.amountMinor)} is past due; the oldest part was due {formatDay(pastDue.since)}.{" "}
              {!suspended &&
                `Unpaid, the clock suspends the company on ${formatDay(suspendsOn(pastDue.since, reader.now))} (UTC), ${suspendDay} days after that.`}
            </p>
            <InvoiceTable invoices={pastDue.invoices} linked={false} />
          </div>
        </DocumentSection>
      )}
      <DocumentSection title="Balance that is left over">
        <div className="grid max-w-[720px] gap-3">
          {back.waitingMinor > 0n && (
            <p className="text-ink-soft">{money(back.waitingMinor)} to be paid back waits for a second person.</p>
          )}
          {back.mostMinor > 0n ? (
            <ReturnForm
              id={newId()}
              company={slug}
              currency={currency}
              name={company.name}
              most={money(back.mostMinor)}
            />
          ) : (
            <p className="text-ink-soft">
              {back.owedMinor > 0n
                ? `${company.name} owes ${money(back.owedMinor)}. That is settled before anything is paid back.`
                : back.waitingMinor === 0n && "The balance is empty, so there is nothing to pay back."}
            </p>
          )}
        </div>
      </DocumentSection>
      {(fee.installationRate > 0 || fee.exempt) && (
        <DocumentSection title="Client fee">
          <div className="grid max-w-[720px] gap-3">
            <p className="text-ink-soft">
              {fee.exempt
                ? `${company.name} is exempt from the client fee of ${feeText(fee.installationRate)}.`
                : `${company.name} pays ${feeText(fee.installationRate)} on what it funds and on bonuses.`}
              {fee.waiting && " A change of that waits for a second person."}
            </p>
            {!fee.waiting && <FeeExemptionForm id={newId()} company={slug} name={company.name} exempt={fee.exempt} />}
          </div>
        </DocumentSection>
      )}
      <DocumentSection title="Suspension">
        <div className="grid max-w-[720px] gap-3">
          {suspended && debt > 0n && (
            <p className="text-ink-soft">It is lifted by itself when {money(debt)} is paid.</p>
          )}
          {suspended && debt === 0n && <ReinstateForm company={slug} />}
          {!suspended &&
            (pastDue ? (
              <SuspendForm company={slug} name={company.name} />
            ) : (
              <p className="text-ink-soft">No invoice is past due. A company is suspended for debt alone.</p>
            ))}
          {suspensions.length > 0 && <SuspensionList suspensions={suspensions} reader={reader} />}
        </div>
      </DocumentSection>
      <DocumentSection title="Money moves">
        {moves.rows.length === 0 ? (
          <p className="text-ink-soft">None was recorded for this company yet.</p>
        ) : (
          <MoveTable
            moves={moves.rows}
            reader={reader}
            hrefOf={(move) => `/staff/companies/${slug}/moves/${move.id}`}
          />
        )}
      </DocumentSection>
      <Pagination
        newer={cursor ? `/staff/companies/${slug}` : undefined}
        older={moves.next ? `/staff/companies/${slug}?after=${moves.next}` : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
