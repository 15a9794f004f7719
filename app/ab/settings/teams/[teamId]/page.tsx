import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SettingsHeading } from "@/components/settings/settings-heading";
import { HideTeamForm, RenameTeamForm, ShowTeamForm } from "@/components/teams/team-forms";
import { AddPeople, TeamMembers } from "@/components/teams/team-people";
import { Notice } from "@/components/ui/notice";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { Sheet } from "@/components/ui/sheet";
import { Status } from "@/components/ui/status";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { formatInstant, formatShortDay } from "@/lib/dates";
import { cursorOf } from "@/lib/paging";
import { candidatesShown, countUse, findTeam, listCandidates, listTeamMembers } from "@/lib/teams/queries";
import { whyNotHidden } from "@/lib/teams/rules";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Settings: team" };

/** One team: its name, who hires in it, and whether it is in sight. */
export default async function TeamPage({ params, searchParams }: PageProps<"/ab/settings/teams/[teamId]">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const { teamId } = await params;
  const asked = await searchParams;
  const find = typeof asked.find === "string" ? asked.find.trim() : "";
  const cursor = cursorOf(asked.after);
  if (!isAdmin(actor)) return null; // the layout says so
  const found = await readAs(actor, async (ctx) => {
    const team = await findTeam(ctx, teamId);
    if (!team) return null;
    const [people, candidates, use] = await Promise.all([
      listTeamMembers(ctx, team.id, cursor),
      team.hiddenAt ? [] : listCandidates(ctx, team.id, find),
      countUse(ctx, team.id),
    ]);
    return { team, people, candidates, use };
  });
  if (!found) notFound();
  const { team, people, candidates, use } = found;
  const path = `/ab/settings/teams/${team.id}`;
  const why = whyNotHidden(team, use);
  const { changedByName, changedAt } = team;
  return (
    <>
      <SettingsHeading
        title={team.name}
        back={{ href: "/ab/settings/teams", label: "Teams" }}
        status={team.hiddenAt && <Status tone="neutral">Hidden</Status>}
        sentence={
          team.parent
            ? "The company's own team. Roles for the whole company do not depend on it."
            : changedByName && changedAt && `Last changed by ${changedByName} on ${formatInstant(changedAt, timeZone)}.`
        }
      />
      <Sheet>
        <RenameTeamForm
          teamId={team.id}
          token={team.token}
          name={team.name}
          changed={changedByName && changedAt && `${changedByName} on ${formatInstant(changedAt, timeZone)}`}
        />
      </Sheet>
      <Sheet>
        <h3 className="text-base font-semibold">Hiring managers</h3>
        <p className="text-ink-soft">
          They ask for approvals and send offers in this team, and may use its purchase orders. Admins and program
          owners hire in every team.
        </p>
        {people.rows.length === 0 ? (
          <p className="mt-4">{cursor ? "Nobody else hires in this team." : "Nobody hires in this team yet."}</p>
        ) : (
          <div className="mt-2">
            <TeamMembers
              teamId={team.id}
              teamName={team.name}
              people={people.rows.map(({ since, ...person }) => ({
                ...person,
                since: {
                  at: since.toISOString(),
                  short: formatShortDay(since, timeZone, now),
                  exact: formatInstant(since, timeZone),
                },
              }))}
            />
          </div>
        )}
        <Pagination
          newer={cursor ? path : undefined}
          older={people.next ? `${path}?after=${people.next}` : undefined}
          words={{ newer: "First page", older: "Next" }}
        />
      </Sheet>
      {!team.hiddenAt && (
        <Sheet>
          <h3 className="mb-3 text-base font-semibold">Add people</h3>
          <SearchField
            action={path}
            name="find"
            label="Search members by name or address"
            placeholder="Search members"
            value={find}
          />
          <div className="mt-3">
            <AddPeople teamId={team.id} people={candidates.slice(0, candidatesShown)} />
          </div>
          {candidates.length === 0 && (
            <p className="text-ink-soft">
              {find
                ? `No member who is not in this team yet has “${find}” in name or address.`
                : "Every member of the company is in this team."}
            </p>
          )}
          {candidates.length > candidatesShown && (
            <p className="mt-2 text-xs text-ink-soft">There are more: search to find them.</p>
          )}
        </Sheet>
      )}
      {!team.parent && (
        <Sheet>
          <h3 className="mb-3 text-base font-semibold">{team.hiddenAt ? "Hidden" : "Hide this team"}</h3>
          {team.hiddenAt ? (
            <>
              <p className="mb-3 text-ink-soft">
                Since {formatInstant(team.hiddenAt, timeZone)} it takes nothing new and stands in no form.
              </p>
              <ShowTeamForm teamId={team.id} />
            </>
          ) : why ? (
            <Notice tone="neutral" title="It cannot be hidden now.">
              {why}
            </Notice>
          ) : (
            <HideTeamForm teamId={team.id} name={team.name} />
          )}
        </Sheet>
      )}
    </>
  );
}
