import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { StaffContractTable } from "@/components/staff/contract-table";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { TabLinks } from "@/components/ui/tab-links";
import { getAccountSettings } from "@/lib/accounts/queries";
import { addressOf, type ContractAddress, filterOf, readAddress } from "@/lib/contracts/list-address";
import { countContracts, listContracts } from "@/lib/contracts/queries";
import { contractTabs } from "@/lib/contracts/rules";
import { canSeeCompanies } from "@/lib/staff/rules";
import { cappedCount, contractTabWords } from "@/lib/words";
import { readInCompany } from "../../../reader";

export const metadata: Metadata = { title: "Contracts" };

/** A company's contracts for payment operations, who pause one for the platform. */
export default async function StaffContractsPage({
  params,
  searchParams,
}: PageProps<"/staff/companies/[slug]/contracts">) {
  const { slug } = await params;
  const said = readAddress(await searchParams, "all");
  const filter = filterOf(said);
  const { reader, found } = await readInCompany(slug, async (ctx) =>
    canSeeCompanies(ctx.actor)
      ? {
          company: await getAccountSettings(ctx),
          contracts: await listContracts(ctx, filter),
          counts: await countContracts(ctx),
        }
      : null,
  );
  if (!found) notFound();
  const { company, contracts, counts } = found;
  const path = `/staff/companies/${slug}/contracts`;
  const to = (change: Partial<ContractAddress>) => addressOf(said, change, path);
  const all = counts.pending + counts.active + counts.paused + counts.ended;
  return (
    <Page width="table">
      <PageHeader
        title="Contracts"
        back={{ href: `/staff/companies/${slug}`, label: company.name }}
        sentence={`What ${company.name} agreed, newest first.`}
      />
      <TabLinks
        label="Contracts"
        items={contractTabs.map((each) => ({
          href: to({ tab: each }),
          label: contractTabWords[each],
          count: cappedCount(each === "all" ? all : counts[each]),
          current: each === said.tab,
        }))}
      />
      <SearchField
        action={path}
        label="Number or start of the title"
        value={said.q}
        keep={{ tab: said.tab === "all" ? undefined : said.tab }}
      />
      {contracts.rows.length === 0 ? (
        <EmptyState title={said.q ? `No contract begins with “${said.q}”` : "No contract stands here"}>
          A contract begins when a freelancer accepts an offer.
        </EmptyState>
      ) : (
        <StaffContractTable slug={slug} contracts={contracts.rows} reader={reader} />
      )}
      <Pagination
        newer={filter.cursor ? to({}) : undefined}
        older={contracts.next ? to({ after: contracts.next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
