"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Overtaken } from "@/components/settings/overtaken";
import { fieldErrors } from "@/lib/action-result";
import { createTeamAction, hideTeamAction, renameTeamAction, showTeamAction } from "@/lib/teams/actions";

/** "Create team"; leads to the new team's page. */
export function CreateTeamForm() {
  return (
    <DeedForm
      action={createTeamAction}
      about={{}}
      label="Create team"
      back="Cancel"
      deed="Create team"
      pending="Creating…"
      wanted
    >
      {(field) => (
        <Field
          label="Name"
          {...field("name")}
          hint="Up to 80 characters. Every job post, request, offer and contract belongs to one team."
          maxLength={80}
          autoComplete="off"
          required
        />
      )}
    </DeedForm>
  );
}

type RenameTeamFormProps = { teamId: string; token: string; name: string; changed: string | null };

/** The team's name. When somebody else changed the team meanwhile, nothing is overwritten and their name is told. */
export function RenameTeamForm({ teamId, token, name, changed }: RenameTeamFormProps) {
  const [result, rename] = useActionState(renameTeamAction, null);
  const [began, setBegan] = useState({ token, name });
  const router = useRouter();
  const overtaken = result?.ok === false && result.reason === "changed-meanwhile";
  useEffect(() => {
    if (overtaken) router.refresh();
  }, [overtaken, router]);
  useEffect(() => {
    // After an own save the page brings the new state; later saves build on that one.
    if (result?.ok) setBegan({ token, name });
  }, [result, token, name]);
  return (
    <ActionForm action={rename} className="gap-4">
      <input type="hidden" name="teamId" value={teamId} />
      <input type="hidden" name="token" value={began.token} />
      <Field
        label="Name"
        name="name"
        defaultValue={name}
        errors={fieldErrors(result, "name")}
        maxLength={80}
        autoComplete="off"
        required
      />
      {overtaken && (
        <Overtaken
          by={changed}
          changes={began.name === name ? [] : [{ label: "Name", before: began.name, after: name }]}
          href={`/ab/settings/teams/${teamId}`}
          what="this team was"
        />
      )}
      <FormActions>
        <SubmitButton pending="Renaming…" variant="plain">
          Rename team
        </SubmitButton>
        <Outcome
          of={overtaken ? null : result}
          says={{ invalid: "Nothing was saved. Change the name and try again." } as Record<string, string>}
          done="Saved."
        />
      </FormActions>
    </ActionForm>
  );
}

/** "Hide team": it takes nothing new from then on. */
export function HideTeamForm({ teamId, name }: { teamId: string; name: string }) {
  return (
    <DeedForm
      action={hideTeamAction}
      about={{ teamId }}
      label="Hide team"
      back="Keep it in use"
      deed={`Hide ${name}`}
      pending="Hiding…"
      variant="danger-quiet"
    >
      <p>
        Nothing new can be posted, requested or offered in a hidden team, and forms leave it out. What is there stays,
        people keep their place in it, and it can be shown again.
      </p>
    </DeedForm>
  );
}

/** "Show team": it takes new work again. */
export function ShowTeamForm({ teamId }: { teamId: string }) {
  const [result, show] = useActionState(showTeamAction, null);
  return (
    <ActionForm action={show} className="gap-3">
      <input type="hidden" name="teamId" value={teamId} />
      <p>
        <SubmitButton pending="Showing…" variant="plain" size="small">
          Show team
        </SubmitButton>
      </p>
      <Outcome of={result} says={{} as Record<string, string>} />
    </ActionForm>
  );
}
