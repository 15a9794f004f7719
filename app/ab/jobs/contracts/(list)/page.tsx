import type { Metadata } from "next";
import { ContractChips } from "@/components/contracts/contract-chips";
import { ContractTable } from "@/components/contracts/contract-table";
import { ContractsEmpty } from "@/components/contracts/contracts-empty";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { buttonStyle } from "@/components/ui/button-style";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { TabLinks } from "@/components/ui/tab-links";
import { getAccountSettings } from "@/lib/accounts/queries";
import { listLeftOn } from "@/lib/contracts/linked-orders";
import { addressOf, type ContractAddress, contractPaths, filterOf, readAddress } from "@/lib/contracts/list-address";
import { countContracts, listContracts, listHourlyTerms } from "@/lib/contracts/queries";
import { type ContractTab, contractTabs } from "@/lib/contracts/rules";
import { readAs } from "@/lib/ctx";
import { sumHeldOn } from "@/lib/milestones/queries";
import { cappedCount, contractTabWords } from "@/lib/words";
import { loadWorkspace } from "../../../workspace";

const paths = contractPaths.client;

export const metadata: Metadata = { title: "Contracts" };

/** My Jobs › Contracts: those of own teams, or all of the company's for admins, program owners and finance admins. */
export default async function ContractsPage({ searchParams }: PageProps<"/ab/jobs/contracts">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const said = readAddress(await searchParams, "active");
  const { tab } = said;
  const search = said.q ?? "";
  const filter = filterOf(said);
  const { contracts, left, held, terms, counts, settings } = await readAs(actor, async (ctx) => {
    const found = await listContracts(ctx, filter);
    const ids = found.rows.map((row) => row.id);
    return {
      contracts: found,
      left: await listLeftOn(
        ctx,
        found.rows.map((row) => row.orderId),
      ),
      held: await sumHeldOn(ctx, ids),
      terms: await listHourlyTerms(ctx, ids),
      counts: await countContracts(ctx),
      settings: await getAccountSettings(ctx),
    };
  });
  const to = (change: Partial<ContractAddress>, path: string = paths.page) => addressOf(said, change, path);
  const { pending, active, paused, ended } = counts;
  const all = pending + active + paused + ended;
  const countOf = (each: ContractTab) => (each === "all" ? all : counts[each]);
  return (
    <Page width="table">
      <PageHeader
        title="Contracts"
        sentence="Agreed work, newest first."
        action={
          all > 0 ? (
            <a href={to({}, paths.csv)} download className={buttonStyle({ size: "small" })}>
              Export as CSV
            </a>
          ) : undefined
        }
      />
      <TabLinks
        label="Contracts"
        items={contractTabs.map((each) => ({
          href: to({ tab: each }),
          label: contractTabWords[each],
          count: cappedCount(countOf(each)),
          current: each === tab,
        }))}
      />
      {(search || all > 0) && (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <SearchField
            action={paths.page}
            label="Number or start of the title"
            value={search}
            keep={{ tab: tab === "active" ? undefined : tab, kind: said.kind, type: said.type }}
          />
          <ContractChips said={said} addressOf={to} />
        </div>
      )}
      {contracts.rows.length === 0 ? (
        <ContractsEmpty
          tab={tab}
          search={search}
          none={all === 0}
          unfiltered={said.kind || said.type ? to({ kind: undefined, type: undefined }) : null}
        />
      ) : (
        <ContractTable
          contracts={contracts.rows}
          left={settings.ordersOn ? left : null}
          held={held}
          terms={terms}
          reader={{ zone: timeZone, now }}
        />
      )}
      <Pagination
        newer={filter.cursor ? to({}) : undefined}
        older={contracts.next ? to({ after: contracts.next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}
