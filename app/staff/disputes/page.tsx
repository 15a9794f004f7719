import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ContractFinder } from "@/components/staff/contract-finder";
import { DisputeTable } from "@/components/staff/dispute-table";
import { Pagination } from "@/components/ui/pagination";
import { isMediator } from "@/lib/billing/rules";
import { decodeCursor } from "@/lib/paging";
import { findNamedContract, listDisputes } from "@/lib/staff/queries";
import { loadStaff } from "../reader";

export const metadata: Metadata = { title: "Disputes" };

/**
 * Open disputes of all companies, the one whose next step is due first at the top. Mediators also find the contract here
 * about which a freelancer wrote to support.
 */
export default async function DisputesPage({ searchParams }: PageProps<"/staff/disputes">) {
  const { staff, reader } = await loadStaff();
  const { after, company, contract: number } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const said = typeof company === "string" && typeof number === "string" ? { company, number } : null;
  const page = await listDisputes(cursor);
  return (
    <Page width="table">
      <PageHeader
        title="Disputes"
        sentence="Money that is frozen until both sides agree. In mediation the first proposal is due after two days."
      />
      {isMediator(staff) && <ContractFinder said={said} found={said && (await findNamedContract(staff, said))} />}
      {page.rows.length === 0 ? (
        <EmptyState title="No dispute is open">
          One opens when a freelancer objects to a refund or asks support about refused work, and comes to mediation
          when the client declines.
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
