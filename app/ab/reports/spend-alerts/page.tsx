import type { Metadata } from "next";
import { AlertList } from "@/components/alerts/alert-list";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { TabLinks } from "@/components/ui/tab-links";
import { TextLink } from "@/components/ui/text-link";
import { type AlertKind, acknowledgeDays, alertKinds, alertWords } from "@/lib/alerts/rules";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { addLocalDays, type LocalDate } from "@/lib/dates";
import { findCurrentAlerts } from "@/lib/digest/preview";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Spend alerts" };

const path = "/ab/reports/spend-alerts";
const perPage = 50;

/** Every spend alert of the reader as it stands now, with its why and "Acknowledge until". The weekly mail links here. */
export default async function SpendAlertsPage({ searchParams }: PageProps<"/ab/reports/spend-alerts">) {
  const { actor } = await loadWorkspace();
  const said = await searchParams;
  const current = await readAs(actor, (ctx) => findCurrentAlerts(ctx, actor.userId));
  if (!current) return <NotForThisReader />;
  const { lines, acknowledged, today } = current;
  const tab = tabOf([said.section].flat()[0]);
  const shown = tab === "acknowledged" ? acknowledged : lines.filter((line) => tab === "all" || line.kind === tab);
  const page = Math.min(
    Math.max(1, Number([said.page].flat()[0]) || 1),
    Math.max(1, Math.ceil(shown.length / perPage)),
  );
  const address = (section: Tab, at = 1) =>
    `${path}${section === "all" && at === 1 ? "" : `?section=${section}${at > 1 ? `&page=${at}` : ""}`}`;
  const rows = shown.slice((page - 1) * perPage, page * perPage);
  return (
    <Page width="table">
      <PageHeader
        title="Spend alerts"
        sentence={
          <>
            {isAdmin(actor) ? "Of the whole company" : "Of the job posts and contracts that you own"}, as they stand
            now. They come by mail once a week.{" "}
            <TextLink href="/ab/notification-settings">Preview and settings</TextLink>
          </>
        }
      />
      <TabLinks
        label="Sections"
        items={(["all", ...alertKinds, "acknowledged"] as const).flatMap((section) => {
          const count = section === "all" ? lines.length : countOf(section, lines, acknowledged);
          if (count === 0 && section !== "all" && section !== tab) return [];
          return [{ href: address(section), label: tabWords(section), count, current: section === tab }];
        })}
      />
      {rows.length === 0 ? (
        <EmptyState title={tab === "all" ? "Nothing needs attention." : "Nothing in this section."}>
          Purchase orders that expire or run dry, job posts without one, and contracts past their end date appear here.
        </EmptyState>
      ) : (
        sectionsOf(rows).map(({ kind, rows: inSection }) => (
          <section key={kind} className="grid grid-cols-[minmax(0,1fr)] gap-3">
            <h2 className="text-base font-semibold">{alertWords[kind]}</h2>
            <AlertList lines={inSection} {...(tab === "acknowledged" ? {} : { days: daysFrom(today) })} />
          </section>
        ))
      )}
      <Pagination
        {...(page > 1 ? { newer: address(tab, page - 1) } : {})}
        {...(page * perPage < shown.length ? { older: address(tab, page + 1) } : {})}
        summary={`${shown.length} in all`}
        words={{ newer: "Previous", older: "Next" }}
      />
    </Page>
  );
}

type Tab = "all" | AlertKind | "acknowledged";
type Line = { kind: AlertKind };

const tabOf = (text: string | undefined): Tab =>
  text === "acknowledged" ? text : (alertKinds.find((kind) => kind === text) ?? "all");

const shortWords: Record<AlertKind, string> = {
  expired: "Expired PO",
  out_of_funds: "Out of funds",
  placeholder: "Placeholder PO",
  past_end: "Past end date",
  threshold: "Threshold",
  expiring: "Expiring",
};

const tabWords = (tab: Tab) => (tab === "all" ? "All" : tab === "acknowledged" ? "Acknowledged" : shortWords[tab]);

const countOf = (tab: Exclude<Tab, "all">, lines: readonly Line[], acknowledged: readonly Line[]) =>
  tab === "acknowledged" ? acknowledged.length : lines.filter((line) => line.kind === tab).length;

/** The rows by section, in the order of the guide. */
const sectionsOf = <L extends Line>(rows: readonly L[]) =>
  alertKinds
    .map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind) }))
    .filter(({ rows: inSection }) => inSection.length > 0);

const daysFrom = (today: LocalDate) => ({
  first: addLocalDays(today, 1),
  usual: addLocalDays(today, 7),
  last: addLocalDays(today, acknowledgeDays),
});

function NotForThisReader() {
  return (
    <Page width="table">
      <PageHeader title="Spend alerts" />
      <EmptyState
        title="Spend alerts go to people who can initiate spend."
        action={<ButtonLink href="/ab">Back to your work</ButtonLink>}
      >
        Hiring managers see what they own; admins and program owners see the whole company.
      </EmptyState>
    </Page>
  );
}
