import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { MemberTable } from "@/components/members/member-table";
import { filterWords } from "@/components/members/words";
import { ButtonLink } from "@/components/ui/button";
import { FilterChips } from "@/components/ui/chips";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { addressOf, filterOf, type MembersAddress, membersPath, readAddress } from "@/lib/members/list-address";
import { listMemberPage, memberFilters } from "@/lib/members/queries";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Settings: members & permissions" };

/** Settings › Members & permissions. Search, filters and page stand in the address. */
export default async function MembersPage({ searchParams }: PageProps<"/ab/settings/members">) {
  const { actor, timeZone, now } = await loadWorkspace();
  if (!isAdmin(actor)) return null; // the layout says so
  const said = readAddress(await searchParams);
  const filter = filterOf(said);
  const page = await readAs(actor, (ctx) => listMemberPage(ctx, filter));
  const gone = filter.state === "removed";
  return (
    <>
      <div className="grid gap-3">
        <SearchField
          action={membersPath}
          label="Search by name or address"
          placeholder="Search members"
          value={said.q}
          keep={{ role: said.role, state: said.state }}
        />
        <FilterChips
          label="Filters"
          items={[
            ...memberFilters
              .filter(() => !gone)
              .map((role) => ({
                label: filterWords[role],
                active: said.role === role,
                href: addressOf(said, { role: said.role === role ? undefined : role }),
              })),
            {
              label: "Removed",
              active: gone,
              href: addressOf(said, { state: gone ? undefined : "removed", role: undefined }),
            },
          ]}
        />
      </div>
      {page.rows.length === 0 ? (
        <NoMembers said={said} />
      ) : (
        <MemberTable rows={page.rows} state={filter.state} reader={{ zone: timeZone, now }} />
      )}
      <Pagination
        newer={filter.cursor ? addressOf(said) : undefined}
        older={page.next ? addressOf(said, { after: page.next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </>
  );
}

/** Why the list is empty, and the one next step. */
function NoMembers({ said }: { said: MembersAddress }) {
  const all = <ButtonLink href={membersPath}>Show all members</ButtonLink>;
  if (said.q) return <EmptyState title={`Nobody here has “${said.q}” in name or address.`} action={all} />;
  if (said.state === "removed") return <EmptyState title="Nobody was removed." action={all} />;
  if (said.role === "approver")
    return (
      <EmptyState
        title="Nobody is named to approve."
        action={<ButtonLink href="/ab/settings">Approval settings</ButtonLink>}
      >
        Approvers are named step by step in the approval settings.
      </EmptyState>
    );
  return <EmptyState title={said.role ? "Nobody is in this group." : "There are no more members."} action={all} />;
}
