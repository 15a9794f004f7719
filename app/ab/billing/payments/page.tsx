import type { Metadata } from "next";
import { BillingTabs } from "@/components/billing/billing-tabs";
import { MoveTable } from "@/components/billing/move-table";
import { WireForm } from "@/components/billing/wire-form";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Pagination } from "@/components/ui/pagination";
import { listMoves } from "@/lib/billing/list-moves";
import { readAs } from "@/lib/ctx";
import { localDateOf } from "@/lib/dates";
import { newId } from "@/lib/ids";
import { decodeCursor } from "@/lib/paging";
import { loadBilling } from "../load-billing";

export const metadata: Metadata = { title: "Payments" };

/** Billing › Payments: wires and bank transfers that were recorded, each with its second person; record one here. */
export default async function PaymentsPage({ searchParams }: PageProps<"/ab/billing/payments">) {
  const { actor, currency, accountZone, timeZone, now } = await loadBilling();
  const { after } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const page = await readAs(actor, (ctx) => listMoves(ctx, { kind: "wire", cursor }));
  return (
    <Page width="table">
      <PageHeader
        title="Billing"
        sentence="Record a wire or bank transfer that arrived. It counts once a second person has confirmed it."
      />
      <BillingTabs current="payments" />
      <div className="max-w-[720px]">
        <WireForm id={newId()} currency={currency} today={localDateOf(now, accountZone)} />
      </div>
      {page.rows.length === 0 ? (
        <EmptyState title="No payments recorded yet">
          A payment settles what is owed on terms first; the rest is on the balance, ready to be spent.
        </EmptyState>
      ) : (
        <MoveTable
          moves={page.rows}
          reader={{ zone: timeZone, now }}
          fileOf={(move) => `/api/billing/payments/${move.id}/file`}
        />
      )}
      <Pagination
        newer={cursor ? "/ab/billing/payments" : undefined}
        older={page.next ? `/ab/billing/payments?after=${page.next}` : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
