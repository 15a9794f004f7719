import type { Metadata } from "next";
import { ApprovalsOff } from "@/components/approvals/approvals-off";
import { CreateRequest } from "@/components/approvals/create-request";
import { FilterForm } from "@/components/approvals/filter-form";
import { NoRequests } from "@/components/approvals/no-requests";
import { type ListView, RequestTable } from "@/components/approvals/request-table";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { buttonStyle } from "@/components/ui/button-style";
import { FilterChips } from "@/components/ui/chips";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { TabLinks } from "@/components/ui/tab-links";
import { listMembers, listTeams } from "@/lib/accounts/queries";
import type { MemberActor } from "@/lib/actor";
import {
  addressOf,
  exportPath,
  filterOf,
  isNarrowed,
  type ListAddress,
  readAddress,
} from "@/lib/approvals/list-address";
import {
  countRequests,
  listRequests,
  type RequestCounts,
  type RequestTab,
  requestTabs,
} from "@/lib/approvals/list-requests";
import { countDecisions, listNames } from "@/lib/approvals/queries";
import { canInitiateSpend, isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { afterDays } from "@/lib/dates";
import { cappedCount, kindWords } from "@/lib/words";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Approvals" };

/**
 * My Jobs › Approvals: what waits, what was decided, what ran out. Everything about the view stands in the address.
 * No `loading.tsx`: its skeleton holds finished rows back for at least 300 ms (React reveals a boundary no sooner), and
 * hides them for good where scripts do not run.
 */
export default async function ApprovalsPage({ searchParams }: PageProps<"/ab/jobs/approvals">) {
  const { actor, approvalsOn, approver, waiting, timeZone } = await loadWorkspace();
  if (!approvalsOn && waiting === 0) return <ApprovalsOff admin={isAdmin(actor)} />;
  const said = readAddress(await searchParams, approver);
  const { page, counts, names, people, teams, decided, now } = await loadList(actor, said);
  return (
    <Page width="table">
      <PageHeader title="Approvals" action={<CreateRequest allowed={canInitiateSpend(actor)} on={approvalsOn} />} />
      <TabLinks label="Requests" items={tabsOf(said, counts, waiting > 0)} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <SearchField
          action="/ab/jobs/approvals"
          label="Search title, freelancer, requester or PO number"
          placeholder="Search requests"
          value={said.q}
          keep={keptOf(said)}
        />
        <FilterChips
          label="Filters"
          items={chipsOf(said, approver, names)}
          clearHref={isNarrowed(said) ? addressOf({ tab: said.tab, waiting: said.waiting }) : undefined}
        />
        {page.rows.length > 0 && (
          <a
            href={addressOf(said, {}, exportPath)}
            download
            className={buttonStyle({ size: "small", className: "ms-auto" })}
          >
            Export as CSV
          </a>
        )}
      </div>
      {said.filters && <FilterForm said={said} people={people} teams={teams} />}
      {page.rows.length === 0 ? (
        <NoRequests
          said={said}
          narrowed={isNarrowed(said)}
          mayCreate={canInitiateSpend(actor) && approvalsOn}
          decided={decided}
        />
      ) : (
        <RequestTable
          rows={page.rows}
          view={viewOf(actor, approver, said)}
          me={actor.userId}
          zone={timeZone}
          now={now}
          sortHref={said.waiting ? null : (sort) => addressOf(said, { sort })}
          sort={said.sort ?? "newest"}
        />
      )}
      <Pagination
        newer={page.previous ? addressOf(said, { before: page.previous }) : undefined}
        older={page.next ? addressOf(said, { after: page.next }) : undefined}
        words={said.waiting || said.sort ? { newer: "Previous", older: "Next" } : undefined}
      />
    </Page>
  );
}

/** Everything the page shows, in one look. */
function loadList(actor: MemberActor, said: ListAddress) {
  return readAs(actor, async (ctx) => {
    const ids = [said.requester, said.approver].filter((id) => id !== undefined);
    const [page, counts, names, people, allTeams] = await Promise.all([
      listRequests(ctx, filterOf(said)),
      countRequests(ctx),
      listNames(ctx, ids),
      said.filters ? listMembers(ctx) : [],
      said.filters || said.team ? listTeams(ctx) : [],
    ]);
    const decided = page.rows.length === 0 && said.waiting ? await countDecisions(ctx, afterDays(ctx.now, -7)) : 0;
    const team = allTeams.find((each) => each.id === said.team);
    if (team) names.set(team.id, team.name);
    return { page, counts, names, people, teams: allTeams, decided, now: ctx.now };
  });
}

/** Product.md §3.5: who sees which columns. */
function viewOf(actor: MemberActor, approver: boolean, said: ListAddress): ListView {
  if (said.waiting) return "approver";
  if (isAdmin(actor)) return "all";
  if (!approver) return "requester";
  return canInitiateSpend(actor) ? "all" : "approver";
}

const tabWords: Record<RequestTab, string> = {
  pending: "Pending",
  approved: "Approved",
  declined: "Declined",
  expired: "Expired",
  all: "All",
};

/** `waits`: something waits for the reader. */
function tabsOf(said: ListAddress, counts: RequestCounts, waits: boolean) {
  return requestTabs.map((tab) => ({
    href: addressOf({ ...said, waiting: undefined }, { tab }),
    label: tabWords[tab],
    count: cappedCount(counts[tab]),
    current: said.tab === tab,
    waiting: tab === "pending" && waits,
  }));
}

/** Filters that read on from the tab: "Pending · waiting for me · asked by Hana Okafor". */
function chipsOf(said: ListAddress, approver: boolean, names: Map<string, string>) {
  const chip = (label: string, active: boolean, change: Partial<ListAddress>) => ({
    label,
    active,
    href: addressOf(said, change),
  });
  const { tab, waiting, kind, requester, team, po } = said;
  return [
    ...(approver && tab === "pending"
      ? [chip("Waiting for me", waiting === "me", { waiting: waiting ? undefined : "me", sort: undefined })]
      : []),
    ...(kind ? [chip(`${kindWords[kind]} only`, true, { kind: undefined })] : []),
    ...(requester ? [chip(`Asked by ${names.get(requester) ?? "somebody else"}`, true, { requester: undefined })] : []),
    ...(said.approver
      ? [chip(`To be signed by ${names.get(said.approver) ?? "somebody else"}`, true, { approver: undefined })]
      : []),
    ...(team ? [chip(`Team ${names.get(team) ?? "unknown"}`, true, { team: undefined })] : []),
    ...(po ? [chip(`PO ${po}`, true, { po: undefined })] : []),
    ...(said.q ? [chip(`“${said.q}”`, true, { q: undefined })] : []),
    {
      label: "Filter and sort",
      active: said.filters === "open",
      href: addressOf(said, { filters: said.filters ? undefined : "open" }),
    },
  ];
}

/** What a search keeps of the address. */
function keptOf({ tab, waiting, requester, approver, team, kind, po, sort }: ListAddress) {
  return { tab, waiting, requester, approver, team, kind, po, sort };
}
