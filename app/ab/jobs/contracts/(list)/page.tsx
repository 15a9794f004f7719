import type { Metadata } from "next";
import { ContractTable } from "@/components/contracts/contract-table";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { listContracts } from "@/lib/contracts/queries";
import { readAs } from "@/lib/ctx";
import { decodeCursor } from "@/lib/paging";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Contracts" };

/** My Jobs › Contracts: those of own teams, or all of the company's for admins, program owners and finance admins. */
export default async function ContractsPage({ searchParams }: PageProps<"/ab/jobs/contracts">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const { after } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const { rows, next } = await readAs(actor, (ctx) => listContracts(ctx, { cursor }));
  return (
    <Page width="table">
      <PageHeader title="Contracts" sentence="Agreed work, newest first." />
      {rows.length === 0 ? (
        <EmptyState title="No contracts yet" action={<ButtonLink href="/ab/jobs/offers">See offers</ButtonLink>}>
          A contract starts the moment a freelancer accepts an offer.
        </EmptyState>
      ) : (
        <ContractTable contracts={rows} reader={{ zone: timeZone, now }} />
      )}
      <Pagination
        newer={cursor ? "/ab/jobs/contracts" : undefined}
        older={next ? `/ab/jobs/contracts?after=${next}` : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
