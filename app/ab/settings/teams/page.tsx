import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { CreateTeamForm } from "@/components/teams/team-forms";
import { TeamTable } from "@/components/teams/team-table";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { cursorOf } from "@/lib/paging";
import { listTeamPage } from "@/lib/teams/queries";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Settings: teams" };

const path = "/ab/settings/teams";

/** Settings › Teams: every team by name, and the way to a new one. */
export default async function TeamsPage({ searchParams }: PageProps<"/ab/settings/teams">) {
  const { actor } = await loadWorkspace();
  if (!isAdmin(actor)) return null; // the layout says so
  const { q, after } = await searchParams;
  const search = typeof q === "string" ? q.trim() : "";
  const cursor = cursorOf(after);
  const page = await readAs(actor, (ctx) => listTeamPage(ctx, { search, cursor }));
  const to = (next?: string) => {
    const params = new URLSearchParams({ ...(search && { q: search }), ...(next && { after: next }) });
    return params.size > 0 ? `${path}?${params}` : path;
  };
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <SearchField
          action={path}
          label="Search by the beginning of a name"
          placeholder="Search teams"
          value={search}
        />
        <CreateTeamForm />
      </div>
      {page.rows.length === 0 ? (
        <EmptyState
          title={search ? `No team begins with “${search}”.` : "There are no more teams."}
          action={<ButtonLink href={path}>Show all teams</ButtonLink>}
        />
      ) : (
        <TeamTable rows={page.rows} />
      )}
      <Pagination
        newer={cursor ? to() : undefined}
        older={page.next ? to(page.next) : undefined}
        words={{ newer: "First page", older: "Next" }}
      />
    </>
  );
}
