"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { DeedForm } from "@/components/layout/deed-form";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { Time, type TimeProps } from "@/components/ui/time";
import { fieldErrors } from "@/lib/action-result";
import { addToTeamAction, removeFromTeamAction } from "@/lib/members/actions";

type Person = { userId: string; name: string; email: string };

const words: Record<string, string> = {
  removed: "This person was removed from the company meanwhile. Nothing was changed; reload the page.",
};

type TeamMembersProps = {
  teamId: string;
  teamName: string;
  people: readonly (Person & { since: TimeProps })[];
};

/** Who hires in the team, each with the way out of it. */
export function TeamMembers({ teamId, teamName, people }: TeamMembersProps) {
  return (
    <ul aria-label={`Members of ${teamName}`} className="divide-y divide-line">
      {people.map(({ userId, name, email, since }) => (
        <li key={userId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
          <PersonLine userId={userId} name={name} email={email}>
            {" "}
            · since <Time {...since} />
          </PersonLine>
          <DeedForm
            action={removeFromTeamAction}
            about={{ teamId, userId }}
            label={`Remove ${name}`}
            back="Keep in team"
            deed="Remove from team"
            pending="Removing…"
            variant="danger-quiet"
            says={words}
          >
            <p>
              {name} cannot hire in {teamName} from the next request on, and pending requests of theirs in this team are
              withdrawn. Somebody who answers for contracts or open job posts here stays until those are reassigned.
            </p>
          </DeedForm>
        </li>
      ))}
    </ul>
  );
}

/** Members who could be added, each by one press. */
export function AddPeople({ teamId, people }: { teamId: string; people: readonly Person[] }) {
  const [result, add] = useActionState(addToTeamAction, null);
  return (
    <div className="grid gap-2">
      {people.length > 0 && (
        <ul aria-label="People to add" className="divide-y divide-line">
          {people.map(({ userId, name, email }) => (
            <li key={userId} className="flex items-center justify-between gap-4 py-2.5">
              <PersonLine userId={userId} name={name} email={email} />
              <ActionForm action={add} className="shrink-0">
                <input type="hidden" name="teamId" value={teamId} />
                <input type="hidden" name="userId" value={userId} />
                <SubmitButton pending="Adding…" variant="plain" size="small">
                  Add<span className="sr-only"> {name}</span>
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
      <Outcome
        of={result}
        says={{ ...words, invalid: fieldErrors(result, "teamId[]").join(" ") }}
        done="Added. It counts from the next request on."
      />
    </div>
  );
}

function PersonLine({ userId, name, email, children }: Person & { children?: React.ReactNode }) {
  return (
    <p className="min-w-0">
      <TextLink href={`/ab/settings/members/${userId}`} className="font-medium wrap-anywhere">
        {name}
      </TextLink>
      <span className="block text-xs wrap-anywhere text-ink-soft">
        {email}
        {children}
      </span>
    </p>
  );
}
