import type { Metadata } from "next";
import { ContractChips } from "@/components/contracts/contract-chips";
import { TalentContractTable } from "@/components/contracts/talent-contract-table";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { TabLinks } from "@/components/ui/tab-links";
import { addressOf, type ContractAddress, contractPaths, filterOf, readAddress } from "@/lib/contracts/list-address";
import { listForTalent } from "@/lib/contracts/queries";
import { contractTabs } from "@/lib/contracts/rules";
import { contractTabWords } from "@/lib/words";
import { readAsTalent, readerOf } from "../../reader";

const paths = contractPaths.talent;

export const metadata: Metadata = { title: "Contracts" };

/** The freelancer's contracts with all companies. */
export default async function TalentContractsPage({ searchParams }: PageProps<"/talent/contracts">) {
  const said = readAddress(await searchParams, "all");
  const filter = filterOf(said);
  const { page, reader } = await readAsTalent(async (ctx) => ({
    page: await listForTalent(ctx, filter),
    reader: await readerOf(ctx),
  }));
  const to = (change: Partial<ContractAddress>, path: string = paths.page) => addressOf(said, change, path);
  const narrowed = said.tab !== "all" || said.q || said.kind || said.type;
  const none = page.rows.length === 0 && !narrowed && !filter.cursor;
  return (
    <Page width="table">
      <PageHeader
        title="Contracts"
        sentence="Work you agreed to, newest first."
        action={
          none ? undefined : (
            <a href={to({}, paths.csv)} download className={buttonStyle({ size: "small" })}>
              Export as CSV
            </a>
          )
        }
      />
      {!none && (
        <>
          <TabLinks
            label="Contracts"
            items={(["all", ...contractTabs.filter((each) => each !== "all")] as const).map((each) => ({
              href: to({ tab: each }),
              label: contractTabWords[each],
              current: each === said.tab,
            }))}
          />
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            <SearchField
              action={paths.page}
              label="Number or start of the title"
              value={said.q ?? ""}
              keep={{ tab: said.tab === "all" ? undefined : said.tab, kind: said.kind, type: said.type }}
            />
            <ContractChips said={said} addressOf={to} />
          </div>
        </>
      )}
      {none ? (
        <EmptyState title="No contracts yet" action={<ButtonLink href="/talent/offers">See your offers</ButtonLink>}>
          A contract starts the moment you accept an offer.
        </EmptyState>
      ) : page.rows.length === 0 ? (
        <EmptyState title="No contract fits" action={<ButtonLink href={paths.page}>Show all contracts</ButtonLink>}>
          Search looks at numbers and at how titles begin.
        </EmptyState>
      ) : (
        <TalentContractTable contracts={page.rows} reader={reader} />
      )}
      <Pagination
        newer={filter.cursor ? to({}) : undefined}
        older={page.next ? to({ after: page.next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
