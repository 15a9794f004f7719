import type { Metadata } from "next";
import { TalentContractTable } from "@/components/contracts/talent-contract-table";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { listForTalent } from "@/lib/contracts/queries";
import { decodeCursor } from "@/lib/paging";
import { readAsTalent, readerOf } from "../../reader";

export const metadata: Metadata = { title: "Contracts" };

/** The freelancer's contracts with all companies. */
export default async function TalentContractsPage({ searchParams }: PageProps<"/talent/contracts">) {
  const { after } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const { page, reader } = await readAsTalent(async (ctx) => ({
    page: await listForTalent(ctx, { cursor }),
    reader: await readerOf(ctx),
  }));
  return (
    <Page width="table">
      <PageHeader title="Contracts" sentence="Work you agreed to, newest first." />
      {page.rows.length === 0 ? (
        <EmptyState title="No contracts yet" action={<ButtonLink href="/talent/offers">See your offers</ButtonLink>}>
          A contract starts the moment you accept an offer.
        </EmptyState>
      ) : (
        <TalentContractTable contracts={page.rows} reader={reader} />
      )}
      <Pagination
        newer={cursor ? "/talent/contracts" : undefined}
        older={page.next ? `/talent/contracts?after=${page.next}` : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
