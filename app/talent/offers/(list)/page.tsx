import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { TalentOfferTable } from "@/components/offers/talent-offer-table";
import { Pagination } from "@/components/ui/pagination";
import { TabLinks } from "@/components/ui/tab-links";
import { listForTalent } from "@/lib/offers/queries";
import { decodeCursor } from "@/lib/paging";
import { readAsTalent, readerOf } from "../../reader";

export const metadata: Metadata = { title: "Offers" };

/** What companies offer the signed-in freelancer: what is open, and what was answered or has ended. */
export default async function TalentOffersPage({ searchParams }: PageProps<"/talent/offers">) {
  const { tab, after } = await searchParams;
  const open = tab !== "answered";
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const { page, reader } = await readAsTalent(async (ctx) => ({
    page: await listForTalent(ctx, { open, cursor }),
    reader: await readerOf(ctx),
  }));
  const base = open ? "/talent/offers" : "/talent/offers?tab=answered";
  return (
    <Page width="table">
      <PageHeader title="Offers" sentence="Work that companies offer you." />
      <TabLinks
        label="Offers"
        items={[
          { href: "/talent/offers", label: "Open", current: open },
          { href: "/talent/offers?tab=answered", label: "Answered", current: !open },
        ]}
      />
      {page.rows.length > 0 ? (
        <TalentOfferTable offers={page.rows} open={open} reader={reader} />
      ) : open ? (
        <EmptyState title="No offer waits for your answer">
          When a company sends you one, you get a mail and find it here.
        </EmptyState>
      ) : (
        <EmptyState title="You have answered no offers yet">
          Accepted, declined, withdrawn and expired offers are kept here.
        </EmptyState>
      )}
      <Pagination
        newer={cursor ? base : undefined}
        older={page.next ? `/talent/offers?${open ? "" : "tab=answered&"}after=${page.next}` : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
