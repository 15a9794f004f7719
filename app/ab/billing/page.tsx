import type { Metadata } from "next";
import { BillingTabs } from "@/components/billing/billing-tabs";
import { type Figure, Figures } from "@/components/billing/figures";
import { InvoiceTable } from "@/components/billing/invoice-table";
import { ReceiptTable } from "@/components/billing/receipt-table";
import { DocumentSection } from "@/components/layout/document-page";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { companyFigures, getBilling } from "@/lib/billing/company-money";
import { listOpenInvoices, notYetInvoiced } from "@/lib/billing/list-invoices";
import { everyReceipt, listReceipts } from "@/lib/billing/list-receipts";
import { readAs } from "@/lib/ctx";
import { formatDay, localDateOf } from "@/lib/dates";
import { sumHeldNow } from "@/lib/milestones/held-for-offers";
import { formatMoney } from "@/lib/money";
import { loadBilling } from "./load-billing";

export const metadata: Metadata = { title: "Billing" };

/** Billing: what the company has, what it owes and until when, and what moved last. */
export default async function BillingPage() {
  const { actor, currency, timeZone, now } = await loadBilling();
  const { billing, figures, open, uninvoiced, held, latest } = await readAs(actor, async (ctx) => ({
    billing: await getBilling(ctx),
    figures: await companyFigures(ctx),
    open: await listOpenInvoices(ctx),
    uninvoiced: await notYetInvoiced(ctx),
    held: await sumHeldNow(ctx),
    latest: await listReceipts(ctx, everyReceipt, 5),
  }));
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const terms = billing.mode === "on_terms";
  const { balanceMinor, owedMinor } = figures;
  const oldest = open.at(-1);
  const items: Figure[] = [
    { label: "Balance", value: money(balanceMinor), hint: "Spent first, before anything else." },
    ...(terms
      ? [
          {
            label: "Owed on terms",
            value: money(owedMinor),
            hint: [
              oldest
                ? `The oldest part ${oldest.state === "past due" ? "was" : "is"} due ${formatDay(oldest.dueOn)}.`
                : `Invoiced once a month, due ${billing.termsDays} days later.`,
              ...(held > 0n ? [`${money(held < owedMinor ? held : owedMinor)} is held for open offers.`] : []),
            ].join(" "),
          },
          {
            label: "Credit line left",
            value:
              billing.creditLimitMinor === null
                ? "No limit"
                : money(billing.creditLimitMinor > owedMinor ? billing.creditLimitMinor - owedMinor : 0n),
            hint: billing.creditLimitMinor === null ? undefined : `Of ${money(billing.creditLimitMinor)}.`,
          },
          {
            label: "Not yet invoiced",
            value: money(uninvoiced < owedMinor ? uninvoiced : owedMinor),
            hint: billing.invoiceAt
              ? `On the invoice of ${formatDay(localDateOf(new Date(billing.invoiceAt.getTime() - 1), "UTC"))}.`
              : "Nothing was drawn this month.",
          },
        ]
      : []),
  ];
  return (
    <Page width="table">
      <PageHeader
        title="Billing"
        sentence={
          terms
            ? "Your company is on terms: funding draws on the credit line and is invoiced once a month."
            : "Your company pays from its balance: deposit by wire before milestones are funded."
        }
        action={
          <ButtonLink href="/ab/billing/payments" variant="primary">
            Record payment
          </ButtonLink>
        }
      />
      <BillingTabs current="overview" />
      <Figures label="Where the company stands" items={items} />
      {terms && (
        <DocumentSection title="Open invoices">
          {open.length === 0 ? (
            <p className="text-ink-soft">No invoice is unpaid.</p>
          ) : (
            <InvoiceTable invoices={open} />
          )}
        </DocumentSection>
      )}
      <DocumentSection title="Latest transactions">
        {latest.rows.length === 0 ? (
          <EmptyState title="No transactions yet">
            The first one comes when a milestone is funded or a payment is confirmed.
          </EmptyState>
        ) : (
          <div className="grid gap-3">
            <ReceiptTable receipts={latest.rows} reader={{ zone: timeZone, now }} />
            <p className="flex flex-wrap gap-x-6 gap-y-1">
              <TextLink href="/ab/billing/transactions">All transactions</TextLink>
              <TextLink href={`/ab/billing/statements/${localDateOf(now, "UTC").slice(0, 7)}`}>
                Statement of this month
              </TextLink>
            </p>
          </div>
        )}
      </DocumentSection>
    </Page>
  );
}
