import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RemoveForm } from "@/components/members/remove-form";
import { RolesForm } from "@/components/members/roles-form";
import { SettingsHeading } from "@/components/settings/settings-heading";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { Status } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import { hasAdmin } from "@/lib/accounts/begin-settings";
import { listHirers, listTeams } from "@/lib/accounts/queries";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { formatInstant, formatShortDay } from "@/lib/dates";
import { type AnsweredFor, findMember, listAnsweredFor, standingOf } from "@/lib/members/queries";
import { consequencesOf, lastAdmin, reassignFirst, runsCompany } from "@/lib/members/rules";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Settings: member" };

/** One member: what they may do, and what follows when they are removed. */
export default async function MemberPage({ params }: PageProps<"/ab/settings/members/[userId]">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const { userId } = await params;
  if (!isAdmin(actor)) return null; // the layout says so
  const found = await readAs(actor, async (ctx) => {
    const member = await findMember(ctx, userId);
    if (!member) return null;
    const [teams, standing, answeredFor, hirers, others] = await Promise.all([
      listTeams(ctx),
      standingOf(ctx, userId),
      listAnsweredFor(ctx, userId),
      listHirers(ctx),
      hasAdmin(ctx, { except: userId }),
    ]);
    return { member, teams, standing, answeredFor, hirers, alone: runsCompany(member) && !others };
  });
  if (!found) notFound();
  const { member, teams, standing, answeredFor, hirers, alone } = found;
  const { changedByName, changedAt, removedAt } = member;
  const changed = changedByName && changedAt && `${changedByName} on ${formatInstant(changedAt, timeZone)}`;
  const own = member.userId === actor.userId;
  const handsOn = standing.posts + standing.offers > 0;
  return (
    <>
      <SettingsHeading
        title={member.name}
        back={{ href: "/ab/settings/members", label: "Members & permissions" }}
        status={member.state === "removed" && <Status tone="neutral">Removed</Status>}
        sentence={`${member.email} · joined ${formatShortDay(member.joinedAt, timeZone, now)}${changed ? ` · last changed by ${changed}` : ""}`}
      />
      {removedAt ? (
        <Notice tone="neutral" title={`Removed on ${formatInstant(removedAt, timeZone)}.`}>
          {member.name} cannot sign in to this company any more. What they did stays in its history, and they may be{" "}
          <TextLink href="/ab/settings/members/invite">invited again</TextLink>.
        </Notice>
      ) : (
        <>
          <Sheet>
            <RolesForm
              userId={member.userId}
              token={member.token}
              roles={member.roles}
              teams={teams
                .map(({ id, name, hidden }) => ({ id, name, hidden, held: member.teamIds.includes(id) }))
                .filter((team) => team.held || !team.hidden)}
              changed={changed}
            />
            {standing.approver && (
              <p className="mt-4 border-t border-line pt-4 text-ink-soft">
                {member.name} is also an approver, whatever the roles:{" "}
                <TextLink href="/ab/settings">the approval settings</TextLink> name who approves.
              </p>
            )}
          </Sheet>
          <Sheet>
            <h3 className="mb-3 text-base font-semibold">Remove from the company</h3>
            {alone || standing.contracts > 0 ? (
              <WhyNot
                because={alone ? lastAdmin : (reassignFirst({ contracts: standing.contracts }) ?? "")}
                name={own ? "You" : member.name}
                contracts={alone ? [] : answeredFor}
                more={standing.contracts - answeredFor.length}
              />
            ) : (
              <RemoveForm
                userId={member.userId}
                token={member.token}
                name={own ? "me" : member.name}
                consequences={consequencesOf(member, standing, own)}
                successors={
                  handsOn
                    ? hirers
                        .filter((hirer) => hirer.userId !== member.userId)
                        .map((hirer) => ({ value: hirer.userId, label: hirer.name }))
                    : null
                }
              />
            )}
          </Sheet>
        </>
      )}
    </>
  );
}

type WhyNotProps = { because: string; name: string; contracts: readonly AnsweredFor[]; more: number };

/** What stands in the way, and the way to each of it. */
function WhyNot({ because, name, contracts, more }: WhyNotProps) {
  return (
    <Notice tone="warn" title={because}>
      {contracts.length > 0 && (
        <>
          <p>
            {name} {name === "You" ? "are" : "is"} the contact person. Choose another one on each contract:
          </p>
          <ul className="mt-1 grid gap-1">
            {contracts.map(({ number, title }) => (
              <li key={number}>
                <TextLink href={`/ab/jobs/contracts/${number}`}>{title}</TextLink>
              </li>
            ))}
            {more > 0 && <li>and {more} more</li>}
          </ul>
        </>
      )}
    </Notice>
  );
}
