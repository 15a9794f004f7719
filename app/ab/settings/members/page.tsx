import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { type InvitationLine, InvitationList } from "@/components/members/invitation-forms";
import { MemberTable } from "@/components/members/member-table";
import { filterWords } from "@/components/members/words";
import { ButtonLink } from "@/components/ui/button";
import { FilterChips } from "@/components/ui/chips";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { Sheet } from "@/components/ui/sheet";
import { listTeams } from "@/lib/accounts/queries";
import { isAdmin } from "@/lib/approvals/rules";
import { type ReadCtx, readAs } from "@/lib/ctx";
import { formatInstant } from "@/lib/dates";
import { listInvitations } from "@/lib/members/invitations";
import { addressOf, filterOf, type MembersAddress, membersPath, readAddress } from "@/lib/members/list-address";
import { listMemberPage, memberFilters } from "@/lib/members/queries";
import type { Page } from "@/lib/paging";
import { roleWords } from "@/lib/words";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Settings: members & permissions" };

/** Settings › Members & permissions. Search, filters and page stand in the address. */
export default async function MembersPage({ searchParams }: PageProps<"/ab/settings/members">) {
  const { actor, timeZone, now } = await loadWorkspace();
  if (!isAdmin(actor)) return null; // the layout says so
  const said = readAddress(await searchParams);
  const filter = filterOf(said);
  const { state } = filter;
  const [page, asked] = await readAs(actor, async (ctx) =>
    state === "invited"
      ? [null, await invitationPage(ctx, filter, timeZone)]
      : [await listMemberPage(ctx, { ...filter, state }), null],
  );
  const next = page?.next ?? asked?.next;
  return (
    <>
      <div className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <SearchField
            action={membersPath}
            label="Search by name or address"
            placeholder="Search members"
            value={said.q}
            keep={{ role: said.role, state: said.state }}
          />
          <ButtonLink href={`${membersPath}/invite`} variant="primary" size="small">
            Invite member
          </ButtonLink>
        </div>
        <FilterChips
          label="Filters"
          items={[
            ...memberFilters
              .filter(() => state === "active")
              .map((role) => ({
                label: filterWords[role],
                active: said.role === role,
                href: addressOf(said, { role: said.role === role ? undefined : role }),
              })),
            ...(["invited", "removed"] as const).map((each) => ({
              label: each === "invited" ? "Invited" : "Removed",
              active: state === each,
              href: addressOf(said, { state: state === each ? undefined : each, role: undefined }),
            })),
          ]}
        />
      </div>
      {(page ?? asked)?.rows.length === 0 && <NoMembers said={said} />}
      {page && state !== "invited" && page.rows.length > 0 && (
        <MemberTable rows={page.rows} state={state} reader={{ zone: timeZone, now }} />
      )}
      {asked && asked.rows.length > 0 && (
        <Sheet>
          <InvitationList lines={asked.rows} />
        </Sheet>
      )}
      <Pagination
        newer={filter.cursor ? addressOf(said) : undefined}
        older={next ? addressOf(said, { after: next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </>
  );
}

/** Invitations as their list tells them. */
async function invitationPage(
  ctx: ReadCtx,
  { search, cursor }: Pick<ReturnType<typeof filterOf>, "search" | "cursor">,
  zone: string,
): Promise<Page<InvitationLine>> {
  const { rows, next } = await listInvitations(ctx, { search, cursor });
  const teams = rows.length > 0 ? await listTeams(ctx) : [];
  return {
    next,
    rows: rows.map(({ id, name, email, roles, teamIds, expiresAt, invitedByName }) => ({
      id,
      name,
      email,
      roles: [
        ...roles.map((role) => roleWords[role]),
        ...teams.filter((team) => teamIds.includes(team.id)).map((team) => `hiring manager in ${team.name}`),
      ].join(", "),
      until: formatInstant(expiresAt, zone),
      expired: expiresAt <= ctx.now,
      by: invitedByName,
    })),
  };
}

/** Why the list is empty, and the one next step. */
function NoMembers({ said }: { said: MembersAddress }) {
  const all = <ButtonLink href={membersPath}>Show all members</ButtonLink>;
  if (said.q) return <EmptyState title={`Nobody here has “${said.q}” in name or address.`} action={all} />;
  if (said.state === "invited") return <EmptyState title="No invitation waits for an answer." action={all} />;
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
