import type { Metadata } from "next";
import { MoveTable } from "@/components/billing/move-table";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import type { Reader } from "@/components/offers/moment";
import { AskedPayoutTable } from "@/components/staff/asked-payout-table";
import { Pagination } from "@/components/ui/pagination";
import { TabLinks } from "@/components/ui/tab-links";
import type { StaffActor } from "@/lib/actor";
import { type Cursor, decodeCursor } from "@/lib/paging";
import { countAskedPayouts, listAskedPayouts, listMovesFor } from "@/lib/staff/queries";
import { canSeeCompanies } from "@/lib/staff/rules";
import { cappedCount } from "@/lib/words";
import { loadStaff } from "../reader";

export const metadata: Metadata = { title: "Money moves" };

/** Money that waits for staff in all companies: moves for a second person, and payouts that freelancers ask for. */
export default async function MovesPage({ searchParams }: PageProps<"/staff/moves">) {
  const { staff, reader } = await loadStaff();
  const { after, tab } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  // Payouts are for payment operations alone; to mediators the list is what it says.
  const pays = canSeeCompanies(staff);
  const asked = pays && tab === "payouts";
  const waiting = pays ? await countAskedPayouts() : 0;
  return (
    <Page width="table">
      <PageHeader
        title="Money moves"
        sentence={
          asked
            ? "Earnings that freelancers ask to be paid out. Record the transfer; another person confirms it."
            : "Each was recorded by one person and waits for another. After one business day staff are told; after five it lapses."
        }
      />
      {pays && (
        <TabLinks
          label="Money moves"
          items={[
            { href: "/staff/moves", label: "For a second person", current: !asked },
            {
              href: "/staff/moves?tab=payouts",
              label: "Payouts asked for",
              current: asked,
              waiting: waiting > 0,
              ...(waiting > 0 && { count: cappedCount(waiting) }),
            },
          ]}
        />
      )}
      {asked ? <Asked cursor={cursor} reader={reader} /> : <Waiting staff={staff} cursor={cursor} reader={reader} />}
    </Page>
  );
}

async function Waiting({ staff, cursor, reader }: { staff: StaffActor; cursor: Cursor | null; reader: Reader }) {
  const page = await listMovesFor(staff, cursor);
  const slugs = new Map(page.rows.map((move) => [move.id, move.slug]));
  return (
    <>
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
      <Pages cursor={cursor} next={page.next} />
    </>
  );
}

async function Asked({ cursor, reader }: { cursor: Cursor | null; reader: Reader }) {
  const page = await listAskedPayouts(cursor);
  return (
    <>
      {page.rows.length === 0 ? (
        <EmptyState title="No freelancer waits for a payout">
          What they ask for on the page of their earnings stands here until somebody has recorded it.
        </EmptyState>
      ) : (
        <AskedPayoutTable payouts={page.rows} reader={reader} />
      )}
      <Pages cursor={cursor} next={page.next} tab="payouts" />
    </>
  );
}

function Pages({ cursor, next, tab }: { cursor: Cursor | null; next: string | null | undefined; tab?: string }) {
  const address = (more: Record<string, string> = {}) => {
    const query = new URLSearchParams({ ...(tab && { tab }), ...more });
    return query.size > 0 ? `/staff/moves?${query}` : "/staff/moves";
  };
  return (
    <Pagination
      newer={cursor ? address() : undefined}
      older={next ? address({ after: next }) : undefined}
      words={{ newer: "First page", older: "Next" }}
    />
  );
}
