import type { Metadata } from "next";
import { BillingTabs } from "@/components/billing/billing-tabs";
import { InvoiceTable } from "@/components/billing/invoice-table";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { getBilling } from "@/lib/billing/company-money";
import { listInvoices } from "@/lib/billing/list-invoices";
import { readAs } from "@/lib/ctx";
import { decodeCursor } from "@/lib/paging";
import { loadBilling } from "../load-billing";

export const metadata: Metadata = { title: "Invoices" };

/** Billing › Invoices: one a month on terms, newest first, with what is unpaid of each. */
export default async function InvoicesPage({ searchParams }: PageProps<"/ab/billing/invoices">) {
  const { actor } = await loadBilling();
  const { after } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const { page, mode } = await readAs(actor, async (ctx) => ({
    page: await listInvoices(ctx, cursor),
    mode: (await getBilling(ctx)).mode,
  }));
  return (
    <Page width="table">
      <PageHeader title="Billing" sentence="One invoice a month, with each movement of it and its purchase order." />
      <BillingTabs current="invoices" />
      {page.rows.length === 0 ? (
        <EmptyState
          title="No invoices yet"
          action={<ButtonLink href="/ab/billing/transactions">See the transactions</ButtonLink>}
        >
          {mode === "on_terms"
            ? "The first one is made on the first of the month after something was funded, dated the day before (UTC)."
            : "Your company pays from its balance; each transaction has its receipt."}
        </EmptyState>
      ) : (
        <InvoiceTable invoices={page.rows} />
      )}
      <Pagination
        newer={cursor ? "/ab/billing/invoices" : undefined}
        older={page.next ? `/ab/billing/invoices?after=${page.next}` : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
