import type { Metadata } from "next";
import { BillingTabs } from "@/components/billing/billing-tabs";
import { ReceiptTable } from "@/components/billing/receipt-table";
import { TransactionFilter } from "@/components/billing/transaction-filter";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Pagination } from "@/components/ui/pagination";
import { addressOf, exportPath, filterOf, filtersOf, readAddress, transactionsPath } from "@/lib/billing/list-address";
import { listReceipts } from "@/lib/billing/list-receipts";
import { readAs } from "@/lib/ctx";
import { loadBilling } from "../load-billing";

export const metadata: Metadata = { title: "Transactions" };

/** Billing › Transactions: every movement of the company's money with its receipt. Everything stands in the address. */
export default async function TransactionsPage({ searchParams }: PageProps<"/ab/billing/transactions">) {
  const { actor, timeZone, now } = await loadBilling();
  const said = readAddress(await searchParams);
  const page = await readAs(actor, (ctx) => listReceipts(ctx, filterOf(said, timeZone)));
  const on = filtersOf(said);
  const filtered = on.length > 0;
  return (
    <Page width="table">
      <PageHeader
        title="Billing"
        sentence="What was funded, paid, returned and deposited, newest first. Each line has its receipt."
        action={
          page.rows.length > 0 && (
            <a href={addressOf(said, { filters: undefined }, exportPath)} download className={buttonStyle({})}>
              Export as CSV
            </a>
          )
        }
      />
      <BillingTabs current="transactions" />
      <TransactionFilter said={said} path={transactionsPath} on={on} addressOf={(change) => addressOf(said, change)} />
      {page.rows.length > 0 ? (
        <ReceiptTable receipts={page.rows} reader={{ zone: timeZone, now }} />
      ) : filtered ? (
        <EmptyState
          title="No transaction fits these filters"
          action={<ButtonLink href={transactionsPath}>Show all transactions</ButtonLink>}
        >
          Contract and PO numbers are matched whole; days are those of your time zone, {timeZone}.
        </EmptyState>
      ) : (
        <EmptyState title="No transactions yet">
          The first one comes when a milestone is funded or a payment is confirmed.
        </EmptyState>
      )}
      <Pagination
        newer={said.after ? addressOf(said) : undefined}
        older={page.next ? addressOf(said, { after: page.next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
