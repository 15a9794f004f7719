import type { Metadata } from "next";
import { ContractTable } from "@/components/contracts/contract-table";
import { ContractsEmpty } from "@/components/contracts/contracts-empty";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { TabLinks } from "@/components/ui/tab-links";
import { getAccountSettings } from "@/lib/accounts/queries";
import { listLeftOn } from "@/lib/contracts/linked-orders";
import { countContracts, listContracts } from "@/lib/contracts/queries";
import { type ContractTab, contractTabs } from "@/lib/contracts/rules";
import { readAs } from "@/lib/ctx";
import { decodeCursor } from "@/lib/paging";
import { cappedCount, contractTabWords } from "@/lib/words";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Contracts" };

/** My Jobs › Contracts: those of own teams, or all of the company's for admins, program owners and finance admins. */
export default async function ContractsPage({ searchParams }: PageProps<"/ab/jobs/contracts">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const { tab: asked, after, q } = await searchParams;
  const tab = contractTabs.find((each) => each === asked) ?? "active";
  const search = typeof q === "string" ? q.slice(0, 120) : "";
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const { contracts, left, counts, settings } = await readAs(actor, async (ctx) => {
    const found = await listContracts(ctx, { state: tab === "all" ? null : tab, search, cursor });
    return {
      contracts: found,
      left: await listLeftOn(
        ctx,
        found.rows.map((row) => row.orderId),
      ),
      counts: await countContracts(ctx),
      settings: await getAccountSettings(ctx),
    };
  });
  const { pending, active, paused, ended } = counts;
  const all = pending + active + paused + ended;
  const countOf = (each: ContractTab) => (each === "all" ? all : counts[each]);
  return (
    <Page width="table">
      <PageHeader title="Contracts" sentence="Agreed work, newest first." />
      <TabLinks
        label="Contracts"
        items={contractTabs.map((each) => ({
          href: addressOf(each),
          label: contractTabWords[each],
          count: cappedCount(countOf(each)),
          current: each === tab,
        }))}
      />
      {(search || all > 0) && (
        <SearchField
          action="/ab/jobs/contracts"
          label="Number or start of the title"
          value={search}
          keep={{ tab: tab === "active" ? undefined : tab }}
        />
      )}
      {contracts.rows.length === 0 ? (
        <ContractsEmpty tab={tab} search={search} none={all === 0} />
      ) : (
        <ContractTable
          contracts={contracts.rows}
          left={settings.ordersOn ? left : null}
          reader={{ zone: timeZone, now }}
        />
      )}
      <Pagination
        newer={cursor ? addressOf(tab, { q: search }) : undefined}
        older={contracts.next ? addressOf(tab, { q: search, after: contracts.next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}

function addressOf(tab: ContractTab, more: { q?: string; after?: string } = {}): string {
  const query = new URLSearchParams({
    ...(tab !== "active" && { tab }),
    ...(more.q && { q: more.q }),
    ...(more.after && { after: more.after }),
  });
  return query.size > 0 ? `/ab/jobs/contracts?${query}` : "/ab/jobs/contracts";
}
