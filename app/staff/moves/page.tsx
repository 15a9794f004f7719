import type { Metadata } from "next";
import { MoveTable } from "@/components/billing/move-table";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Pagination } from "@/components/ui/pagination";
import { decodeCursor } from "@/lib/paging";
import { listMovesFor } from "@/lib/staff/queries";
import { loadStaff } from "../reader";

export const metadata: Metadata = { title: "Money moves" };

/** What waits for a second person in all companies, the one that is due first at the top. */
export default async function MovesPage({ searchParams }: PageProps<"/staff/moves">) {
  const { staff, reader } = await loadStaff();
  const { after } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const page = await listMovesFor(staff, cursor);
  const slugs = new Map(page.rows.map((move) => [move.id, move.slug]));
  return (
    <Page width="table">
      <PageHeader
        title="Money moves"
        sentence="Each was recorded by one person and waits for another. After one business day staff are told; after five it lapses."
      />
      {page.rows.length === 0 ? (
        <EmptyState title="No money move waits">
          Payments, payouts and outcomes of disputes stand here until a second person has answered.
        </EmptyState>
      ) : (
        <MoveTable
          moves={page.rows}
          reader={reader}
          hrefOf={(move) => `/staff/companies/${slugs.get(move.id)}/moves/${move.id}`}
        />
      )}
      <Pagination
        newer={cursor ? "/staff/moves" : undefined}
        older={page.next ? `/staff/moves?after=${page.next}` : undefined}
        words={{ newer: "First page", older: "Next" }}
      />
    </Page>
  );
}
