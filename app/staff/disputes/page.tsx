import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { DisputeTable } from "@/components/staff/dispute-table";
import { Pagination } from "@/components/ui/pagination";
import { decodeCursor } from "@/lib/paging";
import { listDisputes } from "@/lib/staff/queries";
import { loadStaff } from "../reader";

export const metadata: Metadata = { title: "Disputes" };

/** Open disputes of all companies, the one whose next step is due first at the top. */
export default async function DisputesPage({ searchParams }: PageProps<"/staff/disputes">) {
  const { reader } = await loadStaff();
  const { after } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const page = await listDisputes(cursor);
  return (
    <Page width="table">
      <PageHeader
        title="Disputes"
        sentence="Money that is frozen until both sides agree. In mediation the first proposal is due after two days."
      />
      {page.rows.length === 0 ? (
        <EmptyState title="No dispute is open">
          One opens when a freelancer objects to a refund, and comes to mediation when the client declines.
        </EmptyState>
      ) : (
        <DisputeTable disputes={page.rows} reader={reader} />
      )}
      <Pagination
        newer={cursor ? "/staff/disputes" : undefined}
        older={page.next ? `/staff/disputes?after=${page.next}` : undefined}
        words={{ newer: "First page", older: "Next" }}
      />
    </Page>
  );
}
